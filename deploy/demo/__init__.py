"""The demo: the seed pictures through the front door, then questions, and a page with what was found."""
