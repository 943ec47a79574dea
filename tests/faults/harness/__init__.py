"""The harness that proves "exactly once": killed programs, broken sides, interfering people."""
