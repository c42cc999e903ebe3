"""What an image is and what can be done with it: the domain, its ports and its adapters."""
