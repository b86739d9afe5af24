"""The writer of the rules engine: both documents from verified facts, policy and the calendar; no model, no network."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from agent.brief import Brief, Package
    from agent.policy import Policy
    from agent.ports import Dossier

__all__ = ["RulesWriter"]


class RulesWriter:
    """Writes what the dossier proves and the policy decides; quotes the thread, and promises nothing of its own."""

    def write(self, dossier: Dossier, policy: Policy) -> tuple[Brief, Package]:
        """Return both documents; the same dossier and policy give the same documents."""
        from agent.engines.rules.writer.brief import brief  # noqa: PLC0415 - start-up
        from agent.engines.rules.writer.matter import Matter  # noqa: PLC0415 - start-up
        from agent.engines.rules.writer.package import package  # noqa: PLC0415 - start-up
        from agent.render.wording import wording  # noqa: PLC0415 - start-up

        matter = Matter(dossier, policy, wording(dossier.lang))
        return brief(matter), package(matter)
