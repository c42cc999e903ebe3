"""Clusters over HTTP: asked for, shown, named and taken away."""
