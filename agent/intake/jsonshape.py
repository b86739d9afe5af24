"""What the values of an export say, whatever its vendor: scalars, moments, rich text, words for a side."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, TypeGuard

from agent.intake import times
from agent.intake.clock import Clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.ticket import Role

_LINES = frozenset(("paragraph", "heading", "listItem", "codeBlock", "blockquote", "rich_text_section", "tableRow"))
_SQUEEZED = re.compile(r"[\s_\-.?$@#*:/]+")
_TOKEN = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_DOTNET = re.compile(r"/Date\((-?\d{9,19})(?:[+-]\d{4})?\)/")
_MOMENTS = (
    "iso8601", "epochmillis", "datetime", "value", "date", "numberlong", "epoch", "timestamp", "utc", "seconds", "time",
    "friendly",
)  # fmt: skip
Word = Literal["bot", "system", "vendor", "customer", "user", ""]
"""What a word says of somebody's side; `user` is the customer for some desks and their own staff for others."""
_WORDS: tuple[tuple[Word, frozenset[str]], ...] = (
    ("bot", frozenset((
        "bot", "chatbot", "app", "fin", "assistant", "aiagent", "answerbot", "virtualagent", "robot", "ai",
    ))),
    ("system", frozenset((
        "system", "automation", "trigger", "workflow", "rule", "automatic", "robotic", "integration",
    ))),
    ("vendor", frozenset((
        "agent", "admin", "administrator", "staff", "teammate", "operator", "support", "employee", "internal",
        "vendor", "csm", "owner", "technician", "representative", "moderator", "supervisor", "business", "assignee",
        "helpdesk", "servicedesk", "engineer", "care", "supplier", "mitarbeiter", "bearbeiter", "techniker",
        "technicien", "conseiller", "agente", "tecnico", "operatore", "atendente", "operador", "expert", "advisor",
        "consultant", "specialist", "us",
    ))),
    ("customer", frozenset((
        "kunde", "kundin", "cliente", "enduser", "customer", "contact", "requester", "lead", "client", "visitor",
        "external", "guest", "consumer", "caller", "buyer", "shopper", "subscriber",
    ))),
    ("user", frozenset((
        "user", "member", "person",
    ))),
)  # fmt: skip
_FOREIGN: tuple[tuple[Word, str], ...] = (
    ("bot", "机器人|智能助手|ボット|챗봇"),
    ("system", "系统|系統|システム|시스템"),
    ("vendor", "客服|坐席|座席|工程师|技术支持|オペレータ|担当者|サポート|상담원|상담사"),
    ("customer", "客户|客戶|顾客|用户|用戶|访客|お客様|顧客|고객|방문자"),
)
_MOST_TOKENS = 3
_LONGEST_WORD = 60


Found = list[tuple[tuple[str, ...], object]]
"""Every object and list of a tree with its path."""


def is_map(value: object) -> TypeGuard[dict[str, object]]:
    """Whether the value is a JSON object."""
    return isinstance(value, dict)


def is_maps(value: object) -> TypeGuard[list[dict[str, object]]]:
    """Whether the value is a list of JSON objects, at least one."""
    return isinstance(value, list) and bool(value) and all(isinstance(v, dict) for v in value)


def maps(value: object) -> list[dict[str, object]]:
    """Return the objects of a list, none where it is something else."""
    return [v for v in value if isinstance(v, dict)] if isinstance(value, list) else []


def get(item: object, *path: str) -> object:
    """Return the value at a path of keys, null where one is missing."""
    for key in path:
        if not isinstance(item, dict):
            return None
        item = item.get(key)
    return item


def shown(value: object) -> str | None:
    """Return a scalar as JSON prints it, null for anything else and for nothing."""
    if value is None or isinstance(value, dict | list):
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value).strip()
    return text or None


@lru_cache(maxsize=4096)
def squeezed(key: str) -> str:
    """Return a key in lower case without the marks that vendors set between its words differently."""
    return _SQUEEZED.sub("", key).lower()


def folded(item: dict[str, object]) -> dict[str, object]:
    """Return the object with squeezed keys; of two that are the same then, the one that holds something."""
    out: dict[str, object] = {}
    for key, value in item.items():
        short = squeezed(key)
        if out.get(short) in (None, ""):
            out[short] = value
    return out


def moment(value: object) -> str | None:
    """Return a time as exports write it (epoch, ISO, an object holding either, words) as ISO 8601, or null."""
    if is_map(value):
        low = folded(value)
        return next((found for key in _MOMENTS if (found := moment(low.get(key)))), None)
    if isinstance(value, bool) or value is None:
        return None
    text = str(value).strip()
    if dotnet := _DOTNET.fullmatch(text):
        return times.from_epoch(float(dotnet[1]))
    if re.fullmatch(r"\d{9,19}(?:\.\d+)?", text):
        return times.from_epoch(float(text))
    if re.match(r"\d{4}-\d\d-\d\d", text):
        return times.from_iso(text.replace(" UTC", "+00:00")) or _worded(text)
    return _worded(text) if text[:1].isalnum() and len(text) < 60 else None  # noqa: PLR2004  a time is short


