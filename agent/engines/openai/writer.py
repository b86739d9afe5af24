"""The Writer of the openai engine: the rules' documents are the skeleton, a model writes their prose, code checks it.

A sentence that says more than the dossier proves is cut: the part of it that stands is kept, in a row the rules' own
text. Where nothing of a story's sentence stands the model is asked for it once more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.engines.openai.cutting import CITATION, CITED, clauses_of, gap, sentences_of, stretches
from agent.engines.openai.errors import ModelError
from agent.values.fold import is_cjk
from prompts import load

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from agent.brief import Brief, Package
    from agent.engines.openai.chat import Chat
    from agent.engines.openai.known import Known
    from agent.engines.openai.proof import Verdicts
    from agent.engines.openai.schema import WriteAnswer
    from agent.engines.openai.slots import Documents, Slot
    from agent.policy import Policy
    from agent.ports import Dossier, Writer
    from prompts import Message

_LANGUAGES = {"en": "English", "zh": "Chinese (简体中文)"}
_SHORTEST = 12
_EDGE = " ,;；，.。!?"


class OpenAIWriter:
    """Writes with a model over the rules' skeleton. `strict`: a model that fails is an error, else a warning."""

    def __init__(self, chat: Chat, skeleton: Writer, *, strict: bool) -> None:
        """Keep the chat and the writer of the skeleton; nothing is called."""
        self.chat = chat
        self.skeleton = skeleton
        self.strict = strict

    def write(self, dossier: Dossier, policy: Policy) -> tuple[Brief, Package]:
        """Return both documents; at most two calls."""
        from agent.engines.openai.slots import slots_of  # noqa: PLC0415 - start-up

        drafted = self.skeleton.write(dossier, policy)
        return self._fill(drafted, slots_of(drafted), dossier, policy)

    def patch(
        self, written: tuple[Brief, Package], before: Dossier, dossier: Dossier, policy: Policy
    ) -> tuple[Brief, Package]:
        """Return the documents with only those sections anew in which the two dossiers differ."""
        from agent.engines.openai.slots import filled, kept, merged, slots_of  # noqa: PLC0415 - start-up

        old, new = self.skeleton.write(before, policy), self.skeleton.write(dossier, policy)
        if old == new:
            return written
        texts = kept(written, old, new)
        documents = filled(merged(written, old, new), texts)
        concerned = tuple(s for s in slots_of(new) if s.name not in texts)
        return self._fill(documents, concerned, dossier, policy) if concerned else documents

    def _fill(self, documents: Documents, slots: Sequence[Slot], dossier: Dossier, policy: Policy) -> Documents:
        from agent.engines.openai.known import Known  # noqa: PLC0415 - start-up
        from agent.engines.openai.slots import filled  # noqa: PLC0415 - as above

        if self.chat.ledger.down:
            return documents
        try:
            texts = self._texts(Known.of(dossier, policy), slots)
        except ModelError as error:
            if self.strict:
                raise
            self.chat.ledger.warn(f"Written by rules, not by the model: {error.message} {error.fix}")
            return documents
        return filled(documents, texts)

    def _texts(self, known: Known, slots: Sequence[Slot]) -> dict[str, str]:
        from agent.engines.openai.proof import Verdicts  # noqa: PLC0415 - start-up
        from agent.engines.openai.schema import WRITING, WriteAnswer  # noqa: PLC0415 - as above
        from agent.engines.openai.slots import STORIES  # noqa: PLC0415 - as above

        messages = request(known, slots)
        answer: WriteAnswer = self.chat.ask("write", messages, WRITING, WriteAnswer)
        self.chat.ledger.used("write", load("write").mark)
        by_name = {s.name: s for s in slots}
        verdicts = Verdicts(known)
        pieces = dict(pieces_of(answer, by_name))
        fallen = {name: why for name, text in pieces.items() if (why := self._why(name, text, by_name, verdicts))}
        cut = {name: _cut(pieces[name], by_name[owner(name)], verdicts) for name in fallen}
        if any(not left and owner(name) in STORIES for name, left in cut.items()):
            told = {name: why for name, why in fallen.items() if owner(name) in STORIES}
            again = self._again(messages, pieces, told)
            cut |= {name: _cut(text, by_name[owner(name)], verdicts) or cut[name] for name, text in again.items()}
        pieces |= cut
        return dict(self._assembled(pieces, by_name, verdicts))

    def _why(self, name: str, text: str, slots: Mapping[str, Slot], verdicts: Verdicts) -> str | None:
        slot = slots[owner(name)]
        wrong = next((why for s in sentences_of(text) if (why := verdicts.why_not(s, slot))), None)
        return wrong or verdicts.row_misses(text, slot)

    def _again(
        self, messages: Sequence[Message], pieces: Mapping[str, str], fallen: Mapping[str, str]
    ) -> dict[str, str]:
        """Return what one repair call makes of the refused texts."""
        from agent.engines.openai.schema import WRITING, WriteAnswer  # noqa: PLC0415 - start-up

        listed = "\n".join(f"- {name}: {pieces[name]}\n  Why: {why}." for name, why in fallen.items())
        try:
            asked = (*messages, *load("rewrite").fill(refused=listed))
            answer: WriteAnswer = self.chat.ask("rewrite", asked, WRITING, WriteAnswer)
        except ModelError as error:
            self.chat.ledger.warn(f"Refused sentences could not be repaired: {error.message}")
            return {}
        self.chat.ledger.used("rewrite", load("rewrite").mark)
        return {row.slot: row.text for row in answer.rows if row.slot in fallen}

    def _assembled(
        self, pieces: Mapping[str, str], slots: Mapping[str, Slot], verdicts: Verdicts
    ) -> Iterator[tuple[str, str]]:
        from agent.engines.openai.slots import STORIES, story  # noqa: PLC0415 - start-up

        cited = {name: _recited(text, slots[owner(name)], verdicts) for name, text in pieces.items()}
        for name in slots:
            if name in STORIES:
                told = story(name, [t for n, t in cited.items() if owner(n) == name], verdicts.known.dossier.lang)
                if told:
                    yield name, told
            elif cited.get(name, "").strip():
                yield name, cited[name].strip()


