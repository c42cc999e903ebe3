"""Event streams: one answer that goes on for as long as there is something to tell."""
