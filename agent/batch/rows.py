"""What a row of the packet says, in words."""

from __future__ import annotations

import json
from pathlib import PurePath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from agent.batch.ports import Row, RunStore

SECTIONS = ("ready", "blocked", "handle", "failed")
_QUOTE = 140
_MINUTE, _HOUR = 60, 3600


def told(row: Row) -> dict[str, object]:
    """Return what a row's draft says: subject, ticket, questions, reason."""
    held: dict[str, object] = json.loads(row.summary or "{}")
    return held


def asked(row: Row) -> list[dict[str, str]]:
    """Return the questions of a row."""
    found = told(row).get("questions")
    return found if isinstance(found, list) else []


def short(name: str) -> str:
    """Return a piece's name without its folders."""
    return PurePath(name).name


def level(row: Row, words: dict[str, str]) -> str:
    """Return the level, or that there is none."""
    return row.level or words["no_level"]


def subject(row: Row) -> str:
    """Return what the ticket is about: its subject, else its file's name."""
    return " ".join(str(told(row).get("subject") or short(row.name)).split())


def head(row: Row, words: dict[str, str]) -> str:
    """Return whose ticket it is and what it is about."""
    return " ".join(f"{row.account or words['no_account']}: {subject(row)}".split())


def money(row: Row, words: dict[str, str]) -> str:
    """Return what the account pays a year."""
    return f"{row.currency} {row.arr:,.0f}" if row.arr is not None else words["unknown"]


def why(row: Row) -> str:
    """Return why the row stands where it stands, with the words of the ticket that say so."""
    said = told(row)
    quote = " ".join(str(said.get("quote") or "").split())
    cut = quote if len(quote) <= _QUOTE else f"{quote[: _QUOTE - 1]}…"
    return " ".join(part for part in (str(said.get("reason") or ""), f"“{cut}”" if cut else "") if part)


def mend(row: Row) -> str:
    """Return what a check found wrong, empty where nothing is."""
    found = told(row).get("mend")
    return "; ".join(map(str, found)) if isinstance(found, list) else ""


def waits(row: Row, lang: str) -> list[tuple[str, str]]:
    """Return whom the row waits for, and for what."""
    from agent.render.wording import wording  # noqa: PLC0415 - start-up

    words, by = wording(lang), dict[str, list[str]]()
    for question in asked(row):
        by.setdefault(question["ask"], []).append(words.label("field", question["field"]))
    return [(person, ", ".join(fields)) for person, fields in by.items()]


def seconds(number: float) -> str:
    """Return a time as people say it."""
    whole = round(number)
    hours, minutes = whole // _HOUR, whole % _HOUR // _MINUTE
    if hours:
        return f"{hours} h {minutes:02d} min"
    return f"{minutes} min {whole % _MINUTE:02d} s" if minutes else f"{whole} s"


def total(store: RunStore, words: dict[str, str], took: float | None) -> str:
    """Return counts, cost and time in a line."""
    totals = store.totals()
    counts = ", ".join(f"{totals.get(key, (0,))[0]} {words[f'n_{key}']}" for key in SECTIONS)
    return f"{counts} · {bill(store, words, took)}"


def bill(store: RunStore, words: dict[str, str], took: float | None) -> str:
    """Return cost and time in a line."""
    drafting = sum(spent for _, spent in store.totals().values())
    parts = [words["cost"].format(cost=store.spent()), words["drafting"].format(seconds=seconds(drafting))]
    if took is not None:
        parts.append(words["took"].format(seconds=seconds(took)))
    return " · ".join(parts)


def revenue(store: RunStore, words: dict[str, str]) -> list[tuple[str, int, str]]:
    """Return by level how many tickets are ready or blocked, and their accounts' yearly revenue, a currency apart."""
    by: dict[str, tuple[int, list[str], int]] = {}
    for name, currency, count, amount in store.revenue():
        key = name or words["no_level"]
        n, sums, unknown = by.get(key, (0, [], 0))
        known = [f"{currency} {amount:,.0f}"] if amount is not None else []
        by[key] = n + count, [*sums, *known], unknown + (count if amount is None else 0)
    return [
        (key, n, " · ".join([*sums, *([words["plus_unknown"].format(n=unknown)] if unknown else [])]))
        for key, (n, sums, unknown) in by.items()
    ]
