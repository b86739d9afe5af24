"""Whether a verdict hangs on what must not count: the order of the pieces, or the length of what is judged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from evals.judges.judge import PIECES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from evals.judges.judge import Judge, Question, Verdict

Probe = Literal["order", "length"]
PROBES: tuple[Probe, ...] = ("order", "length")

_EMPTY = {
    "en": (
        "It may be noted that this is a text on the matter at hand.",
        "The matter at hand is the matter that this text is on, and a text of this kind consists of sentences.",
        "What has been written above has been written above, and what is said here is said in words.",
        "As far as a text can be read, it can be read from its beginning to its end.",
    ),
    "de": (
        "Es sei angemerkt, dass dies ein Text zur vorliegenden Sache ist.",
        "Die vorliegende Sache ist die Sache, um die es in diesem Text geht, und ein solcher Text besteht aus Sätzen.",
        "Was oben geschrieben steht, steht oben geschrieben, und was hier gesagt wird, wird in Worten gesagt.",
        "Soweit man einen Text lesen kann, kann man ihn vom Anfang bis zum Ende lesen.",
    ),
    "es": (
        "Cabe señalar que este es un texto sobre el asunto en cuestión.",
        "El asunto en cuestión es el asunto del que trata este texto, y un texto de este tipo se compone de frases.",
        "Lo que está escrito arriba está escrito arriba, y lo que aquí se dice se dice con palabras.",
        "En la medida en que un texto puede leerse, puede leerse de principio a fin.",
    ),
    "zh": (
        "需要说明的是，这是一段关于本事项的文字。",
        "本事项就是这段文字所谈的事项，而这样的文字是由句子组成的。",
        "上面写的就是上面所写的，这里说的是用文字说的。",
        "一段文字只要可以读，就可以从头读到尾。",
    ),
}  # fmt: skip
"""Sentences that say nothing, so that no verdict may change by them."""


@dataclass(frozen=True)
class Flips:
    """Of `asked` items with a verdict both times, how many turned; `lost` ones had a verdict only once."""

    asked: int
    flipped: int
    lost: int


def padded(question: Question, material: Mapping[str, str]) -> dict[str, str]:
    """Return the material with the judged piece between empty sentences of its language."""
    from agent.values.languages import language_of  # noqa: PLC0415 - the word tables are heavy

    name = PIECES[question][1]
    text = material[name].strip()
    before, *after = _EMPTY.get(language_of(text) or "en", _EMPTY["en"])
    return {**material, name: "\n".join([before, text, *after])}


def probe(judge: Judge, kind: Probe, question: Question, material: Mapping[str, str]) -> Verdict:
    """Return the verdict on the same material with its pieces swapped, or with the judged one padded."""
    if kind == "order":
        return judge.ask(question, material, swapped=True)
    return judge.ask(question, padded(question, material))


def flips(pairs: Iterable[tuple[Verdict, Verdict]]) -> Flips:
    """Count how often the second verdict on the same material is another than the first."""
    held = [(a.holds, b.holds) for a, b in pairs]
    both = [(a, b) for a, b in held if a is not None and b is not None]
    lost = sum((a is None) != (b is None) for a, b in held)
    return Flips(len(both), sum(a != b for a, b in both), lost)
