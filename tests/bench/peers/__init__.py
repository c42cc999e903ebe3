"""Other people's programs for the same work, each in a virtual environment of its own."""
