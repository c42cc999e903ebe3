"""The first tables, with row-level security forced on every one that belongs to tenants."""

from alembic import op

revision = "0001"
down_revision = None

_TENANT_TABLES = ("users", "images", "uploads", "jobs", "schedule_slots")
# The log-in, the ledger's keeper and the clock see these across tenants; images are never among them.
_SYSTEM_TABLES = ("users", "uploads", "jobs", "schedule_slots")

_TABLES = """
CREATE TABLE tenants (
    id uuid PRIMARY KEY,
    name varchar(128) NOT NULL UNIQUE,
    suspended boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE users (
    tenant_id uuid NOT NULL REFERENCES tenants (id),
    id uuid NOT NULL,
    username varchar(128) NOT NULL UNIQUE,
    password_hash text NOT NULL,
    role varchar(16) NOT NULL CONSTRAINT users_role CHECK (role IN ('viewer', 'editor', 'admin')),
    disabled boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, id)
);

CREATE TABLE images (
    tenant_id uuid NOT NULL REFERENCES tenants (id),
    image_id varchar(26) COLLATE "C" NOT NULL,
    owner_user_id uuid NOT NULL,
    bucket varchar(63) NOT NULL,
    key varchar(255) NOT NULL,
    filename text,
    content_type varchar(64) NOT NULL,
    size_bytes bigint NOT NULL,
    sha256 varchar(64) COLLATE "C" NOT NULL,
    phash varchar(16) NOT NULL,
    flat boolean NOT NULL,
    width integer NOT NULL,
    height integer NOT NULL,
    quality_score double precision NOT NULL,
    nsfw_score double precision,
    source varchar(16) NOT NULL,
    tags text[] NOT NULL,
    dataset_id text,
    category_id text,
    created_at timestamptz NOT NULL,
    state varchar(16) NOT NULL CONSTRAINT images_state CHECK (state IN ('uploaded', 'searchable', 'failed')),
    failure text,
    model_name text,
    model_version text,
    has_thumbnails boolean NOT NULL,
    row_version bigint NOT NULL,
    PRIMARY KEY (tenant_id, image_id),
    CONSTRAINT images_sha256 UNIQUE (tenant_id, sha256)
);
CREATE INDEX images_by_time ON images (tenant_id, created_at, image_id);
CREATE INDEX images_by_quality ON images (tenant_id, quality_score, image_id);
CREATE INDEX images_by_dataset ON images (tenant_id, dataset_id, created_at);
CREATE INDEX images_by_tags ON images USING gin (tags);

CREATE TABLE uploads (
    tenant_id uuid NOT NULL,
    key varchar(255) NOT NULL,
    image_id varchar(26) COLLATE "C" NOT NULL,
    ingested_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, key),
    FOREIGN KEY (tenant_id, image_id) REFERENCES images (tenant_id, image_id) ON DELETE CASCADE
);
CREATE INDEX uploads_by_time ON uploads (ingested_at);

CREATE TABLE jobs (
    tenant_id uuid NOT NULL REFERENCES tenants (id),
    id uuid NOT NULL,
    kind varchar(32) NOT NULL,
    dedupe_key text NOT NULL,
    payload jsonb NOT NULL,
    state varchar(16) NOT NULL,
    attempt integer NOT NULL DEFAULT 0,
    fence bigint NOT NULL DEFAULT 0,
    run_after timestamptz NOT NULL DEFAULT now(),
    rung_at timestamptz,
    lease_owner text,
    lease_until timestamptz,
    error text,
    request_id text,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX jobs_by_id ON jobs (id);
CREATE UNIQUE INDEX jobs_one_active ON jobs (tenant_id, kind, dedupe_key)
    WHERE state IN ('queued', 'running', 'retry');
CREATE INDEX jobs_due ON jobs (run_after) WHERE state IN ('queued', 'retry');
CREATE INDEX jobs_leased ON jobs (lease_until) WHERE state = 'running';

CREATE TABLE schedule_slots (
    tenant_id uuid NOT NULL REFERENCES tenants (id),
    name varchar(32) NOT NULL,
    slot timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, name, slot)
);

CREATE TABLE vector_spaces (
    collection varchar(100) PRIMARY KEY,
    model_name text NOT NULL,
    model_version text NOT NULL,
    dimension integer NOT NULL,
    pad_colour integer[] NOT NULL,
    is_live boolean NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX vector_spaces_one_live ON vector_spaces (is_live) WHERE is_live;
"""


def upgrade() -> None:
    """Make the tables and their policies."""
    op.execute(_TABLES)
    for table in _TENANT_TABLES:
        own = "tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid"
        if table in _SYSTEM_TABLES:
            own = f"{own} OR current_setting('app.system', true) = 'on'"
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY own_tenant ON {table} USING ({own}) WITH CHECK ({own})")


def downgrade() -> None:
    """Drop them all."""
    op.execute("DROP TABLE vector_spaces, schedule_slots, jobs, uploads, images, users, tenants")
