"""Which name of a text holds which post or title: the nearest does, each name and each mention once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.grounding.model import Unproven
from agent.grounding.people import Place, name_spans, names_in, wrote
from agent.grounding.vocabulary import CSM, OWNER, words
from agent.values.fold import lower
from agent.values.names import name_tokens, same_person

if TYPE_CHECKING:
    from agent.grounding.support import Proof, Support

Role = tuple[int, int, str]
ROLES = {"csm": CSM, "account_owner": OWNER}
_ROLE_NAMES = {"csm": "customer success manager", "account_owner": "account owner"}
_FIRST_PERSON = re.compile(
    r"(?<![a-zà-ɏ])(?:i|i'm|i am|i've|me|my|mine|ich|mein\w*|mir|mich|je|j'ai|moi|mon|ma|yo|mi|mío|"
    r"soy|eu|meu|minha|sou|io|mio|mia|sono|ik|mijn|ben|jag|min|mitt|jeg|mig|ja|moj\w*|jestem|"
    r"mój)(?![a-zà-ɏ])|我|本人|私|僕|저|제가|나는"
)
_LINE, _COMMA, _SENTENCE_COST = 60, 6, 200


def _distance(text: str, one: Place, other: Place) -> int:
    """Return how far apart two mentions are; a comma counts extra, the end of a sentence or line much more."""
    between = text[one[1] : other[0]] if one[1] <= other[0] else text[other[1] : one[0]]
    bridge = re.sub(r"[:：=|]\s*$", "", between)
    cost = len(between) + _COMMA * len(re.findall(r"[,，、;；(（)）]", bridge))
    return (
        cost
        + _SENTENCE_COST * len(re.findall(r"[.!?](?=\s)|[。！？]|\n\s*\n", bridge))
        + _LINE * len(re.findall(r"\n(?!\s*\n)", bridge))
    )


def pairs(text: str, names: list[Place], roles: list[Role]) -> list[tuple[Place, str]]:
    """Pair each name with the role mention that stands nearest, each used once, the closest first."""
    options = sorted((_distance(text, n, (r[0], r[1])), min(n[0], r[0]), n, r) for n in names for r in roles)
    used_names: set[Place] = set()
    used_roles: set[Place] = set()
    out: list[tuple[Place, str]] = []
    for cost, _, name, role in options:
        if name in used_names or role[:2] in used_roles or cost >= _SENTENCE_COST:
            continue
        used_names.add(name)
        used_roles.add((role[0], role[1]))
        out.append((name, role[2]))
    return out


def prove_role(field: str, name: str, support: Support) -> None:
    """Raise Unproven where nothing that is quoted gives the name that role."""
    for proof in support.proofs:
        if any(_label_says(field, label) for label in proof.labels) and any(name_spans(name, proof.text)):
            return
        if _role_in(field, name, proof, support):
            return
    if _said_of_self(field, name, support):
        return
    raise Unproven(
        code="role", reason=f"the quotes do not say that {name!r} is the {_ROLE_NAMES[field]}; quote the words that do"
    )


def _label_says(field: str, label: str) -> bool:
    """Whether the label is one of the role and of no other."""
    low = lower(label).replace("_", " ").replace(".", " ")
    other = next(f for f in ROLES if f != field)
    mine = words(ROLES[field]).search(low)
    theirs = words(ROLES[other]).search(low)
    return mine is not None and (theirs is None or len(mine.group()) > len(theirs.group()))


def _role_mentions(text: str) -> list[Role]:
    """Return the role words of the text; where two roles' words overlap the longer one stands."""
    found = [(m.start(), m.end(), f) for f, body in ROLES.items() for m in words(body).finditer(lower(text))]
    kept: list[Role] = []
    for mention in sorted(found, key=lambda m: (m[0] - m[1], m[0])):
        if not any(a < mention[1] and mention[0] < b for a, b, _ in kept):
            kept.append(mention)
    return sorted(kept)


