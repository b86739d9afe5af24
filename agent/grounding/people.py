"""Where a person's name stands in a text, whole, and what other names stand there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.grounding.model import Unproven
from agent.grounding.vocabulary import CSM, OWNER, words
from agent.values.fold import is_cjk, lower, plain
from agent.values.names import name_tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from agent.grounding.support import Proof, Support

Place = tuple[int, int]
_FULL_NAME = re.compile(
    r"(?:[A-ZÀ-Þ][^\W\d_]+(?:['’-][^\W\d_]+)*)(?:\s+(?:van|von|der|de|da|di|del|la|el|al|bin|ter|den|"
    r"dos)\b)*(?:\s+[A-ZÀ-Þ][^\W\d_]+(?:['’-][^\W\d_]+)*)+"
)


def name_spans(name: str, text: str) -> Iterator[tuple[int, int]]:
    """Yield where the whole name stands, in the order given or turned round; case is forgiven, accents are not."""
    tokens = [re.escape(lower(t)) for t in name_tokens(name)]
    if not tokens:
        return
    turned = rf"|{tokens[-1]},\s*{_joined(tokens[:-1])}" if len(tokens) > 1 else ""
    edge = r"[a-zà-ɏ]"
    for match in re.finditer(
        rf"(?<!{edge})(?<!{edge}-)(?:{_joined(tokens)}{turned})(?!{edge})(?!-{edge})", lower(text)
    ):
        yield match.span()


def _joined(tokens: list[str]) -> str:
    return r"(?:\s*>?\s*|\.?\s+)".join(tokens)


def wrote(name: str, author: str | None) -> bool:
    """Whether the author is the person of that whole name."""
    return bool(author) and [t.casefold() for t in name_tokens(name)] == [
        t.casefold() for t in name_tokens(author or "")
    ]


def _signs(name: str, proof: Proof) -> bool:
    """Whether the author is the person, and the quote names nobody else instead."""
    return wrote(name, proof.message.author) and not names_in(proof.text, proof.thread.names - {name})


def prove_whole(name: str, support: Support) -> None:
    """Raise Unproven where the whole name is neither in a quote nor the author's of a quoted message."""
    if not name_tokens(name):
        raise Unproven(code="value", reason=f"{name!r} is no name")
    titles = [
        w
        for w in re.findall(r"[^\W\d_]+", plain(name))
        if w not in {t for n in name_tokens(name) for t in re.findall(r"[^\W\d_]+", n)}
    ]
    if any(t.lower() not in lower(support.text) for t in titles if not is_cjk(t[0])):
        raise Unproven(
            code="name", reason=f"the title in {name!r} is not in the quotes; give the name as the quotes do"
        )
    if any(any(name_spans(name, p.text)) or any(name_spans(name, p.line)) or _signs(name, p) for p in support.proofs):
        return
    raise Unproven(
        code="name", reason=f"no quote holds the whole name {name!r}; quote the words in which it stands in full"
    )


def names_in(text: str, known: Iterable[str]) -> list[tuple[int, int]]:
    """Return where any name stands: known ones, and two capitalised words in a row."""
    found = [span for name in known for span in name_spans(name, text)]
    for match in _FULL_NAME.finditer(text):
        low = match.group().lower()
        if (
            not words(CSM).search(low)
            and not words(OWNER).search(low)
            and not any(a < match.end() and match.start() < b for a, b in found)
        ):
            found.append(match.span())
    return sorted(found)
