"""The formats that are read: each with what it needs, and how an export is told from the others."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from agent.intake.draft import Draft
    from agent.intake.exports.shape import Plain

WHOLE = ("zendesk", "intercom")
"""The modules of `agent.intake.exports` that read on their own; they are asked first."""
VENDORS = ("salesforce", "servicenow", "freshdesk", "hubspot", "front", "github", "jira", "graph", "slack")
"""The modules of `agent.intake.exports` that write the ticket out plainly, in the order in which they are asked."""
_OTHERS = {
    "eml": "a mail file (RFC 822, MIME), as a mail program saves it; several in one .mbox",
    "msg": "a mail as Outlook saves it (.msg)",
    "json": "any other JSON that holds a list of messages with a text each; tables of people are joined by id",
    "csv": "a table with one row a message: a column for the text, others for author, time and visibility",
    "text": "pasted text or Markdown: helpdesk screens, chats, mail chains, call notes",
}


class _Format(Protocol):
    NAME: str
    NEEDS: str

    def recognise(self, tree: object) -> str | None:
        """Say what shows that a tree is this vendor's, null where nothing does."""
        ...


class Export(_Format, Protocol):
    """What a vendor's module has."""

    def plain(self, trees: Sequence[object]) -> Plain | None:
        """Return the ticket of the trees that belong together; null where they are plain enough as they are."""
        ...


class Whole(_Format, Protocol):
    """What the module of a vendor has that reads on its own."""

    def read(self, trees: Sequence[object], as_of: date) -> Draft:
        """Return the ticket of the trees that belong together."""
        ...


def vendor(name: str) -> Export:
    """Return a vendor's module; it is imported when it is needed."""
    return cast("Export", import_module(f"agent.intake.exports.{name}"))


def whole(name: str) -> Whole:
    """Return the module of a vendor that reads on its own."""
    return cast("Whole", import_module(f"agent.intake.exports.{name}"))


def needs() -> dict[str, str]:
    """Return every format with what it needs."""
    first = {key: _OTHERS[key] for key in ("eml", "msg")}
    vendors = {name: vendor(name).NEEDS for name in (*WHOLE, *VENDORS)}
    return first | vendors | {key: _OTHERS[key] for key in ("json", "csv", "text")}


NAMES = (*_OTHERS, *WHOLE, *VENDORS)


def recognised(tree: object) -> tuple[str, str] | None:
    """Return the vendor whose export a tree is, and what shows it."""
    for name in (*WHOLE, *VENDORS):
        if why := vendor(name).recognise(tree):
            return name, why
    return None
