"""The packet as a page: to read on a desk or a telephone, to print, to copy each person's questions from."""

from __future__ import annotations

from html import escape
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import quote

from agent.batch.letters import letters
from agent.batch.packet_words import WORDS
from agent.batch.rows import SECTIONS, bill, head, level, mend, money, revenue, short, subject, waits, why

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.batch.letters import Letter
    from agent.batch.ports import Row, RunStore
    from agent.batch.work import Terms

_MAIL = 1800
"""Characters of a link that mail programs take."""
_STYLE = """
:root{--ink:#1c2330;--soft:#5a6473;--line:#e3e7ee;--bad:#b3261e;--warn:#a65c00;--good:#1d6f42}
*{box-sizing:border-box}
body{font:15px/1.45 system-ui,"Segoe UI",sans-serif;margin:1.5rem auto;max-width:76rem;padding:0 1rem;color:var(--ink)}
h1{margin:0 0 .3rem;font-size:1.7em}h2{margin:2.2rem 0 .4rem;font-size:1.25em}p.soft,.soft{color:var(--soft)}
nav{display:flex;flex-wrap:wrap;gap:.6rem;margin:1rem 0}
nav a{border:1px solid var(--line);border-radius:.5rem;padding:.5rem .9rem;text-decoration:none;color:inherit}
nav b{display:block;font-size:1.5rem;line-height:1.2}nav .failed b{color:var(--bad)}nav .ready b{color:var(--good)}
table{border-collapse:collapse;width:100%}td,th{padding:.45rem .7rem .45rem 0;border-bottom:1px solid var(--line);
text-align:left;vertical-align:top}th{font-weight:600;color:var(--soft);font-size:.87em}
.num{white-space:nowrap}td.num{font-variant-numeric:tabular-nums}.small{font-size:.87em}.what{overflow-wrap:anywhere}
.chip{display:inline-block;min-width:2.4rem;text-align:center;border-radius:.3rem;padding:0 .4rem;font-weight:700;
background:#e8ebf1;white-space:nowrap}.L4,.L3{background:var(--bad);color:#fff}.L2{background:#ffe2b8;color:#6b3c00}
.mend{color:var(--warn)}.levels{width:auto}.levels td,.levels th{padding-right:1.6rem}
.letter{margin:1rem 0;border:1px solid var(--line);border-radius:.5rem;padding:.7rem 1rem}
.letter h3{margin:0;font-size:1rem;display:inline-block}.letter pre{font:inherit;white-space:pre-wrap;margin:.5rem 0 0;
overflow-wrap:anywhere}.act{float:right}button,.act a{font:inherit;font-size:.85rem;border:1px solid var(--line);
background:#fff;border-radius:.3rem;padding:.15rem .6rem;margin-left:.4rem;color:inherit;text-decoration:none;
cursor:pointer}
@media(max-width:46rem){body{margin:.8rem auto;font-size:16px}thead{display:none}
nav{gap:.4rem}nav a{padding:.3rem .6rem;flex:1 1 28%}nav b{font-size:1.2rem}
.rows tbody,.rows tr,.rows td{display:block;border:0;padding:0}
.rows .of{float:left;margin-right:.5rem}.rows tr{border-bottom:1px solid var(--line);padding:.7rem 0}
.rows td[data-of]::before{content:attr(data-of) ": ";color:var(--soft)}.rows td:empty{display:none}}
@media print{body{margin:0;max-width:none;font-size:10.5px}nav,.act{display:none}a{color:inherit;text-decoration:none}
tr,.letter{break-inside:avoid}h2{break-after:avoid}thead{display:table-header-group}
.L4,.L3,.L2,.chip{background:none;color:inherit;border:1px solid}}
@page{margin:14mm}
"""
_SCRIPT = """
document.addEventListener("click",e=>{const b=e.target.closest("button");if(!b)return;
const p=b.closest(".letter").querySelector("pre"),done=()=>{b.textContent=b.dataset.done};
const mark=()=>{const r=document.createRange();r.selectNodeContents(p);const s=getSelection();s.removeAllRanges();
s.addRange(r)};mark();if(navigator.clipboard)navigator.clipboard.writeText(p.textContent).then(done,()=>{});
else if(document.execCommand("copy"))done()});
"""


def page(store: RunStore, terms: Terms, took: float | None, most: int) -> Iterator[str]:
    """Yield the page; `most` rows of each section."""
    words = WORDS[terms.lang]
    title = words["title"].format(day=terms.as_of)
    yield f'<!doctype html><html lang="{terms.lang}"><meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width,initial-scale=1">'
    yield f"<title>{escape(title)}</title><style>{_STYLE}</style>"
    yield f'<h1>{escape(title)}</h1><p class="soft">{escape(bill(store, words, took))}</p>'
    changed = [_changed(row, words) for row in islice(store.changed(), most)]
    yield from _tiles(store, words, len(changed))
    yield from _levels(store, words)
    if changed:
        yield from _section("changed", words, (words["account"], words["what"]), changed)
    for standing in SECTIONS:
        if standing == "handle":
            yield from _letters(store, words)
        rows = [_row(row, standing, terms, words) for row in islice(store.rows(standing), most)]
        if rows:
            yield from _section(standing, words, _heads(standing, words), rows)
            left = store.totals()[standing][0] - len(rows)
            yield f'<p class="soft">{escape(words["more"].format(n=left))}</p>' if left > 0 else ""
    yield f"<script>{_SCRIPT}</script></html>\n"


