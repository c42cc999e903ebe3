"""What is kept of an image in the trash has the vectors of its crops too; NULL where it has none."""

from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Float32 rows one after the other, and an array of [left, top, right, bottom] for each."""
    op.execute("ALTER TABLE trashed_vectors ADD COLUMN crops bytea, ADD COLUMN crop_boxes jsonb")


def downgrade() -> None:
    """The crops of what lies in the trash can be embedded again."""
    op.execute("ALTER TABLE trashed_vectors DROP COLUMN crops, DROP COLUMN crop_boxes")
