"""Pictures in, and pictures shown."""
