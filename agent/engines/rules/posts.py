"""Who of our side holds a post today: the success manager and the account owner."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from agent.claims import Claim, Quote
from agent.engines.rules.account import ORG_WORD, vendor_name
from agent.engines.rules.titles import name_and_title
from agent.values.names import same_person

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.engines.rules.lexicon import Hit
    from agent.engines.rules.scene import Scene
    from agent.engines.rules.view import Sentence
    from agent.facts import Source

Post = Literal["csm", "account_owner"]
_CONCEPT: dict[Post, str] = {"csm": "role_csm", "account_owner": "role_owner"}
_WORD = r"[A-ZÀ-ÖØ-ÞĀ-ŽŁŚŻŹ][\w’'.\-]*[\w’']"
_PARTICLE = (
    r"(?:van|von|der|den|de|da|do|dos|das|del|della|di|du|la|le|el|al|bin|ibn|af|av|ten|ter|zu|y|e|Ní|Ó|Mac|Mc|O'|D')"
)
NAME = re.compile(rf"{_WORD}(?:[ \t]+(?:{_PARTICLE}[ \t]+){{0,2}}{_WORD}){{1,3}}")
_CJK_NAME = re.compile(r"[\u4e00-\u9fff]{2,4}")
_ADJACENT = 25
_LINKS = frozenset(
    re.findall(
        r"\S+",
        """is are am be been as the a an their our your its his her my new current now still remains stays named called
        on card file record sheet
        for to ist sind bin unser unsere unserer ihr ihre ihrer der die das als neue neuer neu heißt est sont notre
        votre leur le la les l c ce es son nuestra nuestro su sus el é è o os nossa nosso sua seu il lo
        nostro nostra vostro
        het onze jullie de jest nasz nasza wasz är vår vårt er vores eres på account client customer kunden 是 为 は""",
    )
)
"""Words that may stand between a post and the name of who holds it."""
_HONORIFIC = r"(?:さん|様|さま|氏|君|くん|님|씨)"
_SPOKEN_OF = re.compile(r"[\u4e00-\u9fff]{1,4}" + _HONORIFIC)
_GONE_REACH = 60
_NO_PERSON = re.compile(
    r"\b(?:api|integra\w*|system\w*|sistema|bot|queue|cola|user|usuario|admin\w*|team|equipo|pool|desk|support|soporte|"
    r"robot|automat\w*|open|vacant|none|unassigned|tbd|n/a|nobody|inbox|mailbox|account|leaver)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class _Holder:
    """Somebody who may hold a post."""

    name: str
    weight: float
    quotes: tuple[Quote, ...]
    source: Source
    order: int


def post_claims(scene: Scene, post: Post) -> list[Claim]:
    """Claims of who holds the post today; one who left, or a vacant post, gives none."""
    gone = [*left(scene), *_standing_in(scene)]
    vacated = _vacated(scene, post)
    holders = [
        h
        for h in [*_from_fields(scene, post), *_from_titles(scene, post), *_from_prose(scene, post)]
        if not any(same_person(h.name, g) for g in gone)
        and not _gone_by_surname(scene, h.name)
        and (h.order > vacated or (h.source == "record" and vacated < 0))
    ]
    ranked = sorted(holders, key=lambda h: (h.weight, h.order))
    return [Claim(field=post, value=h.name, source=h.source, quotes=h.quotes) for h in ranked]


def _order(scene: Scene, message: str) -> int:
    return next((i for i, m in enumerate(scene.ticket.messages) if m.id == message), -1)


def _from_fields(scene: Scene, post: Post) -> Iterator[_Holder]:
    for field in scene.labelled(_CONCEPT[post], but=("label_customer_side", "role_gone")):
        name = _clean(field.value)
        if _is_name(name):
            yield _Holder(
                name,
                6,
                (Quote(message=field.message, text=name, start=field.start),),
                "record",
                _order(scene, field.message),
            )


def _clean(value: str) -> str:
    return re.sub(r"\s*[(<\[].*$", "", value).strip(" .,;")


def _is_name(text: str) -> bool:
    return not _NO_PERSON.search(text) and bool(
        NAME.fullmatch(text) or re.fullmatch(r"[\u4e00-\u9fff\u3040-\u30ff\uac00-\ud7af ・]{2,12}", text)
    )


def _from_titles(scene: Scene, post: Post) -> Iterator[_Holder]:
    authors = {m.author for m in scene.view.spoken if m.author}
    for party in scene.ticket.people:
        if party.role == "customer" or not party.title or party.message is None or party.start is None:
            continue
        if _CONCEPT[post] not in scene.label_concepts(party.title) or "role_gone" in scene.label_concepts(party.title):
            continue
        if any(same_person(party.name, a) for a in authors if a):
            quotes = name_and_title(scene, party)
            if quotes:
                yield _Holder(party.name, 4, quotes, "vendor", _order(scene, party.message))


def _from_prose(scene: Scene, post: Post) -> Iterator[_Holder]:
    other = "role_owner" if post == "csm" else "role_csm"
    for hit in scene.hits.get("role_mine" if post == "csm" else "role_mine_owner", []):
        spoken = hit.sentence.message
        own = spoken.role == "vendor" and spoken.author and not scene.in_clause(hit.sentence, hit.start, other)
        if own and not scene.negated(hit):
            yield _Holder(spoken.author or "", 7, (hit.sentence.quote,), "vendor", _order(scene, hit.message))
    for hit in scene.hits.get(_CONCEPT[post], []):
        sentence = hit.sentence
        if sentence.message.kind == "record" or scene.foreign(sentence) or scene.has(sentence, "role_vacant"):
            continue
        for name, start, end in _names_in(scene, sentence):
            gap = start - hit.end if start >= hit.end else hit.start - end
            apart = not 0 <= gap <= _ADJACENT or _crosses(sentence, hit.start, hit.end, start, end)
            if apart or _no_person(scene, name):
                continue
            party = scene.person(name)
            if (party and party.role == "customer") or _gone_near(scene, sentence, start, end):
                continue
            full, quotes = _in_full(scene, name, sentence)
            if full:
                yield _Holder(full, 5 - gap / 50, quotes, _side(sentence), _order(scene, hit.message))


def _in_full(scene: Scene, name: str, sentence: Sentence) -> tuple[str | None, tuple[Quote, ...]]:
    """The full name, with the place where it stands in full where the sentence holds the first name alone."""
    if " " in name or not name.isascii() or not name[0].isupper():
        return name, (sentence.quote,)
    party = next((p for p in scene.ticket.people if p.name.split()[0] == name), None)
    if party is None or party.message is None or party.start is None or party.end is None or party.role == "customer":
        return None, ()
    return party.name, (sentence.quote, scene.quote_of(party.message, party.start, party.end))


def _no_person(scene: Scene, name: str) -> bool:
    """Whether the capitals are a firm's, a product's or a heading's, not a person's."""
    firms = {p.company for p in scene.ticket.people if p.company}
    return (
        bool(ORG_WORD.search(name) or _NO_PERSON.search(name))
        or name.isupper()
        or name in firms
        or vendor_name(scene, name)
    )


def _side(sentence: Sentence) -> Source:
    return "customer" if sentence.role == "customer" else "vendor"


def _crosses(sentence: Sentence, a: int, b: int, c: int, d: int) -> bool:
    """Whether more than a link ("is", "our", a comma) stands between the post and the name."""
    between = sentence.message.text[min(b, d) : max(a, c)]
    words = re.findall(r"[^\W\d_]+", between.lower())
    return bool(re.search(r"[.;!?|\n]|,.*,", between)) or any(w not in _LINKS for w in words)


def _names_in(scene: Scene, sentence: Sentence) -> Iterator[tuple[str, int, int]]:
    text = sentence.message.text
    known = sorted({p.name for p in scene.ticket.people if len(p.name) > 1}, key=len, reverse=True)
    taken: list[tuple[int, int]] = []
    for name in known:
        at = text.find(name, sentence.start, sentence.end)
        if at >= 0 and not any(a <= at < b for a, b in taken):
            taken.append((at, at + len(name)))
            yield name, at, at + len(name)
    firsts = [p.name.split()[0] for p in scene.ticket.people if " " in p.name]
    for party in scene.ticket.people:
        first = party.name.split()[0] if " " in party.name else ""
        if len(first) > 2 and firsts.count(first) == 1 and first[0].isupper():  # noqa: PLR2004 - no initials
            for match in re.finditer(rf"\b{re.escape(first)}\b", text[sentence.start : sentence.end]):
                start = sentence.start + match.start()
                if not any(a <= start < b for a, b in taken):
                    taken.append((start, start + len(first)))
                    yield first, start, start + len(first)
    for match in NAME.finditer(text, sentence.start, sentence.end):
        if not any(a < match.end() and match.start() < b for a, b in taken) and not scene.label_concepts(match.group()):
            yield match.group(), match.start(), match.end()


def _gone_near(scene: Scene, sentence: Sentence, start: int, end: int) -> bool:
    return any(
        h.start - end <= _GONE_REACH and start - h.end <= _ADJACENT
        for h in scene.within(sentence, "role_gone", "role_vacant")
    )


def left(scene: Scene) -> Iterator[str]:
    """Names of people that the thread says have left or handed over."""
    for concept in ("role_gone",):
        for hit in scene.hits.get(concept, []):
            for name, start, end in _names_in(scene, hit.sentence):
                if 0 <= hit.start - end <= _ADJACENT or 0 <= start - hit.end <= 12:  # noqa: PLR2004 - "former NAME"
                    yield name


def _gone_by_surname(scene: Scene, name: str) -> bool:
    """Whether the thread says of NAMEさん, by the surname alone, that the person has left or handed over."""
    surname = name.split(maxsplit=1)[0] if " " in name or "\u3000" in name else ""
    if not surname or surname.isascii():
        return False
    spoken = re.compile(re.escape(surname) + _HONORIFIC)
    for hit in scene.hits.get("role_gone", []):
        for match in spoken.finditer(hit.sentence.message.text, hit.sentence.start, hit.sentence.end):
            if 0 <= hit.start - match.end() <= _ADJACENT:
                return True
    return False


def _standing_in(scene: Scene) -> Iterator[str]:
    """Authors who say that they only stand in for somebody, or hand over."""
    for hit in (*scene.hits.get("role_standin", []), *scene.hits.get("role_leaving", [])):
        of_other = any(end <= hit.start for _, _, end in _names_in(scene, hit.sentence)) or _SPOKEN_OF.search(
            hit.sentence.message.text, hit.sentence.start, hit.start
        )
        if hit.sentence.message.author and not of_other and not scene.negated(hit):
            yield hit.sentence.message.author


def _vacated(scene: Scene, post: Post) -> int:
    """The order of the last message that calls the post vacant, or -1."""
    found = -1
    for hit in scene.hits.get("role_vacant", []):
        if hit.sentence.message.kind == "record" and _of_other_cell(hit, scene.within(hit.sentence, _CONCEPT[post])):
            continue
        other = "role_owner" if post == "csm" else "role_csm"
        line = scene.view.by_message[hit.message]
        near = line[max(0, hit.sentence.index - 1) : hit.sentence.index + 1]
        own = scene.has(hit.sentence, _CONCEPT[post])
        about_other = scene.has(hit.sentence, other) and not own
        if own or (not about_other and any(scene.has(s, _CONCEPT[post]) for s in near)):
            found = max(found, _order(scene, hit.message))
    return found


def _of_other_cell(vacant: Hit, posts: list[Hit]) -> bool:
    """Whether in a line in columns the word for a vacancy stands in another cell than the post."""
    text = vacant.sentence.message.text
    between = [text[min(p.end, vacant.end) : max(p.start, vacant.start)] for p in posts]
    return bool(between) and all(re.search(r"\s{2}|[|│｜]", gap) for gap in between)
