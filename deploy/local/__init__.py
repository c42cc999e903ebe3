"""The stack without Docker: the same services as docker-compose.yml, out of Python wheels, under one supervisor."""
