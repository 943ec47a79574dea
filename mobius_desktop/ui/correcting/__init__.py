"""Corrections as the pages offer them: the verbs, the question with its reason, the run."""
