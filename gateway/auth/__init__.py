"""Who is calling: keys, tokens, and the callers they stand for."""
