"""Settings: the environment over `escalate.toml`. The only reader of the environment.

A frozen dataclass checked here, not a pydantic model: every command loads it first, and pydantic takes a tenth of a
second that the library's own start can use.
"""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Literal, cast, get_args

from agent.errors import UsageError

_FILE = "escalate.toml"
_PREFIX = "ESCALATE_"
_SECRET = {"api_key": "OPENAI_API_KEY", "base_url": "OPENAI_BASE_URL"}
Language = Literal["en", "zh"]
EngineChoice = Literal["auto", "rules", "openai"]


@dataclass(frozen=True)
class Settings:
    """What can be set. Paths are relative to the working folder; secrets stay in the environment."""

    home: Path = Path("~/.escalate")
    model: str | None = None
    policy: Path | None = None
    accounts: Path | None = None
    library: str | None = None
    engine: EngineChoice = "auto"
    lang: Language = "en"
    api_key: str | None = None
    base_url: str | None = None

    @property
    def cases(self) -> Path:
        """The folder of kept cases."""
        return self.home.expanduser() / "cases"

    @property
    def library_place(self) -> str:
        """The folder or URL of the library."""
        return self.library or str(self.home.expanduser() / "library")


_KNOWN = tuple(f.name for f in fields(Settings) if f.name not in _SECRET)
_CHOICES: dict[str, tuple[str, ...]] = {"engine": get_args(EngineChoice), "lang": get_args(Language)}
_PATHS = frozenset({"home", "policy", "accounts"})


def load(folder: Path | None = None) -> Settings:
    """Return the settings of a folder (the working folder if none). A wrong name or value is a UsageError."""
    file = (folder or Path.cwd()) / _FILE
    stated = _from_file(file)
    stated |= {name: value for name in _KNOWN if (value := os.environ.get(_PREFIX + name.upper()))}
    text = {name: _checked(name, value, file) for name, value in stated.items()}
    paths = {name: Path(text[name]) for name in _PATHS if name in text}
    return Settings(
        home=paths.get("home", Settings.home),
        model=text.get("model"),
        policy=paths.get("policy"),
        accounts=paths.get("accounts"),
        library=text.get("library"),
        engine=cast("EngineChoice", text.get("engine", Settings.engine)),
        lang=cast("Language", text.get("lang", Settings.lang)),
        api_key=os.environ.get(_SECRET["api_key"]) or None,
        base_url=os.environ.get(_SECRET["base_url"]) or None,
    )


def _from_file(file: Path) -> dict[str, object]:
    if not file.is_file():
        return {}
    try:
        return dict(tomllib.loads(file.read_text("utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        message = f"{file} is not valid TOML: {error}."
        raise UsageError(message, "Correct that line or remove the file.") from error


def _checked(name: str, value: object, file: Path) -> str:
    fix = f"Known settings: {', '.join(sorted(_KNOWN))}."
    if name not in _KNOWN:
        message = f"There is no setting {name!r} ({file})."
        raise UsageError(message, fix)
    if not isinstance(value, str):
        message = f"The setting {name!r} in {file} is not text."
        raise UsageError(message, "Put its value in quotes.")
    if name in _CHOICES and value not in _CHOICES[name]:
        message = f"The setting {name!r} is {value!r} ({file} or {_PREFIX}{name.upper()})."
        raise UsageError(message, f"Use one of: {', '.join(_CHOICES[name])}.")
    return value
