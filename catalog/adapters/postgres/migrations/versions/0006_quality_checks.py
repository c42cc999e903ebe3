"""Quality checks: which of them an image fails, and what was measured; NULL in an image that nobody has looked at."""

from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Two columns that a change of the table's description is enough for, and an index of the rows that lack them."""
    op.execute(
        """
        ALTER TABLE images ADD COLUMN quality_checks text[], ADD COLUMN quality_measures jsonb;
        CREATE INDEX images_not_checked ON images (tenant_id, image_id) WHERE quality_checks IS NULL;
        """
    )


def downgrade() -> None:
    """What was measured can be measured again."""
    op.execute("DROP INDEX images_not_checked")
    op.execute("ALTER TABLE images DROP COLUMN quality_checks, DROP COLUMN quality_measures")
