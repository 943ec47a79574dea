"""Tests of what the benchmarks count, as far as a test should hold it."""
