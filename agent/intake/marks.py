"""What in a message is not its author's fresh prose: signature, small print, screen noise, log lines, quotes."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from agent.intake.chrome import is_chrome
from agent.intake.names import EMAIL, is_name, parted, same_person
from agent.intake.screens import other_from, own_id
from agent.intake.words import CLOSING, DISCLAIMER, LEGAL_FORM, SMALL_PRINT, TITLE, TRAILER
from agent.ticket import Mark

_RULE = re.compile(r"^\s*[-_=*~—–]{4,}\s*$")
_LOG = re.compile(
    r"^\s*(?:\d\d:\d\d:\d\d\b|\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d|(?:TRACE|DEBUG|INFO|WARN(?:ING)?|ERROR|FATAL|"
    r"SEVERE)\b[\s:|\[]|at [\w.$]+\(|Traceback \(|curl\s+-|"
    r"(?:GET|POST|PUT|PATCH|DELETE) /|\$ \w|HTTP/\d)"
)
_PLACEHOLDER = re.compile(r"[\[<⟦{][A-Z][A-Z_]*_\d+[\]>⟧}]")
_CONTACT = re.compile(r"\d{4,}|@|https?:|www\.|\b(?:tel|phone|mobile|mob|fax|t|m|p|f)\s?[.:]", re.IGNORECASE)
_LONGEST = 100
_WIDEST = 150
_FARTHEST = 16
_FEW = 6
_FEW_WORDS = 3
_MOST_WORDS = 8
_SIGNED = 10
_LONGEST_POST = 80
_TWO = 2


@dataclass(frozen=True)
class Signed:
    """Somebody whose title stands in a signature: offsets of the name in the message's text."""

    name: str
    title: str | None
    company: str | None
    start: int
    end: int


@dataclass(frozen=True)
class _Line:
    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def lines_of(text: str) -> list[_Line]:
    """Cut a text into lines with their offsets."""
    out, at = [], 0
    for line in text.split("\n"):
        out.append(_Line(line, at))
        at += len(line) + 1
    return out


def mark(text: str, author: str | None, *, machine: bool) -> tuple[tuple[Mark, ...], list[Signed]]:
    """Return the marks of a message's text, and who signs with a title."""
    if machine:
        return (Mark(start=0, end=len(text), kind="noise"),) if text else (), []
    lines = lines_of(text)
    found: list[Mark] = []
    small = _small_print(lines)
    sign = _signature(lines, small if small is not None else len(lines), author)
    people: list[Signed] = []
    if sign is not None:
        end = small if small is not None else len(lines)
        people = _signed(lines[sign:end], author)
        found.append(Mark(start=lines[sign].start, end=lines[end - 1].end, kind="signature"))
    if small is not None:
        found.append(Mark(start=lines[small].start, end=len(text), kind="disclaimer"))
    found.extend(Mark(start=a.start, end=a.end, kind="noise") for a in lines if is_chrome(a.text))
    found.extend(Mark(start=a.start, end=a.end, kind="log") for a in lines if _LOG.match(a.text))
    found.extend(_runs(lines))
    found.extend(Mark(start=m.start(), end=m.end(), kind="masked") for m in _PLACEHOLDER.finditer(text))
    return tuple(sorted(found, key=lambda m: (m.start, m.end, m.kind))), people


def _runs(lines: list[_Line]) -> list[Mark]:
    out: list[Mark] = []
    start: int | None = None
    for i, line in enumerate([*lines, _Line("", 0)]):
        quoted = line.text.lstrip().startswith(">")
        if quoted and start is None:
            start = i
        elif not quoted and start is not None:
            out.append(Mark(start=lines[start].start, end=lines[i - 1].end, kind="quoted"))
            start = None
    return out


def _small_print(lines: list[_Line]) -> int | None:
    """Return the line at which the small print at the end begins, or null."""
    found: int | None = None
    i = len(lines) - 1
    seen = 0
    while i >= 0 and seen < _FARTHEST:
        text = lines[i].text.strip()
        if text:
            seen += 1
            after_rule = i > 0 and bool(_RULE.match(lines[i - 1].text))
            opens = i == 0 or not lines[i - 1].text.strip() or after_rule
            if DISCLAIMER.inside(text) and (
                SMALL_PRINT.opens(text) or after_rule or (seen <= _FEW and TRAILER.opens(text))
            ):
                found = i - 1 if after_rule else i
            elif not opens and found is None and seen > _FEW:
                break
        i -= 1
    return found or None


