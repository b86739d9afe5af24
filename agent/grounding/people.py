"""Claims about a person: the whole name, the post that is the person's, and that the post is not a thing of the past."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.grounding.mentions import allowed_words
from agent.grounding.model import Unproven
from agent.grounding.vocabulary import CSM, ENDED, OWNER, SUCCESSION, words
from agent.values.fold import is_cjk, lower, plain
from agent.values.names import name_tokens, same_person

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from agent.grounding.support import Proof, Support

ROLES = {"csm": CSM, "account_owner": OWNER}
_ROLE_NAMES = {"csm": "customer success manager", "account_owner": "account owner"}
_FULL_NAME = re.compile(r"(?:[A-ZÀ-Þ][^\W\d_]+(?:['’-][^\W\d_]+)*)(?:\s+(?:van|von|der|de|da|di|del|la|el|al|bin|ter|den|dos)\b)*(?:\s+[A-ZÀ-Þ][^\W\d_]+(?:['’-][^\W\d_]+)*)+")
_FIRST_PERSON = re.compile(
    r"(?<![a-zà-ɏ])(?:i|i'm|i am|i've|me|my|mine|ich|mein\w*|mir|mich|je|j'ai|moi|mon|ma|yo|mi|mío|soy|eu|meu|minha|sou|io|mio|mia|sono|ik|mijn|ben|jag|min|mitt|jeg|mig|ja|moj\w*|jestem|mój)(?![a-zà-ɏ])|我|本人|私|僕|저|제가|나는"
)
_SENTENCE_STOP = re.compile(r"[.!?;](?:\s|$)|[。！？；]|\n")
_LINE, _COMMA, _SENTENCE_COST = 60, 6, 200
_PRONOUN = re.compile(r"^\s*(?:then |and )?(?:he|she|they|er|sie|il|elle|él|ella|lui|lei|ele|ela|hij|zij|han|hon|hun|on|ona|他|她|彼|彼女)(?![a-zà-ɏ])", re.IGNORECASE)


def name_spans(name: str, text: str) -> Iterator[tuple[int, int]]:
    """Yield where the whole name stands in the text, in the order given or turned round; case is forgiven, accents not."""
    tokens = [re.escape(lower(t)) for t in name_tokens(name)]
    if not tokens:
        return
    turned = rf"|{tokens[-1]},\s*{_joined(tokens[:-1])}" if len(tokens) > 1 else ""
    edge = r"[a-zà-ɏ]"
    for match in re.finditer(rf"(?<!{edge})(?<!{edge}-)(?:{_joined(tokens)}{turned})(?!{edge})(?!-{edge})", lower(text)):
        yield match.span()


def _joined(tokens: list[str]) -> str:
    return r"(?:\s*>?\s*|\.?\s+)".join(tokens)


def wrote(name: str, author: str | None) -> bool:
    """Whether the author is the person of that whole name."""
    return bool(author) and [t.casefold() for t in name_tokens(name)] == [t.casefold() for t in name_tokens(author or "")]


def prove_whole(name: str, support: Support) -> None:
    """Raise Unproven where the whole name is neither in a quote nor the author's of a quoted message."""
    if not name_tokens(name):
        raise Unproven("value", f"{name!r} is no name")
    titles = [w for w in re.findall(r"[^\W\d_]+", plain(name)) if w not in {t for n in name_tokens(name) for t in re.findall(r"[^\W\d_]+", n)}]
    if any(t.lower() not in lower(support.text) for t in titles if not is_cjk(t[0])):
        raise Unproven("name", f"the title in {name!r} is not in the quotes; give the name as the quotes do")
    if any(any(name_spans(name, p.text)) or any(name_spans(name, p.line)) or wrote(name, p.message.author) for p in support.proofs):
        return
    raise Unproven("name", f"no quote holds the whole name {name!r}; quote the words in which it stands in full")


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the sentence around the range, and the one behind it where that goes on about the same person."""
    left = max((m.end() for m in _SENTENCE_STOP.finditer(text, max(0, start - 300), start)), default=max(0, start - 300))
    stop = _SENTENCE_STOP.search(text, end)
    right = stop.start() if stop else len(text)
    if stop and _PRONOUN.match(text[stop.end() :]):
        after = _SENTENCE_STOP.search(text, stop.end())
        right = after.start() if after else len(text)
    return left, right


def _names_in(text: str, known: Iterable[str]) -> list[tuple[int, int]]:
    """Return where any name stands: known ones, and two capitalised words in a row."""
    found = [span for name in known for span in name_spans(name, text)]
    for match in _FULL_NAME.finditer(text):
        low = match.group().lower()
        if not words(CSM).search(low) and not words(OWNER).search(low) and not any(a < match.end() and match.start() < b for a, b in found):
            found.append(match.span())
    return sorted(found)


def prove_present(name: str, support: Support) -> None:
    """Raise Unproven where a quote, its sentence or its label says that the name's post is a thing of the past."""
    for proof in support.proofs:
        if any(words(ENDED).search(lower(label)) for label in proof.labels):
            raise Unproven("former", f"the label of {name!r} speaks of a former or vacant post; who holds it now is unknown")
        text, ev = proof.message.text, proof.evidence
        for start, end in name_spans(name, text):
            if start >= ev.end or end <= ev.start:
                continue
            if _is_past(name, text, (start, end), support):
                raise Unproven("former", f"{name!r} is said to have left, or to hold the post no longer; who holds it now is unknown")


