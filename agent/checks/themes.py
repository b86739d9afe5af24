"""Every theme, imported so that its checks are registered. A new theme is a module named here."""

from agent.checks import cause, communication, decision, placeholders, plan, summary, timeline

__all__ = ["cause", "communication", "decision", "placeholders", "plan", "summary", "timeline"]
