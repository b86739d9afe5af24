"""Prose cut into sentences, clauses and cited stretches. A quotation is never cut open."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.checks.prose import quotes
from agent.checks.prose import sentences as counted
from agent.render.prose import sentences, trimmed
from agent.values.fold import is_cjk

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

CITED = re.compile(r"\[([A-Za-z][\w:.-]*)\]")
CITATION = re.compile(rf"\s*{CITED.pattern}")
_GROUP = re.compile(rf"(?:{CITATION.pattern})+")
_CLOSED = re.compile(rf"[.!?](?P<mark>[”\"»“’])(?:{CITATION.pattern})+(?P<gap>\s+)(?=[A-ZÀ-ÞŁŚ“„«])")
_CLAUSE = re.compile(r"(?<=[,;])\s+|(?<=[，；])|\s+(?=[–—(])|\s+(?=(?:and|but|which|while|because)\b)")
_STOP = re.compile(rf"[.。]((?:{CITATION.pattern})*)$")


def masked(text: str) -> str:
    """Return the text with a bar for each character within quotation marks; places stay as they are."""
    out, at = [], 0
    for quote in quotes(text):
        start = text.index(quote, at)
        out += [text[at:start], quote[0], "_" * (len(quote) - 2), quote[-1]]
        at = start + len(quote)
    return "".join([*out, text[at:]])


def bare(text: str) -> str:
    """Return the text without citations and without what it quotes."""
    text = CITATION.sub("", text)
    for quote in quotes(text):
        text = text.replace(quote, " ")
    return text


def sentences_of(text: str) -> tuple[str, ...]:
    """Split prose into sentences; what stands in quotation marks ends one only with a citation behind it."""
    flat, at = masked(text), 0
    out: list[str] = []
    for piece in sentences(flat):
        start = flat.index(piece, at)
        at = start + len(piece)
        out += _closed(text[start:at], piece)
    return tuple(out)


def _closed(text: str, flat: str) -> Iterator[str]:
    done = 0
    for match in _CLOSED.finditer(text):
        if flat[match.start("mark")] != "_":
            yield text[done : match.start("gap")]
            done = match.end()
    yield text[done:]


def clauses_of(sentence: str) -> tuple[str, ...]:
    """Return the parts of a sentence, as far as commas and joining words outside of quotation marks part them."""
    spots = [m.span() for m in _CLAUSE.finditer(masked(sentence))]
    starts = [0, *(end for _, end in spots)]
    ends = [*(start for start, _ in spots), len(sentence)]
    return tuple(p for a, b in zip(starts, ends, strict=True) if (p := sentence[a:b].strip()))


def parts_of(sentence: str) -> tuple[str, ...]:
    """Return what semicolons outside of quotation marks part."""
    ends = [m.start() for m in re.finditer(r"[;；]", masked(sentence))]
    return tuple(sentence[a:b] for a, b in zip([0, *ends], [*ends, len(sentence)], strict=True))


def stretches(sentence: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the stretches of a sentence, each with the citations behind it."""
    out, done = [], 0
    for match in _GROUP.finditer(sentence):
        out.append((sentence[done : match.start()], tuple(CITED.findall(match.group()))))
        done = match.end()
    rest = sentence[done:]
    return (*out, (rest, ())) if rest or not out else tuple(out)


def gap(text: str) -> str:
    """Return what stands between two parts of a text: nothing in Chinese, Japanese and Korean."""
    return "" if is_cjk(text[:1] or " ") else " "


# -- fewer sentences --------------------------------------------------------------------------------------------------


def shortened(pieces: Sequence[str], most: int, lang: str) -> list[str]:
    """Return the pieces as so many sentences at most: stops within one go, then short neighbours are joined."""
    held = list(pieces)
    if sum(len(counted(p)) for p in held) > most:
        held = [_one(p, lang) for p in held]
    while len(held) > most:
        at = min(range(len(held) - 1), key=lambda n: len(held[n]) + len(held[n + 1]))
        held[at : at + 2] = [_joined(held[at : at + 2], lang)]
    return held


def _one(piece: str, lang: str) -> str:
    """Return a piece as one sentence: a quotation of several is quoted sentence by sentence."""
    if len(counted(piece)) <= 1:
        return piece
    for quote in quotes(piece):
        parts = [t for s in sentences(quote[1:-1]) if (t := trimmed(s))]
        if len(parts) > 1:
            piece = piece.replace(quote, ", ".join(f"{quote[0]}{p}{quote[-1]}" for p in parts))
    one = _joined(sentences_of(piece), lang).rstrip()
    return one if one[-1:] in ".。!?！？" else one + ("。" if lang == "zh" else ".")


def _joined(parts: Sequence[str], lang: str) -> str:
    """Return several sentences as one."""
    semicolon = "；" if lang == "zh" else "; "
    return semicolon.join([*(_STOP.sub(r"\1", p.rstrip()) for p in parts[:-1]), parts[-1]])
