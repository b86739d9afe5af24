"""Every theme, imported so that its checks are registered. A new theme is a module named here."""

from agent.checks import summary

__all__ = ["summary"]
