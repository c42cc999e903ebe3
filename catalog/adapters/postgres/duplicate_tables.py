"""The tables of near-duplicates and their review, beside those on the page of tables."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    SmallInteger,
    String,
    Table,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from catalog.adapters.postgres.tables import metadata, moment, tenant


def _of_image(name: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["tenant_id", name], ["images.tenant_id", "images.image_id"], ondelete="CASCADE")


def _of_batch() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["tenant_id", "batch_id"], ["review_batches.tenant_id", "review_batches.id"], ondelete="CASCADE"
    )


duplicate_edges = Table(
    "duplicate_edges",
    metadata,
    tenant(),
    Column("low_id", String(26), nullable=False),
    Column("high_id", String(26), nullable=False),
    Column("tier", SmallInteger, nullable=False),
    Column("hamming", SmallInteger),
    Column("cosine", Double, nullable=False),
    Column("turn", SmallInteger, nullable=False),
    Column("model_version", Text, nullable=False),
    moment("found_at"),
    PrimaryKeyConstraint("tenant_id", "low_id", "high_id"),
    _of_image("low_id"),
    _of_image("high_id"),
)

# Which images have been compared with all the others, in which vector space.
duplicate_probes = Table(
    "duplicate_probes",
    metadata,
    tenant(),
    Column("image_id", String(26), nullable=False),
    Column("model_version", Text, nullable=False),
    moment("probed_at"),
    PrimaryKeyConstraint("tenant_id", "image_id"),
    _of_image("image_id"),
)

# By content, not by row: what people said outlives every run, every threshold and every re-upload.
duplicate_verdicts = Table(
    "duplicate_verdicts",
    metadata,
    tenant(),
    Column("low_sha256", String(64), nullable=False),
    Column("high_sha256", String(64), nullable=False),
    Column("verdict", String(16), nullable=False),
    Column("decided_by", Uuid, nullable=False),
    moment("decided_at"),
    Column("note", Text),
    PrimaryKeyConstraint("tenant_id", "low_sha256", "high_sha256"),
)

duplicate_runs = Table(
    "duplicate_runs",
    metadata,
    tenant(),
    Column("dataset_id", Text, nullable=False),
    Column("threshold", Double, nullable=False),
    Column("max_hamming", SmallInteger, nullable=False),
    Column("model_version", Text, nullable=False),
    Column("images", Integer, nullable=False),
    Column("edges", Integer, nullable=False),
    Column("groups", Integer, nullable=False),
    Column("duplicates", Integer, nullable=False),
    Column("random_pairs", JSONB, nullable=False),
    moment("grouped_at"),
    PrimaryKeyConstraint("tenant_id", "dataset_id"),
)

duplicate_groups = Table(
    "duplicate_groups",
    metadata,
    tenant(),
    Column("dataset_id", Text, nullable=False),
    Column("group_id", String(32), nullable=False),
    Column("member_ids", ARRAY(Text), nullable=False),
    Column("size", Integer, nullable=False),
    Column("tier", SmallInteger, nullable=False),
    Column("medoid_id", String(26), nullable=False),
    Column("worst_low_id", String(26), nullable=False),
    Column("worst_high_id", String(26), nullable=False),
    Column("worst_similarity", Double, nullable=False),
    Column("threshold", Double, nullable=False),
    Column("reclaimable_bytes", BigInteger, nullable=False),
    Column("new_ids", ARRAY(Text), nullable=False),
    Column("near_apart_ids", ARRAY(Text), nullable=False),
    Column("hub_ids", ARRAY(Text), nullable=False),
    Column("capped", Boolean, nullable=False),
    Column("contradictory", Boolean, nullable=False),
    Column("status", String(16), nullable=False),
    Column("decided_by", Uuid),
    moment("decided_at", nullable=True),
    Column("batch_id", Uuid),
    Column("row_version", BigInteger, nullable=False, server_default=text("1")),
    PrimaryKeyConstraint("tenant_id", "dataset_id", "group_id"),
)

# What a person did in one go, and can take back in one go.
review_batches = Table(
    "review_batches",
    metadata,
    tenant(),
    Column("id", Uuid, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("state", String(16), nullable=False),
    Column("dataset_id", Text, nullable=False),
    Column("rule", JSONB, nullable=False),
    Column("asked_by", Uuid, nullable=False),
    moment("created_at"),
    moment("applied_at", nullable=True),
    moment("undone_at", nullable=True),
    Column("undone_by", Uuid),
    moment("expires_at", nullable=True),
    Column("groups", Integer, nullable=False),
    Column("trashed", Integer, nullable=False),
    Column("trashed_bytes", BigInteger, nullable=False),
    PrimaryKeyConstraint("tenant_id", "id"),
)

# One line for each group of a batch: what is to be done with it, and what became of that.
review_items = Table(
    "review_items",
    metadata,
    tenant(),
    Column("batch_id", Uuid, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("dataset_id", Text, nullable=False),
    Column("group_id", String(32), nullable=False),
    Column("group_version", BigInteger, nullable=False),
    Column("keeper_id", String(26)),
    Column("outcome", String(16), nullable=False),
    Column("detail", JSONB, nullable=False),
    PrimaryKeyConstraint("tenant_id", "batch_id", "seq"),
    _of_batch(),
)

# Each row as it was before a batch changed it and as the batch left it; undo reads it backwards.
review_journal = Table(
    "review_journal",
    metadata,
    tenant(),
    Column("batch_id", Uuid, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("row_key", Text, nullable=False),
    Column("before", JSONB),
    Column("after", JSONB),
    PrimaryKeyConstraint("tenant_id", "batch_id", "seq"),
    _of_batch(),
)

# The vectors of images in the trash: their points are gone, and undo gives back the very same.
trashed_vectors = Table(
    "trashed_vectors",
    metadata,
    tenant(),
    Column("image_id", String(26), nullable=False),
    Column("model_version", Text, nullable=False),
    Column("vector", LargeBinary, nullable=False),
    Column("crops", LargeBinary),
    Column("crop_boxes", JSONB),
    PrimaryKeyConstraint("tenant_id", "image_id"),
    _of_image("image_id"),
)

DUPLICATE_TABLES = (
    "duplicate_edges",
    "duplicate_probes",
    "duplicate_verdicts",
    "duplicate_runs",
    "duplicate_groups",
    "review_batches",
    "review_items",
    "review_journal",
    "trashed_vectors",
)
