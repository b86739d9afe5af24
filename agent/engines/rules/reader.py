"""The Reader of the rules engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.claims import Reading

if TYPE_CHECKING:
    from datetime import date

    from agent.ticket import Ticket


class RulesReader:
    """Reads what is stated plainly, in the languages that `phrases/` holds; silent where it is not sure."""

    def read(self, ticket: Ticket, *, as_of: date) -> Reading:
        """Return the claims, weakest first within a field, and the signals of the ticket."""
        from agent.engines.rules import account, asks, causes, contact, events, posts, ratings, terms  # noqa: PLC0415 - start-up
        from agent.engines.rules.promises import promises_of  # noqa: PLC0415 - start-up
        from agent.engines.rules.scene import Scene  # noqa: PLC0415 - start-up
        from agent.engines.rules.signals import signals_of  # noqa: PLC0415 - start-up
        from agent.engines.rules.view import View  # noqa: PLC0415 - start-up

        scene = Scene(View(ticket), as_of)
        claims = [
            *account.account_claims(scene),
            *ratings.tier_claims(scene),
            *terms.arr_claims(scene),
            *posts.post_claims(scene, "csm"),
            *posts.post_claims(scene, "account_owner"),
            *contact.contact_claims(scene),
            *terms.renewal_claims(scene),
            *ratings.risk_claims(scene),
            *events.nature_claims(scene),
            *asks.ask_claims(scene),
            *causes.cause_claims(scene),
            *events.timeline_claims(scene),
            *events.action_claims(scene),
        ]
        addressed = sorted({h.message for h in scene.hits.get("to_machine", [])})
        told = (f"{m} holds text that addresses a machine; it was left out of every fact." for m in addressed)
        warnings = tuple(w for w in told if w not in ticket.warnings)
        return Reading(
            claims=tuple(claims),
            signals=tuple(signals_of(scene)),
            promises=tuple(promises_of(scene)),
            warnings=warnings,
        )
