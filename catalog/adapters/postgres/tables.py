"""All tables on one page; indexes, policies and grants are in the migrations, and a test compares the two."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Computed,
    DateTime,
    Double,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

metadata = MetaData()


def moment(name: str, *, nullable: bool = False) -> Column[object]:
    """A column for a point in time: by itself the moment of the insert, or empty."""
    return Column(name, DateTime(timezone=True), nullable=nullable, server_default=None if nullable else func.now())


def tenant() -> Column[object]:
    """The column that says whose a row is."""
    return Column("tenant_id", Uuid, ForeignKey("tenants.id"), nullable=False)


tenants = Table(
    "tenants",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("name", String(128), nullable=False, unique=True),
    Column("suspended", Boolean, nullable=False, server_default=text("false")),
    moment("created_at"),
)

users = Table(
    "users",
    metadata,
    tenant(),
    Column("id", Uuid, nullable=False),
    # Unique over all tenants, because a log-in names no tenant.
    Column("username", String(128), nullable=False, unique=True),
    Column("password_hash", Text, nullable=False),
    Column("role", String(16), nullable=False),
    Column("disabled", Boolean, nullable=False, server_default=text("false")),
    moment("created_at"),
    PrimaryKeyConstraint("tenant_id", "id"),
    CheckConstraint("role IN ('viewer', 'editor', 'admin')", name="users_role"),
)

images = Table(
    "images",
    metadata,
    tenant(),
    Column("image_id", String(26), nullable=False),
    Column("owner_user_id", Uuid, nullable=False),
    Column("bucket", String(63), nullable=False),
    Column("key", String(255), nullable=False),
    Column("filename", Text),
    Column("content_type", String(64), nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("phash", String(16), nullable=False),
    Column("flat", Boolean, nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("quality_score", Double, nullable=False),
    Column("nsfw_score", Double),
    Column("source", String(16), nullable=False),
    Column("tags", ARRAY(Text), nullable=False),
    Column("dataset_id", Text),
    Column("category_id", Text),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("state", String(16), nullable=False),
    Column("failure", Text),
    Column("model_name", Text),
    Column("model_version", Text),
    Column("has_thumbnails", Boolean, nullable=False),
    Column("row_version", BigInteger, nullable=False),
    Column("pixel_hash", String(32)),
    Column("turned_phashes", String(112)),
    Column("trashed_at", DateTime(timezone=True)),
    Column("quality_checks", ARRAY(Text)),
    Column("quality_measures", JSONB(none_as_null=True)),
    *(Column(f"phash_band_{at + 1}", String(4), Computed(f"substr(phash, {4 * at + 1}, 4)")) for at in range(4)),
    PrimaryKeyConstraint("tenant_id", "image_id"),
    UniqueConstraint("tenant_id", "sha256", name="images_sha256"),
    CheckConstraint("state IN ('uploaded', 'searchable', 'failed', 'trashed')", name="images_state"),
)

uploads = Table(
    "uploads",
    metadata,
    Column("tenant_id", Uuid, nullable=False),
    Column("key", String(255), nullable=False),
    Column("image_id", String(26), nullable=False),
    moment("ingested_at"),
    PrimaryKeyConstraint("tenant_id", "key"),
    ForeignKeyConstraint(["tenant_id", "image_id"], ["images.tenant_id", "images.image_id"]),
)

jobs = Table(
    "jobs",
    metadata,
    tenant(),
    Column("id", Uuid, nullable=False),
    Column("kind", String(32), nullable=False),
    Column("dedupe_key", Text, nullable=False),
    Column("payload", JSONB, nullable=False),
    Column("state", String(16), nullable=False),
    Column("attempt", Integer, nullable=False, server_default="0"),
    Column("fence", BigInteger, nullable=False, server_default="0"),
    Column("run_after", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("rung_at", DateTime(timezone=True)),
    Column("lease_owner", Text),
    Column("lease_until", DateTime(timezone=True)),
    Column("error", Text),
    Column("request_id", Text),
    moment("created_at"),
    moment("updated_at"),
    Column("progress", JSONB(none_as_null=True)),
    Column("pause_requested", Boolean, nullable=False, server_default=text("false")),
    Column("cancel_requested", Boolean, nullable=False, server_default=text("false")),
    Column("crashes", Integer, nullable=False, server_default="0"),
    Column("started_at", DateTime(timezone=True)),
    Column("finished_at", DateTime(timezone=True)),
    Column("asked_by", Uuid),
    Column("trace", Text),
    Column("last_event", BigInteger, nullable=False, server_default="0"),
    PrimaryKeyConstraint("tenant_id", "id"),
)

# Written by triggers of the table above, one for each change of a job's state or progress.
job_events = Table(
    "job_events",
    metadata,
    Column("tenant_id", Uuid, nullable=False),
    Column("job_id", Uuid, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("name", String(16), nullable=False),
    Column("data", JSONB, nullable=False),
    moment("at"),
    PrimaryKeyConstraint("tenant_id", "job_id", "seq"),
    ForeignKeyConstraint(["tenant_id", "job_id"], ["jobs.tenant_id", "jobs.id"], ondelete="CASCADE"),
)

schedule_slots = Table(
    "schedule_slots",
    metadata,
    tenant(),
    Column("name", String(32), nullable=False),
    Column("slot", DateTime(timezone=True), nullable=False),
    PrimaryKeyConstraint("tenant_id", "name", "slot"),
)

vector_spaces = Table(
    "vector_spaces",
    metadata,
    Column("collection", String(100), primary_key=True),
    Column("model_name", Text, nullable=False),
    Column("model_version", Text, nullable=False),
    Column("dimension", Integer, nullable=False),
    Column("pad_colour", ARRAY(Integer), nullable=False),
    Column("preprocess", Text, nullable=False, server_default="pad"),
    Column("is_live", Boolean, nullable=False),
    moment("created_at"),
)

TENANT_TABLES = ("users", "images", "uploads", "jobs", "job_events", "schedule_slots")
