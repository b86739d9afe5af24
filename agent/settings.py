"""Settings: the environment over `escalate.toml`. The only reader of the environment."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from agent.errors import UsageError
from agent.ticket import Value

_FILE = "escalate.toml"
_PREFIX = "ESCALATE_"


class Settings(Value):
    """What can be set. Paths are relative to the working folder; secrets stay in the environment."""

    home: Path = Path("~/.escalate")
    model: str | None = None
    policy: Path | None = None
    accounts: Path | None = None
    library: str | None = None
    engine: str = "auto"
    lang: Literal["en", "zh"] = "en"
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


def load(folder: Path | None = None) -> Settings:
    """Return the settings of a folder (the working folder if none). A wrong name or value is a UsageError."""
    file = (folder or Path.cwd()) / _FILE
    stated: dict[str, object] = {}
    if file.is_file():
        try:
            stated = dict(tomllib.loads(file.read_text("utf-8")))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            message = f"{file} is not valid TOML: {error}."
            raise UsageError(message, "Correct that line or remove the file.") from error
    known = set(Settings.model_fields) - {"api_key", "base_url"}
    for name in known:
        if value := os.environ.get(_PREFIX + name.upper()):
            stated[name] = value
    stated |= {
        "api_key": os.environ.get("OPENAI_API_KEY") or None,
        "base_url": os.environ.get("OPENAI_BASE_URL") or None,
    }
    try:
        return Settings.model_validate(stated)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        message = f"The setting {name!r} in {file} or the environment is wrong: {first['msg']}."
        raise UsageError(message, f"Known settings: {', '.join(sorted(known))}.") from error