def owner(name: str) -> str:
    """Return the slot that a piece belongs to: what_happened.2 is a sentence of what_happened."""
    from agent.engines.openai.slots import STORIES  # noqa: PLC0415 - start-up

    head = name.partition(".")[0]
    return head if head in STORIES else name


def pieces_of(answer: WriteAnswer, slots: Mapping[str, Slot]) -> Iterator[tuple[str, str]]:
    """Yield the texts by name: each sentence of a story, and each slot that was asked for."""
    from agent.engines.openai.slots import STORIES  # noqa: PLC0415 - start-up

    for name in STORIES:
        if name in slots:
            for number, text in enumerate(getattr(answer, name), 1):
                if text.strip():
                    yield f"{name}.{number}", " ".join(text.split())
    for row in answer.rows:
        if row.slot in slots and row.slot not in STORIES and row.text.strip():
            yield row.slot, " ".join(row.text.split())


def standing(text: str, slot: Slot, verdicts: Verdicts) -> str:
    """Return the part of a text that stands: its sentences, of one that falls the rest without the part that does."""
    held = [rest for s in sentences_of(text) if (rest := _rest(s, slot, verdicts))]
    return gap(text).join(held)


def _cut(text: str, slot: Slot, verdicts: Verdicts) -> str:
    """Return what stands of a sentence of a story; of a row nothing, for its draft is good as it is."""
    from agent.engines.openai.slots import STORIES  # noqa: PLC0415 - start-up

    if slot.name in STORIES:
        return standing(text, slot, verdicts)
    stands = all(verdicts.why_not(s, slot) is None for s in sentences_of(text)) and not verdicts.row_misses(text, slot)
    return text if stands else ""


def _rest(sentence: str, slot: Slot, verdicts: Verdicts) -> str:
    if verdicts.why_not(sentence, slot) is None:
        return sentence
    clauses = clauses_of(sentence)
    return next((c for gone in range(len(clauses) - 1, 0, -1) if (c := _without(clauses, gone, slot, verdicts))), "")


def _without(clauses: Sequence[str], gone: int, slot: Slot, verdicts: Verdicts) -> str:
    """Return the clauses without one of them as a sentence; empty where that does not stand."""
    cited = _cites(CITED.findall(clauses[gone]))
    before, after = gap(clauses[0]).join(clauses[:gone]).rstrip(_EDGE), gap(clauses[0]).join(clauses[gone + 1 :])
    if not before.endswith("]"):
        before += cited
    left = gap(clauses[0]).join([before + ("," if after else ""), after]).rstrip(_EDGE)
    if not CITED.search(left):
        left += _cites(CITED.findall(" ".join(clauses)))
    bare_left = CITATION.sub("", left)
    closed = f"{left}{'。' if is_cjk(bare_left[-1:] or ' ') else '.'}"
    return closed if len(bare_left) >= _SHORTEST and verdicts.why_not(closed, slot) is None else ""


def _cites(messages: Iterable[str]) -> str:
    return "".join(f" [{m}]" for m in dict.fromkeys(messages))


def _recited(text: str, slot: Slot, verdicts: Verdicts) -> str:
    """Return the text with a citation moved to the next one where a figure before it is that one's."""
    return gap(text).join(_recited_one(s, slot, verdicts) for s in sentences_of(text))


def _recited_one(sentence: str, slot: Slot, verdicts: Verdicts) -> str:
    parts = stretches(sentence)
    out, owed = "", tuple[str, ...]()
    for at, (stretch, cites) in enumerate(parts):
        held = (*owed, *cites)
        later = any(more for _, more in parts[at + 1 :])
        if cites and later and verdicts.misplaced(stretch, held, slot):
            out, owed = out + stretch, held
        else:
            out += stretch + "".join(f" [{m}]" for m in dict.fromkeys(held)) if cites else stretch
            owed = () if cites else owed
    return out


def request(known: Known, slots: Sequence[Slot]) -> tuple[Message, ...]:
    """Return the messages of the write call."""
    listed = "\n".join(f"- {s.name}{f' ({s.beside})' if s.beside else ''}: {s.draft}" for s in slots)
    return load("write").fill(
        language=_LANGUAGES[known.dossier.lang],
        account=known.matter.account,
        today=str(known.dossier.as_of),
        facts=known.facts_text(),
        evidence=known.evidence_text(),
        assessment=known.assessment_text(),
        computed="\n".join(f"- {line}" for line in known.computed),
        similar=known.similar_text(),
        slots=listed,
    )
