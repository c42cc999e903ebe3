"""Models behind embedder.ports.Model. The only package of the service that imports torch, open_clip and their like."""
