"""The door: HTTP in, catalog out. No decisions about images live here."""
