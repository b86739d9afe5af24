"""A run as one HTML file that needs nothing beside it."""

from __future__ import annotations

from evals.report.page import page

__all__ = ["page"]
