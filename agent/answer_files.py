"""Files of answers: YAML, or JSON, which YAML includes; every value is taken as written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.answers import field_name
from agent.errors import AnswerError
from agent.policy.source import Source, SourceError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from agent.policy.source import Place

_MAX_BYTES = 1_000_000
_FIX = "Write one field a line, for example: `arr: USD 120,000`."
_WHEN = ("date", "when", "day", "at", "time")
_WHAT = ("event", "action", "text", "what")
_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})


def read(path: Path) -> dict[str, str]:
    """Return the answers by field; an AnswerError names line and column of what is wrong."""
    try:
        source = Source(_text(path), raw=True)
    except SourceError as error:
        raise _error(path, error.place, error.message, "Correct the file at that place.") from error
    data = source.data
    if isinstance(data, dict) and set(data) == {"answers"}:
        data = data["answers"]
    if data is None or (isinstance(data, str) and data in _NOTHING):
        return {}
    if not isinstance(data, dict):
        raise _error(path, source.place(()), "it holds no `field: answer` lines", _FIX)
    out: dict[str, str] = {}
    for key, value in data.items():
        steps = ("answers", key) if isinstance(source.data, dict) and key not in source.data else (key,)
        try:
            name = field_name(str(key))
        except AnswerError as error:
            what = error.message.rstrip(".")
            raise _error(path, source.place(steps, key=True), what[0].lower() + what[1:], error.fix) from error
        text = _said(value)
        if text is None:
            raise _error(path, source.place(steps), f"the answer to {name} is neither a text nor a list of texts", _FIX)
        out[name] = text
    return out


def _text(path: Path) -> str:
    fix = "Give --answers a YAML or JSON file of `field: answer` lines."
    if path.is_dir():
        message = f"{path} is a directory, not a file of answers."
        raise AnswerError(message, fix)
    try:
        if path.stat().st_size > _MAX_BYTES:
            message = f"{path} is larger than a file of answers can be."
            raise AnswerError(message, fix)
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        message = f"The answers {path} cannot be read ({error.strerror or 'unreadable'})."
        raise AnswerError(message, fix) from error
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        message = f"{path}, line {line}: it is not UTF-8 text."
        raise AnswerError(message, "Save the file as UTF-8.") from error


def _error(path: Path, place: Place, what: str, fix: str) -> AnswerError:
    return AnswerError(f"{path}, line {place.line}, column {place.column}: {what}.", fix)


def _said(value: object) -> str | None:
    """Return a value as one text: a list is one entry a line, an amount with its currency is one line."""
    if isinstance(value, str):
        return "" if value in _NOTHING else value
    if isinstance(value, dict):
        return _amount(value)
    if isinstance(value, list):
        lines = [_entry(item) for item in value]
        return None if any(line is None for line in lines) else "\n".join(line for line in lines if line)
    return None


def _amount(value: Mapping[object, object]) -> str | None:
    amount, currency = value.get("amount"), value.get("currency")
    return f"{currency} {amount}" if isinstance(amount, str) and isinstance(currency, str) else None


def _entry(item: object) -> str | None:
    """Return one line of a list; `- 2026-04-12: text` is a mapping of one key to YAML."""
    if isinstance(item, str):
        return item.replace("\n", " ").strip()
    if not isinstance(item, dict) or not all(isinstance(v, str) for pair in item.items() for v in pair):
        return None
    if len(item) == 1:
        return ": ".join(next(iter(item.items())))
    when = next((item[k] for k in _WHEN if k in item), "")
    what = next((item[k] for k in _WHAT if k in item), None)
    return f"{when}: {what}" if when and what else what
