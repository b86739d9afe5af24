"""Pasted text: helpdesk screens, chats, mail chains and notes, read by the shape that its own lines repeat."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date
from textwrap import dedent
from typing import TYPE_CHECKING

from agent.intake import headline, hostile, mailtext, screens, times
from agent.intake.clock import Clock, order_of
from agent.intake.draft import Draft, Entry, Record
from agent.intake.headline import Headline
from agent.intake.mailthread import entries_of
from agent.intake.names import is_name, parted
from agent.intake.signers import introduced, signer
from agent.intake.words import DIRECT, INTERNAL_TAG, is_internal

if TYPE_CHECKING:
    from collections.abc import Iterable

_SIDE = re.compile(r"^\s*[│┃║](?: |$)")
_CORNER = re.compile(r"^\s*[└┕┖┗╚├╰][─━═┘┙┚┛╝╯\s]*$")
_RULED = re.compile(r"^[\s\-=─━_*#~—–·•]*(.*?)[\s\-=─━_*#~—–·•]*$")
_FEWEST = 2
_SURE = 5


@dataclass
class _Block:
    head: Headline
    day: date | None
    internal: bool
    lines: list[str] = field(default_factory=list)


def read(text: str, as_of: date) -> Draft:
    """Read a paste. Where nothing repeats, the whole text is one message."""
    text = hostile.without_registry(text)
    vocabulary = hostile.Vocabulary(text.split("\n\n"))
    kept = text if vocabulary.of_machines else hostile.without(text, vocabulary)
    draft = _read(dedent(kept).split("\n"), as_of)
    if kept != text:
        draft.warnings.append("Text that addresses a machine was left out of the paste.")
    return draft


def _read(lines: list[str], as_of: date) -> Draft:
    heads = _accepted(lines)
    if heads:
        thread = _thread(lines, heads, as_of)
        if sum(bool(e.text.strip()) for e in thread.entries) * 2 > len(thread.entries):
            return thread
    parts = mailtext.split("\n".join(lines))
    if len(parts) > 1:
        return _chain(parts, as_of)
    from agent.intake import notes  # noqa: PLC0415  threads do not need it

    if note := notes.call_note(lines, as_of):
        return note
    from agent.intake.turns import speakers as turns  # noqa: PLC0415  as above

    if speakers := turns(lines):
        return _thread(lines, speakers, as_of)
    draft = Draft("text")
    draft.entries.append(Entry("\n".join(lines).strip()))
    return draft


def _accepted(lines: list[str]) -> dict[int, Headline]:
    """Return the lines that open messages: those that say so, and those whose shape the document repeats."""
    found = {
        i: h for i, line in enumerate(lines) if line[:1] != ">" and (h := _opening(lines, i)) and not _quoting(lines, i)
    }
    found |= {i: h for i, h in _stacked(lines).items() if i not in found and i + 1 not in found}
    shapes = Counter(h.shape[:5] for h in found.values())
    authors = Counter(h.who.name for h in found.values() if h.who)
    credible = {shape: _credible([h for h in found.values() if h.shape[:5] == shape]) for shape in shapes}
    kept = {}
    for i, h in found.items():
        often = shapes[h.shape[:5]] if credible[h.shape[:5]] else 0
        tight = h.shape[-2:-1] == ("tight",) and "boxed" not in h.shape
        named = h.who is None or not tight or authors[h.who.name] >= _FEWEST or often >= _SURE
        clocked = bool(h.stamp and h.stamp.clock) or "boxed" in h.shape or "inline" in h.shape
        if _is_banner(lines, i, h, found, often):
            continue
        ruled = bool(i and h.who and " " in h.who.name and "dated" in h.shape and clocked and _section(lines[i - 1]))
        if h.strong or ruled or (often >= _FEWEST and named and clocked):
            kept[i] = h
    sure = any(h.strong or (i and _section(lines[i - 1])) for i, h in kept.items())
    spoken = any(h.who or h.side in {"customer", "vendor"} for h in kept.values())
    if spoken and (len(kept) >= _FEWEST or sure):
        return kept
    from agent.intake.turns import timed  # noqa: PLC0415  threads do not need it

    return timed(lines, found)


def _opening(lines: list[str], i: int) -> Headline | None:
    """Read a line as the opening of a message, in the manner of its script."""
    line = lines[i]
    if line.isascii():
        return headline.parse(line)
    from agent.intake import wide  # noqa: PLC0415  most threads do not need it

    below = next((x for x in lines[i + 1 : i + 3] if x.strip()), "")
    return wide.parse(line, below) or headline.parse(line)


def _is_banner(lines: list[str], i: int, h: Headline, found: dict[int, Headline], often: int) -> bool:
    """Whether a line stands alone among lines of another shape and says nothing ("Chat started on ...")."""
    if often * 2 >= len(found) or h.text or h.internal or len(found) <= _FEWEST:
        return False
    below = next((n for n in range(i + 1, len(lines)) if lines[n].strip()), None)
    return below is None or below in found


def _quoting(lines: list[str], i: int) -> bool:
    """Whether a line introduces quoted text ("On ... NAME wrote:" above `>` lines, or with an address)."""
    line = lines[i].rstrip("*_ ")
    if not line.endswith((":", "：")) or not mailtext.is_attribution(line):
        return False
    below = next((x for x in lines[i + 1 : i + 4] if x.strip()), "")
    return "@" in line or below.lstrip().startswith(">")


def _credible(group: list[Headline]) -> bool:
    """Whether the authors in lines of one shape are people: one comes back, or they have full names."""
    names = [h.who.name for h in group if h.who]
    repeated = len(set(names)) < len(names)
    return (
        repeated
        or any("dated" in h.shape or "tagged" in h.shape for h in group)
        or all(len(n.split()) > 1 or not n.isascii() for n in names)
    )


def _stacked(lines: list[str]) -> dict[int, Headline]:
    """Read a name on one line with its time alone on the next."""
    out: dict[int, Headline] = {}
    for i in range(len(lines) - 1):
        name, below = lines[i].strip(), lines[i + 1].strip()
        if not (name and below) or len(name) > 60 or len(below) > 60 or not any(c.isdigit() for c in below):  # noqa: PLR2004
            continue
        stamp = times.find(below)
        if not stamp or not stamp.clock or stamp.start > 2:  # noqa: PLR2004  brackets at most
            continue
        rest = below[stamp.end :].strip(" ·|,()–—-")
        who = parted(name)
        if who and is_name(who.name) and len(rest.split()) <= 4 and not rest.endswith((".", "?", "!")):  # noqa: PLR2004
            internal = True if is_internal(f"{name} | {rest}") or INTERNAL_TAG.whole(rest) else None
            out[i] = Headline(
                who,
                stamp,
                "",
                internal,
                rest,
                ("dated" if stamp.dated else "", "clock", "", "stacked", "block"),
                strong=False,
                source=name,
            )
    return out


def _section(line: str) -> str | None:
    """Return the words of a line that stands between messages as a heading or a rule, or null."""
    bare = _RULED.match(line)
    inner = bare[1] if bare else ""
    ruled = bool(inner) and (
        line.strip()[:2] in {"--", "==", "──", "━━", "__", "**", "##", "# ", "—", "––", "——", "~~"}
        or line.startswith("#")
    )
    return inner if ruled else None


def _thread(lines: list[str], heads: dict[int, Headline], as_of: date) -> Draft:
    first = min(heads)
    start = _record_end(lines, first)
    head, prose = screens.parted_head(lines[:start])
    screen = "\n".join(head).strip("\n")
    stamps = [s for line in lines[:start] for s in times.find_all(line[:200])] + [
        h.stamp for h in heads.values() if h.stamp
    ]
    known = _days(h.stamp for h in heads.values() if h.stamp) or _days(s for s in stamps if s.clock)
    known = known or [d for d in _days(stamps) if d <= as_of]
    own = [h.stamp for h in heads.values() if h.stamp]
    told = [s for s in stamps if s.pair and s.weekday is not None]
    order = order_of(own, as_of, screens.order_hint(lines, stamps)) or order_of(told, as_of)
    clock = Clock(as_of, known, order, screens.today(lines))
    section_day = _only_day(screen, Clock(as_of, known, order))
    blocks = _blocks(lines, heads, start, clock, section_day)
    draft = Draft("transcript", warnings=clock.warnings)
    draft.internal = DIRECT.inside(screen[:400]) and not any(b.internal for b in blocks)
    draft.channel = bool(re.match(r"\s*#(?!\s|ext|#|\d)[\w-]+", screen))
    if prose.strip():
        spoken = [s for line in head for s in times.find_all(line[:200]) if s.dated and s.clock]
        at = next((t for s in spoken if (t := clock.iso(s))), None)
        draft.entries.append(Entry(prose, at=at, author=introduced(prose)))
    if section_day is None and any(b.day is None and b.head.stamp for b in blocks):
        draft.warnings.append("The day of some messages is not given; they carry no time.")
    for block in blocks:
        draft.entries.extend(_entries(block, clock))
    if screen.strip():
        draft.records.append(Record(screen=screen))
        screens.describe(screen, draft)
    return draft


def _days(stamps: Iterable[times.Stamp]) -> list[date]:
    return sorted(date(s.year, s.month, s.day) for s in stamps if s.year and s.month and s.day)


def _record_end(lines: list[str], first: int) -> int:
    end = first
    while end and (times_only(lines[end - 1]) or not lines[end - 1].strip()):
        end -= 1
    return end


def times_only(line: str) -> bool:
    """Whether a line holds nothing but a calendar day, as between the days of a chat."""
    bare = _RULED.match(line)
    inner = bare[1].strip(" []()|<>") if bare else ""
    if not inner or len(inner) > 60:  # noqa: PLR2004  a date is short
        return False
    stamp = times.find(inner)
    return bool(stamp and stamp.dated and not stamp.clock and len(inner) - (stamp.end - stamp.start) <= 2)  # noqa: PLR2004


def _only_day(screen: str, clock: Clock) -> date | None:
    """Return the one day that a screen's head gives for times without a day; null where it gives several."""
    stamps = [s for line in screen.split("\n") for s in times.find_all(line[:300]) if s.dated and s.year]
    for some in ([s for s in stamps if s.clock], stamps):
        days = {d for s in some if (d := clock.day(s))}
        if days:
            return days.pop() if len(days) == 1 else None
    return None


