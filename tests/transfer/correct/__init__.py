"""Corrections over real HTTP against the sandbox: both sides' books say what came of it."""
