"""Prompts: one file each, with strict variables."""
