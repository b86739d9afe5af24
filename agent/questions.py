"""What is missing, whom to ask, in which words, and whether the answer could change what happens."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Literal, get_args

from agent.assess import assess
from agent.case import Question
from agent.facts import ActionTaken, Fact, FieldName, Money, RenewalRisk, TimelineEntry
from agent.policy.when import parse_atom

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from agent.case import Assessment
    from agent.facts import Facts, FactValue
    from agent.policy import Lang, Policy
    from agent.policy.when import Atom
    from agent.signals import VerifiedSignal

_WATCHED: tuple[Literal["level", "destination", "decision"], ...] = ("level", "destination", "decision")
_IN_RECORD = frozenset({"account_tier", "arr", "csm", "account_owner", "renewal_date", "account_name"})
_SOON, _LATER = timedelta(days=30), timedelta(days=500)
_SMALL, _LARGE = 1_000.0, 10_000_000.0

_WORDS: dict[Lang, dict[str, str]] = {
    "en": {
        "level": "level", "destination": "destination", "decision": "decision", "none": "none",
        "contact": "the contact",
        "changes": "The answer could change the {what} from {old} to {new}.", "and": ", ", "gap": " ",
        "example": "{format}, for example: {example}",
    },
    "zh": {
        "level": "级别", "destination": "去向", "decision": "决定", "none": "无",
        "contact": "联系人",
        "changes": "该回答可能使{what}从 {old} 变为 {new}。", "and": "、", "gap": "",
        "example": "{format}，例如：{example}",
    },
}  # fmt: skip


def ask(
    facts: Facts,
    assessment: Assessment,
    policy: Policy,
    accounts_note: str | None = None,
    *,
    signals: Sequence[VerifiedSignal] = (),
    as_of: date,
    lang: Lang = "en",
) -> tuple[Question, ...]:
    """Return one question for each missing input, those first whose answer could change level, destination or decision.

    `accounts_note` says why the CRM export did not settle it, and goes with the questions that it could have settled.
    """
    deciding = _deciding(policy) if facts.missing else frozenset()
    out = [
        _question(
            field, facts, policy, lang,
            _changes(field, facts, assessment, policy, signals, as_of) if field in deciding else None, accounts_note,
        )
        for field in facts.missing
    ]  # fmt: skip
    return tuple(sorted(out, key=lambda q: not q.changes_outcome))


def _question(
    field: FieldName, facts: Facts, policy: Policy, lang: Lang, changes: tuple[str, str, str] | None, note: str | None
) -> Question:
    wanted, words = policy.inputs[field], _WORDS[lang]
    blanks = {
        "{tiers}": words["and"].join(tier.name for tier in policy.tiers),
        "{contact}": facts.contact_name.value or words["contact"],
    }
    why = [wanted.why.say(lang)]
    if changes:
        what, old, new = changes
        why.append(words["changes"].format(what=words[what], old=old or words["none"], new=new or words["none"]))
    if note and field in _IN_RECORD:
        why.append(note)
    form = words["example"].format(format=_filled(wanted.format.say(lang), blanks), example=wanted.example)
    return Question(
        field=field,
        question=_filled(wanted.question.say(lang), blanks),
        why=words["gap"].join(why),
        ask=_whom(field, facts, policy, lang),
        format=form,
        changes_outcome=changes is not None,
    )


def _filled(text: str, blanks: dict[str, str]) -> str:
    for blank, value in blanks.items():
        text = text.replace(blank, value)
    return text


def _whom(field: FieldName, facts: Facts, policy: Policy, lang: Lang) -> str:
    """Return the person or role to ask: the fallback where the post that could answer has no known holder."""
    wanted = policy.inputs[field]
    unheld = policy.roles[wanted.ask].fact is not None and policy.person(wanted.ask, facts) is None
    return policy.owner_of(wanted.fallback if unheld else wanted.ask, facts, lang)


def _changes(
    field: FieldName,
    facts: Facts,
    assessment: Assessment,
    policy: Policy,
    signals: Sequence[VerifiedSignal],
    as_of: date,
) -> tuple[str, str, str] | None:
    """Return the first judgement that a plausible answer changes, with the old and the new value."""
    for fact in _plausible(field, policy, as_of):
        after = assess(facts.with_fact(field, fact), signals, policy, as_of)
        for name in _WATCHED:
            old, new = getattr(assessment, name).value, getattr(after, name).value
            if old != new:
                return name, old or "", new or ""
    return None


def _plausible(field: FieldName, policy: Policy, as_of: date) -> Iterator[Fact[FactValue]]:
    """Yield answers that people give to that question, one of each kind that a policy can tell apart."""
    for value in _values(field, policy, as_of):
        yield Fact(value=value, source="answer")


def _values(field: FieldName, policy: Policy, as_of: date) -> Iterator[FactValue]:
    if field == "account_tier":
        yield from (tier.name for tier in policy.tiers)
    elif field == "renewal_risk":
        yield from reversed(get_args(RenewalRisk))
    elif field == "renewal_date":
        yield from (str(as_of + ahead) for ahead in (_SOON, _LATER))
    elif field == "contact_role":
        yield from (rule.words[0] for rule in policy.influence)
    elif field == "arr":
        yield from _amounts(policy)
    elif field == "timeline":
        yield (TimelineEntry(date=str(as_of), event="?"),)
    elif field == "actions_taken":
        yield (ActionTaken(action="?"),)
    else:
        yield "?"


def _deciding(policy: Policy) -> frozenset[str]:
    """Return the inputs on which a judgement can depend: by a condition, or (contact, risk) by how it is made."""
    named = {atom.parts[0] for atom in _atoms(policy) if atom.kind in {"known", "missing", "fact"}}
    kinds = {atom.kind for atom in _atoms(policy)}
    named |= {"arr"} if "arr" in kinds else set()
    named |= {"renewal_date"} if "renewal_within" in kinds else set()
    return frozenset(named | {"contact_name", "contact_role", "renewal_risk"})


def _atoms(policy: Policy) -> Iterator[Atom]:
    """Yield every condition of the policy's rules."""
    rules = [rule.when for level in policy.levels.values() for rule in level.rules]
    for judgement in type(policy.rules).model_fields:
        rules += [rule.when for rule in getattr(policy.rules, judgement)]
    yield from (parse_atom(text) for when in rules for text in when.atoms)


def _amounts(policy: Policy) -> Iterator[Money]:
    """Yield a small and a large amount in each currency on which a rule of the policy depends."""
    for currency in sorted({atom.parts[1] for atom in _atoms(policy) if atom.kind == "arr"}):
        yield from (Money(amount=amount, currency=currency) for amount in (_LARGE, _SMALL))
