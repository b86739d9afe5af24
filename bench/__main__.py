"""`make bench`: every benchmark, one after the other."""

from __future__ import annotations

from bench import client, cold, linear
from bench.bench_retrieval import main as retrieval

if __name__ == "__main__":
    cold.main()
    linear.main()
    client.main()
    retrieval()
