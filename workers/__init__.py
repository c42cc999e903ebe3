"""The hands: jobs in, catalog out."""
