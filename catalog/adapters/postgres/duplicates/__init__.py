"""Near-duplicates and their review in PostgreSQL."""
