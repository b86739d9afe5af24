"""A brief from a file: a JSON case of ours, a JSON brief of another tool, or Markdown written by hand."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from agent.errors import BriefError

if TYPE_CHECKING:
    from pathlib import Path

    from agent.case import Case, CheckResult
    from agent.checks.model import Doc

_LIMIT = 20_000_000
_BRIEF_LIKE = 2
_KNOWN = frozenset(
    {"summary", "timeline", "root_cause", "position", "asks", "impact", "actions", "plan", "answers", "decision",
     "communication"}
)  # fmt: skip


def check_file(path: Path) -> tuple[CheckResult, ...]:
    """Return the result of every check over a file; a BriefError says why a file cannot be checked, and what to do."""
    from agent.checks import check_document  # noqa: PLC0415 - start-up

    return check_document(read_document(path))


def read_document(path: Path) -> Doc:
    """Return the document that a file holds."""
    text = _text(path)
    if path.suffix.lower() == ".json" or text.lstrip()[:1] in {"{", "["}:
        return _from_json(path, text)
    from agent.checks.written import document_of  # noqa: PLC0415 - start-up

    return _brief(path, document_of(text))


def _brief(path: Path, doc: Doc) -> Doc:
    if len({s.name for s in doc.sections if s.name in _KNOWN}) < _BRIEF_LIKE:
        message = f"{path} does not look like an escalation brief: none of its headings is one of a brief's sections."
        raise BriefError(message, "Give a brief with headings such as Root cause, Timeline and Decision required.")
    return doc


def _text(path: Path) -> str:
    try:
        if path.is_dir():
            message = f"{path} is a folder."
            raise BriefError(message, "Give the brief's file.")
        if path.stat().st_size > _LIMIT:
            message = f"{path} is larger than {_LIMIT // 1_000_000} MB."
            raise BriefError(message, "Give the brief alone, without attachments.")
        data = path.read_bytes()
    except OSError as error:
        message = f"{path} cannot be read: {error.strerror or error}."
        raise BriefError(message, "Check the name and the permissions of the file.") from error
    return _decoded(path, data)


def _decoded(path: Path, data: bytes) -> str:
    wide = data[:2] in {b"\xff\xfe", b"\xfe\xff"}
    if b"\0" in data and not wide:
        message = f"{path} is a binary file."
        raise BriefError(message, "Save the brief as Markdown or JSON and check that file.")
    try:
        text = data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        text = _legacy(path, data)
    if not text.strip():
        message = f"{path} is empty."
        raise BriefError(message, "Give a file that holds a brief.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _legacy(path: Path, data: bytes) -> str:
    from charset_normalizer import from_bytes  # noqa: PLC0415 - seldom needed

    found = from_bytes(data).best()
    if found is None:
        message = f"{path} is no readable text."
        raise BriefError(message, "Save the brief as UTF-8 text and check it again.")
    return str(found)


def _from_json(path: Path, text: str) -> Doc:
    from agent.checks.mapping import document_of  # noqa: PLC0415 - start-up

    try:
        raw = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        place = f" in line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        message = f"{path} is no valid JSON{place}."
        raise BriefError(message, "Give what `escalate draft --format json` printed, or a Markdown brief.") from error
    if not isinstance(raw, dict):
        message = f"{path} holds no JSON object."
        raise BriefError(message, "Give what `escalate draft --format json` printed, or a Markdown brief.")
    return _brief(path, document_of(raw, _case(raw)))


def _case(raw: dict[str, object]) -> Case | None:
    """Return the case of the JSON, without its documents where an edit broke them; null where it is none of ours."""
    from pydantic import ValidationError  # noqa: PLC0415 - start-up

    from agent.case import Case  # noqa: PLC0415 - start-up

    header = {"header": {"date_raised": str(raw.get("as_of", ""))}}
    for candidate in (raw, {**raw, "brief": header, "package": {}, "checks": []}):
        try:
            return Case.model_validate(candidate)
        except ValidationError:
            continue
    return None
