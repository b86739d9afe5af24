"""What mail programs, chat tools and models do to a text without changing a word leaves every claim standing."""

from __future__ import annotations

import random
import re
import textwrap
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from test_grounding_altered import sentences
from test_grounding_tickets import EXAMPLES, Example, judged

from agent.claims import Claim, Quote

if TYPE_CHECKING:
    from agent.ticket import Message, Ticket

LEAST = 500
MOST_REFUSED = 0.02
_SEED = 7331
Change = Callable[[str, random.Random], str]


def rewrapped(text: str, rng: random.Random) -> str:
    width = rng.choice((24, 38, 60))
    return "\n\n".join(
        textwrap.fill(p.replace("\n", " "), width, break_long_words=False, break_on_hyphens=False)
        for p in text.split("\n\n")
    )


def cjk_rewrapped(text: str, rng: random.Random) -> str:
    """Break lines between the characters of scripts without spaces, as mail programs do."""
    places = [m.end() for m in re.finditer(r"[\u4e00-\u9fff\u3040-\u30ff](?=[\u4e00-\u9fff\u3040-\u30ff])", text)]
    for place in sorted(rng.sample(places, min(3, len(places))), reverse=True):
        text = f"{text[:place]}\n{text[place:]}"
    return text


def requoted(text: str, rng: random.Random) -> str:
    mark = rng.choice(("> ", ">> ", "> > ", ">"))
    return "\n".join(mark + line for line in rewrapped(text, rng).split("\n"))


def dashed(text: str, rng: random.Random) -> str:
    return text.replace("-", rng.choice(("‐", "‑", "–", "—", "−")))


def marked(text: str, rng: random.Random) -> str:
    apostrophe, opening, closing = rng.choice((("’", "“", "”"), ("ʼ", "«", "»"), ("‘", "„", "“")))
    return re.sub(r'"([^"]*)"', rf"{opening}\1{closing}", text.replace("'", apostrophe))


def in_quote_marks(text: str, rng: random.Random) -> str:
    return rng.choice(("“{}”", '"{}"', "«{}»", "‘{}’", "「{}」")).format(text)


def in_entities(text: str, rng: random.Random) -> str:
    table = {
        "&": "&amp;",
        "'": rng.choice(("&#39;", "&apos;", "&rsquo;")),
        "€": "&euro;",
        "£": "&pound;",
        "-": rng.choice(("&ndash;", "&#8209;")),
        "é": "&eacute;",
        "ü": "&uuml;",
        "ñ": "&#241;",
        "ã": "&#xE3;",
        "$": "&#36;",
        ":": "&#58;",
    }
    text = "".join(table.get(c, c) for c in text)
    return re.sub(" ", lambda _: rng.choice((" ", "&nbsp;", " ")), text)


def widened(text: str, rng: random.Random) -> str:
    kinds = rng.choice((r"\d", r"[0-9A-Za-z]", r"[,:()/.%$-]"))
    return "".join(chr(ord(c) + 0xFEE0) if re.match(kinds, c) and c.isascii() else c for c in text)


def spaced(text: str, rng: random.Random) -> str:
    return re.sub(" ", lambda _: rng.choice((" ", "\u00a0", "\u202f", "  ", "\u3000", "\t")), text)


def invisible(text: str, rng: random.Random) -> str:
    places = sorted(rng.sample(range(len(text)), min(4, len(text))), reverse=True)
    for place in places:
        text = text[:place] + rng.choice("\u00ad\u200b\u2060\ufeff") + text[place:]
    return text


KINDS: dict[str, Change] = {
    "rewrapped": rewrapped,
    "cjk_rewrapped": cjk_rewrapped,
    "requoted": requoted,
    "dashed": dashed,
    "marked": marked,
    "in_quote_marks": in_quote_marks,
    "in_entities": in_entities,
    "widened": widened,
    "spaced": spaced,
    "invisible": invisible,
}
OF_MESSAGES = ("requoted", "dashed", "marked", "in_entities", "widened", "spaced", "invisible", "rewrapped")
OF_VALUES = ("dashed", "marked", "widened", "spaced")


def with_quotes(one: Claim, change: Change, rng: random.Random) -> Claim:
    quotes = tuple(Quote(message=q.message, text=change(q.text, rng)) for q in one.quotes)
    return one.model_copy(update={"quotes": quotes})


def with_messages(of: Ticket, change: Change, rng: random.Random) -> Ticket:
    """Change every message of people; a record keeps its text, for its fields have offsets into it."""
    messages: list[Message] = []
    for message in of.messages:
        own_line = "rewrapped" in change.__name__ or change is requoted
        text = (
            "\n".join(change(line, rng) if line else line for line in message.text.split("\n"))
            if own_line
            else change(message.text, rng)
        )
        messages.append(message if message.kind == "record" else message.model_copy(update={"text": text}))
    return of.model_copy(update={"messages": tuple(messages)})


def claims(example: Example) -> list[Claim]:
    return [*example.claims, *sentences(example)]


def cases(name: str, rng: random.Random) -> Iterator[tuple[Example, Claim, Ticket]]:
    change = KINDS[name]
    for example in EXAMPLES:
        for one in claims(example):
            for _ in range(2):
                yield example, with_quotes(one, change, rng), example.ticket
            if (
                name in OF_VALUES
                and isinstance(one.value, str)
                and one.field in {"nature", "customer_ask", "root_cause"}
            ):
                yield example, one.model_copy(update={"value": change(one.value, rng)}), example.ticket
        if name in OF_MESSAGES:
            changed = with_messages(example.ticket, change, rng)
            for one in claims(example):
                yield example, one, changed


@pytest.mark.parametrize("name", KINDS)
def test_a_harmless_change_leaves_the_claim_standing(name: str):
    rng = random.Random(_SEED)  # noqa: S311 - the same cases every time
    tried, refused = 0, []
    for example, one, of in cases(name, rng):
        tried += 1
        if why := judged(example, one, of):
            refused.append((example.language, why))
    assert len(refused) <= MOST_REFUSED * tried, refused[:5]
    assert tried >= LEAST, tried
