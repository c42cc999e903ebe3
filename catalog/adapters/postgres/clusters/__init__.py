"""Clusterings of one tenant in PostgreSQL."""
