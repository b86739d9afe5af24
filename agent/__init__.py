"""The importable core: read a ticket, prove its facts, draft the brief."""
