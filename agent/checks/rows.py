"""List items read as the rows they stand for: "Ship it (Noor Haddad, 18 May)" has an action, an owner, a date."""

from __future__ import annotations

import re
from functools import lru_cache

from agent.checks.dues import dated
from agent.checks.headings import normal
from agent.checks.lexicon import find, groups
from agent.checks.owners import nameish
from agent.values.fold import is_cjk

_SPLIT = re.compile(r"\s[—–|-]{1,2}\s|\s?[|]\s?|[()（）;；]|,\s|，|[:：]\s?(?!\d\d\b)|\s(?:->|=>|→)\s")
_ARROW = re.compile(r"\s*(?:->|=>|→|⇒)\s*|\s[—–-]{1,2}\s|[:：]\s+|：")
_TRIM = " \t\n.,;；，。:：-–—|·()（）[]*"
_ACTOR = re.compile(
    r"^(?P<owner>(?:[A-ZÀ-Þ][\w.'’-]*\s+){1,3}[A-ZÀ-Þ][\w'’-]+(?:\s*\([^)]*\))?)\s+(?:to|will|shall|must|is|[a-z]+s)\b\s*(?P<rest>.*)$|"
    r"^(?P<han>[\u4e00-\u9fff]{2,4})(?:将|负责|于|在)(?P<more>.*)$",
    re.DOTALL,
)
_BY = re.compile(r"\b(?:by|until|before|on|due|no later than|at the latest)\s*$", re.IGNORECASE)
_SHORT, _FEW = 6, 3
_DECISION = ("recommendation", "options", "due", "decider", "decision")


@lru_cache(maxsize=16)
def _spelled(section: str) -> dict[str, str]:
    """Return the column of each spelling in a section; a decision has labels instead of columns."""
    if section == "decision":
        return {s: key for key in _DECISION for s in groups("headings")[f"label:{key}"]}
    prefix = f"column.{section}:"
    return {s: g.removeprefix(prefix) for g, lines in groups("headings").items() if g.startswith(prefix) for s in lines}


@lru_cache(maxsize=16)
def _labels(section: str) -> re.Pattern[str]:
    words = "|".join(re.escape(s) for s in sorted(_spelled(section), key=len, reverse=True))
    return re.compile(rf"(?:^|(?<=[\s;；,，.。(（|·—–-]))(?P<label>{words})\s*[:：]\s*", re.IGNORECASE)


def column(label: str, section: str) -> str | None:
    """Return the column that a label names in a section."""
    return _spelled(section).get(normal(label))


def labelled(text: str, section: str) -> tuple[str, dict[str, str]]:
    """Return what stands before the first label, and the labelled cells."""
    found = [m for m in _labels(section).finditer(text) if column(m["label"], section)]
    if not found:
        return text, {}
    cells: dict[str, str] = {}
    for index, match in enumerate(found):
        end = found[index + 1].start() if index + 1 < len(found) else len(text)
        name = column(match["label"], section) or ""
        cells.setdefault("owner" if name == "who" else name, text[match.end() : end].strip(_TRIM))
    return text[: found[0].start()].strip(_TRIM), cells


def decision_of(text: str) -> dict[str, str]:
    """Return the cells of a decision whose decider or date stand as labels in the same line; empty where none does."""
    head, cells = labelled(text, "decision")
    if not cells or (not head and len(cells) == 1):
        return {}
    return {"decision": head, **cells} if head else cells


def row_of(text: str, section: str) -> dict[str, str]:
    """Return the cells of a list item in a section that is usually a table."""
    head, cells = labelled(text, section)
    if not head:
        return cells
    return {**_READ[section](head, cells), **cells}


