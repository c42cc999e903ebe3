"""The table of what people say of images, beside those on the page of tables."""

from sqlalchemy import (
    Column,
    Computed,
    Double,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)

from catalog.adapters.postgres.tables import metadata, moment, tenant

# By content, not by row: what people said outlives the image and holds again for the same bytes.
feedback = Table(
    "feedback",
    metadata,
    tenant(),
    Column("feedback_id", Uuid, nullable=False),
    Column("user_id", Uuid, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("action", String(16), nullable=False),
    Column(
        "aspect",
        String(16),
        Computed("CASE WHEN action IN ('relevant', 'irrelevant') THEN 'relevance' ELSE action END", persisted=True),
    ),
    Column("query_key", String(64), nullable=False),
    Column("query_text", Text),
    Column("query_sha256", String(64)),
    Column("note", Text),
    Column("rank", Integer),
    Column("score", Double),
    moment("said_at"),
    PrimaryKeyConstraint("tenant_id", "feedback_id"),
    UniqueConstraint("tenant_id", "user_id", "sha256", "query_key", "aspect", name="feedback_once"),
)

FEEDBACK_TABLES = ("feedback",)
