"""Prose against the dossier: what a sentence says stands in what it cites or in its slot's draft, or is computed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from agent.checks.lexicon import find
from agent.checks.pool import fold
from agent.checks.prose import content, quotes
from agent.engines.openai.injection import injects, speaks_of_machine
from agent.engines.openai.slots import STORIES
from agent.engines.openai.weighty import strange_offer, strange_threat
from agent.evidence import Evidence
from agent.grounding.clauses import prove_negations
from agent.grounding.figures import prove_figures
from agent.grounding.mentions import prove_names
from agent.grounding.model import Unproven
from agent.grounding.people import name_spans
from agent.grounding.posts import ROLES, pairs
from agent.grounding.support import Proof, Support
from agent.grounding.thread import Thread
from agent.grounding.vocabulary import words
from agent.render.prose import sentences
from agent.ticket import Message, Ticket
from agent.values.calendar import months
from agent.values.dates import dates_in
from agent.values.fold import lower, strip_marks
from agent.values.negation import negations_in, soft_negations_in
from agent.values.numbers import numbers_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.engines.openai.known import Known
    from agent.engines.openai.slots import Slot

_ID = re.compile(r"\[([A-Za-z][\w:.-]*)\]")
_CITED = re.compile(r"\s*\[[A-Za-z][\w:.-]*\]")
_ELLIPSIS = re.compile(r"…|\.\.\.")
_MARKS = "“”\"„«»「」『』‘’' ,.;:，。；："
_COMPUTED = "computed"
_LEAST = 0.34
_PART = re.compile(r"[,;:]\s+|\s+(?:and|but|or|which|who|that|while)\s+|[，；：]")
_CLAUSE = re.compile(r"[,;:，；：。]\s*|\s[–—]\s|\s(?=and (?:we|our|i)\b)", re.IGNORECASE)


@dataclass(frozen=True)
class Verdicts:
    """Judges sentences against what is known."""

    known: Known

    def why_not(self, sentence: str, slot: Slot) -> str | None:
        """Return why the sentence cannot stand in the slot; null where it can."""
        try:
            self._prove(sentence, slot)
        except Unproven as verdict:
            return verdict.reason
        return None

    def _prove(self, sentence: str, slot: Slot) -> None:
        cited = list(dict.fromkeys(_ID.findall(sentence)))
        strange = [m for m in cited if m not in self.known.evidence]
        if strange:
            raise Unproven(code="no_message", reason=f"it cites {strange[0]}, which is no id of the evidence")
        if slot.name in STORIES and not cited and not self._follows(sentence):
            raise Unproven(code="no_quote", reason="it cites nothing; cite the evidence behind it")
        support = self._support(cited, slot)
        if injects(sentence) or (speaks_of_machine(sentence) and not speaks_of_machine(support.text)):
            raise Unproven(code="content", reason="it speaks to a machine, or of one")
        body = _prove_quoted(_CITED.sub("", sentence), support)
        account = self.known.dossier.facts.account_name.value
        prove_figures(body, support)
        prove_names(_without_told_months(body, support), support, account)
        self._prove_posts(body)
        if slot.name not in STORIES:
            self._prove_people(body, cited, slot)
            self._prove_row(body, slot)
        foreign = self._foreign(cited)
        if foreign and slot.name in STORIES:
            self._prove_polarity(sentence, body, cited)
        else:
            prove_negations(body, support)
        for clause in _CLAUSE.split(body):
            self._prove_promises(clause, slot, support)
        self._prove_grave(body, slot, support)
        if blamed := find("blame", body) or find("minimising", body):
            raise Unproven(code="content", reason=f"{blamed.group()!r} blames or belittles; say what happened")
        if not foreign:
            _prove_content(body, support)

    def _foreign(self, cited: list[str]) -> bool:
        """Whether what is cited is in other languages than the documents."""
        spoken = {self._thread.language(m) for m in cited} - {None}
        return bool(spoken) and self.known.dossier.lang not in spoken

    def _prove_polarity(self, sentence: str, body: str, cited: list[str]) -> None:
        """Raise Unproven where a translation says no and what it cites does not, or the other way round.

        The words that it quotes show which no it has to keep. Where it quotes none, for each part of it those pieces of
        what it cites count that share most figures, else most names; without any, all do.
        """
        spoken = [
            (piece, self._thread.language(m)) for m in cited for q in self.known.evidence[m] for piece in sentences(q)
        ]
        lang = self.known.dossier.lang
        if negations_in(body, lang) and not any(_denies(p, code) for p, code in spoken):
            raise Unproven(code="negation", reason="it says no where what it cites does not")
        reason = "what it cites says no; keep the no, and quote the words that it rests on in “ ”"
        if shown := quotes(sentence):
            hard = any(negations_in(q, code) for q in shown for code in {c for _, c in spoken})
            soft = any(_denies(q, code) for q in shown for code in {c for _, c in spoken})
            if (hard and not _denies(body, lang)) or (negations_in(body, lang) and not soft):
                raise Unproven(code="negation", reason="its no and the no of the words that it quotes differ")
            return
        for part in _PART.split(body):
            near = _nearest(part, spoken)
            if part.strip() and not _denies(part, lang) and any(negations_in(piece, code) for piece, code in near):
                raise Unproven(code="negation", reason=reason)

    def _prove_row(self, body: str, slot: Slot) -> None:
        """Raise Unproven where the draft of a row says no in our own words and its text does not."""
        lang = self.known.dossier.lang
        draft = slot.draft
        for quote in quotes(draft):
            draft = draft.replace(quote, " ")
        if negations_in(draft, lang) and not negations_in(body, lang):
            raise Unproven(code="negation", reason="the draft of this slot says no; keep it")

    def _follows(self, sentence: str) -> bool:
        """Whether a sentence without citation says no more than what is computed or unknown."""
        told = fold("\n".join((*self.known.computed, self.known.labels)))
        stems = content(sentence)
        known = sum(fold(s) in told for s in stems)
        return bool(find("unknown", sentence)) or (bool(stems) and known >= len(stems) / 2)

    @cached_property
    def _thread(self) -> Thread:
        heads = self.known.dossier.heads
        messages = []
        for name, held in self.known.evidence.items():
            at, author = heads.get(name, (None, None))
            messages.append(Message(id=name, at=at, author=author, text="\n".join(held)))
        subject = self.known.dossier.subject
        return Thread(Ticket(source_format="dossier", digest="", messages=tuple(messages), subject=subject))

    def _support(self, cited: list[str], slot: Slot) -> Support:
        proofs = list(self._cited(cited))
        told = [line for m in cited for line in self.known.told(m)]
        lines = [*self.known.computed, *told, self.known.labels]
        if slot.name not in STORIES:
            lines += [_CITED.sub("", slot.draft), slot.beside]
        proofs += [self._proof(_COMPUTED, line) for line in lines if line.strip()]
        return Support(proofs, self._thread)

    def _cited(self, cited: list[str]) -> Iterator[Proof]:
        for name in cited:
            for quote in self.known.evidence[name]:
                yield self._proof(name, quote)

    def _proof(self, name: str, text: str) -> Proof:
        message = self._thread.by_id.get(name)
        if message is None or text not in message.text:
            message = Message(id=name, text=text)
            self._thread.by_id.setdefault(name, message)
        start = message.text.index(text)
        return Proof(Evidence(message=name, start=start, end=start + len(text), quote=text), message, self._thread)

    def _prove_posts(self, body: str) -> None:
        """Raise Unproven where somebody is given a post that the facts give to another."""
        facts = self.known.dossier.facts
        spots = {span: name for name in self._people for span in name_spans(name, body)}
        roles = [(m.start(), m.end(), f) for f, b in ROLES.items() for m in words(b).finditer(lower(body))]
        for span, role in pairs(body, sorted(spots), roles):
            holder = facts.get(role).value
            near = any(
                f == role and (0 <= a - span[1] <= len(" (our ") or 0 <= span[0] - b <= len(" is "))
                for a, b, f in roles
            )
            if near and holder != spots[span]:
                raise Unproven(code="role", reason=f"the facts do not say that {spots[span]!r} holds that post")
        title, contact = facts.contact_role.value, facts.contact_name.value
        for found in re.finditer(re.escape(title), body) if title else ():
            nearest = min(spots, key=lambda s: min(abs(s[1] - found.start()), abs(s[0] - found.end())), default=None)
            if nearest and spots[nearest] != contact:
                raise Unproven(code="role", reason=f"the facts give the title {title!r} to {contact!r}")

    def _prove_people(self, body: str, cited: list[str], slot: Slot) -> None:
        """Raise Unproven where a row names somebody whom neither its draft nor what it cites names."""
        text = "\n".join([slot.draft, *(q for m in cited for q in self.known.evidence[m])])
        text += "\n" + "\n".join(self.known.dossier.heads.get(m, (None, None))[1] or "" for m in cited)
        for name in self._people:
            if any(name_spans(name, body)) and not any(name_spans(name, text)):
                raise Unproven(code="name", reason=f"the draft of this slot does not name {name!r}")

    @cached_property
    def _people(self) -> frozenset[str]:
        facts = self.known.dossier.facts
        people = {n for n in (facts.csm.value, facts.account_owner.value, facts.contact_name.value) if n}
        people |= {r.who for r in facts.timeline.value or () if r.who}
        people |= {author for _, author in self.known.dossier.heads.values() if author}
        return frozenset(people | {a.by for a in facts.actions_taken.value or () if a.by})

    def _prove_promises(self, body: str, slot: Slot, support: Support) -> None:
        if find("promise_not", body):
            return
        if offer := strange_offer(body, _heard(support, slot)):
            raise Unproven(code="content", reason=f"{offer!r} is offered by nobody in the evidence")
        strong = find("promise_strong", body)
        weak = find("promise_weak", body) if slot.name in STORIES else None
        promised = strong or weak
        if promised and fold(promised.group()) not in fold(support.text):
            raise Unproven(code="content", reason=f"{promised.group()!r} promises what nobody has agreed to")

    def _prove_grave(self, body: str, slot: Slot, support: Support) -> None:
        shown = frozenset(s.name for s in self.known.dossier.signals)
        if threat := strange_threat(body, _heard(support, slot), shown):
            raise Unproven(code="content", reason=f"{threat!r} is not in what it cites")


def _heard(support: Support, slot: Slot) -> str:
    """Return what is cited and the draft of a row: without the words that policy uses for roles and teams."""
    cited = [p.text for p in support.proofs if p.evidence.message != _COMPUTED]
    return "\n".join([*cited, slot.draft if slot.name not in STORIES else ""])


def _denies(text: str, language: str | None) -> bool:
    return bool(text.strip()) and bool(negations_in(text, language) or soft_negations_in(text, language))


def _nearest(body: str, spoken: list[tuple[str, str | None]]) -> list[tuple[str, str | None]]:
    """Return the pieces that share most figures with the text, else most names, else all."""
    for marks in (_figures, _names):
        mine = marks(body)
        scores = [len(mine & marks(piece)) for piece, _ in spoken]
        if top := max(scores, default=0):
            return [item for item, score in zip(spoken, scores, strict=True) if score == top]
    return spoken


def _names(text: str) -> frozenset[str]:
    """Return the capitalised words of a text, but for currencies: what a translation keeps."""
    found = re.findall(r"[^\W\d_]{3,}", text)
    return frozenset(w.casefold() for w in found if w[0].isupper() and not (len(w) == len("EUR") and w.isupper()))


def _figures(text: str) -> frozenset[str]:
    """Return the figures of a text, and the days of its dates."""
    days = {str(d.day) for span in dates_in(text, None) for d in span.days}
    iso = {str(int(day)) for day in re.findall(r"\d{4}-\d\d-(\d\d)", text)}
    return frozenset(days | iso | {f"{n.value:f}" for n in numbers_in(text)})


def _without_told_months(body: str, support: Support) -> str:
    """Return the text without the names of months that the quotes name, in whatever language."""
    told = {months()[w] for w in re.findall(r"[^\W\d_]+", strip_marks(support.flat)) if w in months()}
    return re.sub(r"[^\W\d_]+", lambda m: "" if months().get(m.group().casefold()) in told else m.group(), body)


def _prove_quoted(text: str, support: Support) -> str:
    """Return the text without its quotations; raise Unproven for one that is not in the cited evidence."""
    held = [fold(p.evidence.quote) for p in support.proofs]
    for quote in quotes(text):
        pieces = [p for p in _ELLIPSIS.split(quote.strip(_MARKS)) if fold(p)]
        if not all(any(fold(p) in h for h in held) for p in pieces):
            raise Unproven(code="quote_absent", reason=f"the words {quote[:60]} are not word for word in what it cites")
        text = text.replace(quote, " ")
    return text


def _prove_content(body: str, support: Support) -> None:
    """Raise Unproven where most of what the sentence speaks of is nowhere in what it may speak of."""
    told = frozenset(content(support.text))
    mine = content(body)
    if mine and sum(s in told for s in mine) < _LEAST * len(mine):
        raise Unproven(code="content", reason="most of it is not in what it cites; say what the evidence says")
