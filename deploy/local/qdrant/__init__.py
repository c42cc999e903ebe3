"""Qdrant's REST API, as far as the product calls it, over Qdrant's own engine (qdrant-edge) in this process.

The engine holds Python's global lock while it works, so requests are answered one after the other on the event loop,
and the slow work, building search indexes, is done by a child process on a copy (see `optimizer`).
"""
