"""Measures redirects beside bare servers: `scripts/bench.sh redirect`."""
