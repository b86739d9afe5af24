"""Scores drafts against gold and the quality checklist; `escalate eval` is its door."""
