"""Single lines of a hand-written brief: a label with its value, a bold line that is a heading, wrapped prose."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.checks.headings import exact_section_of, label_in, own_label, section_of
from agent.checks.markdown import BOLD, UNBOLD, plain
from agent.values.fold import is_cjk

if TYPE_CHECKING:
    from collections.abc import Sequence

_LABEL = re.compile(r"^\s*(?:[-*•]\s+)?(?P<label>[^:：=\n]{2,60}?)\s*(?:[:：]|\s=\s)\s*(?P<value>.*)$", re.DOTALL)
_BOLD_ALL = re.compile(rf"^\s*{BOLD}(?P<text>[^{BOLD}{UNBOLD}]{{2,80}}){UNBOLD}\s*[:：]?\s*$")
_BOLD_LABEL = re.compile(
    rf"^\s*{BOLD}(?P<label>[^{BOLD}{UNBOLD}]{{2,60}}){UNBOLD}\s*[:：—–-]?\s*(?P<value>.+)$", re.DOTALL
)
_REMARK = re.compile(r"[(（][A-Z£$€¥]{1,4}[)）]")
_LONGEST_HEADING = 4


def label_and_value(line: str, section: str) -> tuple[str, str] | None:
    """Return the label and value of a line; a currency in the label's parentheses goes with the value."""
    match = _LABEL.match(plain(line).strip())
    if not match and (bold := _BOLD_LABEL.match(line)) and label_in(bold["label"], section):
        match = bold
    if match is None:
        return None
    label, value = plain(match["label"]).strip(), plain(match["value"]).strip()
    remark = _REMARK.search(label) if value and label_in(label, section) else None
    return label, f"{value} {remark.group()}" if remark else value


def titled(text: str) -> tuple[str, str]:
    """Return the section that a heading opens with its text behind a colon, and that text; empty where none."""
    match = _LABEL.match(text)
    name = exact_section_of(match["label"]) if match else None
    return (name, match["value"]) if match and name else ("", "")


def bold_heading(lines: Sequence[str], section: str) -> str:
    """Return the text of a paragraph that is one bold line naming a section, empty where it is none."""
    whole = [line for line in lines if line.strip()]
    match = _BOLD_ALL.match(whole[0]) if len(whole) == 1 else None
    if match is None or own_label(match["text"], section) or "[" in match["text"]:
        return ""
    return match["text"] if exact_section_of(match["text"]) or section_of(match["text"]) else ""


def heading_line(line: str) -> bool:
    """Whether a line is nothing but the name of a section."""
    bare = plain(line).strip()
    return bool(exact_section_of(bare) and len(bare.split()) <= _LONGEST_HEADING and not re.search(r"[.。:：,]$", bare))


def joined(lines: Sequence[str]) -> str:
    """Return wrapped lines as one; lines of Chinese are joined without a space."""
    glue = "" if is_cjk(plain("".join(lines)).strip()[-1:] or " ") else " "
    return plain(glue.join(part.strip() for part in lines))
