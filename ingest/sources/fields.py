"""From raw field values to a `Report`: text without poison, days that exist, usable addresses."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from graph.errors import InputError
from graph.model import Report, ReportKind
from ingest.sources.base import Options

TITLE_LIMIT = 1_000
NAME_LIMIT = 500
ID_LIMIT = 1_000
FIRST_YEAR, LAST_YEAR = 1000, 2999

# Control characters (but tab, line feed, carriage return), lone surrogates and noncharacters:
# none can stand in an RDF literal or in UTF-8. Each becomes one character, so offsets hold.
_POISON = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_MONTHS = {
    name: number
    for number, names in enumerate(
        "january jan,february feb,march mar,april apr,may,june jun,july jul,august aug,"
        "september sept sep,october oct,november nov,december dec".split(","),
        start=1,
    )
    for name in names.split()
}
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?\d{4,6}Z?)?$")
_DAY_FIRST = re.compile(
    r"(?:\w+,?\s+)?(\d{1,2})(?:st|nd|rd|th)?\.?\s+([A-Za-z]{3,9})\.?,?\s+(\d{4})\b"
)
_MONTH_FIRST = re.compile(
    r"(?:\w+day,?\s+)?([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b"
)
_COARSE = re.compile(r"\d{4}(-\d{2})?$")
# Parameters that tell which link was clicked, not which page it is.
_TRACKING = re.compile(r"(utm_\w+|fbclid|gclid|mc_[ce]id|cmpid|ref_src)$")


def clean(value: str) -> str:
    """Return text fit for RDF, JSON and UTF-8, as long as it was.

    >>> clean("a\\x00b\\ud800c")
    'a b\ufffdc'
    """
    return _POISON.sub(lambda m: "\ufffd" if m.group() >= "\ud800" else " ", value)


def line(value: object, limit: int = NAME_LIMIT) -> str:
    """Return a value as one clean line of at most `limit` characters; ``""`` for None."""
    return "" if value is None else " ".join(clean(str(value)[: limit * 4]).split())[:limit]


def day(value: object) -> str | None:
    """Return a publication date as ``YYYY-MM-DD``; None where there is none.

    Reads ISO 8601 (the local day of a date and time), ``20250508``, RFC 2822 and dates in
    English words. A value known to the month or year only is no day and gives None.
    Raises `InputError` for anything else, and for days that no calendar has.

    >>> day("2025-05-08T23:30:00+03:00"), day("May 8, 2025"), day("2025-05"), day("")
    ('2025-05-08', '2025-05-08', None, None)
    """
    if value is None:
        return None
    if isinstance(value, dt.datetime):
        value = value.date()
    if isinstance(value, dt.date):
        return value.isoformat()
    text = line(value, 100)
    if not text or _COARSE.match(text):
        return None
    try:
        return _day(text)
    except (ValueError, TypeError, OverflowError):
        raise InputError(f"date {text!r} is no day of the calendar (expected YYYY-MM-DD)") from None


def _day(text: str) -> str:
    if match := _ISO.match(text) or _COMPACT.match(text):
        year, month, number = (int(part) for part in match.groups()[:3])
    elif match := _DAY_FIRST.match(text):
        number, month, year = int(match[1]), _MONTHS.get(match[2].lower(), 0), int(match[3])
    elif match := _MONTH_FIRST.match(text):
        month, number, year = _MONTHS.get(match[1].lower(), 0), int(match[2]), int(match[3])
    else:
        moment = parsedate_to_datetime(text)
        year, month, number = moment.year, moment.month, moment.day
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(year)
    return dt.date(year, month, number).isoformat()


def address(value: object) -> str | None:
    """Return an absolute http(s) URL fit to be an IRI, or None.

    The fragment and parameters that only track the reader are dropped.

    >>> address("HTTPS://Example.org/a b?utm_source=x&id=3#top")
    'https://example.org/a%20b?id=3'
    """
    if not isinstance(value, str):
        return None
    text = value.strip()
    if len(text) > 4 * ID_LIMIT or not re.match(r"https?://", text, re.IGNORECASE):
        return None
    try:
        parts = urlsplit(text)
        if not parts.hostname or parts.username or parts.password:
            return None
        _ = parts.port
    except ValueError:
        return None
    query = parts.query
    if query:
        pairs = parse_qsl(query, keep_blank_values=True)
        kept = [(k, v) for k, v in pairs if not _TRACKING.match(k.lower())]
        if len(kept) != len(pairs):
            query = urlencode(kept)
    safe = "/:@!$&'()*+,;=-._~%?[]"
    url = urlunsplit(
        (
            parts.scheme.lower(),
            quote(clean(parts.netloc.lower()), safe=":@[]-._~%"),
            quote(clean(parts.path), safe=safe.replace("?", "").replace("[]", "")),
            quote(clean(query), safe=safe.replace("[]", "")),
            "",
        )
    )
    return url if len(url) <= 2 * ID_LIMIT else None


def language(value: object) -> str | None:
    """Return the primary subtag of a language tag (``en`` for ``en-GB``), or None.

    >>> language("en_US"), language("eng"), language("Deutsche Sprache"), language(None)
    ('en', 'en', None, None)
    """
    text = line(value, 40).lower()
    if text in ("eng", "english"):
        return "en"
    match = re.match(r"([a-z]{2,3})(?:$|[-_])", text)
    return match[1] if match else None


def decode(data: bytes) -> tuple[str, str]:
    """Return bytes as text, and the encoding that fitted.

    UTF-8 and UTF-16 by mark or by fit, else Windows-1252, the one that English pages are in
    when they are in neither. Raises `InputError` for binary data.
    """
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe\x00\x00", "utf-32"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if data.startswith(mark):
            try:
                return data.decode(encoding), encoding
            except UnicodeDecodeError as error:
                raise InputError(f"marked as {encoding} but is not: {error.reason}") from None
    if b"\x00" in data:
        raise InputError("is no text: it holds zero bytes")
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    try:
        text = data.decode("windows-1252")
    except UnicodeDecodeError:
        raise InputError("is text in no encoding we know (UTF-8, UTF-16, Windows-1252)") from None
    odd = sum(c >= "\x7f" for c in text)
    if odd > 0.3 * len(text):
        raise InputError("is text in no encoding we know (UTF-8, UTF-16, Windows-1252)")
    return text, "windows-1252"


def make_report(
    fields: Mapping[str, Any],
    *,
    id_: str,
    source: str,
    options: Options,
    origins: tuple[tuple[str, str], ...] = (),
    kind: ReportKind = ReportKind.NEWS_ARTICLE,
) -> Report:
    """Return a report from raw fields: text, title, date, url, publisher, author, language, id.

    `id_` and the options' date and title stand in where the fields have none. A language that
    no field gives is ``""``, to be found out. Raises `InputError` with the reason (the caller
    names the input).
    """
    text = fields.get("text")
    if not isinstance(text, str) or not text.strip():
        raise InputError("has no text")
    if len(text) > options.text_limit:
        raise InputError(
            f"its text has {len(text):,} characters, more than the limit of "
            f"{options.text_limit:,} (raise it with --text-limit)"
        )
    own = fields.get("id")
    if isinstance(own, dict | list | bool | float):
        raise InputError(f"its id is {type(own).__name__}, not a string")
    if own is not None and len(str(own)) > ID_LIMIT:
        raise InputError(f"its id has more than {ID_LIMIT} characters")
    published = day(fields.get("date"))
    if published is None and options.date:
        published = options.date
        origins = (*origins, ("published", "option"))
    title = line(fields.get("title"), TITLE_LIMIT)
    if not title and options.title:
        title = line(options.title, TITLE_LIMIT)
        origins = (*origins, ("title", "option"))
    return Report(
        id=line(own, ID_LIMIT) or line(id_, ID_LIMIT),
        text=clean(text),
        title=title,
        published=published,
        source=line(source, ID_LIMIT),
        url=address(fields.get("url")),
        publisher=line(fields.get("publisher")) or None,
        author=line(fields.get("author")) or None,
        language=language(fields.get("language")) or "",
        kind=kind,
        origins=origins,
    )
