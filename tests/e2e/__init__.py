"""The whole way over real HTTP: list, plan, run and record against both sandboxes' books."""
