"""A case as Markdown, HTML, Word and JSON: the same content, a source for every citation, unknowns with a question."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from io import BytesIO

import jsonschema
import pytest
from factory_case import make_brief, make_case, make_facts

from agent import render
from agent.case import Case, CheckResult, Judgement, Question
from agent.errors import UsageError


def text_of(format_name: str, case: Case, document: str = "both") -> str:
    out = render.as_(format_name, case, document)  # type: ignore[arg-type]
    assert isinstance(out, str)
    return out


class Page(HTMLParser):
    """The tags of a page, its ids, its links, and its text."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.said: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        given = dict(attrs)
        if given.get("id"):
            self.ids.append(given["id"] or "")
        if "href" in given:
            self.links.append(given["href"] or "")

    def handle_data(self, data: str) -> None:
        self.said.append(data)


def test_the_top_line_gives_level_decision_clock_severity_and_destination() -> None:
    top = text_of("md", make_case()).splitlines()[2]
    assert top == (
        "level **L2 (Executive involved)** · decision **escalate** · answer by **2026-03-20, within 4 hours** · "
        "severity **high** · to **Engineering**"
    )


def test_questions_stand_before_everything_else_and_say_whom_to_ask() -> None:
    first = Question(
        field="arr", question="How much a year?", why="W.", ask="Finance", format="F", changes_outcome=True
    )
    case = make_case(questions=(first, *make_case().questions))
    headings = re.findall(r"(?m)^## (.+)$", text_of("md", case))
    assert headings[:2] == ["Ask first", "Open questions"]
    assert "- How much a year? Ask Finance. Format: F. W. The answer may change" in text_of("md", case)


def test_the_brief_and_the_package_can_be_had_alone() -> None:
    brief, package = text_of("md", make_case(), "brief"), text_of("md", make_case(), "package")
    assert "## Communication plan" in brief
    assert "## Support escalation" not in brief
    assert "## Support escalation" in package
    assert "## Communication plan" not in package
    assert package.startswith("# Support escalation: Halvorsen Kelp")


def test_an_unknown_names_its_question_and_one_without_a_question_says_so() -> None:
    shown = text_of("md", make_case())
    assert "- **Account owner**: unknown: asked of Head of Sales (question on account owner)" in shown
    assert "- **Reference status**: not stated in the ticket" in shown
    assert "- **Churn probability**: not estimated, nobody gave a figure" in shown


def test_every_citation_has_its_source_with_time_author_and_quoted_words() -> None:
    shown = text_of("md", make_case())
    body, sources = shown.split("## Sources\n")
    cited = set(re.findall(r"\[((?:m\d+|answer:\w+))\]", body))
    assert cited == set(re.findall(r"(?m)^- \*\*\[([\w:]+)\]\*\*", sources))
    assert "- **[m3]** 2026-03-11 16:40 · Devika Rao (our side, internal)\n  - “Release 7.3 brought" in sources


def test_the_checks_are_summed_up_and_those_that_did_not_pass_say_why() -> None:
    shown = text_of("md", make_case())
    assert "1 passed, 0 failed, 1 blocked by an open question" in shown
    assert "- ? communication_plan_complete: Nobody owns the account commercially." in shown


def test_warnings_are_shown() -> None:
    assert "## Warnings\n\n- Two accounts fit." in text_of("md", make_case(warnings=("Two accounts fit.",)))


def test_no_precedent_is_said() -> None:
    assert "There is no true precedent." in text_of("md", make_case(similar=()))


def test_a_judgement_without_a_basis_says_so() -> None:
    case = make_case()
    case = case.model_copy(update={"assessment": case.assessment.model_copy(update={"severity": Judgement()})})
    assert "- **Severity** · null: the thread gives no basis" in text_of("md", case)


