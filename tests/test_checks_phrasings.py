"""Every check catches the planted defects and lets the harmless edits of `data/checks` pass, in both halves.

A line of `ID.tsv` is: D (defect) or H (harmless), language, an edit of one part of the base brief, and the words.
`part=` replaces the part's text, `part+` adds to it, `part~OLD=>NEW` replaces words in it. Odd lines were
looked at while the checks were written; those with an even number were counted first and looked at later.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from agent.checks.document import check_file

DATA = Path(__file__).parent / "data" / "checks"
EDITS = sorted(DATA.glob("*.tsv"))


def _parts(lang):
    pieces = re.split(r"^%%(\w+)\n", (DATA / f"base.{lang}.md").read_text("utf-8"), flags=re.MULTILINE)
    return [("", pieces[0]), *zip(pieces[1::2], pieces[2::2], strict=True)]


def _edited(body, kind, words):
    head, _, rest = body.partition("\n") if body.startswith("## ") else ("", "", body)
    if kind == "=":
        return f"{head}\n\n{words}\n\n"
    if kind == "+":
        glue = "\n" if words.startswith("\n") or re.match(r"\d+\. |- ", words) else "\n\n"
        return body.rstrip("\n") + glue + words.strip("\n") + "\n\n"
    old, new = words.split("=>", 1)
    assert old in rest, f"the base brief does not hold {old!r}"
    return body.replace(old, new)


def brief(lang, edit=""):
    match = re.match(r"(\w+)([=+~])(.*)$", edit, re.DOTALL)
    out = []
    for name, body in _parts(lang):
        ours = match and match[1] == name
        out.append(_edited(body, match[2], match[3].replace("\\n", "\n")) if ours else body)
    return "".join(out)


def state(path, check_id, lang, edit):
    path.write_text(brief(lang, edit), "utf-8")
    return next(c.state for c in check_file(path) if c.id == check_id)


def lines(file):
    for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
        kind, lang, edit, *words = line.split("\t")
        yield number, kind, lang, edit + "".join(words)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_base_brief_fails_nothing(tmp_path, lang):
    path = tmp_path / "brief.md"
    path.write_text(brief(lang), "utf-8")

    assert [(c.id, c.reason) for c in check_file(path) if c.state != "pass"] == []


@pytest.mark.parametrize("file", EDITS, ids=lambda f: f.stem)
@pytest.mark.parametrize("half", [0, 1], ids=["seen", "held"])
def test_planted_defects_are_caught_and_harmless_edits_pass(tmp_path, file, half):
    missed, false = [], []
    counts = {"D": 0, "H": 0}
    for number, kind, lang, edit in lines(file):
        if number % 2 == half:
            continue
        counts[kind] += 1
        failed = state(tmp_path / "brief.md", file.stem, lang, edit) == "fail"
        if failed != (kind == "D"):
            (missed if kind == "D" else false).append(edit)

    assert counts["D"] >= 7
    assert counts["H"] >= 7
    assert len(missed) <= max(1, 0.05 * counts["D"]), missed
    assert len(false) <= max(1, 0.03 * counts["H"]), false