def _is_past(name: str, text: str, place: tuple[int, int], support: Support) -> bool:
    left, right = _sentence(text, *place)
    sentence = text[left:right]
    low = lower(sentence)
    start, end = place[0] - left, place[1] - left
    others = [s for s in _names_in(sentence, support.thread.names) if s[1] <= start or s[0] >= end]
    if any(m.end() <= start and not any(m.end() <= a < start for a, _ in others) and start - m.end() <= len(" our old ") for m in words(SUCCESSION).finditer(low)):
        return True
    for match in words(ENDED).finditer(low):
        before = [s for s in [*others, (start, end)] if s[1] <= match.start()]
        after = [s for s in [*others, (start, end)] if s[0] >= match.end()]
        close = min(after, default=None)
        if close and close[0] - match.end() <= len(" csm and owner ") and not re.search(r"[,.;:，；。]", low[match.end() : close[0]]) and _leads(match.group()):
            subject: tuple[int, int] | None = close
        else:
            subject = max(before, default=None)
            if subject and words(SUCCESSION).search(low[subject[1] : match.start()]):
                continue
        if subject == (start, end):
            return True
    return False


def _leads(word: str) -> bool:
    """Whether the word stands before the name that it is about (former, ex-, ehemalige), not behind it (left)."""
    return bool(re.match(r"former|ex|previous|prior|outgoing|predecessor|ehemalig|früher|vormalig|bisherig|ancien|antigu|antig|anterior|precedente|voormalig|tidigare|förra|tidligere|poprzedn|vacant|前任|原|前任者|전임", word))


def _distance(text: str, one: tuple[int, int], other: tuple[int, int]) -> int:
    """Return how far apart two mentions are; a comma counts extra, the end of a sentence or line much more."""
    between = text[one[1] : other[0]] if one[1] <= other[0] else text[other[1] : one[0]]
    bridge = re.sub(r"[:：=|]\s*$", "", between)
    cost = len(between) + _COMMA * len(re.findall(r"[,，、;；(（)）]", bridge))
    return cost + _SENTENCE_COST * len(re.findall(r"[.!?](?=\s)|[。！？]|\n\s*\n", bridge)) + _LINE * len(re.findall(r"\n(?!\s*\n)", bridge))


