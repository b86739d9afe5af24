"""The communication plan: who tells whom what, by which channel, by when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.brief import CommunicationRow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.engines.rules.writer.matter import Matter
    from agent.signals import SignalName

_OUTSIDE: tuple[SignalName, ...] = ("legal_threat", "press_threat", "public_threat")


def communication(matter: Matter) -> tuple[CommunicationRow, ...]:
    """Return the rows: the customer, those who decide, those who act, those who are informed."""
    rows = _handled(matter) if matter.handled else _escalated(matter)
    return tuple({(row.audience, row.message): row for row in rows}.values())


def _row(matter: Matter, audience: str, message: str, role: str, channel: str, due: str) -> CommunicationRow:
    """One row; the audience begins with a capital, the channel is given by its key."""
    words = matter.words(f"channel.{channel}") if f"channel.{channel}" in matter.words.entries else channel
    name = audience[:1].upper() + audience[1:]
    return CommunicationRow(audience=name, message=message, owner=matter.owner(role), channel=words, due=due)


def _customer(matter: Matter) -> str:
    return matter.words("tell.audience_customer", name=matter.contact)


def _escalated(matter: Matter) -> Iterator[CommunicationRow]:
    words, lead = matter.words, matter.lead_role
    count = len(matter.asks)
    told = words("tell.customer", count=count) if count > 1 else words("tell.customer_plain")
    yield _row(matter, _customer(matter), told, matter.speaker_role, "customer", matter.respond_by)
    hours = matter.level.update_every_hours if matter.level else matter.policy.benchmarks.first_update_hours
    due = words("tell.update_due", day=matter.day(max(1, hours // 24)), hours=hours)
    yield _row(matter, _customer(matter), words("tell.update"), matter.speaker_role, "update", due)
    if matter.signal("customer_executive_involved", "our_executive_requested"):
        message = words("tell.executive", decider=matter.who(matter.decider_role))
        yield _row(matter, words("tell.audience_executive"), message, matter.decider_role, "customer", matter.decide_by)
    brief = words("tell.decision", decide=matter.decide_by)
    sep = words("sep.list")
    audience = matter.level.audience if matter.level else (matter.decider_role,)
    yield _row(matter, sep.join(matter.owner(role) for role in audience), brief, lead, "call", matter.respond_by)
    yield _team(matter)
    informed = [role for role in matter.level.informed if role != lead] if matter.level else []
    if informed:
        names = sep.join(matter.owner(role) for role in informed)
        yield _row(matter, names, words("tell.inform", part=words("tell.part")), lead, "internal", matter.day(0))
    if matter.signal(*_OUTSIDE):
        hold = words("tell.hold", owner=matter.who(lead))
        yield _row(matter, words("tell.audience_all"), hold, lead, "internal", matter.respond_by)


def _team(matter: Matter) -> CommunicationRow:
    words = matter.words
    team = words.label("destination", matter.destination)
    technical = matter.destination in {"engineering", "product", "security", "support_l2"}
    channel = words("channel.queue", team=team) if technical else "internal"
    message = words("tell.team" if technical else "tell.team_other")
    role = matter.role("support_agent", "support_l2")
    return _row(matter, team, message, role if technical else matter.lead_role, channel, matter.start_by)


def _handled(matter: Matter) -> Iterator[CommunicationRow]:
    words = matter.words
    yield _row(matter, _customer(matter), words("tell.handled"), matter.speaker_role, "written", matter.respond_by)
    team = matter.owner(matter.role("support_l2"))
    yield _row(matter, team, words("tell.handled_team"), matter.speaker_role, "internal", matter.day(0))
    yield _row(matter, matter.owner(matter.role("csm")), words("tell.handled_team"), matter.role("support_lead"),
               "internal", matter.respond_by)  # fmt: skip
