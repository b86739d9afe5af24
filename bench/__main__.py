"""`make bench`: every benchmark, one after the other. `python -m bench --tickets 100000` for a longer batch."""

from __future__ import annotations

import argparse

from bench import client, cold, linear, memory
from bench.bench_retrieval import main as retrieval

if __name__ == "__main__":
    asked = argparse.ArgumentParser(prog="python -m bench")
    asked.add_argument("--tickets", type=int, default=3_000, help="of the batch whose memory is measured")
    tickets = asked.parse_args().tickets
    cold.main()
    linear.main()
    client.main()
    memory.main(tickets)
    retrieval()
