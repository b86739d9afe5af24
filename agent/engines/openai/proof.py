"""Prose against the dossier: what a sentence says stands in what it cites or in its slot's draft, or is computed.

What stands in quotation marks and is word for word what is cited proves itself; the words around it need the proof.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from agent.checks.lexicon import find
from agent.checks.pool import evidence_in, fold
from agent.checks.prose import content
from agent.engines.openai.cutting import CITATION, CITED, bare, stretches
from agent.engines.openai.frame import beyond, prove_content
from agent.engines.openai.injection import injects, speaks_of_machine
from agent.engines.openai.persons import people_of, prove_posts, without_told_months
from agent.engines.openai.polarity import noes, prove_polarity
from agent.engines.openai.quoting import prove_quoted, prove_uncut
from agent.engines.openai.slots import STORIES
from agent.engines.openai.unknowns import prove_ratings, without_days, without_unknowns
from agent.engines.openai.weighty import grants, names_an_ask, strange_grant, strange_offer, strange_threat
from agent.evidence import Evidence
from agent.grounding.clauses import prove_negations
from agent.grounding.figures import prove_figures
from agent.grounding.mentions import prove_names
from agent.grounding.model import Unproven
from agent.grounding.people import name_spans
from agent.grounding.support import Proof, Support
from agent.grounding.thread import Thread
from agent.render.prose import sentences
from agent.ticket import Message, Ticket
from agent.values.negation import negations_in
from agent.values.numbers import numbers_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from agent.engines.openai.known import Known
from agent.engines.openai.slots import Slot

_MARK = re.compile(r"[\"‘’]")
_COMPUTED = "computed"
_OURS = {"en": "This is what our side has computed and decided about it.", "zh": "这是我方计算和决定的内容。"}
"""Words in the documents' language, by which the language of what is computed is told."""
_CLAUSE = re.compile(r"[,;:，；：。]\s*|\s[–—]\s|\s(?=and (?:we|our|i)\b)", re.IGNORECASE)
_MOSTLY = 0.6
_LOST = "leaves out the no"
_DECIDES = ("decision", "option")
_ASKS = re.compile(
    r"(?<!\w)(?:asks?|asked|wants?|wanted|demands?|requests?|condition)(?!\w)|要求|希望|请求", re.IGNORECASE
)


