"""Stage 1: what of a report is news, paragraph by paragraph, with offsets kept.

Web pages and agency copy carry text that tells nothing: notices of the audio version, bylines,
photo credits, notes on the writer, calls to subscribe. Captions are news. Quotation marks and
blanks are made uniform and ", Jr." is dropped, because the parser reads it as a person of its
own; a map from each character kept to its place in the original undoes all of that.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from graph.model import TextField

ParagraphKind = Literal["title", "heading", "text", "item", "caption"]

_STRAIGHT = str.maketrans(
    {
        "\u2018": "'",
        "\u2019": "'",
        "\u201b": "'",
        "\u02bc": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u201e": '"',
        "\u00a0": " ",
        "\u2009": " ",
        "\u202f": " ",
        "\u00ad": " ",
        "\u200b": " ",
        "\u2028": "\n",
        "\u2029": "\n",
        "\t": " ",
        "\r": "\n",
        "\u2011": "-",
    }
)

# A line that begins so ends the news: what follows is about the writer or the page.
_END = re.compile(
    r"(?i)^\s*[*_#>]*\s*(?:about (?:the )?(?:writers?|authors?|newsweek)|more (?:from|on this|stories)|"
    r"related (?:articles|stories|topics|links)|read (?:more|next)\b.{0,40}$|recommended(?: stories)?$|"
    r"editor'?s'? (?:picks|recommendations)|sign up (?:for|to)|our standards:|newsletter$|"
    r"trending(?: now)?$|most read$|topics?:$|references$)"
)

# Lines that are about the page or the making of the report, wherever they stand.
_NOISE = re.compile(
    r"(?i)^\s*[*_#>\W]*\s*(?:"
    r".{0,6}voice is ai.generated.*|inconsistencies may occur\.?|listen to (?:this|the) (?:article|story).*|"
    r"this (?:audio|article) (?:is|was) (?:auto|ai)[- ]?generated.*|\d+ min(?:ute)?s? (?:read|listen)|"
    r"by [A-Z][\w.'-]+(?: [A-Z][\w.'-]+){1,3}(?:,? (?:and|with) [A-Z][\w.'-]+(?: [A-Z][\w.'-]+){1,3})?"
    r"(?:[,|] ?[\w ./-]{2,40})?|"
    r"\(?(?:additional )?(?:reporting|writing|editing|compiled|translated) by .*|"
    r"(?:photo|image|picture|video)s?(?: credit| by| courtesy|:).*|file (?:photo|picture)\W*|"
    r"(?:share|print|email|save|comment|advertisement|subscribe|newsletter|follow us)\b.{0,30}|"
    r"(?:sign up|subscribe|click here|download our app|follow (?:us|him|her|me)) .*|"
    r"(?:copyright|\u00a9|all rights reserved).*|"
    r"(?:published|updated|last updated|posted)(?: on| at)?:? .{0,40}|"
    r"(?:contact|email|e-mail|tel|phone|press contact|media contact)s?:.*|"
    r"\S+@\S+\.\w+|https?://\S+|"
    r"[\\#*_=~\u2022. -]{1,12}"
    r")\s*$"
)
_CREDIT = re.compile(
    r"\s*[\[(]?(?:(?:[A-Z][\w'-]+ ){0,4}[A-Z][\w'-]+ ?/ ?)+"
    r"(?:[\w. -]{0,20})?(?:Getty(?: Images)?|AFP|AP(?: Photo)?|Reuters|EPA|TASS|Xinhua|Sputnik|Pool|"
    r"Anadolu|Bloomberg|UPI|Shutterstock|NurPhoto|Kremlin)[\w/. -]{0,40}[\])]?\s*$|"
    r"\s*[\[(](?:AP|AFP|Reuters|EPA|Xinhua|TASS|File|Photo)[^\])]{0,60}(?:Photo|/)[^\])]{0,60}[\])]\s*$"
)
# Marks that only make sense beside the picture: "(R)", "(2nd L)", "(centre)".
_PICTURE_MARK = re.compile(r" ?\((?:\d(?:st|nd|rd|th)[ -])?(?:L|R|C|left|right|center|centre)\)")
# Forms of address between an office and a name part the two for the parser.
_HONORIFIC = re.compile(
    r"\b(?:(?:His|Her|Their) (?:Royal |Serene |Imperial )?(?:Excellenc|Highness|Majest)(?:y|ies|es)?,?|the (?:Right )?Hono(?:u)?rable|"
    r"H\. ?E\.|Rt\. Hon\.)(?: (?:Mr|Mrs|Ms|Dr)\.)? (?=[A-Z])"
)
_JUNIOR = re.compile(r",? (?:Jr|Sr)\b\.?(?=[\s,'*_])(?: ?,(?= [a-z]))?")
_MARKUP = re.compile(r"^(?:[-*\u2022\u2013]|\d{1,2}[.)])\s+")
_EMPHASIS = re.compile(r"(?<!\w)[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}(?!\w)|^#{1,6}\s+|\\(?=[#*_])")
_INSERT = re.compile(r"\[(?=[A-Za-z. ]{2,40}\])|(?<=[A-Za-z.])\](?!\()")
_LINK = re.compile(r"\[(?=[^\]]{1,200}\]\()|\]\(\S*?\)")
_MONTHS = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_DATELINE = re.compile(
    r"^(?P<place>[A-Z][A-Z.']+(?:[ -][A-Z][A-Z.']*){0,4}(?![a-z])|[A-Z][A-Za-z.' -]{2,30}?(?=,? ?(?:"
    + _MONTHS
    + r" \d{1,2}|\d{1,2}(?:st|nd|rd|th)? "
    + _MONTHS
    + r")?(?:, \d{4})? ?[(/][A-Z]))"
    r"(?P<land>, (?!" + _MONTHS + r"\b)[A-Z][A-Za-z.]+(?: [A-Z][a-z]+)?)?"
    r"(?:,? (?P<date>"
    + _MONTHS
    + r" \d{1,2}(?:, \d{4})?|\d{1,2}(?:st|nd|rd|th)? "
    + _MONTHS
    + r"(?: \d{4})?))?"
    r"(?:,? ?(?P<agency>[(/][A-Z][\w. /-]{1,24}[)/]))?"
    r"(?:,? ?(?P<dash>--+|[-\u2013\u2014:]))?\s*"
)
# "RIYADH, Safar 3, 1437, Nov 15, 2015, SPA --", "ASTANA. May 9. KAZINFORM --": points or commas
# part place, days and agency, which needs no brackets; a dash must end it.
_PLAIN_DATELINE = re.compile(
    r"^(?P<place>[A-Z][A-Z.']+(?:[ -][A-Z][A-Z.']*){0,4}(?![a-z]))"
    r"(?:[.,] [A-Z][\w']+(?: [\w']+)? \d{1,2}, 1\d{3}(?: ?A\.?H\.?)?)?"
    r"(?:[.,] (?P<date>"
    + _MONTHS
    + r" \d{1,2}(?:, \d{4})?|\d{1,2}(?:st|nd|rd|th)? "
    + _MONTHS
    + r"(?: \d{4})?))?"
    r"[.,] (?P<agency>(?:[A-Z][A-Za-z]{2,15}|/[A-Z][\w. ]{1,50}/)(?: ?--| [\u2013\u2014-]|\.(?<=/\.)))\s*"
)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as the parser gets it.

    `offsets` has, for each character of `text`, its offset in the original field, and one
    entry more for the end.
    """

    text: str
    offsets: tuple[int, ...]
    field: TextField = "body"
    kind: ParagraphKind = "text"


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The news of a report; the dateline as it stood ("BEIJING", "Nov. 19").

    `blocks` are the spans of the body that are news, datelines and marks included.
    """

    paragraphs: tuple[Paragraph, ...]
    dateline_place: str | None = None
    dateline_date: str | None = None
    blocks: tuple[tuple[int, int], ...] = ()


def clean(text: str, title: str = "") -> Cleaned:
    """Split a report into paragraphs of news.

    `text` is the body, `title` the headline ("" when there is none). A first line of the body
    that repeats the title is marked as a title. Nothing is raised; a report of nothing but
    boilerplate gives no paragraphs.
    """
    paragraphs: list[Paragraph] = []
    if title.strip():
        made = _tidy(title, list(range(len(title) + 1)), "title", "title")
        if made:
            paragraphs.append(made)
    straight = text.translate(_STRAIGHT)
    place = date = None
    seen_text = False
    news: list[tuple[int, int]] = []
    for start, end in _blocks(straight):
        block = straight[start:end]
        if _END.match(block) and seen_text:
            break
        if _NOISE.match(block) and not (title and block.strip() == title.strip()):
            continue
        news.append((start, end))
        offsets = list(range(start, end + 1))
        kind = _kind(block)
        if not seen_text and title and _same_words(block, title):
            kind = "title"
        if kind == "text" and not seen_text:
            found = _dateline(block)
            if found is not None:
                place, date, cut = found
                block, offsets = block[cut:], offsets[cut:]
        made = _tidy(block, offsets, "body", kind)
        if made is None:
            continue
        seen_text = seen_text or kind == "text"
        paragraphs.append(made)
    return Cleaned(tuple(paragraphs), place, date, tuple(news))


def _blocks(text: str) -> list[tuple[int, int]]:
    """Spans of the paragraphs: blank lines part them; single line ends where lines are long."""
    lines: list[tuple[int, int]] = []
    position = 0
    for line in text.split("\n"):
        lines.append((position, position + len(line)))
        position += len(line) + 1
    lengths = [end - start for start, end in lines if text[start:end].strip()]
    wrapped = bool(lengths) and sorted(lengths)[int(0.85 * (len(lengths) - 1))] <= 110
    blocks: list[tuple[int, int]] = []
    current: list[int] | None = None
    for start, end in lines:
        line = text[start:end]
        if not line.strip():
            current = None
            continue
        fresh = current is None or not wrapped or bool(_MARKUP.match(line))
        if not fresh and current is not None:
            before = text[current[0] : current[1]]
            fresh = len(before.split("\n")[-1]) < 45 and before.rstrip().endswith((".", ":", "?"))
        if fresh or current is None:
            current = [start, end]
            blocks.append((start, end))
        else:
            current[1] = end
            blocks[-1] = (current[0], end)
    return blocks


def _kind(block: str) -> ParagraphKind:
    if _MARKUP.match(block):
        return "item"
    if _CREDIT.search(block) or _PICTURE_MARK.search(block):
        return "caption"
    bare = block.strip().strip("*_# ")
    if len(bare) < 80 and not re.search(r"[.!?\"'):]$", bare) and len(bare.split()) < 12:
        return "heading"
    return "text"


def _same_words(a: str, b: str) -> bool:
    def fold(s: str) -> list[str]:
        return re.findall(r"\w+", s.casefold())

    return fold(a) == fold(b)


def _dateline(block: str) -> tuple[str, str | None, int] | None:
    plain = _PLAIN_DATELINE.match(block)
    if plain is not None:
        return plain["place"].strip(), plain["date"], plain.end()
    found = _DATELINE.match(block)
    if not found or not (found["agency"] or (found["dash"] and found["place"].isupper())):
        return None
    if not found["place"].isupper() and not found["dash"]:
        return None  # "Mr. Lund (Norway) said"
    if not found["agency"] and found["dash"] == "-" and not found[0].endswith((" - ", "- ")):
        return None
    return found["place"].strip() + (found["land"] or ""), found["date"], found.end()


def _tidy(
    block: str, offsets: list[int], field: TextField, kind: ParagraphKind
) -> Paragraph | None:
    """Drop marks and surplus blanks from a block, keeping the map to the original."""
    block = block.translate(_STRAIGHT)
    drop = [False] * len(block)
    patterns = [_EMPHASIS, _LINK, _INSERT, _PICTURE_MARK, _JUNIOR, _HONORIFIC]
    if kind == "item":
        patterns.append(_MARKUP)
    if kind == "caption":
        patterns.append(_CREDIT)
    for pattern in patterns:
        for found in pattern.finditer(block):
            for i in range(found.start(), found.end()):
                drop[i] = True
    kept: list[str] = []
    kept_at: list[int] = []
    for i, char in enumerate(block):
        if drop[i]:
            continue
        if char.isspace() and (not kept or kept[-1] == " "):
            continue
        kept.append(" " if char.isspace() else char)
        kept_at.append(offsets[i])
    while kept and kept[-1] == " ":
        kept.pop()
        kept_at.pop()
    if not any(c.isalnum() for c in kept):
        return None
    return Paragraph("".join(kept), (*kept_at, kept_at[-1] + 1), field, kind)
