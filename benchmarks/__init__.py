"""Benchmarks: ratios against liblouis in the same run. ``python -m benchmarks``."""
