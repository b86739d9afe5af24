"""HTML as a person sees it: blocks as lines, lists numbered, quotes as `>` lines, hidden text kept out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_BLOCK = frozenset(
    "p div section article header footer main aside h1 h2 h3 h4 h5 h6 ul ol li table thead tbody tfoot tr blockquote pre hr "
    "address dl dt dd form fieldset figure figcaption center body html".split()
)
_DROP = frozenset("script style head title template noscript svg math object embed iframe select textarea audio video canvas".split())
_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all|opacity\s*:\s*0?(?:\.0\d*)?\s*(?:;|!|$)|"
    r"font-size\s*:\s*0*(?:[01](?:\.\d+)?\s*(?:px|pt|em|rem|%)?|0?\.[0-2]\d*\s*(?:em|rem)?)\s*(?:;|!|$)|"
    r"text-indent\s*:\s*-\d{3,}|(?:left|top|right|margin-left|margin-top)\s*:\s*-\d{3,}|"
    r"max-height\s*:\s*0|(?<![-\w])(?:height|width)\s*:\s*0(?:px)?\s*(?:;|$).*overflow|clip\s*:\s*rect\(\s*0|clip-path\s*:\s*inset\(\s*(?:50|100)%|"
    r"(?<![-\w])color\s*:\s*(?:transparent|rgba\([^)]*,\s*0(?:\.0+)?\s*\))",
    re.IGNORECASE,
)
_COLOUR = re.compile(r"(?<![-\w])color\s*:\s*([^;!]+)", re.IGNORECASE)
_GROUND = re.compile(r"background(?:-color)?\s*:\s*([^;!]+)", re.IGNORECASE)
_RULE = re.compile(r"([^{}@]{1,200})\{([^{}]{0,2000})\}")
_NAMED = {"white": (255, 255, 255), "black": (0, 0, 0), "snow": (255, 250, 250), "ivory": (255, 255, 240), "whitesmoke": (245, 245, 245)}
_NEAR = 24
_DEEPEST = 600


@dataclass
class Seen:
    """The visible text, and the texts that a person does not see."""

    text: str
    hidden: list[str] = field(default_factory=list)


def see(markup: str) -> Seen:
    """Return what a person sees of the markup."""
    from selectolax.lexbor import LexborHTMLParser  # noqa: PLC0415  20 ms that a text ticket does not need

    tree = LexborHTMLParser(markup)
    writer = _Writer(_hiding_rules(markup))
    root = tree.root
    if root is not None:
        _walk(root, writer)
    return Seen(writer.finished(), [h for h in writer.hidden if h.strip()])


def _hiding_rules(markup: str) -> frozenset[str]:
    """Return the simple selectors (`.class`, `#id`, `tag`) that the page's style sheets hide."""
    out: set[str] = set()
    for sheet in re.findall(r"<style[^>]*>(.*?)</style", markup[:200_000], re.IGNORECASE | re.DOTALL):
        for selectors, body in _RULE.findall(sheet):
            if _HIDING.search(body):
                out |= {s.strip().lower() for s in selectors.split(",") if re.fullmatch(r"\s*(?:[\w]*[.#][\w-]+)\s*", s)}
    return frozenset(out)


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


def _walk(root: object, writer: _Writer) -> None:
    stack: list[tuple[object, int, bool, tuple[int, int, int], bool]] = [(root, 0, False, (255, 255, 255), False)]
    while stack:
        node, depth, hidden, ground, closing = stack.pop()
        if closing:
            _close(node, writer)
            continue
        tag = node.tag or ""  # type: ignore[attr-defined]
        if tag == "-text":
            content = node.text_content or ""  # type: ignore[attr-defined]
            if not hidden:
                writer.write(content.replace("\u200b", "").replace("\ufeff", "").replace("\u00ad", ""))
            elif content.strip():
                writer.hidden.append(content.strip())
            continue
        if tag in {"-comment", "!--"} or node.is_comment_node:  # type: ignore[attr-defined]
            comment = node.comment_content or ""  # type: ignore[attr-defined]
            if comment.strip() and not re.match(r"\s*\[if\b", comment):
                writer.hidden.append(comment.strip())
            continue
        if tag in _DROP or depth > _DEEPEST:
            continue
        attrs = node.attributes if node.is_element_node else {}  # type: ignore[attr-defined]
        unseen, ground = _hides(tag, attrs, writer.rules, ground)
        hidden = hidden or unseen
        if not hidden:
            _open(tag, attrs, writer)
            stack.append((node, depth, hidden, ground, True))
        children = []
        child = node.child if hasattr(node, "child") else None
        child = node.first_child  # type: ignore[attr-defined]
        while child is not None:
            children.append((child, depth + 1, hidden, ground, False))
            child = child.next
        stack.extend(reversed(children))