def pairs(text: str, names: list[tuple[int, int]], roles: list[tuple[int, int, str]]) -> list[tuple[tuple[int, int], str]]:
    """Pair each name with the role mention that stands nearest, each used once, the closest first."""
    options = sorted(
        (_distance(text, n, (r[0], r[1])), min(n[0], r[0]), n, r) for n in names for r in roles
    )
    used_names: set[tuple[int, int]] = set()
    used_roles: set[tuple[int, int]] = set()
    out: list[tuple[tuple[int, int], str]] = []
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
    raise Unproven("role", f"the quotes do not say that {name!r} is the {_ROLE_NAMES[field]}; quote the words that do")


def _label_says(field: str, label: str) -> bool:
    """Whether the label is one of the role and of no other."""
    low = lower(label).replace("_", " ").replace(".", " ")
    other = next(f for f in ROLES if f != field)
    mine = words(ROLES[field]).search(low)
    theirs = words(ROLES[other]).search(low)
    return bool(mine) and (not theirs or len(mine.group()) > len(theirs.group()))


def _role_mentions(text: str) -> list[tuple[int, int, str]]:
    """Return the role words of the text; where two roles' words overlap the longer one stands."""
    found = [(m.start(), m.end(), f) for f, body in ROLES.items() for m in words(body).finditer(lower(text))]
    kept: list[tuple[int, int, str]] = []
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
    names = sorted({*mine, *_names_in(text, {name, *support.thread.names})})
    return any(n in mine and role == field for n, role in pairs(text, names, roles))


def _said_of_self(field: str, name: str, support: Support) -> bool:
    """Whether the author says it in the first person, or the name stands in one quote and the role alone in another."""
    whole = [p for p in support.proofs if any(name_spans(name, p.text)) or wrote(name, p.message.author)]
    for proof in support.proofs:
        mentions = _role_mentions(proof.text)
        if not any(r == field for _, _, r in mentions):
            continue
        others = [s for s in _names_in(proof.text, support.thread.names) if not any(n == s for n in name_spans(name, proof.text))]
        own = wrote(name, proof.message.author)
        if own and _FIRST_PERSON.search(lower(proof.text)) and (not others or len({r for _, _, r in mentions}) > 1):
            return True
        if own and not others and any(w.message.id == proof.message.id for w in whole) and len(mentions) == 1:
            return True
        if not others and len({r for _, _, r in mentions}) == 1 and any(w.message.id == proof.message.id and w is not proof for w in whole):
            return True
    title = [p.title for p in support.thread.ticket.people if p.title and same_person(p.name, name) and wrote(name, p.name)]
    return bool(whole) and any(_label_says(field, t) for t in title)


def prove_contact_role(title: str, contact: str | None, support: Support) -> None:
    """Raise Unproven where the title is not in a quote, or is not the contact's there."""
    wanted = re.sub(r"\s+", " ", lower(title)).strip()
    if not contact:
        raise Unproven("contact", "whose title it is cannot be told, for the contact's name is not proven")
    spot = r"\s*>?\s*".join(re.escape(w) for w in wanted.split(" "))
    for proof in support.proofs:
        for match in re.finditer(rf"(?<![a-zà-ɏ]){spot}(?![a-zà-ɏ])", lower(proof.text)):
            if _title_is_of(contact, match.span(), proof, support):
                return
    if not any(re.search(rf"(?<![a-zà-ɏ]){spot}(?![a-zà-ɏ])", lower(p.text)) for p in support.proofs):
        raise Unproven("role", f"the title {title!r} is not in the quotes word for word; quote and give it as it stands")
    raise Unproven("role", f"the quotes do not give the title {title!r} to {contact!r}; quote the words that do")


def _title_is_of(contact: str, place: tuple[int, int], proof: Proof, support: Support) -> bool:
    """Whether the name nearest to the title is the contact's, or no name is near and the contact wrote it."""
    text = proof.text
    parts = [t for t in name_tokens(contact) if len(t) > 1]
    mine = [s for part in [contact, *parts] for s in name_spans(part, text)]
    inside = [s for s in _names_in(text, support.thread.names) if not (s[0] < place[1] and place[0] < s[1])]
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


__all__ = ["allowed_words", "name_spans", "prove_contact_role", "prove_present", "prove_role", "prove_whole", "wrote"]
