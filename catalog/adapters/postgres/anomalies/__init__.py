"""Odd images in PostgreSQL: runs, scores, reviews and references."""
