"""What a schema cannot say of a policy: names that must refer to something, values that must belong to a scale."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from agent.facts import REQUIRED
from agent.policy.when import JUDGED, parse_atom
from agent.signals import SIGNAL_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from agent.policy.model import PolicyData, Rule
    from agent.policy.when import Atom, When

Path = tuple[str | int, ...]
STATED = "stated"
"""The value of a rule that takes over what somebody stated."""
_CLOSED: dict[str, tuple[str, ...]] = {
    "decision": ("escalate", "handle"),
    "renewal_risk": ("green", "amber", "red", STATED),
    "public_risk": ("low", "medium", "high"),
    "sentiment": ("frustrated_constructive", "angry", "seeking_exit", "unknown"),
}


@dataclass(frozen=True)
class Problem:
    """What is wrong at a path of the file, and the fix."""

    path: Path
    message: str
    fix: str


def scale(policy: PolicyData, judgement: str) -> tuple[str, ...]:
    """Return the values that a judgement can have, in the policy's order."""
    own: dict[str, Iterable[str]] = {
        "type": policy.types, "level": policy.levels, "destination": policy.destinations, "severity": policy.severities,
    }  # fmt: skip
    return tuple(own.get(judgement, _CLOSED.get(judgement, ())))


def rules_of(policy: PolicyData, judgement: str) -> tuple[Rule, ...]:
    """Return the ordered rules of a judgement (levels hold their own)."""
    found: tuple[Rule, ...] = getattr(policy.rules, judgement)
    return found


def problems(policy: PolicyData) -> Iterator[Problem]:
    """Yield everything that does not fit together."""
    yield from _groups(policy)
    yield from _roles(policy)
    yield from _inputs(policy)
    yield from _rules(policy)
    yield from _destinations(policy)
    yield from _tiers(policy)


def _unknown(path: Path, what: str, name: str, known: Iterable[str]) -> Problem:
    choices = list(known)
    close = get_close_matches(name, choices, 1)
    fix = f"Did you mean `{close[0]}`?" if close else f"Use one of: {', '.join(choices[:40])}."
    return Problem(path, f"there is no {what} {name!r}", fix)


def _groups(policy: PolicyData) -> Iterator[Problem]:
    for group, members in policy.groups.items():
        if group in SIGNAL_NAMES:
            yield Problem(
                ("groups", group), f"the group {group!r} has the name of a signal", "Give the group another name."
            )
        for index, member in enumerate(members):
            if member not in SIGNAL_NAMES:
                yield _unknown(("groups", group, index), "signal", member, SIGNAL_NAMES)


def _roles(policy: PolicyData) -> Iterator[Problem]:
    used: list[tuple[Path, str]] = []
    for name, level in policy.levels.items():
        at: Path = ("levels", name)
        used += [((*at, part), getattr(level, part)) for part in ("owner", "decider", "customer_contact")]
        used += [((*at, "audience", i), role) for i, role in enumerate(level.audience)]
        used += [((*at, "informed", i), role) for i, role in enumerate(level.informed)]
    for name, destination in policy.destinations.items():
        used.append((("destinations", name, "owner"), destination.owner))
    for field, wanted in policy.inputs.items():
        used += [(("inputs", field, "ask"), wanted.ask), (("inputs", field, "fallback"), wanted.fallback)]
    for path, role in used:
        if role not in policy.roles:
            yield _unknown(path, "role", role, policy.roles)


def _inputs(policy: PolicyData) -> Iterator[Problem]:
    for field in REQUIRED:
        if field not in policy.inputs:
            yield Problem(
                ("inputs",), f"the input {field!r} has no entry", "Say who can give it, as the shipped policy does."
            )


def _rules(policy: PolicyData) -> Iterator[Problem]:
    seen: set[str] = set()
    for name, level in policy.levels.items():
        for index, rule in enumerate(level.rules):
            at: Path = ("levels", name, "rules", index)
            yield from _same_id(seen, rule.id, at)
            yield from _when(policy, rule.when, (*at, "when"), ())
    for judgement in JUDGED:
        if judgement == "level":
            continue
        for index, rule_ in enumerate(rules_of(policy, judgement)):
            at = ("rules", judgement, index)
            yield from _same_id(seen, rule_.id, at)
            if rule_.value not in scale(policy, judgement):
                yield _unknown((*at, "value"), judgement, rule_.value, scale(policy, judgement))
            yield from _when(policy, rule_.when, (*at, "when"), _before(judgement))


def _before(judgement: str) -> tuple[str, ...]:
    """Return what is judged before: the decision may look at the level that the triggers give."""
    order = ("level", "decision", "type", "destination", "severity", "renewal_risk", "public_risk", "sentiment")
    return order[: order.index(judgement)]


def _same_id(seen: set[str], rule_id: str, path: Path) -> Iterator[Problem]:
    if rule_id in seen:
        yield Problem((*path, "id"), f"two rules are called {rule_id!r}", "Give each rule its own id.")
    seen.add(rule_id)


def _when(policy: PolicyData, when: When, path: Path, before: tuple[str, ...]) -> Iterator[Problem]:
    for part, atoms in (("any", when.any), ("all", when.all), ("none", when.none)):
        for index, text in enumerate(atoms):
            yield from _atom(policy, parse_atom(text), (*path, part, index), before)


def _atom(policy: PolicyData, atom: Atom, path: Path, before: tuple[str, ...]) -> Iterator[Problem]:
    known = (*SIGNAL_NAMES, *policy.groups)
    for name in atom.names:
        if name not in known:
            yield _unknown(path, "signal or group", name, known)
    if atom.kind == "fact" and atom.parts[0] == "account_tier":
        tiers = [tier.name for tier in policy.tiers]
        if atom.parts[1] not in tiers:
            yield _unknown(path, "tier", atom.parts[1], tiers)
    if atom.kind in {"judged", "level"}:
        judgement = "level" if atom.kind == "level" else atom.parts[0]
        if judgement not in before:
            fix = f"Refer to one of: {', '.join(before)}." if before else "Refer to signals and facts here."
            yield Problem(path, f"the {judgement} is not judged yet where this rule is asked", fix)
        elif atom.parts[1] not in scale(policy, judgement):
            yield _unknown(path, judgement, atom.parts[1], scale(policy, judgement))


def _destinations(policy: PolicyData) -> Iterator[Problem]:
    for name in ("support_l2", "security"):
        if name not in policy.destinations:
            yield Problem(
                ("destinations",),
                f"the destination {name!r} is missing",
                "Keep it: handled tickets and security matters go there.",
            )


def _tiers(policy: PolicyData) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for index, tier in enumerate(policy.tiers):
        for word in (tier.name, *tier.synonyms):
            folded = " ".join(word.casefold().split())
            if seen.setdefault(folded, tier.name) != tier.name:
                message = f"{word!r} means two tiers, {seen[folded]} and {tier.name}"
                yield Problem(("tiers", index), message, "Leave it with one of them.")