def _tiles(store: RunStore, words: dict[str, str], changed: int) -> Iterator[str]:
    totals = store.totals()
    counts = {key: totals.get(key, (0, 0.0))[0] for key in SECTIONS}
    counts = {"ready": counts.pop("ready"), "blocked": counts.pop("blocked"), "changed": changed, **counts}
    yield f'<nav aria-label="{escape(words["tiles"])}">'
    for key, count in counts.items():
        if count:
            yield f'<a class="{key}" href="#{key}"><b>{count:,}</b>{escape(words[f"n_{key}"])}</a>'
    yield "</nav>"


def _levels(store: RunStore, words: dict[str, str]) -> Iterator[str]:
    found = revenue(store, words)
    if not found:
        return
    heads = "".join(f"<th>{escape(words[key])}</th>" for key in ("level", "tickets", "money"))
    yield f'<table class="levels"><thead><tr>{heads}</tr></thead><tbody>'
    for name, count, sums in found:
        yield f"<tr><td>{_chip(name)}</td><td>{count:,}</td><td>{escape(sums)}</td></tr>"
    yield "</tbody></table>"


def _section(key: str, words: dict[str, str], heads: tuple[str, ...], rows: list[str]) -> Iterator[str]:
    yield f'<h2 id="{key}">{escape(words[key])}</h2><table class="rows"><thead><tr>'
    yield from (f"<th>{escape(text)}</th>" for text in heads)
    yield "</tr></thead><tbody>"
    yield from rows
    yield "</tbody></table>"


def _heads(standing: str, words: dict[str, str]) -> tuple[str, ...]:
    keys = {"failed": ("tickets", "wrong", "fix"), "handle": ("account", "reason")}.get(
        standing, ("level", "account", "by", "year", "waits")
    )
    return tuple(words[key] for key in keys)


def _chip(name: str) -> str:
    return f'<span class="chip {escape(name)}">{escape(name)}</span>'


def _changed(row: Row, words: dict[str, str]) -> str:
    lines = "<br>".join(escape(line) for line in (row.changed or "").split("\n"))
    return (
        f'<tr><td class="what">{_chip(level(row, words))} <b>{escape(head(row, words))}</b></td><td>{lines}</td></tr>'
    )


def _row(row: Row, standing: str, terms: Terms, words: dict[str, str]) -> str:
    if standing == "failed":
        cells = f'<td class="what"><b>{escape(short(row.name))}</b></td>'
        cells += "".join(f'<td class="what">{escape(text or "")}</td>' for text in (row.message, row.fix))
        return f"<tr>{cells}</tr>"
    account = escape(row.account or words["no_account"])
    link = f'<a href="{escape(terms.brief_link(row.name))}">{escape(subject(row))}</a>'
    about = f"<b>{account}</b><br>{link}"
    if subject(row) != short(row.name):
        about += f' <span class="soft small">{escape(short(row.name))}</span>'
    if standing == "handle":
        return f'<tr><td class="what">{about}</td><td class="small">{escape(why(row))}</td></tr>'
    about += f'<div class="soft small">{escape(why(row))}</div>'
    if wrong := mend(row):
        about += f'<div class="mend small">{escape(words["mend"].format(what=wrong))}</div>'
    asks = "<br>".join(f"<b>{escape(person)}</b>: {escape(fields)}" for person, fields in waits(row, terms.lang))
    return (
        f"<tr><td class='of'>{_chip(level(row, words))}</td><td class='what'>{about}</td>"
        f"<td data-of='{escape(words['by'])}'>{escape(row.respond_by or words['unknown'])}</td>"
        f"<td class='num' data-of='{escape(words['year'])}'>{escape(money(row, words))}</td>"
        f"<td class='small'>{asks}</td></tr>"
    )


def _letters(store: RunStore, words: dict[str, str]) -> Iterator[str]:
    found = letters(store)
    if found:
        yield f'<h2 id="questions">{escape(words["questions"])}</h2><p class="soft">{escape(words["sheet"])}</p>'
    for letter in found:
        yield from _letter(letter, words)


def _letter(letter: Letter, words: dict[str, str]) -> Iterator[str]:
    text = "\n".join(letter.lines(words)).strip()
    mail = f"mailto:?subject={quote(words['subject'].format(n=letter.count))}&body={quote(text)}"
    yield '<section class="letter"><div class="act">'
    yield f'<button type="button" data-done="{escape(words["copied"])}">{escape(words["copy"])}</button>'
    if len(mail) <= _MAIL:
        yield f'<a href="{escape(mail)}">{escape(words["mail"])}</a>'
    yield f'</div><h3>{escape(letter.person)}</h3> <span class="soft">{letter.count:,}</span>'
    yield f"<pre>{escape(text)}</pre></section>"
