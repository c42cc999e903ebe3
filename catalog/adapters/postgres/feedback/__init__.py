"""What people say of images, in PostgreSQL."""
