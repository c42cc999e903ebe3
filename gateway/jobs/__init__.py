"""Jobs: looking at them, stopping them, setting them going again."""
