"""The eye: pictures and words in, unit vectors out. Knows nobody."""
