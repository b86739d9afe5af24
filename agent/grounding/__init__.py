"""Grounding: values, not only words. Pure, and the same for every engine."""

from __future__ import annotations

from agent.grounding.ground import ground
from agent.grounding.model import Grounded, Refusal

__all__ = ["Grounded", "Refusal", "ground"]
