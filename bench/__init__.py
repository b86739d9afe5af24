"""Benchmarks: speed as ratios measured in one run, and retrieval quality."""
