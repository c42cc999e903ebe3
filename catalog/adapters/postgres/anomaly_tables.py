"""The tables of odd images and their review, beside those on the page of tables."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    ForeignKeyConstraint,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from catalog.adapters.postgres.tables import metadata, moment, tenant

_METHODS = ("dnn", "knn", "lof", "reference")


def _by_method(method: str) -> list[Column[object]]:
    """What is kept of a score; there is none by reference while nothing is known to be normal."""
    optional = method == "reference"
    return [
        Column(f"{method}_raw", Double, nullable=optional),
        Column(f"{method}_percentile", Double, nullable=False),
        Column(f"{method}_z", Double, nullable=False),
        Column(f"{method}_flagged", Boolean, nullable=False),
    ]


# The run of each dataset that counts: its generation is the one of the scores that are read.
anomaly_runs = Table(
    "anomaly_runs",
    metadata,
    tenant(),
    Column("dataset_id", Text, nullable=False),
    Column("generation", BigInteger, nullable=False),
    Column("model_version", Text, nullable=False),
    Column("images", Integer, nullable=False),
    Column("scored", Integer, nullable=False),
    Column("k", Integer, nullable=False),
    Column("exact", Boolean, nullable=False),
    Column("enough", Boolean, nullable=False),
    Column("references", Integer, nullable=False),
    Column("reach", Double, nullable=False),
    Column("fences", JSONB, nullable=False),
    Column("flagged", JSONB, nullable=False),
    moment("started_at"),
    moment("finished_at"),
    PrimaryKeyConstraint("tenant_id", "dataset_id"),
)

anomaly_scores = Table(
    "anomaly_scores",
    metadata,
    tenant(),
    Column("dataset_id", Text, nullable=False),
    Column("generation", BigInteger, nullable=False),
    Column("image_id", String(26), nullable=False),
    *(column for method in _METHODS for column in _by_method(method)),
    Column("neighbour_ids", ARRAY(Text), nullable=False),
    Column("distances", ARRAY(Double), nullable=False),
    Column("density", Double, nullable=False),
    Column("later", Boolean, nullable=False),
    moment("scored_at"),
    PrimaryKeyConstraint("tenant_id", "dataset_id", "generation", "image_id"),
    ForeignKeyConstraint(["tenant_id", "image_id"], ["images.tenant_id", "images.image_id"], ondelete="CASCADE"),
)

# By content, not by row, as reviews are: the same bytes sent again are as normal as before.
anomaly_references = Table(
    "anomaly_references",
    metadata,
    tenant(),
    Column("dataset_id", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("added_by", Uuid, nullable=False),
    moment("added_at"),
    PrimaryKeyConstraint("tenant_id", "dataset_id", "sha256"),
)

# Every word that anybody said; of each person's on a content the last one stands, unless it takes the others back.
anomaly_reviews = Table(
    "anomaly_reviews",
    metadata,
    tenant(),
    Column("dataset_id", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("reviewer", Uuid, nullable=False),
    Column("turn", Integer, nullable=False),
    Column("verdict", String(16)),
    Column("note", Text),
    Column("stands", Boolean, nullable=False),
    moment("reviewed_at"),
    PrimaryKeyConstraint("tenant_id", "dataset_id", "sha256", "reviewer", "turn"),
)

# What people set for a dataset, and how many generations of scores were begun there.
anomaly_settings = Table(
    "anomaly_settings",
    metadata,
    tenant(),
    Column("dataset_id", Text, nullable=False),
    Column("budget", Integer, nullable=False, server_default=text("50")),
    Column("generations", BigInteger, nullable=False, server_default=text("0")),
    PrimaryKeyConstraint("tenant_id", "dataset_id"),
)

ANOMALY_TABLES = ("anomaly_runs", "anomaly_scores", "anomaly_references", "anomaly_reviews", "anomaly_settings")
