"""The Reader of the openai engine: one call reads, code checks, one call at most repairs what was refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.claims import Claim
from agent.engines.openai.errors import ModelError
from agent.facts import REQUIRED, ActionTaken, Money, TimelineEntry
from prompts import load

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from agent.claims import Reading, Signal
    from agent.engines.openai.chat import Chat
    from agent.engines.openai.context import Context
    from agent.engines.openai.schema import ReadAnswer
    from agent.grounding import Refusal
    from agent.ports import Reader
    from agent.ticket import Ticket
    from prompts import Message

_FLOOR = frozenset({"legal_threat", "press_threat"})
"""What the rules see of these stays, whatever the model makes of it."""


_ENTRIES = frozenset({"timeline", "actions_taken"})


class OpenAIReader:
    """Reads with a model. `floor` is the reader whose legal and press threats no model can take away."""

    def __init__(self, chat: Chat, floor: Reader) -> None:
        """Keep both; nothing is called."""
        self.chat = chat
        self.floor = floor

    def read(self, ticket: Ticket, *, as_of: date) -> Reading:
        """Return the claims and signals; a ModelError where the model could not be used."""
        from agent.engines.openai.claiming import claims_of, reading, signals_of  # noqa: PLC0415 - start-up
        from agent.engines.openai.context import context_of  # noqa: PLC0415 - as above
        from agent.engines.openai.schema import READING, ReadAnswer  # noqa: PLC0415 - as above

        context = context_of(ticket)
        messages = request(ticket, context, as_of)
        answer = self.chat.ask("read", messages, READING, ReadAnswer)
        self.chat.ledger.used("read", load("read").mark)
        claims, refused = settled(claims_of(answer, ticket), ticket)
        if _worth_a_call(refused, claims):
            claims = self._repaired(claims, refused, ticket, messages)
        signals = (*signals_of(answer), *self._threats(ticket, as_of))
        return reading(claims, answer, signals, context, ticket)

    def _threats(self, ticket: Ticket, as_of: date) -> tuple[Signal, ...]:
        return tuple(s for s in self.floor.read(ticket, as_of=as_of).signals if s.name in _FLOOR)

    def _repaired(
        self, claims: Sequence[Claim], refused: Sequence[Refusal], ticket: Ticket, messages: Sequence[Message]
    ) -> tuple[Claim, ...]:
        """Return the claims that stood, and those that stand after one repair. There is no third try."""
        from agent.engines.openai.claiming import claims_of  # noqa: PLC0415 - start-up
        from agent.engines.openai.schema import READING, ReadAnswer  # noqa: PLC0415 - as above

        fallen = [r.claim for r in refused]
        stood = [c for c in claims if c not in fallen]
        asked = (*messages, *load("repair").fill(refused=listing(refused)))
        try:
            answer: ReadAnswer = self.chat.ask("repair", asked, READING, ReadAnswer)
        except ModelError as error:
            self.chat.ledger.warn(f"Refused claims could not be repaired: {error.message}")
            return tuple(stood)
        self.chat.ledger.used("repair", load("repair").mark)
        fields = {c.field for c in fallen if isinstance(c, Claim)}
        again = [c for c in settled(claims_of(answer, ticket), ticket)[0] if c.field in fields and c not in stood]
        fallen = [r.claim for r in refusals((*stood, *again), ticket)]
        return tuple(c for c in (*stood, *again) if c not in fallen)


def request(ticket: Ticket, context: Context, as_of: date) -> tuple[Message, ...]:
    """Return the messages of the read call."""
    others = f"Other accounts, not this one: {'; '.join(context.others)}\n" if context.others else ""
    return load("read").fill(
        today=str(as_of),
        ticket_id=ticket.id or "without id",
        subject=" ".join((ticket.subject or "none").split()),
        others=others,
        fence=context.fence,
        ticket=context.text,
    )


def refusals(claims: Iterable[Claim], ticket: Ticket) -> tuple[Refusal, ...]:
    """Return the required claims that grounding refuses, with its reasons."""
    from agent.claims import Reading  # noqa: PLC0415 - start-up
    from agent.grounding import ground  # noqa: PLC0415 - as above

    grounded = ground(Reading(claims=tuple(claims)), ticket)
    return tuple(r for r in grounded.refused if isinstance(r.claim, Claim) and r.claim.field in REQUIRED)


def settled(claims: Sequence[Claim], ticket: Ticket) -> tuple[tuple[Claim, ...], tuple[Refusal, ...]]:
    """Return the claims and those that are refused; an entry that stands without its person alone loses the person."""
    refused = refusals(claims, ticket)
    fallen = [r.claim for r in refused]
    bare = tuple(_without_person(c, ticket) if c in fallen else c for c in claims)
    return (bare, refused) if bare == tuple(claims) else (bare, refusals(bare, ticket))


def _without_person(claim: Claim, ticket: Ticket) -> Claim:
    if not isinstance(claim.value, TimelineEntry | ActionTaken):
        return claim
    nobody = {"who": None} if isinstance(claim.value, TimelineEntry) else {"by": None}
    bare = claim.model_copy(update={"value": claim.value.model_copy(update=nobody)})
    return claim if refusals((bare,), ticket) else bare


def _worth_a_call(refused: Sequence[Refusal], claims: Sequence[Claim]) -> bool:
    """Whether a repair can bring back an input: one lost entry of a timeline that has others is not worth its price."""
    fallen = [r.claim for r in refused]
    kept = {c.field for c in claims if c not in fallen}
    return any(isinstance(c, Claim) and not (c.field in _ENTRIES and c.field in kept) for c in fallen)


def listing(refused: Iterable[Refusal]) -> str:
    """Return the refused claims, one a line, with value, quotes and reason."""
    return "\n".join(f"- {_shown(r)}" for r in refused)


def _shown(refusal: Refusal) -> str:
    claim = refusal.claim
    assert isinstance(claim, Claim)  # noqa: S101 - refusals() gives no others
    value = claim.value
    if isinstance(value, Money):
        told = f"{value.amount:g} {value.currency} a year"
    elif isinstance(value, TimelineEntry):
        told = f"{value.date} {value.event}"
    elif isinstance(value, ActionTaken):
        told = value.action
    else:
        told = value
    quotes = "; ".join(f'{q.message}: "{q.text}"' for q in claim.quotes)
    return f'{claim.field} "{told}" with {quotes or "no quote"}. Why refused: {refusal.reason}.'