@dataclass(frozen=True)
class Verdicts:
    """Judges sentences against what is known."""

    known: Known

    def why_not(self, sentence: str, slot: Slot) -> str | None:
        """Return why the sentence cannot stand in the slot; null where it can."""
        return _reason(lambda: self._prove(sentence, slot))

    def row_misses(self, text: str, slot: Slot) -> str | None:
        """Return what the whole text of a row lacks: a no that its draft says in our own words; else null."""
        return _reason(lambda: self._prove_row(CITATION.sub("", text), slot)) if slot.name not in STORIES else None

    def misplaced(self, stretch: str, cited: tuple[str, ...], slot: Slot) -> bool:
        """Whether a stretch of a sentence has a figure that the citations right behind it do not hold."""
        support = self._support(list(cited), slot)
        return _reason(lambda: prove_figures(bare(stretch), support)) is not None

    def _prove(self, sentence: str, slot: Slot) -> None:
        cited = list(dict.fromkeys(CITED.findall(sentence)))
        strange = [m for m in cited if m not in self.known.evidence]
        if strange:
            raise Unproven(code="no_message", reason=f"it cites {strange[0]}, which is no id of the evidence")
        facts, told = self.known.dossier.facts, [q for m in cited for q in self.known.evidence[m]]
        plain = without_unknowns(sentence, facts, told)
        if slot.name in STORIES and not cited and not self._follows(plain, sentence):
            raise Unproven(code="no_quote", reason="it cites nothing; cite the evidence behind it")
        support = self._support(cited, slot)
        if injects(sentence) or (speaks_of_machine(sentence) and not speaks_of_machine(support.text)):
            raise Unproven(code="content", reason="it speaks to a machine, or of one")
        plain = without_days(plain, self.known.dossier.as_of, self._renewal, "\n".join([*told, slot.draft]))
        prove_quoted(sentence, support)
        body = bare(plain)
        prove_uncut(sentence, told)
        prove_ratings(body, self.known.dossier.assessment, "\n".join(told))
        prove_figures(body, support)
        prove_names(without_told_months(body, support), support, facts.account_name.value)
        prove_posts(body, facts, self._people)
        if slot.name not in STORIES:
            self._prove_people(body, cited, slot)
        foreign = self._foreign(cited)
        if foreign and slot.name in STORIES:
            spoken = [
                (piece, self._thread.language(m))
                for m in cited
                for q in self.known.evidence[m]
                for piece in sentences(q)
            ]
            prove_polarity(sentence, plain, self.known.dossier.lang, spoken, self._ours)
        else:
            self._prove_negations(plain, body, support, slot)
        self._prove_promises(body, slot, support)
        self._prove_grave(body, slot, support)
        if blamed := find("blame", body) or find("minimising", body):
            raise Unproven(code="content", reason=f"{blamed.group()!r} blames or belittles; say what happened")
        if not foreign:
            asked = "" if slot.name in STORIES else facts.customer_ask.value or ""
            prove_content(plain, f"{support.text}\n{self._ours}\n{asked}")

    def _foreign(self, cited: list[str]) -> bool:
        """Whether what is cited is in other languages than the documents."""
        spoken = {self._thread.language(m) for m in cited} - {None}
        return bool(spoken) and self.known.dossier.lang not in spoken

    @cached_property
    def _ours(self) -> str:
        """What code has computed and policy has judged."""
        return "\n".join((*self.known.computed, *self.known.judged, self.known.labels))

    def _prove_negations(self, plain: str, body: str, support: Support, slot: Slot) -> None:
        """Raise Unproven where a no is added or lost; it may be proven in any of four ways.

        By all that is cited; with the quotations read along (not “adjusted on the next invoice”); stretch by stretch,
        each by its own citations; by what policy has judged (no trigger is met).
        """
        asking = slot.name not in STORIES or bool(_ASKS.search(body))
        whole = re.sub(r"[“”„«»]", "", CITATION.sub("", plain))
        held = _widest(support)
        why = _verdict(lambda: prove_negations(whole, held, asking=asking))
        if why is None:
            return
        for text in (body, self._beyond_judged(body)) if _LOST not in why.reason else ():
            if not _reason(lambda text=text: prove_negations(text, held, asking=asking)):  # type: ignore[misc]
                return
        if not self._stands_by_stretches(plain, slot, asking=asking):
            raise why

    def _beyond_judged(self, body: str) -> str:
        """Return the text without the clauses whose no policy has said (no trigger is met)."""
        lang = self.known.dossier.lang
        judged = [line for line in self.known.judged if negations_in(line, lang)]

        def ours(clause: str) -> bool:
            mine = frozenset(content(clause))
            near = [x for x in judged if len(mine & frozenset(content(x))) >= _MOSTLY * len(mine)]
            held = Support([self._proof(_COMPUTED, line) for line in near], self._thread)
            return bool(near and negations_in(clause, lang)) and not _reason(lambda: prove_negations(clause, held))

        return ", ".join(clause for clause in _CLAUSE.split(body) if clause and not ours(clause))

    def _stands_by_stretches(self, plain: str, slot: Slot, *, asking: bool) -> bool:
        """Whether each stretch of a sentence keeps the noes of its own citations, of which it says something."""
        parts = [(bare(text), cites) for text, cites in stretches(plain) if re.search(r"\w", text)]
        if len({cites for _, cites in parts}) < len("ab") or not all(cites for _, cites in parts):
            return False
        for text, cites in parts:
            support = _widest(self._support(list(cites), slot))
            said = frozenset(content("\n".join(q for m in cites for q in self.known.evidence[m])))
            if not said & frozenset(content(text)) or _reason(
                lambda text=text, support=support: prove_negations(text, support, asking=asking)  # type: ignore[misc]
            ):
                return False
        return True

    def _prove_row(self, body: str, slot: Slot) -> None:
        """Raise Unproven where the draft of a row says no in our own words and its text does not."""
        lang = self.known.dossier.lang
        draft = _MARK.sub("'", slot.draft)
        for ask in self.known.matter.asks:
            draft = draft.replace(_MARK.sub("'", ask.text.rstrip(".。")), " ")
        draft = bare(draft)
        if len(noes(draft, lang)) > len(noes(body, lang)):
            raise Unproven(code="negation", reason="the draft of this slot says no; keep it")

    def _follows(self, plain: str, sentence: str) -> bool:
        """Whether a sentence without citation says no more than what is computed, judged or unknown."""
        told = fold(self._ours)
        stems = beyond(bare(plain))
        known = sum(fold(s) in told for s in stems)
        return (
            bool(find("unknown", sentence))
            or (not stems and plain != sentence)
            or (bool(stems) and known >= len(stems) / 2)
        )

    @cached_property
    def _renewal(self) -> date | None:
        day = self.known.dossier.facts.renewal_date.value
        return date.fromisoformat(day[:10]) if day else None

    @cached_property
    def _thread(self) -> Thread:
        heads = self.known.dossier.heads
        messages = [Message(id=_COMPUTED, text=_OURS[self.known.dossier.lang])]
        for name, held in self.known.evidence.items():
            at, author = heads.get(name, (None, None))
            messages.append(Message(id=name, at=at, author=author, text="\n".join(held)))
        subject = self.known.dossier.subject
        return Thread(Ticket(source_format="dossier", digest="", messages=tuple(messages), subject=subject))

    def _support(self, cited: list[str], slot: Slot) -> Support:
        proofs = list(self._cited(cited))
        told = [line for m in cited for line in self.known.told(m)]
        facts = self.known.dossier.facts
        lines = [
            *self.known.computed,
            *told,
            self.known.labels,
            facts.account_tier.value or "",
            facts.contact_role.value or "",
        ]
        if slot.name not in STORIES:
            lines += [CITATION.sub("", slot.draft), slot.beside, self._identifiers]
        proofs += [self._proof(_COMPUTED, line) for line in lines if line.strip()]
        return Support(proofs, self._thread)

    @cached_property
    def _identifiers(self) -> str:
        """The identifiers and versions of the case: a row names what it is about without citing it."""
        held = (q for quotes_ in self.known.evidence.values() for q in quotes_)
        return " ; ".join(dict.fromkeys(n.text for q in held for n in numbers_in(q) if n.kind == "identifier"))

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

    def _prove_people(self, body: str, cited: list[str], slot: Slot) -> None:
        """Raise Unproven where a row names somebody whom neither its draft nor what it cites names."""
        heads = self.known.dossier.heads
        held = [slot.draft, *(q for m in cited for q in self.known.evidence[m])]
        text = "\n".join([*held, *(heads.get(m, (None, None))[1] or "" for m in cited)])
        for name in self._people:
            if any(name_spans(name, body)) and not any(name_spans(name, text)):
                raise Unproven(code="name", reason=f"the draft of this slot does not name {name!r}")

    @cached_property
    def _people(self) -> frozenset[str]:
        authors = (author for _, author in self.known.dossier.heads.values())
        return people_of(self.known.dossier.facts, authors)

    def _prove_promises(self, body: str, slot: Slot, support: Support) -> None:
        done = ""
        for clause in _CLAUSE.split(body):
            self._prove_clause(done, clause, slot, support)
            done += f"{clause}, "

    def _prove_clause(self, before: str, clause: str, slot: Slot, support: Support) -> None:
        if find("promise_not", clause):
            return
        heard = _heard(support, slot)
        to_decide = slot.name.partition(".")[0] in _DECIDES and not grants(clause)
        if to_decide or names_an_ask(before, clause):
            heard += "\n".join(e.quote for e in evidence_in(self.known.dossier.facts.customer_ask))
        if offer := strange_offer(clause, heard):
            raise Unproven(code="content", reason=f"{offer!r} is offered by nobody in the evidence")
        if given := strange_grant(clause, support.text):
            raise Unproven(code="content", reason=f"{given!r} is said by nobody in the evidence")
        strong = find("promise_strong", clause)
        weak = find("promise_weak", clause) if slot.name in STORIES else None
        promised = strong or weak
        if promised and fold(promised.group()) not in fold(support.text):
            raise Unproven(code="content", reason=f"{promised.group()!r} promises what nobody has agreed to")

    def _prove_grave(self, body: str, slot: Slot, support: Support) -> None:
        shown = frozenset(s.name for s in self.known.dossier.signals)
        if threat := strange_threat(body, _heard(support, slot), shown):
            raise Unproven(code="content", reason=f"{threat!r} is not in what it cites")


def _verdict(prove: Callable[[], None]) -> Unproven | None:
    try:
        prove()
    except Unproven as verdict:
        return verdict
    return None


def _reason(prove: Callable[[], None]) -> str | None:
    verdict = _verdict(prove)
    return verdict.reason if verdict else None


def _heard(support: Support, slot: Slot) -> str:
    """Return what is cited and the draft of a row: without the words that policy uses for roles and teams."""
    cited = [p.text for p in support.proofs if p.evidence.message != _COMPUTED]
    return "\n".join([*cited, slot.draft if slot.name not in STORIES else ""])


def _widest(support: Support) -> Support:
    """Return the support without the quotes that stand within another one: cut short, they can lose their if."""
    held = [(p.evidence.message, fold(p.evidence.quote)) for p in support.proofs]
    kept = [
        p
        for p, (m, mine) in zip(support.proofs, held, strict=True)
        if not any(m == n and mine != other and mine in other for n, other in held)
    ]
    return Support(kept, support.thread)
