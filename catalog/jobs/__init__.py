"""Work to be done later: the ledger in PostgreSQL is the truth, a queue only wakes workers."""
