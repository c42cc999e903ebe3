"""The seed set: several hundred drawn pictures with planted near-duplicates and anomalies, and the truth about them."""
