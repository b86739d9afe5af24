"""Who and what is named in prose: nobody is given a post that the facts give to another."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.grounding.model import Unproven
from agent.grounding.people import name_spans
from agent.grounding.posts import ROLES, pairs
from agent.grounding.vocabulary import words
from agent.values.calendar import months
from agent.values.fold import lower, strip_marks

if TYPE_CHECKING:
    from collections.abc import Iterable

    from agent.facts import Facts
    from agent.grounding.support import Support


def people_of(facts: Facts, authors: Iterable[str | None]) -> frozenset[str]:
    """Return everybody whom the facts name, and the authors."""
    people = {n for n in (facts.csm.value, facts.account_owner.value, facts.contact_name.value, *authors) if n}
    people |= {r.who for r in facts.timeline.value or () if r.who}
    return frozenset(people | {a.by for a in facts.actions_taken.value or () if a.by})


def prove_posts(body: str, facts: Facts, people: Iterable[str]) -> None:
    """Raise Unproven where somebody is given a post or a title that the facts give to another."""
    spots = {span: name for name in people for span in name_spans(name, body)}
    roles = [(m.start(), m.end(), f) for f, b in ROLES.items() for m in words(b).finditer(lower(body))]
    for span, role in pairs(body, sorted(spots), roles):
        holder = facts.get(role).value
        near = any(
            f == role and (0 <= a - span[1] <= len(" (our ") or 0 <= span[0] - b <= len(" is ")) for a, b, f in roles
        )
        if near and holder != spots[span]:
            raise Unproven(code="role", reason=f"the facts do not say that {spots[span]!r} holds that post")
    title, contact = facts.contact_role.value, facts.contact_name.value
    for found in re.finditer(re.escape(title), body) if title else ():
        nearest = min(spots, key=lambda s: min(abs(s[1] - found.start()), abs(s[0] - found.end())), default=None)
        if nearest and spots[nearest] != contact:
            raise Unproven(code="role", reason=f"the facts give the title {title!r} to {contact!r}")


def without_told_months(body: str, support: Support) -> str:
    """Return the text without the names of months that the quotes name, in whatever language."""
    told = {months()[w] for w in re.findall(r"[^\W\d_]+", strip_marks(support.flat)) if w in months()}
    return re.sub(r"[^\W\d_]+", lambda m: "" if months().get(m.group().casefold()) in told else m.group(), body)
