"""What people say of images: relevant to a query or not, a duplicate, an anomaly."""

from alembic import op

revision = "0005"
down_revision = "0004"

# One word of a user on a content, a query (its key, empty for none) and an aspect: relevant takes irrelevant's place.
_TABLE = """
CREATE TABLE feedback (
    tenant_id uuid NOT NULL REFERENCES tenants (id),
    feedback_id uuid NOT NULL,
    user_id uuid NOT NULL,
    sha256 varchar(64) COLLATE "C" NOT NULL,
    action varchar(16) NOT NULL
        CONSTRAINT feedback_action CHECK (action IN ('relevant', 'irrelevant', 'duplicate', 'anomaly')),
    aspect varchar(16) COLLATE "C" GENERATED ALWAYS AS
        (CASE WHEN action IN ('relevant', 'irrelevant') THEN 'relevance' ELSE action END) STORED,
    query_key varchar(64) COLLATE "C" NOT NULL,
    query_text text,
    query_sha256 varchar(64) COLLATE "C",
    note text,
    rank integer CONSTRAINT feedback_rank CHECK (rank BETWEEN 1 AND 2000),
    score double precision,
    said_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, feedback_id),
    CONSTRAINT feedback_once UNIQUE (tenant_id, user_id, sha256, query_key, aspect),
    CONSTRAINT feedback_query CHECK ((query_key = '') = (num_nonnulls(query_text, query_sha256) = 0)
        AND num_nonnulls(query_text, query_sha256) < 2)
);
CREATE INDEX feedback_by_time ON feedback (tenant_id, said_at, feedback_id);
CREATE INDEX feedback_by_content ON feedback (tenant_id, sha256, said_at, feedback_id);
CREATE INDEX feedback_by_query ON feedback (tenant_id, query_key, said_at, feedback_id) WHERE query_key <> '';
"""


def upgrade() -> None:
    """Make the table and its policy."""
    op.execute(_TABLE)
    own = "tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid"
    op.execute("ALTER TABLE feedback ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE feedback FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY own_tenant ON feedback USING ({own}) WITH CHECK ({own})")


def downgrade() -> None:
    """Drop it."""
    op.execute("DROP TABLE feedback")
