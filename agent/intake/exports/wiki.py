"""Jira's wiki markup as the text that a person sees, and apart from it what nobody sees."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.intake.html import Seen

if TYPE_CHECKING:
    from collections.abc import Mapping

_FENCE = re.compile(r"\{(code|noformat)(?::[^{}\n]{0,200})?\}(.*?)(?:\{\1\}|\Z)", re.DOTALL)
_PALE = re.compile(
    r"\{color:\s*(?:white|snow|ivory|#f[ef]?(?:f|[ef]{2}){0,2}[ef]?|#(?:[ef][0-9a-f]){3})\s*\}(.{0,4000}?)\{color\}",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(
    r"\{(?:color|quote|panel|anchor|toc|loading-report|section|column)(?::[^{}\n]{0,300})?\}", re.IGNORECASE
)
_QUOTE = re.compile(r"\{quote\}(.*?)(?:\{quote\}|\Z)", re.DOTALL)
_PANEL = re.compile(r"\{panel:[^{}\n]{0,200}?title=([^|{}\n]{1,120})[^{}\n]{0,200}\}")
_IMAGE = re.compile(r"!([^!\n|]{1,200}\.\w{2,5})(?:\|[^!\n]{0,200})?!")
_MENTION = re.compile(r"\[~(?:accountid:)?([^\]\n]{1,120})\]")
_LINK = re.compile(r"\[([^|\]\[\n]{1,300})\|[^\]\n]{1,600}\]|\[(?=https?:|mailto:|\^|#)([^\]\n]{1,600})\]")
_EMPHASIS = re.compile(r"(?<![\w*+])([*+])(?=\S)([^*+\n]{1,300}?)(?<=\S)\1(?![\w*+])|"
                       r"(?<!\w)_(?=\S)([^_\n]{1,300}?)(?<=\S)_(?!\w)|\{\{([^{}\n]{1,300})\}\}|"
                       r"\?\?([^?\n]{1,300})\?\?")  # fmt: skip
_ESCAPED = re.compile(r"\\([{}\[\]*_!|+?~^-])")
_ITEM = re.compile(r"^\s{0,8}([*#-]{1,6})\s+(?=\S)")
_HEADING = re.compile(r"^\s{0,4}(?:h[1-6]|bq)\.\s+")
_ROW = re.compile(r"^\s{0,8}\|{1,2}(.*?)\|{0,2}\s*$")


def see(text: str, names: Mapping[str, str]) -> Seen:
    """Return what a person sees of a text; `names` are of people by the ids that mentions hold."""
    hidden: list[str] = []
    out: list[str] = []
    at = 0
    for fence in _FENCE.finditer(text):
        out.extend((_prose(text[at : fence.start()], names, hidden), fence[2].strip("\n")))
        at = fence.end()
    out.append(_prose(text[at:], names, hidden))
    return Seen("\n".join(piece for piece in out if piece.strip()).strip("\n"), hidden)


def _prose(text: str, names: Mapping[str, str], hidden: list[str]) -> str:
    hidden.extend(m[1].strip() for m in _PALE.finditer(text))
    text = _PALE.sub("", text)
    text = _QUOTE.sub(lambda m: "\n" + "\n".join(f"> {x}" for x in m[1].strip().split("\n")) + "\n", text)
    text = _TAG.sub("", _PANEL.sub(r"\1\n", text))
    hidden.extend(m[1] for m in _IMAGE.finditer(text))
    text = _IMAGE.sub("", text)
    text = _MENTION.sub(lambda m: "@" + names.get(m[1], m[1]), text)
    text = _LINK.sub(lambda m: m[1] or m[2].removeprefix("^"), text)
    text = re.sub(r"\\\\(?=\s|$)", "\n", text)
    return _ESCAPED.sub(r"\1", "\n".join(_lines(text)))


def _lines(text: str) -> list[str]:
    out: list[str] = []
    count = 0
    for raw in text.split("\n"):
        line = f"> {raw.strip()[4:]}" if raw.lstrip().startswith("bq. ") else _HEADING.sub("", raw)
        if item := _ITEM.match(line):
            count = count + 1 if item[1].endswith("#") else 0
            mark = f"{count}. " if count else "- "
            line = "  " * (len(item[1]) - 1) + mark + line[item.end() :]
        elif line.strip():
            count = 0
        if (row := _ROW.match(line)) and "|" in line.strip()[1:]:
            line = " | ".join(cell.strip() for cell in re.split(r"\|{1,2}", row[1]))
        out.append(_EMPHASIS.sub(lambda m: m[2] or m[3] or m[4] or m[5], line))
    return out
