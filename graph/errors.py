"""The errors that a user can meet, in one tree.

DiplographError
├── InputError        a report, file, feed or record that cannot be read
├── StoreError        a store that cannot be opened, read or written
│   └── StoreLocked   another process holds the embedded store
├── QueryError        a question that cannot be asked or answered
│   ├── AmbiguousName a name that stands for several entities
│   └── ParameterError  a question or parameter that does not exist or fit
├── SettingsError     a setting, option or data file of ours that is wrong
│   └── OptionError   an option given a value that it does not have
└── MissingExtra      a feature whose optional dependency is not installed

Every message is one line that says what was asked, what was found and what to do.
The command line prints it and exits 1, for the two that are wrong usage (`OptionError`,
`ParameterError`) 2, as for an option that does not exist; anything outside this tree is a bug and shows.
"""

from __future__ import annotations


class DiplographError(Exception):
    """Base of every error that is the input's, the store's or the user's, not ours."""


class InputError(DiplographError):
    """A report, file, feed or record that cannot be read; the message names it."""


class StoreError(DiplographError):
    """A store that cannot be opened, read or written."""


class StoreLocked(StoreError):
    """Another process holds the embedded store's lock."""


class QueryError(DiplographError):
    """A question that cannot be asked (syntax, parameters) or answered (limits)."""


class AmbiguousName(QueryError):
    """A name typed by a person that stands for several entities.

    ``choices`` holds ``(label, IRI)`` pairs, best first.
    """

    def __init__(self, message: str, choices: tuple[tuple[str, str], ...] = ()) -> None:
        super().__init__(message)
        self.choices = choices


class SettingsError(DiplographError):
    """A setting, an option or an editable data file that is wrong."""


class ParameterError(QueryError):
    """A question, parameter or output form that does not exist, or a value that does not fit."""


class OptionError(SettingsError):
    """An option given a value that it does not have."""


class MissingExtra(DiplographError):
    """An optional dependency that is not installed; the message names the extra to install."""

    def __init__(self, feature: str, extra: str) -> None:
        # By path: the name on the public registry is not ours.
        super().__init__(
            f"{feature} needs the '{extra}' extra; in the checkout: pip install -e '.[{extra}]'"
        )
