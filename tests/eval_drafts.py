"""Engines for the tests of the evals: each makes its drafts out of the gold, better or worse."""

from __future__ import annotations

import random

from agent.case import CheckResult, Question
from agent.facts import Money
from evals.draft import Draft
from evals.gold import Amount
from evals.scores.view import SINGLE


def from_gold(gold, **changes):
    """The draft of somebody who read everything right."""
    facts = {name: _said(getattr(gold.facts, name)) for name in SINGLE}
    made = {
        "own_words": "a brief",
        "asks": str(facts["customer_ask"] or ""),
        "facts": facts,
        "timeline": tuple((e.date, e.mention[0]) for e in sorted(gold.facts.timeline, key=lambda e: e.date)),
        "actions": tuple(e.mention[0] for e in gold.facts.actions_taken),
        "checks": tuple(CheckResult(id=f"check{n}", state="pass", reason="") for n in range(5)),
        "markdown": "# A brief",
        "assessment": {name: next(iter(values), None) for name, values in gold.assessment},
        "quotes": (),
        "questions": tuple(question(name) for name in gold.missing),
        "commitments": "",
    }
    return Draft(**made | changes)


def question(field):
    """A question that can be sent."""
    return Question(field=field, question=f"What is {field}?", why="It decides.", ask="Account owner", format="text")


def _said(gold):
    if isinstance(gold, Amount):
        return Money(amount=gold.amount, currency=gold.currency)
    return "; ".join(group[0] for group in gold) if isinstance(gold, tuple) else gold


class Good:
    """Reads nearly everything right: misses one fact in twenty."""

    name = "good"
    miss, invent, wrong = 0.05, 0.0, 0.02

    async def draft(self, sample):
        gold = sample.gold
        dice = random.Random(f"{self.name} {gold.id}")  # noqa: S311 - no secret
        whole = from_gold(gold)
        facts, assessment = dict(whole.facts), dict(whole.assessment)
        for field in SINGLE:
            if facts[field] and dice.random() < self.miss:
                facts[field] = None
            elif not facts[field] and dice.random() < self.invent:
                facts[field] = Money(amount=1, currency="USD") if field == "arr" else "2031-01-01"
        for name in assessment:
            if dice.random() < self.wrong:
                assessment[name] = "something else"
        asked = {name for name in SINGLE if not facts[name]}
        checks = tuple(
            c.model_copy(update={"state": "fail" if dice.random() < self.wrong else "pass"}) for c in whole.checks
        )
        return from_gold(
            gold, facts=facts, assessment=assessment, checks=checks, questions=tuple(map(question, sorted(asked)))
        )


class Mediocre(Good):
    """Misses a third, and misjudges a fourth."""

    name = "mediocre"
    miss, invent, wrong = 0.35, 0.0, 0.25


class Bad(Good):
    """Fills what nobody said, and misjudges more than half."""

    name = "bad"
    miss, invent, wrong = 0.6, 0.8, 0.6
