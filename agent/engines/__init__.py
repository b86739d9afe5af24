"""The engines: adapters of the Reader and Writer ports."""