def _worded(text: str) -> str | None:
    from datetime import date  # noqa: PLC0415

    stamp = times.find(text)
    if not stamp or not stamp.year or stamp.start > 2:  # noqa: PLR2004  a time starts the value
        return None
    return Clock(date(2000, 1, 1)).iso(stamp)


def text_of(value: object, depth: int = 0) -> str:
    """Return the text of a body: plain, HTML, a rich-text tree, or an object that holds one of them."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        inline = any(isinstance(v, str) for v in value) and any(is_map(v) for v in value)
        joint = "" if inline else "\n"
        return joint.join(t for v in value if (t := text_of(v, depth + 1))) if depth < 40 else ""  # noqa: PLR2004
    if not is_map(value) or depth > 40:  # noqa: PLR2004  rich text is not deeper
        return ""
    if str(value.get("type")) in {"doc", "paragraph", "rich_text"} or isinstance(value.get("content"), list):
        return tree_text(value).strip("\n")
    low = folded(value)
    for key in ("content", "plain", "text", "body", "value", "html", "raw", "insert", "plaintext", "message"):
        if isinstance(low.get(key), str | dict):
            return text_of(low[key], depth + 1)
    return ""


def tree_text(node: object) -> str:
    """Return a rich-text tree (Atlassian's, Slack's) as lines."""
    out: list[str] = []
    stack: list[object] = [node]
    while stack:
        now = stack.pop()
        if isinstance(now, str):
            out.append(now)
        elif is_map(now):
            _open_node(now, out, stack)
        elif isinstance(now, list):
            stack.extend(reversed(now))
    return re.sub(r"\n{3,}", "\n\n", "".join(out))


def _open_node(node: dict[str, object], out: list[str], stack: list[object]) -> None:
    kind = str(node.get("type"))
    out.append({"hardBreak": "\n", "listItem": "- "}.get(str(kind), ""))
    if kind == "mention":
        out.append(shown(get(node, "attrs", "text")) or "")
    if isinstance(node.get("text"), str):
        out.append(str(node["text"]))
    if kind in _LINES:
        stack.append("\n")
    stack.extend(node[key] for key in ("elements", "content") if isinstance(node.get(key), list))


def is_markup(text: str) -> bool:
    """Whether a body is HTML."""
    return bool(
        re.search(
            r"<(?:p|br|div|span|b|i|a|ul|ol|li|table|blockquote|html|body|strong|em)\b[^>]{0,300}/?>|<!--|</\w{1,12}>",
            text[:5000],
            re.IGNORECASE,
        )
    )


def side_word(value: object) -> Word:
    """Return what a vendor's word for a kind of user says of the side, an empty word where it says nothing."""
    text = shown(value) or ""
    return _word(text) if len(text) < _LONGEST_WORD else ""


@lru_cache(maxsize=4096)
def _word(text: str) -> Word:
    if not text.isascii():
        return next((word for word, known in _FOREIGN if re.search(known, text)), "")
    tokens = [t.lower().removesuffix("s") if len(t) > _MOST_TOKENS else t.lower() for t in _TOKEN.findall(text)]
    if "to" in tokens:
        tokens = tokens[: tokens.index("to")]
    if not tokens or len(tokens) > _MOST_TOKENS:
        return ""
    told = {"".join(tokens), *tokens}
    if {"end", "user"} <= told:
        return "customer"
    return next((word for word, known in _WORDS if not known.isdisjoint(told)), "")


def role_of(*values: object) -> Role:
    """Return the side that a vendor's words for a kind of user name; a user is the customer."""
    for value in values:
        if word := side_word(value):
            return "customer" if word == "user" else word
    return "unknown"


def deeper(tree: object, most: int) -> bool:
    """Whether a tree is nested deeper than so many levels."""
    level: list[object] = [tree]
    for _ in range(most + 1):
        inner = [value for node in level if isinstance(node, dict | list)
                 for value in (node.values() if isinstance(node, dict) else node)]  # fmt: skip
        level = [value for value in inner if isinstance(value, dict | list)]
        if not level:
            return False
    return True


def walk(node: object) -> Iterator[tuple[tuple[str, ...], object]]:
    """Yield every object and list of a tree with its path, outer ones first, without recursion."""
    queue: list[tuple[tuple[str, ...], object]] = [((), node)]
    at = 0
    while at < len(queue):
        path, now = queue[at]
        at += 1
        yield path, now
        if isinstance(now, dict):
            queue.extend(((*path, str(k)), v) for k, v in now.items() if isinstance(v, dict | list))
        elif isinstance(now, list):
            queue.extend((path, v) for v in now if isinstance(v, dict | list))
