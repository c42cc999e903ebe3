"""The only package that says collection, point and payload; it owns every call to Qdrant."""
