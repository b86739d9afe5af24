"""The rules engine: no model, no network, deterministic."""
