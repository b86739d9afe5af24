"""Sentences of prose: where they end, and excerpts that end where a reader expects it."""

from __future__ import annotations

import re

_SHORT = re.compile(
    r"(?:^|[\s(“\"'])(?:mr|mrs|ms|dr|prof|st|sr|jr|no|nr|vs|etc|approx|inc|ltd|co|corp|e\.g|i\.e|z\.b|bzw|ca|ggf|inkl|u\.a|"
    r"d\.h|hr|fr|frau|herr|mme|m|sig|dott|sra|av|art|abs|tel|[A-Za-z]|\d{1,3})$",
    re.IGNORECASE,
)
_END = re.compile(
    r"[.!?]+[\"”’»)\]]*(?:\s*\[[A-Za-z][\w:.-]*\])*(?=\s|$)|[。！？]+[”’」』）]*(?:\s*\[[A-Za-z][\w:.-]*\])*|\n+"
)
_EDGES = " \t\n.。;；,，:："


def sentences(text: str) -> tuple[str, ...]:
    """Split prose into sentences; citations behind a stop stay with it; abbreviations and ordinals do not end one."""
    out, start = [], 0
    for match in _END.finditer(text):
        stop = match.group()
        if stop.startswith(".") and len(stop.strip()) == 1 and _abbreviates(text, start, match):
            continue
        piece = text[start : match.end()].strip()
        if piece:
            out.append(piece)
        start = match.end()
    rest = text[start:].strip()
    return (*out, rest) if rest else tuple(out)


def _abbreviates(text: str, start: int, match: re.Match[str]) -> bool:
    after = text[match.end() :].lstrip(" ")
    return bool(after) and not after.startswith("\n") and bool(_SHORT.search(text[start : match.start()]))


def trimmed(text: str) -> str:
    """Return a sentence without the punctuation that ends it, for use within another one."""
    return text.strip(_EDGES).rstrip("!?！？" + _EDGES)


def excerpt(text: str, limit: int) -> str:
    """Return the text, cut behind a word with three dots where it is longer than `limit` characters.

    Three dots and not the sign of that name, which ends a sentence in Chinese.
    """
    if len(text) <= limit:
        return text
    cut = text[: limit - 3]
    word = cut.rfind(" ")
    return (cut[:word] if word > limit // 2 else cut).rstrip(_EDGES) + "..."
