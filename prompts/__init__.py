"""Prompts: one file each, with front matter (version, purpose, shape) and strict variables.

`load("read").fill(ticket=...)` returns the messages to send. A variable is written `{{ name }}`; one that the file does
not have, or one that was not given, is an error. What is filled in is never read for variables again. A line of
`=== user ===` (or another role) begins the next message; what stands before the first one is the system's.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

__all__ = ["Message", "Prompt", "PromptError", "load"]

_FRONT = re.compile(r"\A---\n(?P<head>.*?)\n---\n(?P<body>.*)\Z", re.DOTALL)
_VARIABLE = re.compile(r"\{\{ ([a-z_]+) \}\}")
_PART = re.compile(r"^=== (system|user|assistant) ===\n", re.MULTILINE)
_KEYS = ("version", "purpose", "shape")


class PromptError(ValueError):
    """A prompt file is malformed, or is filled with other variables than it has: a fault of the program."""


@dataclass(frozen=True)
class Message:
    """One message to a model: system, user or assistant."""

    role: str
    text: str


@dataclass(frozen=True)
class Prompt:
    """A prompt file: its version, what it is for, the shape of the answer, its text and the hash of the file."""

    name: str
    version: str
    purpose: str
    shape: str
    parts: tuple[Message, ...]
    digest: str

    @property
    def mark(self) -> str:
        """Version and hash, as a case records them."""
        return f"{self.version} sha256:{self.digest[:12]}"

    @property
    def variables(self) -> frozenset[str]:
        """The names of the variables."""
        return frozenset(name for part in self.parts for name in _VARIABLE.findall(part.text))

    def fill(self, **values: str) -> tuple[Message, ...]:
        """Return the messages with the variables filled in; PromptError where one is missing or unknown."""
        missing, unknown = self.variables - values.keys(), values.keys() - self.variables
        if missing or unknown:
            told = [f"missing: {', '.join(sorted(missing))}"] if missing else []
            told += [f"unknown: {', '.join(sorted(unknown))}"] if unknown else []
            message = f"prompts/{self.name}.md: {'; '.join(told)}"
            raise PromptError(message)
        return tuple(Message(p.role, _VARIABLE.sub(lambda m: values[m.group(1)], p.text)) for p in self.parts)


@lru_cache(maxsize=16)
def load(name: str) -> Prompt:
    """Return the prompt of that name; PromptError where there is none or its file is malformed."""
    try:
        raw = (files("prompts") / f"{name}.md").read_bytes()
    except FileNotFoundError:
        message = f"there is no prompt {name!r}"
        raise PromptError(message) from None
    return parse(name, raw)


def parse(name: str, raw: bytes) -> Prompt:
    """Return the prompt that a file's bytes hold."""
    match = _FRONT.match(raw.decode("utf-8"))
    if not match:
        message = f"prompts/{name}.md has no front matter"
        raise PromptError(message)
    head = dict(line.split(": ", 1) for line in match["head"].splitlines() if ": " in line)
    if tuple(head) != _KEYS:
        message = f"prompts/{name}.md: the front matter has to hold {', '.join(_KEYS)}, in this order"
        raise PromptError(message)
    digest = hashlib.sha256(raw).hexdigest()
    return Prompt(name, head["version"], head["purpose"], head["shape"], tuple(_parts(match["body"])), digest)


def _parts(body: str) -> list[Message]:
    pieces = _PART.split(body)
    first = [Message("system", pieces[0].strip())] if pieces[0].strip() else []
    return first + [Message(role, text.strip()) for role, text in zip(pieces[1::2], pieces[2::2], strict=True)]
