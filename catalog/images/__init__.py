"""What an image is, how it comes in, and how it is shown."""
