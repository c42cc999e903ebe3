"""Rows in, domain objects out. PostgreSQL is the truth."""
