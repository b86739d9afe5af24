"""A mail's text parted into what its author wrote and the older mails quoted or forwarded in it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from agent.intake import headline, times
from agent.intake.names import Named, parted
from agent.intake.words import FORWARDED, LABELS, ORIGINAL, WROTE, is_internal

if TYPE_CHECKING:
    from agent.intake.times import Stamp

_LINE = re.compile(r"^[\s*_|]{0,4}([^\s:：*_][^:：*_\n]{0,24}?)\s?[*_]{0,2}\s?[:：][*_]{0,2}[ \t]*(.*)$")
_QUOTE = re.compile(r"^[ \t]{0,3}(?:>|＞|\|(?=\s))[ \t]?")
_WROTE = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, WROTE)) + r")(?!\w)", re.IGNORECASE)
_ON = re.compile(
    r"^[-\s*>]*(?:on|am|le|el(?: día)?|il(?: giorno)?|em|no dia|op|w dniu|dnia|den|på|ma|il giorno|at|von|"
    r"von:)\b[\s,:]*",
    re.IGNORECASE,
)
_ATTRIBUTING = re.compile(r"\d|<")
_RULE = re.compile(r"^[\s_*=~–—-]{5,}$")
_LONGEST_ATTRIBUTION = 300
_LONGEST_MARKER = 90
_MOST_GAPS = 8
_WRAPPED = 3
_DEEPEST = 40


@dataclass(frozen=True)
class Head:
    """What stands above a quoted, forwarded or inserted message; `day_first` is what its language suggests."""

    who: Named | None = None
    stamp: Stamp | None = None
    to: str | None = None
    subject: str | None = None
    forward: bool = False
    internal: bool = False
    day_first: bool = False
    block: str = ""


@dataclass
class Part:
    """One message of a mail: its head (null: the mail's own author) and its lines."""

    head: Head | None
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The part's text without blank lines and rules around it."""
        lines = list(self.lines)
        while lines and (not lines[-1].strip() or _RULE.match(lines[-1])):
            lines.pop()
        while lines and (not lines[0].strip() or _RULE.match(lines[0])):
            lines.pop(0)
        return "\n".join(line.rstrip() for line in lines)


_DEEPEST = 20
_DEEP = re.compile(r"^(?:[ \t]?>){20,}", re.MULTILINE)
"""More marks of a quote than anybody answers through."""


def split(text: str, *, keep_quotes: bool = False) -> list[Part]:
    """Part a mail's text, in document order: the first part is the mail's own.

    `keep_quotes` leaves quoted lines that no head introduces where they stand (chats and notes quote that way).
    """
    parts = [Part(None)]
    text = _DEEP.sub(">" * _DEEPEST, text) if ">" * _DEEPEST in text.replace(" ", "") else text
    _walk(text.split("\n"), parts, 0, keep_quotes=keep_quotes)
    return parts


def _walk(lines: list[str], parts: list[Part], depth: int, *, keep_quotes: bool) -> None:
    current, i = parts[-1], 0
    forward = False
    while i < len(lines):
        line = lines[i]
        if _marker(line):
            forward = FORWARDED.whole(line)
            i += 1
            if not _block(lines, _skip(lines, i)):
                current = Part(Head(forward=forward))
                parts.append(current)
            continue
        found = _head(lines, i)
        if not found:
            if _QUOTE.match(line) and depth < _DEEPEST:
                i = _bare_quote(lines, i, parts, current, depth, keep_quotes=keep_quotes)
                continue
            current.lines.append(line)
            i += 1
            continue
        head, i = found
        part = Part(Head(**{**head.__dict__, "forward": head.forward or forward}))
        forward = False
        parts.append(part)
        start = _skip(lines, i)
        if start < len(lines) and _QUOTE.match(lines[start]) and depth < _DEEPEST:
            quoted, i = _quoted(lines, start)
            _walk(quoted, parts, depth + 1, keep_quotes=keep_quotes)
        else:
            current = part


def _skip(lines: list[str], i: int) -> int:
    while i < len(lines) and not lines[i].strip():
        i += 1
    return i


def _quoted(lines: list[str], i: int) -> tuple[list[str], int]:
    """Return the quoted lines from `i` on, one level of quoting taken off, and where they end."""
    out: list[str] = []
    while i < len(lines):
        if m := _QUOTE.match(lines[i]):
            out.append(lines[i][m.end() :])
        elif not lines[i].strip() and (n := _skip(lines, i)) < len(lines) and _QUOTE.match(lines[n]):
            out.append("")
        else:
            break
        i += 1
    return out, i


def _bare_quote(lines: list[str], i: int, parts: list[Part], current: Part, depth: int, *, keep_quotes: bool) -> int:
    quoted, end = _quoted(lines, i)
    first = _skip(quoted, 0)
    inner = first
    stripped = quoted
    while inner < len(stripped) and _QUOTE.match(stripped[inner]):
        stripped = [_QUOTE.sub("", q, count=1) for q in stripped]
    if first < len(quoted) and (_head(stripped, inner) or _marker(stripped[inner])):
        parts.append(Part(Head()))
        _walk(quoted, parts, depth + 1, keep_quotes=keep_quotes)
    elif keep_quotes or any(rest.strip() for rest in lines[end:]):
        current.lines.extend(lines[i:end])
    else:
        parts.append(Part(Head()))
        _walk(quoted, parts, depth + 1, keep_quotes=keep_quotes)
    return end


def _marker(line: str) -> bool:
    """Whether a line announces a forwarded or quoted mail ("-----Original Message-----")."""
    return (
        len(line) < _LONGEST_MARKER
        and line.count(" ") <= _MOST_GAPS
        and (FORWARDED.whole(line) or ORIGINAL.whole(line))
    )


def _label(line: str) -> tuple[str, str] | None:
    """Return what a line of a mail's head gives ("from", "sent" ...) and its value, or null."""
    m = _LINE.match(line)
    kind = LABELS.get(m[1].strip().lower()) if m else None
    return (kind, m[2].strip(" *_")) if m and kind else None


def _head(lines: list[str], i: int) -> tuple[Head, int] | None:
    line = lines[i]
    if not line.strip():
        return None
    return _block(lines, i) or _attribution(lines, i) or _note(line, i)


def _note(line: str, i: int) -> tuple[Head, int] | None:
    if len(line) > _LONGEST_ATTRIBUTION or not is_internal(line):
        return None
    found = headline.parse(line)
    if not found or not found.internal or not found.who or found.text:
        return None
    return Head(who=found.who, stamp=found.stamp, internal=True), i + 1


def _block(lines: list[str], i: int) -> tuple[Head, int] | None:
    """Read a block of From:, Sent:, To:, Subject: lines in any order and language."""
    if i >= len(lines) or not _label(lines[i]):
        return None
    found: dict[str, str] = {}
    first = i
    last, end = "", i
    while i < len(lines):
        m = _label(lines[i])
        if m:
            last = m[0]
            if last in found and last != "other":
                break
            found[last] = m[1]
            end = i = i + 1
        elif (
            lines[i].strip()
            and last in {"to", "cc"}
            and re.match(r"\s|.*[;,]\s*$|.*@", lines[i])
            and len(lines[i]) < _LONGEST_ATTRIBUTION
        ):
            found[last] += " " + lines[i].strip()
            end = i = i + 1
        elif not lines[i].strip() and i + 1 < len(lines) and _label(lines[i + 1]):
            i += 1
        else:
            break
    if "from" not in found or len(found.keys() - {"other"}) < 2 or not ({"sent", "subject", "to"} & found.keys()):  # noqa: PLR2004
        return None
    stamp = times.find(found.get("sent", ""))
    who = parted(re.sub(r"\[mailto:([^\]]+)\]", r"<\1>", found["from"]))
    return Head(
        who=who, stamp=stamp, to=found.get("to"), subject=found.get("subject"), block="\n".join(lines[first:end])
    ), end


def _attribution(lines: list[str], i: int) -> tuple[Head, int] | None:
    """Read "On DATE NAME wrote:", in any language, over at most three lines."""
    joined = ""
    for n in range(i, min(i + _WRAPPED, len(lines))):
        piece = lines[n].strip()
        if n == i and len(piece) > _LONGEST_ATTRIBUTION // 2 and piece[-1] not in ":：":
            return None
        if not piece or len(joined) + len(piece) > _LONGEST_ATTRIBUTION:
            return None
        joined = f"{joined} {piece}".strip()
        if piece.rstrip("*_ ").endswith((":", "：")):
            head = _attributed(joined)
            return (head, n + 1) if head else None
        if n == i and not _ATTRIBUTING.search(piece):
            return None
    return None


def is_attribution(line: str) -> bool:
    """Whether one line introduces a quoted mail."""
    return _attributed(line.strip()) is not None


def _attributed(joined: str) -> Head | None:
    text = joined.rstrip(":：*_ ")
    verb = _WROTE.search(text)
    stamp = times.find(text)
    if not stamp or not stamp.dated or not (verb or "@" in text):
        return None
    rest = text[: stamp.start] + " " + text[stamp.end :]
    rest = _WROTE.sub(" ", rest)
    rest = re.sub(r"\s*\([A-Z]{2,5}\)|\(UTC[^)]*\)", " ", rest)
    rest = _ON.sub("", rest.strip(" ,;–—-"))
    rest = re.sub(r"^\W*(?:于|在|um|at|om|kl\.?|klo|à|às|alle|o)\W+(?=\S)", "", rest, flags=re.IGNORECASE)
    who = parted(re.sub(r"\s*(?:于|在|さん|님)\s*$", "", rest.strip(" ,;–—-")))
    if not who:
        return None
    day_first = not re.match(r"\W*on\b", joined, re.IGNORECASE) and bool(re.match(r"[A-Za-zÀ-ž\W]", joined))
    return Head(who=who, stamp=stamp, day_first=day_first)
