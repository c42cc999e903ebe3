"""What people say of images, of what a search showed them above all, and what can be learned from it."""
