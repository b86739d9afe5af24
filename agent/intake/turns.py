"""Turns without times: "NAME: text" lines, of a few people who take turns or of a short paste between two sides."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from agent.intake.headline import Headline
from agent.intake.names import is_name, parted
from agent.intake.phrases import Phrases
from agent.intake.words import CUSTOMER_SIDE, INTERNAL_TAG, LABELS, is_internal

if TYPE_CHECKING:
    from agent.intake.times import Stamp

_SPEAKER = re.compile(r"^[\s*_>•-]{0,3}([^\s:：*_][^:：\n]{0,70}?)[*_]{0,2}(?:[:：][*_]{0,2}\s+|：)(\S.*)$")
_FROM = re.compile(r"^(?:from|von|de|från|fra)\s+(?=[^\W\d_])", re.IGNORECASE)
_SIDE = re.compile(r"^(.{2,60}?)\s*(?:\s[-–—]+\s|[/|,·])\s*([^\W\d_][\w ]{1,20})$")
VENDOR_SIDE = Phrases(
    "agent|support|support agent|helpdesk|help desk|service desk|us|csm|rep|support rep|customer support|technician|"
    "mitarbeiter|bearbeiter|kundenservice|conseiller|assistance|soporte|agente|suporte|assistenza|medewerker|handläggare|"
    "客服|サポート|担当|상담원|me|ich|moi"
)
_FEWEST = 2
_FEWEST_SPEECHES = 4
_FEWEST_SHORT = 3
_MOST_SHORT = 16
_TALK_WORDS = 4
_LONGEST_ROLE = 3


def speakers(lines: list[str]) -> dict[int, Headline]:
    """Return the lines that open turns, none where no conversation is seen."""
    found = {i: h for i, line in enumerate(lines) if (h := _turn(line))}
    named = [_called(h) for h in found.values()]
    turns = {n for n in named if named.count(n) >= _FEWEST}
    kept = [n for n in named if n in turns]
    if len(turns) >= _FEWEST and len(kept) >= max(_FEWEST_SPEECHES, len(found) * 0.7):
        return found
    return found if _is_short_talk(lines, found) else {}


def _turn(line: str) -> Headline | None:
    m = _SPEAKER.match(line)
    if not m or m[1].lower() in LABELS:
        return None
    source = _FROM.sub("", m[1].strip())
    label = _SIDE.match(source)
    name = label[1] if label and (CUSTOMER_SIDE.whole(label[2]) or VENDOR_SIDE.whole(label[2])) else source
    who = parted(name)
    if not who or not is_name(who.name, handle=_sided(who.name) is not None):
        return None
    side = (
        _sided(label[2] if label and name != source else who.name)
        or _sided(who.company or "")
        or _sided(who.title or "")
    )
    if who.company and _sided(who.company):
        who = parted(re.sub(r"\s*[(（][^)）]*[)）]", "", name)) or who
    inside = _sided(who.name)
    beside = who.company if inside and who.company and is_name(who.company) else None
    if beside and (whole := parted(beside)):
        who = whole
    hidden = is_internal(source) or INTERNAL_TAG.whole(who.company or who.title or "")
    return Headline(
        who,
        None,
        m[2],
        hidden or None,
        "",
        ("speaker",),
        strong=False,
        source=source,
        side="vendor" if hidden else "customer" if side == "customer" else "vendor" if side == "vendor" else "unknown",
    )


def _called(head: Headline) -> str:
    return head.who.name if head.who else head.source.casefold()


def _sided(text: str) -> str | None:
    if len(text.split()) > _LONGEST_ROLE or not text:
        return None
    return "customer" if CUSTOMER_SIDE.whole(text) else "vendor" if VENDOR_SIDE.whole(text) else None


def _is_short_talk(lines: list[str], found: dict[int, Headline]) -> bool:
    """Whether a paste of a few lines is talk: nearly all are turns, one comes back, one has a side."""
    written = [line for line in lines if line.strip()]
    if not len(found) >= _FEWEST_SHORT or len(written) > _MOST_SHORT or len(found) < len(written) - 1:
        return False
    names = [_called(h) for h in found.values()]
    sides = {h.side for h in found.values()} - {"unknown"}
    firms = {h.who.company for h in found.values() if h.who and h.who.company}
    talk = sum(len(h.text.split()) >= _TALK_WORDS or not h.text.isascii() for h in found.values())
    back = len(set(names)) < len(names)
    return len(set(names)) >= _FEWEST and back and bool(sides or firms) and talk * 2 >= len(found)


def timed(lines: list[str], found: dict[int, Headline]) -> dict[int, Headline]:
    """Return the lines of a paste of a few lines that each give time, name and text; none where it is no talk."""
    written = [line for line in lines if line.strip()]
    said = {i: h for i, h in found.items() if h.who and h.text and h.stamp and h.stamp.clock}
    if not len(said) >= _FEWEST or len(written) > _MOST_SHORT or len(said) < len(written) - 1:
        return {}
    names = [h.who.name for h in said.values() if h.who]
    out = _on_days({i: _swapped(h, names) for i, h in said.items()})
    final = [h.who.name for h in out.values() if h.who]
    sides = [_sided(b) for h in out.values() if h.who for b in (h.who.title, h.who.company, h.who.name) if b]
    return out if len(set(final)) >= _FEWEST and (any(sides) or len(set(final)) < len(final)) and _talk(out) else {}


def _on_days(found: dict[int, Headline]) -> dict[int, Headline]:
    """Give turns without a day the one of the turn before them while the clock runs on, and label names their side."""
    out: dict[int, Headline] = {}
    last: Stamp | None = None
    for i, head in found.items():
        stamp = head.stamp
        if stamp and stamp.dated:
            last = stamp
        elif stamp and stamp.clock and last and last.clock and stamp.clock >= last.clock:
            stamp = replace(
                stamp, year=last.year, month=last.month, day=last.day, pair=last.pair, relative=last.relative
            )
            last = stamp
        else:
            last = None
        side = _sided(head.who.name) if head.who and head.side == "unknown" else None
        out[i] = replace(
            head, stamp=stamp, side="customer" if side == "customer" else "vendor" if side == "vendor" else head.side
        )
    return out


def _talk(found: dict[int, Headline]) -> bool:
    return 2 * sum(len(h.text.split()) >= _TALK_WORDS or not h.text.isascii() for h in found.values()) >= len(found)


def _swapped(head: Headline, names: list[str]) -> Headline:
    """Read "COMPANY, NAME" as the name where it writes again alone."""
    who = head.who
    if not who or not who.company or who.company not in names or names.count(who.name) > 1:
        return head
    return replace(head, who=replace(who, name=who.company, company=who.name))
