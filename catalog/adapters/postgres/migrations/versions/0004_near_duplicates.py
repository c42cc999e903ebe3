"""Near-duplicates: what is found, what people say of it, what they do and can take back; and the trash."""

from alembic import op

revision = "0004"
down_revision = "0003"

_TENANT_TABLES = (
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

# The bands are columns and not expressions: under row-level security PostgreSQL looks into an index only by what is
# leakproof, which substr() is not. Two hashes at most 7 bits apart differ in at most one bit of one of the four.
_IMAGES = """
ALTER TABLE images
    ADD COLUMN pixel_hash varchar(32) COLLATE "C",
    ADD COLUMN turned_phashes varchar(112) COLLATE "C",
    ADD COLUMN trashed_at timestamptz,
    ADD COLUMN phash_band_1 varchar(4) COLLATE "C" GENERATED ALWAYS AS (substr(phash, 1, 4)) STORED,
    ADD COLUMN phash_band_2 varchar(4) COLLATE "C" GENERATED ALWAYS AS (substr(phash, 5, 4)) STORED,
    ADD COLUMN phash_band_3 varchar(4) COLLATE "C" GENERATED ALWAYS AS (substr(phash, 9, 4)) STORED,
    ADD COLUMN phash_band_4 varchar(4) COLLATE "C" GENERATED ALWAYS AS (substr(phash, 13, 4)) STORED,
    DROP CONSTRAINT images_state,
    ADD CONSTRAINT images_state CHECK (state IN ('uploaded', 'searchable', 'failed', 'trashed'));
CREATE INDEX images_by_band_1 ON images (tenant_id, phash_band_1) WHERE NOT flat;
CREATE INDEX images_by_band_2 ON images (tenant_id, phash_band_2) WHERE NOT flat;
CREATE INDEX images_by_band_3 ON images (tenant_id, phash_band_3) WHERE NOT flat;
CREATE INDEX images_by_band_4 ON images (tenant_id, phash_band_4) WHERE NOT flat;
CREATE INDEX images_by_pixels ON images (tenant_id, pixel_hash) WHERE NOT flat;
CREATE INDEX images_in_trash ON images (tenant_id, trashed_at) WHERE state = 'trashed';
"""

_TABLES = """
CREATE TABLE duplicate_edges (
    tenant_id uuid NOT NULL REFERENCES tenants (id),
    low_id varchar(26) COLLATE "C" NOT NULL,
    high_id varchar(26) COLLATE "C" NOT NULL,
    tier smallint NOT NULL CONSTRAINT duplicate_edges_tier CHECK (tier BETWEEN 0 AND 4),
    hamming smallint CONSTRAINT duplicate_edges_hamming CHECK (hamming BETWEEN 0 AND 64),
    cosine double precision NOT NULL CONSTRAINT duplicate_edges_cosine CHECK (cosine BETWEEN -1.001 AND 1.001),
    turn smallint NOT NULL CONSTRAINT duplicate_edges_turn CHECK (turn BETWEEN 0 AND 7),
    model_version text NOT NULL,
    found_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, low_id, high_id),
    FOREIGN KEY (tenant_id, low_id) REFERENCES images (tenant_id, image_id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, high_id) REFERENCES images (tenant_id, image_id) ON DELETE CASCADE,
    CONSTRAINT duplicate_edges_ordered CHECK (low_id < high_id)
);
CREATE INDEX duplicate_edges_by_high ON duplicate_edges (tenant_id, high_id);

CREATE TABLE duplicate_probes (
    tenant_id uuid NOT NULL REFERENCES tenants (id),
    image_id varchar(26) COLLATE "C" NOT NULL,
    model_version text NOT NULL,
    probed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, image_id),
    FOREIGN KEY (tenant_id, image_id) REFERENCES images (tenant_id, image_id) ON DELETE CASCADE
);

CREATE TABLE duplicate_verdicts (
    tenant_id uuid NOT NULL REFERENCES tenants (id),
    low_sha256 varchar(64) COLLATE "C" NOT NULL,
    high_sha256 varchar(64) COLLATE "C" NOT NULL,
    verdict varchar(16) NOT NULL
        CONSTRAINT duplicate_verdicts_verdict CHECK (verdict IN ('same', 'variant', 'different')),
    decided_by uuid NOT NULL,
    decided_at timestamptz NOT NULL DEFAULT now(),
    note text,
    PRIMARY KEY (tenant_id, low_sha256, high_sha256),
    CONSTRAINT duplicate_verdicts_ordered CHECK (low_sha256 < high_sha256)
);
CREATE INDEX duplicate_verdicts_by_high ON duplicate_verdicts (tenant_id, high_sha256);

CREATE TABLE duplicate_runs (
    tenant_id uuid NOT NULL REFERENCES tenants (id),
    dataset_id text NOT NULL,
    threshold double precision NOT NULL,
    max_hamming smallint NOT NULL,
    model_version text NOT NULL,
    images integer NOT NULL,
    edges integer NOT NULL,
    groups integer NOT NULL,
    duplicates integer NOT NULL,
    random_pairs jsonb NOT NULL,
    grouped_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, dataset_id)
);

CREATE TABLE duplicate_groups (
    tenant_id uuid NOT NULL REFERENCES tenants (id),
    dataset_id text NOT NULL,
    group_id varchar(32) COLLATE "C" NOT NULL,
    member_ids text[] NOT NULL,
    size integer NOT NULL CONSTRAINT duplicate_groups_size CHECK (size = cardinality(member_ids) AND size > 1),
    tier smallint NOT NULL,
    medoid_id varchar(26) COLLATE "C" NOT NULL,
    worst_low_id varchar(26) COLLATE "C" NOT NULL,
    worst_high_id varchar(26) COLLATE "C" NOT NULL,
    worst_similarity double precision NOT NULL,
    threshold double precision NOT NULL,
    reclaimable_bytes bigint NOT NULL,
    new_ids text[] NOT NULL,
    near_apart_ids text[] NOT NULL,
    hub_ids text[] NOT NULL,
    capped boolean NOT NULL,
    contradictory boolean NOT NULL,
    status varchar(16) NOT NULL CONSTRAINT duplicate_groups_status
        CHECK (status IN ('open', 'skipped', 'confirmed', 'variant', 'different', 'resolved')),
    decided_by uuid,
    decided_at timestamptz,
    batch_id uuid,
    row_version bigint NOT NULL DEFAULT 1,
    PRIMARY KEY (tenant_id, dataset_id, group_id)
);
CREATE INDEX duplicate_groups_by_size ON duplicate_groups (tenant_id, dataset_id, size, group_id);
CREATE INDEX duplicate_groups_by_worst ON duplicate_groups (tenant_id, dataset_id, worst_similarity, group_id);
CREATE INDEX duplicate_groups_by_bytes ON duplicate_groups (tenant_id, dataset_id, reclaimable_bytes, group_id);
CREATE INDEX duplicate_groups_by_member ON duplicate_groups USING gin (member_ids);

CREATE TABLE review_batches (
    tenant_id uuid NOT NULL REFERENCES tenants (id),
    id uuid NOT NULL,
    kind varchar(16) NOT NULL,
    state varchar(16) NOT NULL CONSTRAINT review_batches_state
        CHECK (state IN ('applying', 'applied', 'undoing', 'undone')),
    dataset_id text NOT NULL,
    rule jsonb NOT NULL,
    asked_by uuid NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    applied_at timestamptz,
    undone_at timestamptz,
    undone_by uuid,
    expires_at timestamptz,
    groups integer NOT NULL,
    trashed integer NOT NULL,
    trashed_bytes bigint NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX review_batches_by_time ON review_batches (tenant_id, created_at, id);

CREATE TABLE review_items (
    tenant_id uuid NOT NULL REFERENCES tenants (id),
    batch_id uuid NOT NULL,
    seq integer NOT NULL,
    dataset_id text NOT NULL,
    group_id varchar(32) COLLATE "C" NOT NULL,
    group_version bigint NOT NULL,
    keeper_id varchar(26) COLLATE "C",
    outcome varchar(16) NOT NULL,
    detail jsonb NOT NULL,
    PRIMARY KEY (tenant_id, batch_id, seq),
    FOREIGN KEY (tenant_id, batch_id) REFERENCES review_batches (tenant_id, id) ON DELETE CASCADE
);

CREATE TABLE review_journal (
    tenant_id uuid NOT NULL REFERENCES tenants (id),
    batch_id uuid NOT NULL,
    seq bigint NOT NULL,
    kind varchar(16) NOT NULL CONSTRAINT review_journal_kind CHECK (kind IN ('image', 'group', 'verdict')),
    row_key text NOT NULL,
    before jsonb,
    after jsonb,
    PRIMARY KEY (tenant_id, batch_id, seq),
    FOREIGN KEY (tenant_id, batch_id) REFERENCES review_batches (tenant_id, id) ON DELETE CASCADE
);

CREATE TABLE trashed_vectors (
    tenant_id uuid NOT NULL REFERENCES tenants (id),
    image_id varchar(26) COLLATE "C" NOT NULL,
    model_version text NOT NULL,
    vector bytea NOT NULL,
    PRIMARY KEY (tenant_id, image_id),
    FOREIGN KEY (tenant_id, image_id) REFERENCES images (tenant_id, image_id) ON DELETE CASCADE
);
"""


def upgrade() -> None:
    """Make the tables and their policies; the new columns of images rewrite that table once."""
    op.execute(_IMAGES)
    op.execute(_TABLES)
    own = "tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid"
    for table in _TENANT_TABLES:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY own_tenant ON {table} USING ({own}) WITH CHECK ({own})")


def downgrade() -> None:
    """Drop them all; images in the trash come back searchable, without a point until the index is rebuilt."""
    op.execute(f"DROP TABLE {', '.join(reversed(_TENANT_TABLES))}")
    op.execute("UPDATE images SET state = 'searchable' WHERE state = 'trashed'")
    op.execute("""
        ALTER TABLE images
            DROP COLUMN pixel_hash, DROP COLUMN turned_phashes, DROP COLUMN trashed_at,
            DROP COLUMN phash_band_1, DROP COLUMN phash_band_2, DROP COLUMN phash_band_3, DROP COLUMN phash_band_4,
            DROP CONSTRAINT images_state,
            ADD CONSTRAINT images_state CHECK (state IN ('uploaded', 'searchable', 'failed'))
    """)
