"""What people say of images over HTTP, its history, and what can be trained from it."""
