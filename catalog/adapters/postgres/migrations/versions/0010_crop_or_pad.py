"""Vector spaces say whether their model is given padded pictures or cropped ones; all there were are padded."""

from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Add the column; a release that does not know it goes on writing padded spaces."""
    op.execute(
        "ALTER TABLE vector_spaces ADD COLUMN preprocess text NOT NULL DEFAULT 'pad' "
        "CONSTRAINT vector_spaces_preprocess CHECK (preprocess IN ('pad', 'crop'))"
    )


def downgrade() -> None:
    """Drop it."""
    op.execute("ALTER TABLE vector_spaces DROP COLUMN preprocess")