def test_short_rows_make_a_table_and_long_ones_a_list() -> None:
    check = CheckResult(id="x", state="pass", reason="y")
    brief = make_brief().model_copy(update={"actions_so_far": ()})
    short = [row.model_copy(update={"event": "x [m1]"}) for row in brief.timeline]
    case = make_case(brief=brief.model_copy(update={"timeline": tuple(short)}), checks=(check,))
    assert "| Date       | Event  | Who           |" in text_of("md", case)
    assert "| Date" not in text_of("md", make_case())


def test_the_page_needs_nothing_from_outside_and_every_link_leads_to_a_source() -> None:
    page = Page(text_of("html", make_case()))
    assert not {"script", "img", "link", "iframe", "form", "object"} & set(page.tags)
    assert page.links
    assert all(link.startswith("#") and link[1:] in page.ids for link in page.links)
    assert len(page.ids) == len(set(page.ids))


def test_the_page_names_its_language_and_its_tables_have_column_headers() -> None:
    page = Page(text_of("html", make_case(lang="zh")))
    assert ("lang", "zh") in page.attributes
    assert page.tags.count("h1") == 1
    assert ("scope", "col") in page.attributes


def test_all_formats_say_the_same() -> None:
    from docx import Document

    case = make_case()
    page = re.sub(r"\s+", " ", "".join(Page(text_of("html", case)).said))
    word = render.as_("docx", case)
    assert isinstance(word, bytes)
    opened = Document(BytesIO(word))
    inside = "".join(node.text or "" for node in opened.element.body.iter() if node.tag.endswith("}t"))
    for row in case.brief.resolution_plan.immediate:
        plain = row.action.split(" [")[0]
        assert plain in page
        assert plain in inside
        assert plain in text_of("md", case)


def test_word_citations_jump_to_bookmarks_of_the_file() -> None:
    from docx import Document

    word = render.as_("docx", make_case())
    assert isinstance(word, bytes)
    body = Document(BytesIO(word)).element.body
    name = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    marks = {n.get(f"{name}name") for n in body.iter(f"{name}bookmarkStart")}
    jumps = {n.get(f"{name}anchor") for n in body.iter(f"{name}hyperlink")}
    assert jumps
    assert jumps <= marks


def test_json_is_the_case_and_fits_the_schema() -> None:
    shown = json.loads(text_of("json", make_case()))
    jsonschema.validate(shown, render.schema())
    assert Case.model_validate(shown) == make_case()
    assert list(shown)[:3] == ["schema_version", "case_id", "as_of"]
    assert shown["facts"]["account_owner"]["value"] is None


@pytest.mark.parametrize("format_name", ["md", "html", "json"])
def test_the_same_case_gives_the_same_text(format_name: str) -> None:
    assert text_of(format_name, make_case()) == text_of(format_name, make_case())


def test_a_changed_fact_changes_only_the_lines_that_show_it() -> None:
    before = text_of("md", make_case(), "package").splitlines()
    tier = make_facts().account_tier.model_copy(update={"value": "Enterprise"})
    glance = make_brief().account_at_a_glance.model_copy(update={"tier": "Enterprise [m6]"})
    brief = make_brief().model_copy(update={"account_at_a_glance": glance})
    case = make_case(facts=make_facts(account_tier=tier), brief=brief)
    assert text_of("md", case, "package").splitlines() == before
    changed = set(text_of("md", case).splitlines()) ^ set(text_of("md", make_case()).splitlines())
    assert changed == {"- **Tier**: Enterprise [m6]", "- **Tier**: Mid-Market [m6]"}


def test_an_unknown_format_or_document_is_a_usage_error_that_names_the_known_ones() -> None:
    with pytest.raises(UsageError) as caught:
        render.as_("pdf", make_case())
    assert caught.value.fix == "Use one of: md, html, docx, json."
    with pytest.raises(UsageError):
        render.as_("md", make_case(), "letter")  # type: ignore[arg-type]


def test_markdown_loads_neither_jinja_nor_docx() -> None:
    code = (
        "import sys; import agent.render.document, agent.render.markdown; "
        "print({'jinja2', 'docx', 'lxml'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
