"""The bare prompt: ticket and checklist in one call, nothing verified by code. A comparison, no engine."""
