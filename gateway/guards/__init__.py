"""What stands before the routes, as pure ASGI: nothing here knows a feature."""