def _plan(head: str, cells: dict[str, str]) -> dict[str, str]:
    out: dict[str, str] = {}
    rest: list[str] = []
    for part in _parts(head):
        if "due" not in out and "due" not in cells and len(part.split()) <= _SHORT and _only_date(part):
            out["due"] = part
        elif "owner" not in out and "owner" not in cells and nameish(part):
            out["owner"] = part
        else:
            rest.append(part)
    action = ", ".join(rest)
    if "owner" not in out and "owner" not in cells and (match := _ACTOR.match(action)):
        out["owner"] = (match["owner"] or match["han"]).strip()
        action = (match["rest"] or match["more"]).strip()
    if "due" not in out and "due" not in cells and (span := dated(action)):
        out["due"] = span
        action = _BY.sub("", action.replace(span, " ").strip(_TRIM)).strip(_TRIM)
    return {"action": action or head, **out}


def _parts(head: str) -> list[str]:
    """Return the pieces of an item; middle dots part it where it has any, else dashes, brackets, commas and colons."""
    found = head.split(" · ") if " · " in head else _SPLIT.split(head)
    return [p for part in found if (p := part.strip(_TRIM))]


def _only_date(part: str) -> bool:
    """Whether a piece is a date with hardly a word beside it ("by 18 May", "no later than 18 May")."""
    span = dated(part)
    rest = part.replace(span, "") if span else part
    return bool(span) and len(rest.split()) <= _FEW and sum(map(is_cjk, rest)) <= _FEW


def _communication(head: str, cells: dict[str, str]) -> dict[str, str]:
    out: dict[str, str] = {}
    rest: list[str] = []
    for index, part in enumerate(_parts(head)):
        if index == 0 and "audience" not in cells:
            out["audience"] = part
        elif "channel" not in out and "channel" not in cells and len(part.split()) <= _SHORT and find("channel", part):
            out["channel"] = part
        elif (
            "due" not in out
            and "due" not in cells
            and len(part.split()) <= _SHORT
            and (_only_date(part) or find("cadence", part))
        ):
            out["due"] = part
        elif rest and "owner" not in out and "owner" not in cells and nameish(part):
            out["owner"] = part
        elif index == 1 and nameish(part) and re.search(r"[(（]", head):
            out["audience"] += f" ({part})"
        else:
            rest.append(part)
    return {**out, "message": ", ".join(rest)} if rest else out


def _timeline(head: str, _cells: dict[str, str]) -> dict[str, str]:
    match = re.match(
        r"^(?P<date>.{3,45}?)(?:\s*[:：](?!\d\d\b)\s*|\s[—–|·-]{1,2}\s|\s*[|]\s*|，)(?P<event>.+)$", head, re.DOTALL
    )
    while match and (
        more := re.match(
            r"^(?P<date>\d[\w :.]{2,20}?)(?:[:：](?!\d\d\b)\s*|\s[—–|-]{1,2}\s)(?P<event>.+)$",
            match["event"],
            re.DOTALL,
        )
    ):
        if not _only_date(more["date"]):
            break
        return {"date": f"{match['date']} – {more['date']}", "event": more["event"]}
    if match and (dated(match["date"]) or not dated(head)):
        return {
            "date": match["date"].strip(_TRIM) if dated(match["date"]) else "",
            "event": match["event"] if dated(match["date"]) else head,
        }
    span = dated(head)
    if span and head.find(span) <= 12:  # noqa: PLR2004 - "On 4 May ..."
        return {"date": span, "event": head.replace(span, "").strip(_TRIM)}
    return {"date": "", "event": head}


def _answers(head: str, cells: dict[str, str]) -> dict[str, str]:
    if "answer" in cells:
        return {"ask": head}
    parts = _ARROW.split(head, maxsplit=1)
    return {"ask": parts[0].strip(_TRIM), "answer": parts[1].strip()} if len(parts) > 1 else {"answer": head}


def _actions(head: str, _cells: dict[str, str]) -> dict[str, str]:
    return {"action": head}


_READ = {
    "plan": _plan, "communication": _communication, "timeline": _timeline, "answers": _answers, "actions": _actions,
}  # fmt: skip
TABLE_SECTIONS = frozenset(_READ)
