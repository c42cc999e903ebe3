"""Look-alikes by picture, by image id and by words."""
