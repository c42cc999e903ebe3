"""Trains the model that ships with Semblance, on drawn pictures."""