def _blocks(lines: list[str], heads: dict[int, Headline], start: int, clock: Clock, day: date | None) -> list[_Block]:
    out: list[_Block] = []
    internal = False
    i = start
    while i < len(lines):
        line = lines[i]
        if i in heads:
            h = heads[i]
            at = (clock.day(h.stamp) if h.stamp and h.stamp.dated else None) or day
            out.append(_Block(h, at, internal or bool(h.internal), [h.text] if h.text else []))
            i += 2 if "stacked" in h.shape else 1
            continue
        if times_only(line):
            stamp = times.find(line)
            day = (clock.day(stamp) if stamp else None) or day
        elif (inner := _section(line)) is not None and len(inner) < 120 and (is_internal(inner) or i + 1 in heads):  # noqa: PLR2004
            internal = is_internal(inner)
        elif out:
            out[-1].lines.append(line)
        i += 1
    return out


def _entries(block: _Block, clock: Clock) -> Iterable[Entry]:
    head = block.head
    at = None
    if head.stamp:
        at = clock.iso(replace(head.stamp, relative=None, day=None, month=None, pair=None), block.day)
    body = dedent("\n".join(_unboxed(block.lines[1:] if head.text else block.lines)))
    text = f"{head.text}\n{body}".strip() if head.text else body.strip("\n").rstrip()
    who = head.who
    entry = Entry(
        text,
        at=at,
        author=who.name if who else None,
        email=who.email if who else None,
        title=who.title if who else None,
        company=who.company if who else None,
        shown=who.shown if who else None,
        public=False if block.internal else None,
        role=head.side,
        noise=head.side == "system",
    )
    return entries_of(mailtext.split(text, keep_quotes=True), entry, clock)


