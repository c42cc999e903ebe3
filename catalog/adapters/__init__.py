"""What fulfils the ports: PostgreSQL, Qdrant, S3, Redis, the embedder, and the processes that look at pictures."""
