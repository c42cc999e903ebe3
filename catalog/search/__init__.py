"""Finding images by picture, by words, or by an image that is here already."""
