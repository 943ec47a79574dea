"""Reusable parts of pages. Each follows the theme by itself and has a name for screen readers."""
