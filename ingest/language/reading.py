"""The parsed report: paragraphs parsed one by one, joined to one `Doc`, offsets kept.

No sentence crosses a paragraph then. What the later stages need to know of the report beside
its tokens stands in `doc.user_data["diplograph"]`, a `Reading`.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.model import Report, Span
from ingest.language.clean import Cleaned, Paragraph, clean

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

KEY = "diplograph"


@dataclass(frozen=True, slots=True)
class Reading:
    """A report beside its `Doc`: paragraph borders and the way back to the original text.

    `starts` are the token indices at which the paragraphs begin; `chars` their character
    offsets in the joined text; `blocks` the spans of the body that are news (none: all is);
    `text` is the joined text where it is kept (see `text_of`).
    """

    report: Report
    paragraphs: tuple[Paragraph, ...]
    starts: tuple[int, ...]
    chars: tuple[int, ...]
    dateline_place: str | None = None
    dateline_date: str | None = None
    blocks: tuple[tuple[int, int], ...] = ()
    text: str | None = None

    @property
    def published(self) -> str | None:
        """Day of publication, if known."""
        return self.report.published

    def paragraph_of(self, token: int) -> int:
        """Index of the paragraph that holds a token."""
        return max(0, bisect.bisect_right(self.starts, token) - 1)

    def kind_of(self, token: int) -> str:
        """Kind of the paragraph that holds a token (``"text"``, ``"title"`` ...)."""
        return self.paragraphs[self.paragraph_of(token)].kind if self.paragraphs else "text"

    def span(self, doc: Doc, start: int, end: int) -> Span:
        """Return tokens `start` to `end` (exclusive) of one paragraph as a span of the report."""
        index = self.paragraph_of(start)
        paragraph, base = self.paragraphs[index], self.chars[index]
        last = doc[end - 1]
        first_char = doc[start].idx - base
        end_char = min(last.idx + len(last.text) - base, len(paragraph.text))
        begin = paragraph.offsets[first_char]
        stop = paragraph.offsets[end_char - 1] + 1
        source = self.report.title if paragraph.field == "title" else self.report.text
        return Span(begin, stop, source[begin:stop], paragraph.field)


def reading_of(doc: Doc) -> Reading:
    """Return the `Reading` of a `Doc`; one made elsewhere gets a plain one of its own text.

    There, blank lines part paragraphs, and ``doc.user_data["published"]`` may give the day.
    """
    found = doc.user_data.get(KEY)
    if isinstance(found, Reading):
        return found
    published = doc.user_data.get("published")
    report = Report(
        id=str(doc.user_data.get("id", "")),
        text=doc.text,
        published=published if isinstance(published, str) else None,
    )
    starts, chars, paragraphs = [], [], []
    begin = 0
    for token in doc:
        last = token.i + 1 == len(doc)
        if last or (token.is_space and token.text.count("\n") > 1):
            end = len(doc.text) if last else token.idx
            first = doc[begin].idx
            text = doc.text[first:end]
            starts.append(begin)
            chars.append(first)
            paragraphs.append(Paragraph(text, tuple(range(first, first + len(text) + 1))))
            begin = token.i + 1
    reading = Reading(report, tuple(paragraphs), tuple(starts), tuple(chars))
    doc.user_data[KEY] = reading
    return reading


def text_of(doc: Doc) -> str:
    """The text of a `Doc`, which spaCy puts together anew whenever it is asked for."""
    found = doc.user_data.get(KEY)
    kept = found.text if isinstance(found, Reading) else None
    return doc.text if kept is None else kept


def join(docs: list[Doc], report: Report, cleaned: Cleaned) -> Doc:
    """Join the parsed paragraphs of a report (at least one) to one `Doc` with its `Reading`."""
    from spacy.tokens import Doc as SpacyDoc

    joined = docs[0] if len(docs) == 1 else SpacyDoc.from_docs(docs, ensure_whitespace=True)
    if joined is None:  # only for an empty list, which the caller excludes
        raise ValueError("no paragraphs to join")
    starts, chars, token = [], [], 0
    for doc in docs:
        starts.append(token)
        chars.append(joined[token].idx)
        token += len(doc)
    joined.user_data[KEY] = Reading(
        report,
        cleaned.paragraphs,
        tuple(starts),
        tuple(chars),
        cleaned.dateline_place,
        cleaned.dateline_date,
        cleaned.blocks,
        joined.text,
    )
    return joined


def parse(
    nlp: Language, reports: Iterable[Report], *, batch_size: int = 16, disable: list[str]
) -> Iterator[tuple[Report, Doc | None]]:
    """Parse reports paragraph by paragraph, in order.

    Gives None for a report without news. `disable` names the components that shall run on
    the joined `Doc` only. A batch is `batch_size` reports; its paragraphs go through the
    model together, which is as quick as whole reports and needs less memory.
    """
    batch: list[tuple[Report, Cleaned]] = []
    for report in reports:
        batch.append((report, clean(report.text, report.title)))
        if len(batch) == batch_size:
            yield from _parse_batch(nlp, batch, disable)
            batch = []
    if batch:
        yield from _parse_batch(nlp, batch, disable)


def _parse_batch(
    nlp: Language, batch: list[tuple[Report, Cleaned]], disable: list[str]
) -> Iterator[tuple[Report, Doc | None]]:
    texts = (p.text for _, cleaned in batch for p in cleaned.paragraphs)
    parsed = nlp.pipe(texts, batch_size=64, disable=disable)
    for report, cleaned in batch:
        docs = [next(parsed) for _ in cleaned.paragraphs]
        yield report, (join(docs, report, cleaned) if docs else None)
