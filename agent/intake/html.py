"""HTML as a person sees it: blocks as lines, lists numbered, quotes as `>` lines, hidden text kept out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from agent.intake import hostile, limits
from agent.intake.refusal import refuse
from agent.intake.unseen import hides, hiding_rules

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_BLOCK = frozenset(
    [
        "p",
        "div",
        "section",
        "article",
        "header",
        "footer",
        "main",
        "aside",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "table",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "blockquote",
        "pre",
        "hr",
        "address",
        "dl",
        "dt",
        "dd",
        "form",
        "fieldset",
        "figure",
        "figcaption",
        "center",
        "body",
        "html",
    ]
)
_DROP = frozenset(
    [
        "script",
        "style",
        "head",
        "title",
        "template",
        "noscript",
        "svg",
        "math",
        "object",
        "embed",
        "iframe",
        "select",
        "textarea",
        "audio",
        "video",
        "canvas",
    ]
)
_VOID = frozenset("br hr img meta link input col area base wbr p li td tr th tbody thead option dt dd".split())  # noqa: SIM905
_TOO_DEEP = 5000
_SPACED = frozenset(("p", "blockquote", "table", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "pre"))
_INVISIBLE = dict.fromkeys((0x200B, 0x200C, 0x2060, 0xFEFF, 0xAD))
_DEEPEST = 600


_SECRET_TAG = re.compile(
    r"<(/?(?:\w{1,20}[-_:.])?(?:passw(?:or)?d|passwort|pwd|pass|secret|token|api[-_]?key|accesskey|key|credential|login|user(?:name)?))>",
    re.IGNORECASE,
)
"""Tags of somebody's configuration that say what stands in them: shown, so that the secret is known for one."""


@dataclass(frozen=True)
class _Step:
    node: LexborNode
    depth: int = 0
    ground: tuple[int, int, int] = (255, 255, 255)
    hidden: bool = False
    closing: bool = False


@dataclass
class Seen:
    """The visible text, and the texts that a person does not see."""

    text: str
    hidden: list[str] = field(default_factory=list)


def see(markup: str) -> Seen:
    """Return what a person sees of the markup."""
    limits.text(markup, "The HTML", limits.MARKUP)
    if _nesting(markup) > _TOO_DEEP:
        refuse("The HTML is nested too deep to be a mail.", "Paste the thread as text.")
    from selectolax.lexbor import LexborHTMLParser  # noqa: PLC0415  20 ms that a text ticket does not need

    markup, blocks = hostile.parted(_SECRET_TAG.sub(r"&lt;\1&gt;", markup))
    tree = LexborHTMLParser(markup)
    writer = _Writer(hiding_rules(markup))
    root = tree.root
    if root is not None:
        _walk(root, writer)
    return Seen(writer.finished(), [*blocks, *_comments(markup), *writer.hidden])


def _comments(markup: str) -> list[str]:
    """Return what the markup's comments say, mail programs' own conditional ones left out."""
    found = (piece.partition("-->")[0].strip() for piece in markup.split("<!--")[1:])
    return [text for text in found if text and not text.startswith(("[if", "<![", "[endif"))]


def _nesting(markup: str) -> int:
    """Return how deep the markup nests at most; elements that close themselves count once."""
    depth = deepest = 0
    for m in re.finditer(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)", markup):
        if m[2].lower() not in _VOID:
            depth = max(0, depth - 1) if m[1] else depth + 1
            deepest = max(deepest, depth)
    return deepest


