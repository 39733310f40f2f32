"""Which of our formats a client likes best (RFC 9110, 12.5.1)."""

from __future__ import annotations


def best(accept: str, offers: list[str]) -> str | None:
    """Return the offered media type that an Accept header prefers; the first one for none.

    None where nothing offered is acceptable. At equal preference the earlier offer wins.
    """
    ranges = [_range(part) for part in accept.split(",") if part.strip()]
    if not ranges:
        return offers[0]
    scored = [(_quality(offer, ranges), -n, offer) for n, offer in enumerate(offers)]
    quality, _, offer = max(scored)
    return offer if quality > 0 else None


def _range(part: str) -> tuple[str, float]:
    type_, *parameters = (piece.strip() for piece in part.split(";"))
    quality = 1.0
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "q":
            try:
                quality = min(max(float(value), 0.0), 1.0)
            except ValueError:
                quality = 0.0
    return type_.lower(), quality


def _quality(offer: str, ranges: list[tuple[str, float]]) -> float:
    major = offer.split("/", 1)[0]
    for wanted in (offer, f"{major}/*", "*/*"):
        found = [quality for type_, quality in ranges if type_ == wanted]
        if found:
            return max(found)
    return 0.0
