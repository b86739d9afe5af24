"""The ticket as a model reads it: fenced, declared as data, and bounded.

Text that proves nothing (hidden, noise, disclaimers) and text that addresses machines is left out always. A ticket that
is longer than the budget loses, in this order and only as far as needed: repeats that a message quotes of others; whole
messages without a figure or a cue, machines' first, then from the middle outwards; of each message the sentences
without any. Records, the first and the last messages are kept, and what is left out is listed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent.engines.openai.cues import telling
from agent.engines.openai.injection import GAP, without_injections
from agent.engines.openai.tokens import tokens
from agent.render.prose import sentences
from agent.ticket import UNPROVING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from agent.ticket import MarkKind, Message, Ticket

BUDGET = 60_000
"""Tokens of ticket text at most."""
_FIRST, _LAST = 3, 12
_RUN = re.compile(r"~+")
_SHORTEST_FENCE = 5
_NAMED = 12
_TO_MINUTE = len("2026-01-01T00:00")


@dataclass(frozen=True)
class Context:
    """What is sent: the fence, the fenced messages, accounts that are not the ticket's own, and what was left out."""

    fence: str
    text: str
    others: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def context_of(ticket: Ticket, budget: int = BUDGET) -> Context:
    """Return the ticket as it is sent."""
    shown = {m.id: _visible(m, UNPROVING) for m in ticket.messages}
    warnings: list[str] = []
    hostile = [m.id for m in ticket.messages if without_injections(shown[m.id]) != shown[m.id]]
    for name in hostile:
        shown[name] = without_injections(shown[name])
    if hostile:
        warnings.append(f"Text that tells a machine what to do was left out: {_names(hostile)}.")
    warnings += _shorten(ticket, shown, budget)
    longest = max((len(run) for m in ticket.messages for run in _RUN.findall(_head(m) + shown[m.id])), default=0)
    fence = "~" * max(_SHORTEST_FENCE, longest + 1)
    parts = [f"{fence} {_head(m)}\n{shown[m.id]}" for m in ticket.messages if shown[m.id].strip()]
    others = tuple(sorted({f.about for f in ticket.fields if f.about}))
    return Context(fence, "\n".join(parts), others, tuple(warnings))


def _head(message: Message) -> str:
    """Return id, time to the minute, author and role on one line, and `internal` where it is."""
    author = " ".join((message.author or "-").split())
    role = "record" if message.kind == "record" else message.role
    at = (
        re.sub(r":\d\d(?=$|[+-])", "", message.at, count=1)
        if message.at and len(message.at) > _TO_MINUTE
        else message.at
    )
    return " | ".join([message.id, at or "-", author, role, *(["internal"] if message.public is False else [])])


def _visible(message: Message, kinds: frozenset[MarkKind]) -> str:
    """Return the text without the marked ranges of these kinds; a gap is shown, so that no quote runs over it."""
    out, at = [], 0
    for mark in sorted((m for m in message.marks if m.kind in kinds), key=lambda m: m.start):
        if mark.end > at:
            out += [
                message.text[at : max(at, mark.start)],
                f" {GAP} " if mark.end < len(message.text) and mark.start else "",
            ]
            at = mark.end
    return "".join([*out, message.text[at:]]).strip()


# -- long tickets -----------------------------------------------------------------------------------------------------


def _shorten(ticket: Ticket, shown: dict[str, str], budget: int) -> list[str]:
    """Leave out what matters least until the rest fits; return what was left out, in sentences."""
    size = {m.id: tokens(shown[m.id]) + tokens(_head(m)) for m in ticket.messages}
    left = sum(size.values()) - budget
    if left <= 0:
        return []
    out: list[str] = []
    messages = [m for m in ticket.messages if m.kind == "message"]
    kept = {m.id for m in (*messages[:_FIRST], *messages[-_LAST:])}
    for step, what in (
        (_without_quotes, "quoted repeats of"),
        (_without_noise, "sentences without figures or asks of"),
    ):
        if what.startswith("sentences"):
            left = _drop(_plain(messages, kept, shown), shown, size, left, out)
        changed = []
        for message in messages:
            if left <= 0:
                break
            text = step(message, shown[message.id])
            if text != shown[message.id]:
                left -= tokens(shown[message.id]) - tokens(text)
                shown[message.id] = text
                changed.append(message.id)
        if changed:
            out.append(f"The ticket is long: {what} {_names(changed)} were not read.")
    return out


def _plain(messages: list[Message], kept: set[str], shown: dict[str, str]) -> list[Message]:
    """Return the messages that may go whole: machines' first, then those without a cue, from the middle outwards."""
    free = [m for m in messages if m.id not in kept and not telling(shown[m.id], m)]
    middle = len(messages) / 2
    order = {m.id: n for n, m in enumerate(messages)}
    return sorted(free, key=lambda m: (m.role not in {"bot", "system"}, abs(order[m.id] - middle)))


def _drop(candidates: list[Message], shown: dict[str, str], size: dict[str, int], left: int, out: list[str]) -> int:
    """Leave whole messages out; return how many tokens are still too many."""
    gone = []
    for message in candidates:
        if left <= 0:
            break
        left -= size[message.id]
        shown[message.id] = ""
        gone.append(message.id)
    if gone:
        out.append(f"The ticket is long: messages without figures or asks were not read: {_names(gone)}.")
    return left


def _without_quotes(message: Message, text: str) -> str:
    bare = _visible(message, UNPROVING | {"quoted"})
    return bare if bare and len(bare) < len(text) else text


def _without_noise(message: Message, text: str) -> str:
    """Return the sentences that tell something; a run of others becomes a gap."""
    out: list[str] = []
    for piece in sentences(text):
        if telling(piece, message):
            out.append(piece)
        elif not out or out[-1] != GAP:
            out.append(GAP)
    return "\n".join(out)


def _names(ids: Iterable[str]) -> str:
    held = list(ids)
    more = f" and {len(held) - _NAMED} more" if len(held) > _NAMED else ""
    return ", ".join(held[:_NAMED]) + more
