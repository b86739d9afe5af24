"""What changed between two drafts of one ticket, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.facts import REQUIRED, Money

if TYPE_CHECKING:
    from agent.case import Case

_JUDGED = ("decision", "level", "type", "destination", "severity", "renewal_risk", "public_risk", "sentiment")
_LONGEST = 80


def changes(before: Case, after: Case) -> tuple[str, ...]:
    """Return one line a difference: judgements first, then inputs, then what is asked."""
    from agent.render.wording import wording  # noqa: PLC0415 - start-up

    words = wording("en")
    out = []
    for name in _JUDGED:
        old, new = getattr(before.assessment, name).value, getattr(after.assessment, name).value
        if old != new:
            out.append(f"{name.replace('_', ' ')}: {old or 'none'} → {new or 'none'}")
    for field in REQUIRED:
        was, now = before.facts.get(field).value, after.facts.get(field).value
        if was != now and isinstance(was, tuple) and isinstance(now, tuple):
            out.append(f"{words.label('field', field)}: {_moved(was, now)}")
        elif was != now:
            out.append(f"{words.label('field', field)}: {_shown(was)} → {_shown(now)}")
    missing, still = set(before.facts.missing), set(after.facts.missing)
    if answered := sorted(missing - still):
        out.append(f"no longer asked: {', '.join(words.label('field', field) for field in answered)}")
    messages = len(after.ticket.messages) - len(before.ticket.messages)
    if messages > 0:
        out.append(f"{messages} new message{'s' if messages > 1 else ''}")
    return tuple(out)


def _moved(was: tuple[object, ...], now: tuple[object, ...]) -> str:
    new, gone = sum(item not in was for item in now), sum(item not in now for item in was)
    return f"{len(now)} entries, {new} new, {gone} gone"


def _shown(value: object) -> str:
    if value is None:
        return "unknown"
    if isinstance(value, Money):
        return f"{value.currency} {value.amount:,.0f}"
    if isinstance(value, tuple):
        return f"{len(value)} entries"
    text = " ".join(str(value).split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
