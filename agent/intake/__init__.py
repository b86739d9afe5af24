"""Intake: one file a format, each turning bytes into a Draft; `build` makes it a masked Ticket."""

from __future__ import annotations

from agent.intake.reading import FORMATS, LIMIT, read_file, read_files, read_ticket

__all__ = ["FORMATS", "LIMIT", "read_file", "read_files", "read_ticket"]
