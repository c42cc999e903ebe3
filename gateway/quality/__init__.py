"""Plain quality checks: how a dataset stands."""
