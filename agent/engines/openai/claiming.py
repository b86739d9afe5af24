"""A model's answer as claims and signals; what it says of sources and multiplications is worked out here, not taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import ValidationError

from agent.claims import Claim, Promise, Quote, Reading, Signal
from agent.engines.openai.injection import injects
from agent.engines.openai.schema import TEXT_FIELDS
from agent.facts import ActionTaken, Money, TimelineEntry
from agent.grounding import ground
from agent.signals import SIGNAL_NAMES
from agent.values.fold import is_cjk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from agent.engines.openai.context import Context
    from agent.engines.openai.schema import Per, ReadAnswer, SaidAmount, SaidQuote, SaidText
    from agent.facts import Source
    from agent.ticket import Ticket

_TIMES: dict[Per, int] = {"month": 12, "quarter": 4, "year": 1}


def claims_of(answer: ReadAnswer, ticket: Ticket) -> tuple[Claim, ...]:
    """Return every claim of the answer as a unit that can be judged alone: each ask and each entry for itself."""
    return tuple(_claims(answer, ticket))


def _claims(answer: ReadAnswer, ticket: Ticket) -> Iterator[Claim]:
    for name in TEXT_FIELDS:
        said: SaidText | None = getattr(answer, name)
        if said and said.value.strip():
            yield _claim(name, said.value.strip(), said.quotes, ticket)
    if answer.arr and (amount := _money(answer.arr)):
        yield _claim("arr", amount, answer.arr.quotes, ticket, per=answer.arr.per)
    for ask in answer.customer_ask:
        if ask.value.strip():
            yield _claim("customer_ask", " ".join(ask.value.split()), ask.quotes, ticket)
    for event in answer.timeline:
        yield _claim("timeline", TimelineEntry(date=event.date, event=event.event, who=event.who), event.quotes, ticket)
    for act in answer.actions_taken:
        done = ActionTaken(action=act.action, by=act.by, date=act.date, outcome=act.outcome)
        yield _claim("actions_taken", done, act.quotes, ticket)


def _claim(
    field: str,
    value: str | Money | TimelineEntry | ActionTaken,
    quotes: Sequence[SaidQuote],
    ticket: Ticket,
    per: str | None = None,
) -> Claim:
    return Claim(field=field, value=value, source=source_of(quotes, ticket), quotes=quotes_of(quotes), per=per)


def _money(said: SaidAmount) -> Money | None:
    """Return the yearly amount; code multiplies."""
    try:
        return Money(amount=said.amount * _TIMES[said.per], currency=said.currency.strip().upper())
    except ValidationError:
        return None


def quotes_of(said: Iterable[SaidQuote]) -> tuple[Quote, ...]:
    """Return the quotes, each once."""
    return tuple(dict.fromkeys(Quote(message=q.message.strip(), text=q.quote) for q in said))


def source_of(quotes: Sequence[SaidQuote], ticket: Ticket) -> Source:
    """Return whose words the first quote is: the record's, the customer's or our side's."""
    message = ticket.message(quotes[0].message.strip()) if quotes else None
    if message is None or message.kind == "record":
        return "record"
    return "customer" if message.role == "customer" else "vendor"


def signals_of(answer: ReadAnswer) -> tuple[Signal, ...]:
    """Return the signals that policy knows, each quote of a name once."""
    known = (s for s in answer.signals if s.name in SIGNAL_NAMES)
    found = ((s.name, Quote(message=s.message.strip(), text=s.quote)) for s in known)
    return tuple(Signal(name=name, quotes=(quote,)) for name, quote in dict.fromkeys(found))


def promises_of(answer: ReadAnswer) -> tuple[Promise, ...]:
    """Return what our side said it would do."""
    return tuple(
        Promise(text=p.text.strip(), by=p.by, due=p.due, quotes=quotes_of(p.quotes))
        for p in answer.promises
        if p.text.strip() and p.quotes
    )


def obedient(quotes: Iterable[Quote]) -> bool:
    """Whether a claim rests on text that tells a machine what to do; such text proves nothing."""
    return any(injects(q.text) for q in quotes)


def joined(asks: Sequence[Claim], ticket: Ticket) -> tuple[Claim, ...]:
    """Return the asks that stand as the one claim of the field, a line each; one that spoils the whole is left out."""
    kept: list[Claim] = []
    for ask in asks:
        if len(asks) == 1 or _stands(_one([*kept, ask]), ticket):
            kept.append(ask)
    return (_one(kept),) if kept else ()


def _one(asks: Sequence[Claim]) -> Claim:
    """Return one claim of several asks; each line is closed, so that it does not read on into the next."""
    lines = dict.fromkeys(str(a.value) if len(asks) == 1 else _closed(str(a.value)) for a in asks)
    quotes = dict.fromkeys(q for a in asks for q in a.quotes)
    return Claim(field="customer_ask", value="\n".join(lines), source=asks[0].source, quotes=tuple(quotes))


def _closed(text: str) -> str:
    if text[-1:] in ".!?。！？":
        return text
    return text + ("。" if is_cjk(text[-1:]) else ".")


def _stands(claim: Claim, ticket: Ticket) -> bool:
    return not ground(Reading(claims=(claim,)), ticket).refused


def reading(
    claims: Iterable[Claim], answer: ReadAnswer, signals: Iterable[Signal], context: Context, ticket: Ticket
) -> Reading:
    """Return the whole reading; what rests on text that commands a machine is left out."""
    held = [c for c in claims if not obedient(c.quotes)]
    asks = [c for c in held if c.field == "customer_ask"]
    return Reading(
        claims=(*(c for c in held if c.field != "customer_ask"), *joined(asks, ticket)),
        signals=tuple(s for s in signals if not obedient(s.quotes)),
        promises=tuple(p for p in promises_of(answer) if not obedient(p.quotes)),
        warnings=context.warnings,
    )
