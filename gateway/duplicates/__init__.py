"""Near-duplicates: found, shown with their evidence, judged, resolved, taken back, exported."""
