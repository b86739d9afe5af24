"""Every theme, imported so that its checks are registered. A new theme is a module named here."""

from agent.checks import (
    arr,
    asks,
    blame,
    cause,
    communication,
    decision,
    placeholders,
    plan,
    position,
    promises,
    summary,
    support,
    timeline,
)

__all__ = [
    "arr", "asks", "blame", "cause", "communication", "decision", "placeholders", "plan", "position", "promises",
    "summary", "support", "timeline",
]  # fmt: skip