class _Writer:
    def __init__(self, rules: frozenset[str]) -> None:
        self.rules = rules
        self.lines: list[tuple[int, str]] = []
        self.now: list[str] = []
        self.quotes = 0
        self.pre = 0
        self.lists: list[int | None] = []
        self.row: list[bool] = []
        self.hidden: list[str] = []
        self.gap = False

    def write(self, text: str) -> None:
        if not self.pre:
            text = re.sub(r"[ \t\r\n\f]+", " ", text)
            if not self.now or self.now[-1].endswith((" ", "\n")):
                text = text.lstrip(" ")
        if text:
            self.now.append(text)

    def cell(self) -> None:
        if self.row and self.row[-1]:
            self.now.append(" | ")
        elif self.row:
            self.row[-1] = True

    def end_line(self, *, gap: bool = False) -> None:
        joined = "".join(self.now)
        if joined.strip() or self.pre:
            for line in joined.rstrip().split("\n"):
                self.lines.append((self.quotes, line.rstrip() if self.pre else line.strip(" ")))
        self.now = []
        if gap and self.lines and self.lines[-1][1]:
            self.lines.append((self.quotes, ""))

    def hard_break(self) -> None:
        joined = "".join(self.now).strip(" ")
        self.lines.append((self.quotes, joined))
        self.now = []

    def finished(self) -> str:
        self.end_line()
        out: list[str] = []
        for depth, line in self.lines:
            shown = f"{'>' * depth} {line}".rstrip() if depth else line
            blank = not line
            if blank and (not out or not out[-1].strip("> ")):
                continue
            out.append(shown)
        return "\n".join(out).strip("\n")


def _walk(root: LexborNode, writer: _Writer) -> None:
    stack: list[_Step] = [_Step(root)]
    while stack:
        step = stack.pop()
        tag = step.node.tag or ""
        if step.closing:
            _close(tag, writer)
        elif tag == "-text":
            _write(step, writer)
        elif step.node.is_comment_node:
            continue
        elif tag not in _DROP and step.depth <= _DEEPEST:
            _enter(step, tag, writer, stack)


def _write(step: _Step, writer: _Writer) -> None:
    content = (step.node.text_content or "").translate(_INVISIBLE)
    if not step.hidden:
        writer.write(content)
    elif content.strip():
        writer.hidden.append(content.strip())


def _enter(step: _Step, tag: str, writer: _Writer, stack: list[_Step]) -> None:
    attributes = step.node.attributes if step.node.is_element_node else {}
    unseen, ground = hides(tag, attributes, writer.rules, step.ground)
    hidden = step.hidden or unseen
    if not hidden:
        _open(tag, attributes, writer)
        stack.append(_Step(step.node, closing=True))
    children: list[_Step] = []
    child = step.node.first_child
    while child is not None:
        children.append(_Step(child, step.depth + 1, ground, hidden=hidden))
        child = child.next
    stack.extend(reversed(children))


def _open(tag: str, attributes: dict[str, str | None], writer: _Writer) -> None:
    if tag == "br":
        writer.hard_break()
    elif tag in {"td", "th"}:
        writer.cell()
    elif tag in _BLOCK:
        writer.end_line()
        if tag == "tr":
            writer.row.append(False)
        elif tag == "blockquote":
            writer.quotes += 1
        elif tag == "pre":
            writer.pre += 1
        elif tag == "hr":
            writer.lines.append((writer.quotes, "---"))
        else:
            _open_list(tag, attributes.get("start") or "", writer)


def _open_list(tag: str, start: str, writer: _Writer) -> None:
    if tag in {"ul", "ol"}:
        first = int(start[:6]) if start.isdecimal() else 1
        writer.lists.append(first if tag == "ol" else None)
    elif tag == "li" and writer.lists:
        number = writer.lists[-1]
        writer.now.append("- " if number is None else f"{number}. ")
        writer.lists[-1] = None if number is None else number + 1


def _close(tag: str, writer: _Writer) -> None:
    if tag not in _BLOCK:
        return
    writer.end_line(gap=tag in _SPACED)
    if tag == "tr" and writer.row:
        writer.row.pop()
    elif tag == "blockquote":
        writer.quotes = max(0, writer.quotes - 1)
    elif tag == "pre":
        writer.pre = max(0, writer.pre - 1)
    elif tag in {"ul", "ol"} and writer.lists:
        writer.lists.pop()
