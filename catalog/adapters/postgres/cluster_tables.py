"""The tables of clusterings, beside those on the page of tables."""

from sqlalchemy import (
    Column,
    Double,
    ForeignKeyConstraint,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB

from catalog.adapters.postgres.tables import metadata, moment, tenant

# What was asked, and once `finished_at` is there, what came of it.
clusterings = Table(
    "clusterings",
    metadata,
    tenant(),
    Column("id", Uuid, nullable=False),
    Column("job_id", Uuid, nullable=False),
    Column("wanted", JSONB, nullable=False),
    Column("matched", Integer, nullable=False),
    Column("asked_by", Uuid, nullable=False),
    moment("created_at"),
    Column("images", Integer),
    Column("left_out", Integer),
    Column("clusters", Integer),
    Column("model_version", Text),
    moment("finished_at", nullable=True),
    PrimaryKeyConstraint("tenant_id", "id"),
)

clusters = Table(
    "clusters",
    metadata,
    tenant(),
    Column("clustering_id", Uuid, nullable=False),
    Column("number", Integer, nullable=False),
    Column("size", Integer, nullable=False),
    Column("spread", Double, nullable=False),
    Column("medoid_sha256", String(64), nullable=False),
    Column("name", Text),
    Column("confidence", Double),
    PrimaryKeyConstraint("tenant_id", "clustering_id", "number"),
    ForeignKeyConstraint(
        ["tenant_id", "clustering_id"], ["clusterings.tenant_id", "clusterings.id"], ondelete="CASCADE"
    ),
)

cluster_members = Table(
    "cluster_members",
    metadata,
    tenant(),
    Column("clustering_id", Uuid, nullable=False),
    Column("number", Integer, nullable=False),
    Column("rank", Integer, nullable=False),
    Column("image_id", String(26), nullable=False),
    Column("distance", Double, nullable=False),
    PrimaryKeyConstraint("tenant_id", "clustering_id", "number", "rank"),
    ForeignKeyConstraint(
        ["tenant_id", "clustering_id", "number"],
        ["clusters.tenant_id", "clusters.clustering_id", "clusters.number"],
        ondelete="CASCADE",
    ),
    ForeignKeyConstraint(["tenant_id", "image_id"], ["images.tenant_id", "images.image_id"], ondelete="CASCADE"),
)

# By the medoid's content: what a person called a cluster holds in every clustering that has it in its middle.
cluster_names = Table(
    "cluster_names",
    metadata,
    tenant(),
    Column("medoid_sha256", String(64), nullable=False),
    Column("name", Text, nullable=False),
    Column("named_by", Uuid, nullable=False),
    moment("named_at"),
    PrimaryKeyConstraint("tenant_id", "medoid_sha256"),
)

CLUSTER_TABLES = ("clusterings", "clusters", "cluster_members", "cluster_names")
