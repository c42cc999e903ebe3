"""Drawn pictures with captions that are true of them. Needs numpy and Pillow, nothing else."""

from embedder.training.drawing.captions import Caption
from embedder.training.drawing.pictures import Picture, a_picture

__all__ = ["Caption", "Picture", "a_picture"]
