"""Pictures of which it is known what is a near-duplicate of what, and how well the catalog finds that out."""
