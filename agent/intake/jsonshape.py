"""What the objects of an export say, whatever their vendor calls it: text, time, author, visibility, names by id."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeGuard

from agent.intake import times
from agent.intake.clock import Clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.ticket import Role

BODY = (
    "plain_body", "body_text", "text_body", "textbody", "commentbody", "body", "text", "message", "content",
    "comment", "comments_text", "note", "description", "description_text", "body_plain", "html_body", "bodyhtml",
    "htmlbody", "body_html", "value_html", "work_notes", "value", "reply", "msg", "said", "utterance", "remark",
    "内容", "正文",
)  # fmt: skip
TIME = (
    "created_at", "created", "createdat", "createddate", "createddatetime", "sentdatetime", "sent_at", "sentat",
    "receiveddatetime", "date", "timestamp", "ts", "time", "datetime", "messagedate", "created_time", "createdtime",
    "posted_at", "published", "published_at", "created_on", "sys_created_on", "at", "sent", "hs_timestamp",
    "hs_createdate", "createdate", "when", "posted", "written_at", "ms", "epoch", "updated_at", "时间",
)  # fmt: skip
AUTHOR = (
    "author", "sender", "from", "user", "created_by", "createdby", "creator", "reporter", "requester", "submitter",
    "owner", "actor", "name", "from_name", "fromname", "author_name", "authorname", "username", "user_name",
    "real_name", "display_name", "sys_created_by", "commenter", "agent", "author_id", "user_id", "sender_id",
    "submitter_id", "requester_id", "from_email", "fromaddress", "email", "by", "who", "speaker", "posted_by",
    "sent_by", "written_by", "发送人", "作者",
)  # fmt: skip
NAME = (
    "real_name", "display_name", "displayname", "full_name", "fullname", "name", "title_name", "username", "login",
    "first_name", "n", "email", "emailaddress", "address",
)  # fmt: skip
SUBJECT = ("subject", "raw_subject", "title", "summary", "short_description", "name")
_PRIVATE_KEYS = ("internal", "is_internal", "private", "is_private", "isprivate", "incoming_private", "is_note")
_PUBLIC_KEYS = ("public", "is_public", "ispublic", "jsdpublic", "ispublished")
_LINES = frozenset(("paragraph", "heading", "listItem", "codeBlock", "blockquote", "rich_text_section", "tableRow"))
_STATED = (
    "visibility",
    "audience",
    "seen",
    "seen_by",
    "scope",
    "dir",
    "direction",
    "part_type",
    "type",
    "kind",
    "channel",
    "message_type",
    "comment_type",
    "category",
    "label",
)
_AUDIENCES = ("visibility", "audience", "seen", "seen_by", "scope", "dir", "direction")
_EVERYBODY = re.compile(
    r"\b(?:public|external|everyone|everybody|all|customer|client|inbound|outbound|incoming|outgoing)\b", re.IGNORECASE
)
_NOTE = re.compile(
    r"\b(?:internal|private|note|work_?notes?|staff|agents?_only|house only|team only|vendor only)\b", re.IGNORECASE
)
_AGENT = re.compile(
    r"^(?:agent|admin|administrator|staff|teammate|operator|support|employee|internal|vendor|csm|light.?agent|owner)$",
    re.IGNORECASE,
)
_CUSTOMER = re.compile(
    r"^(?:end.?user|customer|user|contact|requester|lead|client|visitor|external|guest|consumer)$", re.IGNORECASE
)
_BOT = re.compile(r"^(?:bot|chatbot|app|fin|ai.?agent|assistant)$", re.IGNORECASE)
_SYSTEM = re.compile(r"^(?:system|automation|trigger|workflow|rule)$", re.IGNORECASE)


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


def folded(item: dict[str, object]) -> dict[str, object]:
    """Return the object with keys in lower case, without separators that vendors write differently."""
    return {k.lower().replace("-", "_"): v for k, v in item.items()}


def time_of(item: dict[str, object]) -> str | None:
    """Return the ISO time of an object, from whichever key holds one."""
    low = folded(item)
    for key in TIME:
        if key in low and (found := moment(low[key])):
            return found
    return None


def moment(value: object) -> str | None:
    """Return a time as exports write it (epoch, ISO, an object holding either, words) as ISO 8601, or null."""
    if is_map(value):
        for key in ("iso8601", "epochMillis", "dateTime", "value", "$date", "epoch", "friendly"):
            if key in value and (found := moment(value[key])):
                return found
        return None
    if isinstance(value, bool) or value is None:
        return None
    text = str(value).strip()
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
        return "\n".join(t for v in value if (t := text_of(v, depth + 1))) if depth < 40 else ""  # noqa: PLR2004
    if not is_map(value) or depth > 40:  # noqa: PLR2004  rich text is not deeper
        return ""
    if value.get("type") in {"doc", "paragraph", "rich_text"} or isinstance(value.get("content"), list):
        return tree_text(value).strip("\n")
    for key in ("content", "plain", "text", "body", "value", "html", "raw"):
        if isinstance(value.get(key), str | dict):
            return text_of(value[key], depth + 1)
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
    kind = node.get("type")
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


def has_text(item: dict[str, object]) -> bool:
    """Whether an object holds a text that somebody can have written."""
    low = folded(item)
    return any(
        key in low and (text := text_of(low[key]).strip()) and not re.fullmatch(r"https?://\S+", text) for key in BODY
    )


def visibility(item: dict[str, object]) -> bool | None:
    """Return whether the customer can see a message, null where the export does not say."""
    low = folded(item)
    for keys, flip in ((_PUBLIC_KEYS, False), (_PRIVATE_KEYS, True)):
        stated = next((str(low[k]).lower() for k in keys if str(low.get(k)).lower() in {"true", "false"}), None)
        if stated:
            return (stated == "true") is not flip
    seen = low.get("visibility")
    if is_map(seen):
        return False
    for key in _STATED:
        value = low.get(key)
        if isinstance(value, str) and _NOTE.search(value.replace("_", " ")):
            return False
        if isinstance(value, str) and key in _AUDIENCES and _EVERYBODY.search(value.replace("_", " ")):
            return True
        if key == "visibility" and isinstance(value, str):
            return value.lower() in {"public", "external", "customer", "all"}
    return None


def role_of(*values: object) -> Role:
    """Return the side that a vendor's words for a kind of user name."""
    for value in values:
        text = str(value or "").strip()
        if _BOT.match(text):
            return "bot"
        if _SYSTEM.match(text):
            return "system"
        if _AGENT.match(text):
            return "vendor"
        if _CUSTOMER.match(text):
            return "customer"
    return "unknown"


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
