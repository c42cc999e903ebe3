"""What a collection is made of: clusters of images, and names for them."""
