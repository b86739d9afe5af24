"""The customer's asks one by one: the words, what each is about, and the day it names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from agent.checks.asks import OPENER
from agent.engines.rules.writer.quoting import cites, plain, quoted, verbatim
from agent.render.prose import trimmed
from agent.values.dates import dates_in

if TYPE_CHECKING:
    from datetime import date

    from agent.evidence import Evidence
    from agent.facts import Facts
    from agent.ports import Dossier

_MARK = r"(?:[-*•·▪–]\s+|\(?\d{1,2}[.)、]\s*|\(?[a-h][.)]\s+|[一二三四五六七八九十]、|[①-⑳]\s*)"
_LEADING = re.compile(rf"^\s*{_MARK}")
_INLINE = re.compile(
    r"(?<=[\s:：;；,，])(?=\(?(?:\d|[a-h])\)\s)|(?=[①-⑳])|(?<=[;；:：。])\s*(?=[一二三四五六七八九十]、)"
)
_PARTED = re.compile(r"[;；]\s*")
_MAX_ASKS = 12


@dataclass(frozen=True)
class Ask:
    """One ask. `kinds` says what it is about, in the order of `ask_kinds.yaml`; `day` is the day it names, if any."""

    text: str
    evidence: tuple[Evidence, ...]
    kinds: tuple[str, ...]
    day: date | None
    time: str | None

    @property
    def due(self) -> str | None:
        """The day as ISO, with the time of day where one is named."""
        return None if self.day is None else f"{self.day} {self.time}" if self.time else str(self.day)

    def said(self, limit: int) -> str:
        """The ask in the customer's own words, cited."""
        return quoted(self.text, self.evidence, limit)

    @property
    def cited(self) -> str:
        """Its citations."""
        return cites(self.evidence)


def split(text: str) -> tuple[str, ...]:
    """Return the single asks of a text: its lines, else the items of an inline list, else its parts at semicolons."""
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) == 1:
        lines = [part for part in _INLINE.split(lines[0]) if part.strip()]
    if len(lines) == 1:
        lines = _PARTED.split(lines[0])
    items = [_LEADING.sub("", plain(line)) for line in lines]
    # A line that only opens the list ("three things:") is no ask of its own.
    asks = [item for item in items if trimmed(item) and not (len(items) > 1 and _opens(item))]
    return tuple(dict.fromkeys(asks))[:_MAX_ASKS]


def _opens(item: str) -> bool:
    return item.endswith((":", "：")) or bool(OPENER.fullmatch(trimmed(item)))


@lru_cache(maxsize=1)
def _kinds() -> dict[str, list[str]]:
    import yaml  # noqa: PLC0415 - start-up

    source = (files("agent.engines.rules.writer") / "ask_kinds.yaml").read_text("utf-8")
    table: dict[str, list[str]] = yaml.load(source, getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - safe
    return table


def _says(text: str, stem: str) -> bool:
    """Whether a word of the text begins with the stem; a stem of a script without spaces may stand anywhere."""
    if stem[0].lower() == stem[0].upper():
        return stem in text
    at = text.find(stem)
    while at > 0 and text[at - 1].isalnum():
        at = text.find(stem, at + 1)
    return at >= 0


def kinds(text: str) -> tuple[str, ...]:
    """Return what an ask is about, in the order of the table."""
    low = text.lower()
    return tuple(kind for kind, stems in _kinds().items() if any(_says(low, stem) for stem in stems))


def asks_of(dossier: Dossier) -> tuple[Ask, ...]:
    """Return the asks of the dossier's facts, in the customer's order."""
    fact = dossier.facts.customer_ask
    if not fact.value:
        return ()
    wanted = {e.quote for s in dossier.signals if s.name == "our_executive_requested" for e in s.evidence}
    out = []
    for text in split(fact.value):
        own = tuple(e for e in fact.evidence if verbatim(text, (e,))) or fact.evidence
        about = kinds(text)
        if "executive" not in about and any(text in quote or quote in text for quote in wanted):
            about = (*about, "executive")
        day, time = _day(text, dossier, own)
        out.append(Ask(text, own, about, day, time))
    return tuple(out)


def _day(text: str, dossier: Dossier, evidence: tuple[Evidence, ...]) -> tuple[date | None, str | None]:
    """The earliest day that the ask names and that is still to come."""
    anchor = _written_on(dossier.facts, evidence) or dossier.as_of
    renewal = dossier.facts.renewal_date.value
    found: list[tuple[date, str | None]] = []
    for span in dates_in(text, anchor):
        if span.precision != "day" or span.value is None:
            continue
        days = [span.value] if span.value >= anchor else sorted(d for d in span.alternatives if d >= anchor)
        found += [(day, span.time) for day in days[:1] if day >= dossier.as_of and str(day) != renewal]
    return min(found, key=lambda item: item[0], default=(None, None))


def _written_on(facts: Facts, evidence: tuple[Evidence, ...]) -> date | None:
    """The day of the message that the ask stands in, as far as the timeline shows it."""
    from datetime import date as day  # noqa: PLC0415 - a value made late

    messages = {e.message for e in evidence}
    rows = facts.timeline.value or ()
    seen = [row.date[:10] for row in rows if any(e.message in messages for e in row.evidence)]
    return day.fromisoformat(max(seen)) if seen else None
