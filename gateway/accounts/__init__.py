"""Logging in and saying who is logged in."""
