"""What markup hides from a person: by display, size, place, transparency, or ink of the colour of its ground."""

from __future__ import annotations

import re

_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all|"
    r"opacity\s*:\s*0?(?:\.0\d*)?\s*(?:;|!|$)|"
    r"font-size\s*:\s*0*(?:[01](?:\.\d+)?\s*(?:px|pt|em|rem|%)?|0?\.[0-2]\d*\s*(?:em|rem)?)\s*(?:;|!|$)|"
    r"text-indent\s*:\s*-\d{3,}|(?:left|top|right|margin-left|margin-top)\s*:\s*-\d{3,}|"
    r"max-height\s*:\s*0|(?<![-\w])(?:height|width)\s*:\s*0(?:px)?\s*(?:;|$).*overflow|clip\s*:\s*rect\(\s*0|"
    r"clip-path\s*:\s*inset\(\s*(?:50|100)%|"
    r"(?<![-\w])color\s*:\s*(?:transparent|rgba\([^)]*,\s*0(?:\.0+)?\s*\))",
    re.IGNORECASE,
)
_COLOUR = re.compile(r"(?<![-\w])color\s*:\s*([^;!]+)", re.IGNORECASE)
_GROUND = re.compile(r"background(?:-color)?\s*:\s*([^;!]+)", re.IGNORECASE)
_RULE = re.compile(r"([^{}@]{1,200})\{([^{}]{0,2000})\}")
_NAMED = {
    "white": (255, 255, 255),
    "black": (0, 0, 0),
    "snow": (255, 250, 250),
    "ivory": (255, 255, 240),
    "whitesmoke": (245, 245, 245),
}
_NEAR = 24


def hiding_rules(markup: str) -> frozenset[str]:
    """Return the simple selectors (`.class`, `#id`, `tag`) that the page's style sheets hide."""
    out: set[str] = set()
    for sheet in re.findall(r"<style[^>]*>(.*?)</style", markup[:200_000], re.IGNORECASE | re.DOTALL):
        for selectors, body in _RULE.findall(sheet):
            if _HIDING.search(body):
                out |= {
                    s.strip().lower() for s in selectors.split(",") if re.fullmatch(r"\s*(?:[\w]*[.#][\w-]+)\s*", s)
                }
    return frozenset(out)


def hides(
    tag: str, attrs: dict[str, str | None], rules: frozenset[str], ground: tuple[int, int, int]
) -> tuple[bool, tuple[int, int, int]]:
    """Return whether an element hides its text, and the colour of the ground that its text stands on."""
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
