"""Dates of an export whose day and month could stand either way round: settled by the export itself, else left open."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from agent.intake import times
from agent.intake.clock import Clock, order_of, readings

if TYPE_CHECKING:
    from agent.intake.times import Stamp

_NUMERIC = re.compile(r"\s*(?:[^\W\d_]{2,10}\.?,?\s+)?(\d{1,2})/(\d{1,2})/(?:\d{4}|\d\d)(?!\d|/)")
_LATER = re.compile(r"due|renew|expir|until|contract|next|target|deadline|valid|end", re.IGNORECASE)
_LONGEST = 48
_NOON = 12
_TOLD = 3
_SPEECH = 20_000
_FEWEST_WORDS = 8
_DAY_FIRST = {
    "French": r"\b(?:le|les|des|vous|nous|est|pour|dans|bonjour|merci)\b",
    "Spanish": r"\b(?:el|los|las|que|para|por|con|una|nos|gracias)\b",
    "Portuguese": r"\b(?:não|uma|para|com|os|você|que|obrigad[oa]|nos|dos)\b",
    "Italian": r"\b(?:il|che|per|non|della|sono|grazie|una|con|gli)\b",
}
_ENGLISH = r"\b(?:the|and|is|to|of|for|we|you|that)\b"
_MONTH_FIRST_ZONES = re.compile(
    r"\b(?:E[SD]T|C[SD]T|M[SD]T|P[SD]T|AK[SD]T)\b|\bAmerica/|\bUS/|\b(?:Eastern|Pacific) Time\b"
)


@dataclass(frozen=True)
class _Place:
    """A numeric date: the object or list that holds it, under which key, as written."""

    holder: dict[str, object] | list[object]
    key: str | int
    name: str
    text: str
    stamp: Stamp


def settle(tree: object, as_of: date) -> list[str]:
    """Write numeric dates of an export as ISO dates, in place, where their order is certain; say what stays open.

    The order is told by a day over 12, by weekdays, by the order of the messages, by an American zone, or by the
    language of the texts where that language writes the day first; the last is said as well.
    """
    places, speech = _found(tree)
    if not places:
        return []
    order, why = _order(places, speech, as_of)
    clock = Clock(date(2000, 1, 1), order=order)
    open_ = []
    for place in places:
        at = clock.iso(place.stamp)
        if at is None:
            open_.append(f"{place.name}: {place.text.strip()}" + readings(place.stamp))
        elif isinstance(place.holder, dict):
            place.holder[str(place.key)] = at
        elif isinstance(place.key, int):
            place.holder[place.key] = at
    if open_:
        more = f", and {len(open_) - _TOLD} more" if len(open_) > _TOLD else ""
        return [f"Day and month could not be told apart, these times were left open: {'; '.join(open_[:_TOLD])}{more}."]
    return [f"Dates such as {places[0].text.strip()} were read {why}."] if why else []


def _found(tree: object) -> tuple[list[_Place], str]:
    """Return the numeric dates in the order of the export, and the longer texts."""
    places: list[_Place] = []
    speech: list[str] = []
    stack: list[tuple[dict[str, object] | list[object], str | int, str, object]] = [([tree], 0, "", tree)]
    while stack:
        holder, key, name, value = stack.pop()
        if isinstance(value, dict):
            stack += [(value, k, str(k), v) for k, v in reversed(value.items())]
        elif isinstance(value, list):
            stack += [(value, n, name, v) for n, v in reversed(list(enumerate(value)))]
        elif isinstance(value, str):
            stamp = _stamp(value)
            if stamp:
                places.append(_Place(holder, key, name, value, stamp))
            elif len(value) > _LONGEST:
                speech.append(value[:2000])
    return places, "\n".join(speech)[:_SPEECH]


def _stamp(text: str) -> Stamp | None:
    if len(text) > _LONGEST or not _NUMERIC.match(text):
        return None
    stamp = times.find(text)
    return (
        stamp if stamp and stamp.year and not text[: stamp.start].strip() and stamp.end >= len(text.rstrip()) else None
    )


def _order(places: list[_Place], speech: str, as_of: date) -> tuple[str | None, str]:
    told = {_of_numbers(p.text) for p in places} - {None}
    if told:
        return (told.pop() if len(told) == 1 else None), ""
    written = [p for p in places if not _LATER.search(p.name)]
    names = sorted({p.name for p in written}, key=lambda n: -sum(p.name == n for p in written))
    for name in names:
        if order := order_of([p.stamp for p in written if p.name == name], as_of):
            return order, ""
    return _habit(speech, " ".join(p.text for p in places))


def _of_numbers(text: str) -> str | None:
    m = _NUMERIC.match(text)
    first, second = (int(m[1]), int(m[2])) if m else (0, 0)
    return "dmy" if first > _NOON else "mdy" if second > _NOON else None


def _habit(speech: str, stamps: str) -> tuple[str | None, str]:
    """Return the order that the zone or the language of a thread goes with, and that it was so told."""
    if _MONTH_FIRST_ZONES.search(stamps) or _MONTH_FIRST_ZONES.search(speech):
        return "mdy", "month first, because the thread names an American time zone"
    english = len(re.findall(_ENGLISH, speech, re.IGNORECASE))
    counts = {name: len(re.findall(words, speech, re.IGNORECASE)) for name, words in _DAY_FIRST.items()}
    best = max(counts, key=lambda n: counts[n])
    if counts[best] >= _FEWEST_WORDS and counts[best] > 2 * english:
        return "dmy", f"day first, because the thread is written in {best}"
    return None, ""
