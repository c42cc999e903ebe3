"""Near-duplicates: found exactly, grouped tightly, judged by people, resolved with an undo."""
