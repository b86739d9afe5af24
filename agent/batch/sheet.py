"""The filled-in sheet: answers by piece and field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.answers import field_name
from agent.errors import AnswerError

if TYPE_CHECKING:
    from pathlib import Path

_FIX = 'Write it as the sheet of a packet: the ticket\'s name, below it lines of "field: answer".'


def read(file: Path) -> dict[str, dict[str, str]]:
    """Return the answers; empty ones are left out. An AnswerError says what is wrong and where."""
    import yaml  # noqa: PLC0415 - start-up

    try:
        data = yaml.load(file.read_text("utf-8-sig"), Loader=yaml.BaseLoader)  # noqa: S506 - texts alone, no objects
    except OSError as error:
        message = f"The answers {file} cannot be read ({error.strerror or 'unreadable'})."
        raise AnswerError(message, "Check the path.") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        place = getattr(error, "problem_mark", None)
        where = f", line {place.line + 1}" if place else ""
        message = f"{file}{where}: it is not YAML."
        raise AnswerError(message, "Correct the file at that place.") from error
    if data in (None, ""):
        return {}
    if not isinstance(data, dict) or not all(isinstance(rows, dict | str) for rows in data.values()):
        message = f"{file} holds no answers by ticket."
        raise AnswerError(message, _FIX)
    return {str(name): given for name, rows in data.items() if (given := _given(rows, file, str(name)))}


def _given(rows: dict[str, object] | str, file: Path, name: str) -> dict[str, str]:
    if isinstance(rows, str):
        if rows.strip():
            message = f"{file}: below {name!r} stands a text, not fields."
            raise AnswerError(message, _FIX)
        return {}
    texts = {field: str(text).strip() for field, text in rows.items() if not isinstance(text, dict)}
    return {field_name(field): text for field, text in texts.items() if text}
