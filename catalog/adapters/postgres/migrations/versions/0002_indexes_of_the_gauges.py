"""Indexes that let the scheduler count the dead and find the oldest waiting change every few seconds."""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make them: both are partial, and nearly empty while all is well."""
    op.execute("CREATE INDEX jobs_dead ON jobs (updated_at) WHERE state = 'dead'")
    op.execute("""
        CREATE INDEX jobs_outbox ON jobs (created_at)
        WHERE state IN ('queued', 'running', 'retry') AND kind IN ('finish_ingest', 'sync_payload')
    """)


def downgrade() -> None:
    """Drop them."""
    op.execute("DROP INDEX jobs_outbox, jobs_dead")
