"""Odd images: how odd they are, run by run; what people say of them, and what is known to be normal."""

from alembic import op

revision = "0008"
down_revision = "0007"

_TENANT_TABLES = ("anomaly_runs", "anomaly_scores", "anomaly_references", "anomaly_reviews", "anomaly_settings")
_METHODS = ("dnn", "knn", "lof", "reference")
_SCORES = "".join(
    f"""
    {method}_raw double precision {"" if method == "reference" else "NOT NULL"},
    {method}_percentile double precision NOT NULL,
    {method}_z double precision NOT NULL,
    {method}_flagged boolean NOT NULL,"""
    for method in _METHODS
)
_QUEUES = "".join(
    f"""
CREATE INDEX anomaly_scores_by_{method} ON anomaly_scores
    (tenant_id, dataset_id, generation, {method}_raw DESC, image_id) WHERE {method}_raw IS NOT NULL;"""
    for method in _METHODS
)

_TABLES = f"""
CREATE TABLE anomaly_runs (
    tenant_id uuid NOT NULL REFERENCES tenants (id),
    dataset_id text NOT NULL,
    generation bigint NOT NULL,
    model_version text NOT NULL,
    images integer NOT NULL,
    scored integer NOT NULL,
    k integer NOT NULL,
    exact boolean NOT NULL,
    enough boolean NOT NULL,
    "references" integer NOT NULL,
    reach double precision NOT NULL,
    fences jsonb NOT NULL,
    flagged jsonb NOT NULL,
    started_at timestamptz NOT NULL DEFAULT now(),
    finished_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, dataset_id)
);

CREATE TABLE anomaly_scores (
    tenant_id uuid NOT NULL REFERENCES tenants (id),
    dataset_id text NOT NULL,
    generation bigint NOT NULL,
    image_id varchar(26) COLLATE "C" NOT NULL,{_SCORES}
    neighbour_ids text[] NOT NULL,
    distances double precision[] NOT NULL,
    density double precision NOT NULL,
    later boolean NOT NULL,
    scored_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, dataset_id, generation, image_id),
    FOREIGN KEY (tenant_id, image_id) REFERENCES images (tenant_id, image_id) ON DELETE CASCADE,
    CONSTRAINT anomaly_scores_neighbours CHECK (cardinality(neighbour_ids) = cardinality(distances))
);
CREATE INDEX anomaly_scores_by_image ON anomaly_scores (tenant_id, image_id);{_QUEUES}

CREATE TABLE anomaly_references (
    tenant_id uuid NOT NULL REFERENCES tenants (id),
    dataset_id text NOT NULL,
    sha256 varchar(64) COLLATE "C" NOT NULL,
    added_by uuid NOT NULL,
    added_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, dataset_id, sha256)
);

CREATE TABLE anomaly_reviews (
    tenant_id uuid NOT NULL REFERENCES tenants (id),
    dataset_id text NOT NULL,
    sha256 varchar(64) COLLATE "C" NOT NULL,
    reviewer uuid NOT NULL,
    turn integer NOT NULL,
    verdict varchar(16)
        CONSTRAINT anomaly_reviews_verdict CHECK (verdict IN ('normal', 'defect', 'unsure')),
    note text,
    stands boolean NOT NULL,
    reviewed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, dataset_id, sha256, reviewer, turn),
    CONSTRAINT anomaly_reviews_stands CHECK (verdict IS NOT NULL OR NOT stands)
);
CREATE UNIQUE INDEX anomaly_reviews_standing ON anomaly_reviews (tenant_id, dataset_id, sha256, reviewer) WHERE stands;

CREATE TABLE anomaly_settings (
    tenant_id uuid NOT NULL REFERENCES tenants (id),
    dataset_id text NOT NULL,
    budget integer NOT NULL DEFAULT 50 CONSTRAINT anomaly_settings_budget CHECK (budget BETWEEN 1 AND 1000),
    generations bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id, dataset_id)
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
    """Drop them all; scores can be found again, what people said of images cannot."""
    op.execute(f"DROP TABLE {', '.join(_TENANT_TABLES)}")
