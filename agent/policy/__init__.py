"""Policy is data: levels, clocks, roles, destinations, rules, tiers and inputs, from a YAML file that a team edits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.policy.model import Lang, Level, PolicyData, Rule, Words
from agent.policy.words import find_word, folded, same_word

if TYPE_CHECKING:
    from pathlib import Path

    from agent.facts import Influence, RenewalRisk

__all__ = ["Lang", "Level", "Policy", "Rule", "Words", "influence"]


class Policy(PolicyData):
    """A loaded policy and the look-ups that need it."""

    @classmethod
    def load(cls, path: Path | None = None) -> Policy:
        """Return the policy of that file, or the shipped one; PolicyError with line and column when it is wrong."""
        from agent.policy.load import load  # noqa: PLC0415 - yaml is needed only to load

        return load(cls, path)

    def tier(self, text: str) -> str | None:
        """Return the tier that the words mean, null when they mean none or several."""
        whole = [tier.name for tier in self.tiers if same_word(text, (tier.name, *tier.synonyms))]
        inside = [tier.name for tier in self.tiers if find_word(text, (tier.name, *tier.synonyms))]
        found = whole or inside
        return found[0] if len(found) == 1 else None

    def risk(self, text: str) -> RenewalRisk | None:
        """Return the renewal risk that the words mean, null when they mean none or several."""
        whole = [risk for risk, words in self.risk_words.items() if same_word(text, (risk, *words))]
        inside = [risk for risk, words in self.risk_words.items() if find_word(text, (risk, *words))]
        found = whole or inside
        return found[0] if len(found) == 1 else None

    def severity_rank(self, value: str | None) -> int:
        """Return how severe a value is, the most severe first from 0; unknown ones come last."""
        order = list(self.severities)
        return order.index(value) if value in order else len(order)

    def level_rank(self, value: str | None) -> int:
        """Return how high a level is, 0 for none."""
        order = list(self.levels)
        return order.index(value) + 1 if value in order else 0


def influence(role: str | None, policy: PolicyData) -> Influence | None:
    """Return how much say somebody of that role has, null where the words do not tell."""
    if not role or not folded(role):
        return None
    for rule in policy.influence:
        if find_word(role, rule.words) and not find_word(role, rule.unless):
            return rule.value
    return None
