"""Measures how Korotko behaves as its database grows: `scripts/bench.sh growth`."""
