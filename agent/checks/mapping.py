"""JSON as the neutral document: a case of ours, or a brief of another tool whose keys name its sections."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal

from agent.checks.headings import columns_of, exact_section_of, label_in, section_of
from agent.checks.model import Doc, Labelled, Line, Row, Section

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from agent.case import Case

_TABLES = frozenset({"timeline", "actions", "plan", "answers", "communication"})
_OWN = {
    "header": "header", "account_at_a_glance": "glance", "what_happened": "summary", "timeline": "timeline",
    "root_cause": "root_cause", "customer_position": "position", "business_impact": "impact",
    "actions_so_far": "actions", "apology_issued": "actions", "resolution_plan": "plan",
    "decision_required": "decision", "communication_plan": "communication", "their_asks": "asks",
    "answers_to_asks": "answers", "not_offering": "not_offering", "success_criteria": "success",
    "immediate": "plan", "medium_term": "plan",
}  # fmt: skip
"""Our own keys, which no synonym may overrule."""


def document_of(raw: Mapping[str, object], case: Case | None) -> Doc:
    """Return the document of a JSON object: the brief and package under their keys, or the brief itself."""
    brief = raw.get("brief")
    body = brief if isinstance(brief, dict) else raw
    prefix = "brief" if body is brief else ""
    sections = list(_walk(body, prefix, "other")) if isinstance(body, dict) else []
    package = raw.get("package")
    if isinstance(package, dict):
        sections += [Section("package", s.where, s.lines, s.fields, s.rows) for s in _walk(package, "package", "other")]
    lang: Literal["en", "zh"] = "zh" if raw.get("lang") == "zh" else "en"
    source: Literal["case", "json"] = "case" if case else "json"
    return Doc(source, tuple(sections), lang, _asked(raw.get("questions")), case, _day(raw.get("as_of")))


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


def _asked(questions: object) -> dict[str, str]:
    out = {}
    for item in questions if isinstance(questions, list) else ():
        if isinstance(item, dict) and isinstance(item.get("field"), str):
            out[item["field"]] = str(item.get("question") or "")
    return out


def _name(key: str, parent: str) -> str:
    exact = _OWN.get(key) or exact_section_of(key)
    return exact or (section_of(key) if parent == "other" else None) or parent


def _walk(body: Mapping[str, object], path: str, parent: str) -> Iterator[Section]:
    """Yield the sections of an object; a value whose key opens no section of its own belongs to its parent's."""
    for key, value in body.items():
        where = f"{path}.{key}" if path else key
        within = label_in(key, parent) if parent != "other" and key not in _OWN else None
        if isinstance(value, dict):
            yield from _walk(value, where, _name(key, parent))
        elif within and not isinstance(value, list):
            yield Section(parent, where, fields=(Labelled(within, _text(value), where),))
        elif isinstance(value, list):
            yield from _listed(key, value, where, parent if within else _name(key, parent))
        else:
            yield _single(key, _text(value), where, parent)


def _single(key: str, text: str, where: str, parent: str) -> Section:
    """Return a plain value: a section of its own at the top, a labelled value further down."""
    if parent == "other":
        name = _name(key, parent)
        label = label_in(key, name)
        if name == "other" or (label and label not in {"primary", "decision"}):
            return Section(name, where, fields=(Labelled(label or key, text, where),))
        return Section(name, where, lines=(Line(text, where),) if text else ())
    return Section(parent, where, fields=(Labelled(label_in(key, parent) or key, text, where),))


def _listed(key: str, items: list[object], where: str, name: str) -> Iterator[Section]:
    if not items:
        yield Section(name, where)
    for index, item in enumerate(items):
        place = f"{where}[{index}]"
        if isinstance(item, dict):
            yield Section(name, place, rows=(_row(item, place, name),))
        elif name in {"asks", "not_offering", "success"} or label_in(key, name) is None:
            yield Section(name, place, lines=(Line(_text(item), place, "bullet"),))
        else:
            yield Section(name, place, fields=(Labelled(label_in(key, name) or key, _text(item), place),))


def _row(item: Mapping[str, object], place: str, name: str) -> Row:
    columns = columns_of(item, name) if name in _TABLES else tuple(label_in(k, name) or k for k in item)
    cells = zip(columns, item.values(), strict=True)
    return Row({column: _text(value) for column, value in cells}, place)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return "; ".join(_text(v) for v in value)
    if isinstance(value, dict):
        return "; ".join(f"{k}: {_text(v)}" for k, v in value.items())
    return str(value)