def _hides(tag: str, attrs: dict[str, str | None], rules: frozenset[str], ground: tuple[int, int, int]) -> tuple[bool, tuple[int, int, int]]:
    if not attrs:
        return (tag in rules), ground
    style = attrs.get("style") or ""
    if "hidden" in attrs or (attrs.get("aria-hidden") or "").lower() == "true" or _HIDING.search(style):
        return True, ground
    if rules:
        names = {f".{c.lower()}" for c in (attrs.get("class") or "").split()} | {f"#{(attrs.get('id') or '').lower()}"}
        if names & rules or {f"{tag}{n}" for n in names} & rules:
            return True, ground
    back = _GROUND.search(style)
    painted = _rgb(back[1] if back else attrs.get("bgcolor"))
    ground = painted or ground
    ink = _COLOUR.search(style)
    colour = _rgb(ink[1] if ink else (attrs.get("color") if tag == "font" else None))
    same = colour is not None and max(abs(a - b) for a, b in zip(colour, ground, strict=True)) <= _NEAR
    return same, ground


def _rgb(value: str | None) -> tuple[int, int, int] | None:
    if not value:
        return None
    text = value.strip().lower()
    if text in _NAMED:
        return _NAMED[text]
    if m := re.search(r"#([0-9a-f]{6})\b", text):
        return int(m[1][:2], 16), int(m[1][2:4], 16), int(m[1][4:], 16)
    if m := re.search(r"#([0-9a-f]{3})\b", text):
        r, g, b = (int(c * 2, 16) for c in m[1])
        return r, g, b
    if m := re.search(r"rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})", text):
        return int(m[1]), int(m[2]), int(m[3])
    return None


def _open(tag: str, attrs: dict[str, str | None], writer: _Writer) -> None:
    if tag == "br":
        writer.hard_break()
    elif tag in {"td", "th"}:
        if writer.row and writer.row[-1]:
            writer.now.append(" | ")
        elif writer.row:
            writer.row[-1] = True
    elif tag in _BLOCK:
        writer.end_line()
        if tag == "tr":
            writer.row.append(False)
        elif tag == "blockquote":
            writer.quotes += 1
        elif tag == "pre":
            writer.pre += 1
        elif tag in {"ul", "ol"}:
            start = attrs.get("start") or ""
            writer.lists.append(int(start) if start.isdigit() and tag == "ol" else 1 if tag == "ol" else None)
        elif tag == "li" and writer.lists:
            number = writer.lists[-1]
            writer.now.append("- " if number is None else f"{number}. ")
            writer.lists[-1] = None if number is None else number + 1
        elif tag == "hr":
            writer.lines.append((writer.quotes, "---"))


def _close(node: object, writer: _Writer) -> None:
    tag = node.tag or ""  # type: ignore[attr-defined]
    if tag not in _BLOCK:
        return
    writer.end_line(gap=tag in {"p", "blockquote", "table", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "pre"})
    if tag == "tr" and writer.row:
        writer.row.pop()
    elif tag == "blockquote":
        writer.quotes = max(0, writer.quotes - 1)
    elif tag == "pre":
        writer.pre = max(0, writer.pre - 1)
    elif tag in {"ul", "ol"} and writer.lists:
        writer.lists.pop()
