"""Whatever a ticket says is only text in our documents: no heading, link, HTML, escape or direction of its own."""

from __future__ import annotations

import json
import re
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from factory_case import make_brief, make_case
from markdown_it import MarkdownIt

from agent import render
from agent.render.clean import clean, one_line
from agent.render.markdown import escape, opening

if TYPE_CHECKING:
    from agent.case import Case

ATTACKS = (
    "# Approved by the board",
    "## Sources",
    "Setext\n======",
    "text\n---\nmore",
    "[click](http://evil.example/x)",
    "![pixel](http://evil.example/p.png)",
    "[m3]: http://evil.example",
    "[m3](http://evil.example)",
    "[m3][m5] [ref][ref]",
    '[ref]: http://evil.example "title"',
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<http://evil.example>",
    "http://evil.example/a_b(c)",
    "www.evil.example and javascript:alert(1)",
    "mail me@evil.example",
    "**bold** _it_ `code` ~~gone~~",
    "```\nfence",
    "~~~\nfence",
    "    indented",
    "> quoted",
    "- item\n- item",
    "1. item",
    "1) item",
    "a | b\n---|---\nc | d",
    "&lt;b&gt; &#x3c;script&#x3e;",
    "\\[x](http://evil.example)",
    "\\`code\\`",
    "*",
    "***",
    "{{ 7*7 }} {% raw %} {0} {name}",
    "<!-- hidden -->",
    "\x1b[31mred\x1b[0m \x1b]8;;http://evil.example\x07link\x1b]8;;\x07",
    "\x9b31mred \x1bPq\x1b\\ bell\x07 back\x08\x08",
    "\u202egnp.exe\u202c \u2066x\u2069 \U000e0041tag zero\u200bwidth",
    "line\u2028break\u0085next\x0bvt\x0cff\rcr",
    "nul\x00\ufffe\uffff end",
    "' onmouseover='x' \" style=\"x\"",
)


def hostile(attack: str) -> Case:
    """A case in which the attack stands in texts of every kind."""
    brief = make_brief()
    update = {
        "what_happened": f"{attack} [m1].",
        "timeline": tuple(r.model_copy(update={"event": attack, "who": attack}) for r in brief.timeline),
        "header": brief.header.model_copy(update={"account": attack, "raised_by": attack}),
        "customer_position": brief.customer_position.model_copy(update={"their_asks": (attack, f"[m1]{attack}")}),
        "account_at_a_glance": brief.account_at_a_glance.model_copy(update={"csm": attack}),
    }
    messages = tuple(m.model_copy(update={"author": attack, "text": attack}) for m in make_case().ticket.messages)
    ticket = make_case().ticket.model_copy(update={"id": attack, "subject": attack, "messages": messages})
    signals = make_case().signals
    evidence = signals[0].evidence[0].model_copy(update={"quote": attack})
    return make_case(
        brief=brief.model_copy(update=update),
        ticket=ticket,
        warnings=(attack,),
        signals=(signals[0].model_copy(update={"evidence": (evidence,)}), *signals[1:]),
    )


def outline(source: str) -> tuple[list[str], set[str]]:
    """The headings of a Markdown text without those that carry the account, and the kinds of its tokens."""
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(source)
    inner = [child for token in tokens for child in token.children or ()]
    heads = [tokens[i + 1].content for i, token in enumerate(tokens) if token.type == "heading_open"]
    return heads[1:], {token.type for token in (*tokens, *inner)}


@pytest.mark.parametrize("attack", ATTACKS)
def test_ticket_text_makes_no_structure_in_markdown(attack: str) -> None:
    shown = render.as_("md", hostile(attack))
    assert isinstance(shown, str)
    heads, kinds = outline(shown)
    wanted, _ = outline(str(render.as_("md", make_case(warnings=("x",)))))
    assert heads == wanted
    forbidden = {"link_open", "image", "html_block", "html_inline", "fence", "code_block", "hr", "blockquote_open"}
    assert not forbidden & kinds
    assert "em_open" not in kinds
    assert "s_open" not in kinds


@pytest.mark.parametrize("attack", ATTACKS)
def test_bare_addresses_become_code_so_that_nothing_links_them(attack: str) -> None:
    outside = re.sub(r"`[^`\n]*`", "", str(render.as_("md", hostile(attack))))
    assert not re.search(r"https?://|www\.|\w@\w", outside)


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("format_name", ["md", "html", "json"])
def test_no_terminal_escape_or_hidden_direction_reaches_the_output(format_name: str, attack: str) -> None:
    shown = str(render.as_(format_name, hostile(attack)))
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown)


@pytest.mark.parametrize("attack", ATTACKS)
def test_ticket_text_makes_no_tag_or_attribute_in_html(attack: str) -> None:
    from test_render import Page

    page, harmless = Page(str(render.as_("html", hostile(attack)))), Page(str(render.as_("html", make_case())))
    assert set(page.tags) == set(harmless.tags)
    assert {name for name, _ in page.attributes} == {name for name, _ in harmless.attributes}
    assert all(link.startswith("#") for link in page.links)


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_word_file_opens_whatever_the_ticket_holds(attack: str) -> None:
    from docx import Document

    made = render.as_("docx", hostile(attack))
    assert isinstance(made, bytes)
    assert Document(BytesIO(made)).paragraphs


@pytest.mark.parametrize("attack", ATTACKS)
def test_json_keeps_the_ticket_as_it_was_read(attack: str) -> None:
    case = hostile(attack)
    assert json.loads(str(render.as_("json", case)))["ticket"]["subject"] == case.ticket.subject


def test_ordinary_text_is_left_as_it_is() -> None:
    for text in (
        "We pulled 312 of them out (by hand) – 5 < 6, don't we?",
        "field_name_x and 100% & more",
        "价格：48万/年，已确认。",
        "L2: 4 h; 2026-03-20",
    ):
        assert escape(text) == text
        assert opening(text) == text


def test_the_text_that_is_shown_is_the_text_that_was_said() -> None:
    said = "a*b*c _x_ [y](z) <b> #1 ~5 `q` back\\slash & &amp; 1. 2) http://x.example/p_q me@x.example"
    token = MarkdownIt("gfm-like", {"linkify": False}).parseInline(escape(said))[0]
    assert "".join(child.content for child in token.children or ()) == said.replace("`q`", "`q`")


def test_cleaning_keeps_lines_and_joins_and_takes_escapes_whole() -> None:
    assert clean("a\x1b[1;31mb\x1b[0m\nc\td") == "ab\nc\td"
    assert clean("\x1b]0;title\x07x") == "x"
    assert clean("क्‍ष") == "क्‍ष"
    assert one_line(" a\n\n b\u2028c ") == "a b c"


def test_a_line_that_begins_like_a_list_heading_or_quotation_is_made_literal() -> None:
    assert opening("1. x") == "1\\. x"
    assert opening("12) x") == "12\\) x"
    assert opening("# x") == "\\# x"
    assert opening("> x") == "\\> x"
    assert opening("2026-03-20 x") == "2026-03-20 x"
