"""Draft the good base cases that the planted defects edit: `python -m evals.defects.make_bases`.

Each is a case of `evals/cases/dev`, drafted by the rules engine with the day's policy and every asked input answered.
The bases are kept as files, so that an edit of the rules or of the policy does not move what the defects edit.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from agent import intake
from agent.case import Engine
from agent.desk import Desk
from agent.engines.rules.reader import RulesReader
from agent.engines.rules.writer import RulesWriter
from agent.policy import Policy

if TYPE_CHECKING:
    from agent.case import Case

_HERE = Path(__file__).parent
_CASES = _HERE.parent / "cases" / "dev"


@dataclass(frozen=True)
class Base:
    """A ticket, the day it is drafted, the language of the brief, and what people answered."""

    name: str
    file: str
    as_of: date
    lang: Literal["en", "zh"] = "en"
    answers: dict[str, str] = field(default_factory=dict)


BASES = (
    Base("ferries", "G01.json", date(2026, 6, 12), answers={"arr": "USD 96,000", "account_owner": "Petra Lindqvist"}),
    Base(
        "auctioneers",
        "D01.txt",
        date(2026, 2, 18),
        answers={
            "csm": "Oskar Whitmore",
            "account_owner": "Gethin Pryce",
            "customer_ask": "the clock put right before the silver sale opens on 26 February 2026\n"
            "a list of every lot since 5 February 2026 that took a bid past its close\n"
            "a letter on our paper that she can lay in front of the two underbidders",
            "root_cause": "bid-node-3 was rebuilt on 5 February 2026 without the time-sync agent and runs 41 seconds "
            "slow; the close check of Hammerlot Live 6 reads the node's clock instead of the database's",
        },
    ),
    Base(
        "warehouse",
        "E09.json",
        date(2026, 11, 12),
        answers={
            "csm": "Marisol Etxeberria",
            "customer_ask": "a build that does not stop the robots, or 4.8 back, on her floor by 20 November 2026\n"
            "a call with our VP of Engineering on 13 November 2026",
        },
    ),
    Base(
        "college",
        "D14.eml",
        date(2026, 12, 1),
        "zh",
        {
            "account_tier": "Mid-Market",
            "root_cause": "11月4日和11月18日两次验收会，我方没有书面指定有权签字的到会人，也没有安排替补，两次都空场",
        },
    ),
)


def draft(base: Base) -> Case:
    """Return the case of a base, drafted without library or network."""
    ticket = intake.read_files([_CASES / base.file], as_of=base.as_of)
    desk = Desk(engine=Engine(name="rules"), reader=RulesReader(), writer=RulesWriter(), policy=Policy.load(None))
    case = desk.draft(ticket, as_of=base.as_of, lang=base.lang, answers=base.answers)
    return case.model_copy(update={"usage": case.usage.model_copy(update={"seconds": 0.0})})


def main() -> None:
    """Write every base, or say which check or input keeps it from being a good one."""
    for base in BASES:
        case = draft(base)
        wrong = [f"{c.id}: {c.state}: {c.reason}" for c in case.checks if c.state != "pass"]
        wrong += [f"asked: {q.field}" for q in case.questions]
        if wrong:
            sys.stderr.write(f"{base.name}: {'; '.join(wrong)}\n")
        (_HERE / "bases" / f"{base.name}.json").write_text(case.model_dump_json(indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
