"""Grounding: values, not only words. Pure, and the same for every engine."""

from __future__ import annotations

from agent.grounding.model import Grounded, Refusal
from agent.grounding.proving import ground

__all__ = ["Grounded", "Refusal", "ground"]