def _unboxed(lines: list[str]) -> list[str]:
    """Return the lines of a message without the frame that a screen draws around it; others as they are."""
    told = [line for line in lines if line.strip() and not _CORNER.match(line)]
    if not told or not all(_SIDE.match(line) for line in told):
        return lines
    return [_SIDE.sub("", line) for line in lines if not _CORNER.match(line)]


def _named_in(parts: list[mailtext.Part]) -> list[str]:
    """Return the authors and recipients that the heads of a chain name."""
    heads = [p.head for p in parts if p.head]
    written = [h.who.name for h in heads if h.who]
    addressed = [who.name for h in heads for piece in re.split(r"[;,]", h.to or "") if (who := parted(piece))]
    return list(dict.fromkeys((*written, *addressed)))


def _chain(parts: list[mailtext.Part], as_of: date) -> Draft:
    """Read a mail chain that was pasted as text."""
    stamps = [p.head.stamp for p in parts if p.head and p.head.stamp]
    known = [date(s.year, s.month, s.day) for s in stamps if s.year and s.month and s.day]
    hint = "dmy" if any(p.head and p.head.day_first for p in parts) else None
    clock = Clock(as_of, known, order_of(stamps, as_of, hint))
    draft = Draft("mail chain", warnings=clock.warnings)
    top, head = parts[0], parts[1].head
    if not top.text.strip() and head and head.block:
        draft.subject = head.subject
        draft.records.append(Record(screen=head.block))
    own = Entry(top.text, author=signer(top.text, _named_in(parts)))
    draft.entries.extend(e for e in entries_of(parts, own, clock) if e.text.strip())
    return draft