def _role_in(field: str, name: str, proof: Proof, support: Support) -> bool:
    text = proof.text if _role_mentions(proof.text) else proof.line
    mine = list(name_spans(name, text))
    roles = _role_mentions(text)
    if not mine or not roles:
        return False
    names = sorted({*mine, *names_in(text, {name, *support.thread.names})})
    return any(n in mine and role == field for n, role in pairs(text, names, roles))


def _said_of_self(field: str, name: str, support: Support) -> bool:
    """Whether the author says it in the first person, or the name stands in one quote and the role alone in another."""
    whole = [p for p in support.proofs if any(name_spans(name, p.text)) or wrote(name, p.message.author)]
    for proof in support.proofs:
        mentions = _role_mentions(proof.text)
        if not any(r == field for _, _, r in mentions):
            continue
        others = [
            s
            for s in names_in(proof.text, support.thread.names)
            if not any(n == s for n in name_spans(name, proof.text))
        ]
        own = wrote(name, proof.message.author)
        if own and _FIRST_PERSON.search(lower(proof.text)) and (not others or len({r for _, _, r in mentions}) > 1):
            return True
        if own and not others and any(w.message.id == proof.message.id for w in whole) and len(mentions) == 1:
            return True
        if (
            not others
            and len({r for _, _, r in mentions}) == 1
            and any(w.message.id == proof.message.id and w is not proof for w in whole)
        ):
            return True
    title = [
        p.title for p in support.thread.ticket.people if p.title and same_person(p.name, name) and wrote(name, p.name)
    ]
    return bool(whole) and any(_label_says(field, t) for t in title)


def prove_contact_role(title: str, contact: str | None, support: Support) -> None:
    """Raise Unproven where the title is not in a quote, or is not the contact's there."""
    wanted = re.sub(r"\s+", " ", lower(title)).strip()
    if not contact:
        raise Unproven(code="contact", reason="whose title it is cannot be told, for the contact's name is not proven")
    spot = r"\s*>?\s*".join(re.escape(w) for w in wanted.split(" "))
    for proof in support.proofs:
        for match in re.finditer(rf"(?<![a-zà-ɏ]){spot}(?![a-zà-ɏ])", lower(proof.text)):
            if _title_is_of(contact, match.span(), proof, support):
                return
    if not any(re.search(rf"(?<![a-zà-ɏ]){spot}(?![a-zà-ɏ])", lower(p.text)) for p in support.proofs):
        raise Unproven(
            code="role",
            reason=f"the title {title!r} is not in the quotes word for word; quote and give it as it stands",
        )
    raise Unproven(
        code="role", reason=f"the quotes do not give the title {title!r} to {contact!r}; quote the words that do"
    )


def _title_is_of(contact: str, place: Place, proof: Proof, support: Support) -> bool:
    """Whether the name nearest to the title is the contact's, or no name is near and the contact wrote it."""
    text = proof.text
    parts = [t for t in name_tokens(contact) if len(t) > 1]
    mine = [s for part in [contact, *parts] for s in name_spans(part, text)]
    inside = [s for s in names_in(text, support.thread.names) if not (s[0] < place[1] and place[0] < s[1])]
    others = [s for s in inside if not any(a < s[1] and s[0] < b for a, b in mine)]
    if mine:
        best = min(_distance(text, s, place) for s in mine)
        return all(best <= _distance(text, s, place) for s in others) or not others
    people = [p for p in support.thread.ticket.people if p.title and same_person(p.name, contact)]
    if any(lower(p.title or "") == lower(text[place[0] : place[1]]) for p in people):
        return True
    near = [s for s in others if _distance(text, s, place) < _LINE]
    if wrote(contact, proof.message.author):
        return not near
    elsewhere = any(any(name_spans(contact, p.text)) for p in support.proofs if p.message.id == proof.message.id)
    return elsewhere and not near