def _signature(lines: list[_Line], end: int, author: str | None) -> int | None:
    """Return the line at which the closing and signature begin, or null."""
    last = end
    while last and not lines[last - 1].text.strip():
        last -= 1
    found: int | None = None
    seen = 0
    for i in range(last - 1, -1, -1):
        text = lines[i].text.strip()
        if not text:
            continue
        seen += 1
        if (
            seen > _FARTHEST
            or len(text) > (_WIDEST if "·" in text or "|" in text else _LONGEST)
            or text.startswith(">")
        ):
            break
        if text in {"--", "—", "-- "} or (CLOSING.opens(text) and len(text.split()) <= _FEW and not text.endswith("?")):
            return i or None
        if author and _is_own_name(text, author) and seen <= _SIGNED:
            found = i
        elif re.search(r"[.!?。！？]$", text) and not LEGAL_FORM.inside(text) and len(text.split()) > _FEW:
            break
    if found is None or found == 0:
        return None
    return found


def _is_own_name(text: str, author: str) -> bool:
    words = [w.strip(",;") for w in text.strip(" *_-–—,.").split()]
    if not words or len(words) > _MOST_WORDS:
        return False
    own = author.replace(",", " ").split()
    head = " ".join(words[: len(own)])
    return (
        same_person(head, author)
        or (len(words) <= _FEW_WORDS and same_person(" ".join(words), author))
        or (same_person(words[0], author) and len(words) == 1)
    )


def _signed(lines: list[_Line], author: str | None) -> list[Signed]:
    rows = [line for line in lines if line.text.strip()]
    own = [i for i, r in enumerate(rows[:_FEW]) if author and _is_own_name(r.text, author)]
    at = max(own, key=lambda i: (len(rows[i].text.split()) > 1, i), default=None)
    if at is None:
        at = next((i for i, r in enumerate(rows) if not CLOSING.opens(r.text) and is_name(_name_of(r.text))), None)
    if at is None:
        return []
    row = rows[at]
    whole = parted(row.text.strip())
    if whole and whole.company and whole.company.isupper() and " " not in whole.company:
        whole = replace(whole, company=None)
    name = whole.name if whole and (whole.title or whole.company) else _name_of(row.text, author)
    title, company = (whole.title, whole.company) if whole else (None, None)
    for below in rows[at + 1 : at + 4]:
        title, company, stop = _below(below.text.strip(" *_"), title, company)
        if stop:
            break
    start = row.start + row.text.find(name)
    return [Signed(name, title, company, start, start + len(name))] if name and row.text.find(name) >= 0 else []


def _name_of(text: str, author: str | None = None) -> str:
    bare = re.split(r"\s*[|·•]\s*|\s{2,}", text.strip(" *_-–—,."))[0].strip()
    own = (author or "").split()
    words = bare.split()
    if own and len(words) > len(own) and same_person(" ".join(words[: len(own)]), author or ""):
        return " ".join(words[: len(own)])
    return bare


def _below(text: str, title: str | None, company: str | None) -> tuple[str | None, str | None, bool]:
    """Read one line under the name: the title, the company, or the first line that is neither."""
    if (
        not text
        or EMAIL.search(text)
        or _CONTACT.search(text)
        or len(text) > _LONGEST_POST
        or (text.endswith((".", "!", "?")) and not LEGAL_FORM.inside(text))
    ):
        return title, company, True
    pieces = [p.strip() for p in re.split(r"\s*[|·•]\s*", text) if p.strip()]
    first = pieces[0]
    if title is None and (TITLE.inside(first) or not LEGAL_FORM.inside(first)):
        left, _, right = first.rpartition(",")
        if left and TITLE.inside(left) and not TITLE.inside(right):
            return left.strip(), company or right.strip(), False
        return first, company or (pieces[1] if len(pieces) == _TWO and not _CONTACT.search(pieces[1]) else None), False
    return title, company or first, False


def record_marks(text: str) -> tuple[Mark, ...]:
    """Return the marks of a record's text: buttons, suggestions and other tickets prove nothing of this one."""
    own = own_id(text)
    out: list[Mark] = []
    for line in lines_of(text):
        cut = 0 if is_chrome(line.text) else other_from(line.text, own)
        if cut is not None and line.text.strip():
            out.append(Mark(start=line.start + cut, end=line.end, kind="noise"))
    return tuple(out)
