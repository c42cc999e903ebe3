"""Clusterings with their clusters and members, and the names that people give."""

from alembic import op

revision = "0009"
down_revision = "0008"

_TENANT_TABLES = ("clusterings", "clusters", "cluster_members", "cluster_names")

_TABLES = """
CREATE TABLE clusterings (
    tenant_id uuid NOT NULL REFERENCES tenants (id),
    id uuid NOT NULL,
    job_id uuid NOT NULL,
    wanted jsonb NOT NULL,
    matched integer NOT NULL,
    asked_by uuid NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    images integer,
    left_out integer,
    clusters integer,
    model_version text,
    finished_at timestamptz,
    PRIMARY KEY (tenant_id, id),
    CONSTRAINT clusterings_outcome
        CHECK (num_nonnulls(images, left_out, clusters, model_version, finished_at) IN (0, 5))
);
CREATE INDEX clusterings_by_time ON clusterings (tenant_id, created_at, id);

CREATE TABLE clusters (
    tenant_id uuid NOT NULL REFERENCES tenants (id),
    clustering_id uuid NOT NULL,
    number integer NOT NULL CONSTRAINT clusters_number CHECK (number > 0),
    size integer NOT NULL CONSTRAINT clusters_size CHECK (size > 0),
    spread double precision NOT NULL CONSTRAINT clusters_spread CHECK (spread BETWEEN 0 AND 2),
    medoid_sha256 varchar(64) COLLATE "C" NOT NULL,
    name text,
    confidence double precision CONSTRAINT clusters_confidence CHECK (confidence BETWEEN 0 AND 1),
    PRIMARY KEY (tenant_id, clustering_id, number),
    FOREIGN KEY (tenant_id, clustering_id) REFERENCES clusterings (tenant_id, id) ON DELETE CASCADE,
    CONSTRAINT clusters_named CHECK ((name IS NULL) = (confidence IS NULL))
);

CREATE TABLE cluster_members (
    tenant_id uuid NOT NULL REFERENCES tenants (id),
    clustering_id uuid NOT NULL,
    number integer NOT NULL,
    rank integer NOT NULL CONSTRAINT cluster_members_rank CHECK (rank >= 0),
    image_id varchar(26) COLLATE "C" NOT NULL,
    distance double precision NOT NULL CONSTRAINT cluster_members_distance CHECK (distance BETWEEN 0 AND 2),
    PRIMARY KEY (tenant_id, clustering_id, number, rank),
    FOREIGN KEY (tenant_id, clustering_id, number) REFERENCES clusters (tenant_id, clustering_id, number)
        ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, image_id) REFERENCES images (tenant_id, image_id) ON DELETE CASCADE
);
CREATE INDEX cluster_members_by_image ON cluster_members (tenant_id, image_id);

CREATE TABLE cluster_names (
    tenant_id uuid NOT NULL REFERENCES tenants (id),
    medoid_sha256 varchar(64) COLLATE "C" NOT NULL,
    name text NOT NULL,
    named_by uuid NOT NULL,
    named_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, medoid_sha256)
);
"""


def upgrade() -> None:
    """Make the tables and their policies."""
    op.execute(_TABLES)
    own = "tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid"
    for table in _TENANT_TABLES:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY own_tenant ON {table} USING ({own}) WITH CHECK ({own})")


def downgrade() -> None:
    """Drop them."""
    op.execute(f"DROP TABLE {', '.join(reversed(_TENANT_TABLES))}")
