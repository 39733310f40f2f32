"""XML read element by element, without trusting it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from graph.errors import InputError


def elements(stream: BinaryIO) -> Iterator[Any]:
    """Yield each element at its end tag; the reader clears those it is done with.

    Raises `InputError` for what is no XML, and for a document that declares entities.
    """
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import iterparse

    try:
        for _, element in iterparse(stream, events=("end",), forbid_dtd=True):
            yield element
    except (ParseError, DefusedXmlException) as error:
        what = "it declares entities" if isinstance(error, DefusedXmlException) else str(error)
        raise InputError(f"is no XML that we read: {what}") from None
