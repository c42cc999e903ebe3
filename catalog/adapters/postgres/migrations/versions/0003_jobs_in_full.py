"""Jobs that people can watch and stop: progress, requests, crashes, and an event for every change of state.

The events are written by triggers, so that no statement that moves a job can forget its event. They run as whoever
moves the job, and row-level security binds them as it binds everything else.
"""

from alembic import op

revision = "0003"
down_revision = "0002"

_COLUMNS = """
ALTER TABLE jobs
    ADD COLUMN progress jsonb,
    ADD COLUMN pause_requested boolean NOT NULL DEFAULT false,
    ADD COLUMN cancel_requested boolean NOT NULL DEFAULT false,
    ADD COLUMN crashes integer NOT NULL DEFAULT 0,
    ADD COLUMN started_at timestamptz,
    ADD COLUMN finished_at timestamptz,
    ADD COLUMN asked_by uuid,
    ADD COLUMN trace text,
    ADD COLUMN last_event bigint NOT NULL DEFAULT 0;
CREATE INDEX jobs_by_time ON jobs (tenant_id, created_at, id);
CREATE INDEX jobs_by_kind ON jobs (tenant_id, kind, created_at, id);
CREATE INDEX jobs_not_succeeded ON jobs (tenant_id, created_at, id) WHERE state <> 'succeeded';
"""

_EVENTS = """
CREATE TABLE job_events (
    tenant_id uuid NOT NULL,
    job_id uuid NOT NULL,
    seq bigint NOT NULL,
    name varchar(16) NOT NULL,
    data jsonb NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, job_id, seq),
    FOREIGN KEY (tenant_id, job_id) REFERENCES jobs (tenant_id, id) ON DELETE CASCADE
);
"""

# The row is locked by whoever changes it, so the numbers have no gap, and their order is the order of the commits.
_NUMBER = """
CREATE FUNCTION number_job_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.state = OLD.state AND NEW.progress IS NOT DISTINCT FROM OLD.progress THEN
        RETURN NEW;
    END IF;
    NEW.last_event := NEW.last_event + 1;
    IF NEW.state = 'running' THEN
        NEW.started_at := coalesce(NEW.started_at, now());
    END IF;
    NEW.finished_at := CASE WHEN NEW.state IN ('succeeded', 'dead', 'cancelled') THEN now() END;
    RETURN NEW;
END $$;
CREATE TRIGGER number_job_event BEFORE INSERT OR UPDATE ON jobs FOR EACH ROW EXECUTE FUNCTION number_job_event();
"""

# A job keeps its last 500 events.
_TELL = """
CREATE FUNCTION tell_job_event() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    name text := NEW.state;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF NEW.last_event = OLD.last_event THEN
            RETURN NULL;
        ELSIF NEW.state = OLD.state THEN
            name := 'progress';
        ELSIF OLD.state = 'paused' AND NEW.state = 'queued' THEN
            name := 'resumed';
        END IF;
    END IF;
    INSERT INTO job_events (tenant_id, job_id, seq, name, data)
    VALUES (NEW.tenant_id, NEW.id, NEW.last_event, name, jsonb_strip_nulls(jsonb_build_object(
        'state', NEW.state,
        'attempt', NEW.attempt,
        'progress', NEW.progress,
        'owner', CASE WHEN name = 'running' THEN NEW.lease_owner END,
        'error', CASE WHEN name IN ('retry', 'dead') THEN NEW.error END
    )));
    IF NEW.last_event > 500 THEN
        DELETE FROM job_events
        WHERE tenant_id = NEW.tenant_id AND job_id = NEW.id AND seq <= NEW.last_event - 500;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER tell_job_event AFTER INSERT OR UPDATE ON jobs FOR EACH ROW EXECUTE FUNCTION tell_job_event();
"""

_ONE_ACTIVE = """
DROP INDEX jobs_one_active;
CREATE UNIQUE INDEX jobs_one_active ON jobs (tenant_id, kind, dedupe_key) WHERE state IN ({states})
"""


def upgrade() -> None:
    """Make them. A paused job is one of a kind as the active ones are."""
    op.execute(_COLUMNS)
    op.execute(_EVENTS)
    op.execute(_NUMBER)
    op.execute(_TELL)
    op.execute(_ONE_ACTIVE.format(states="'queued', 'running', 'retry', 'paused'"))
    own = "tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid"
    own = f"{own} OR current_setting('app.system', true) = 'on'"
    op.execute("ALTER TABLE job_events ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE job_events FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY own_tenant ON job_events USING ({own}) WITH CHECK ({own})")


def downgrade() -> None:
    """Drop them; a paused job goes back in line."""
    op.execute("DROP TRIGGER tell_job_event ON jobs")
    op.execute("DROP TRIGGER number_job_event ON jobs")
    op.execute("DROP FUNCTION tell_job_event, number_job_event")
    op.execute("DROP TABLE job_events")
    op.execute("UPDATE jobs SET state = 'queued' WHERE state = 'paused'")
    op.execute(_ONE_ACTIVE.format(states="'queued', 'running', 'retry'"))
    op.execute("DROP INDEX jobs_not_succeeded, jobs_by_kind, jobs_by_time")
    op.execute("""
        ALTER TABLE jobs DROP COLUMN progress, DROP COLUMN pause_requested, DROP COLUMN cancel_requested,
            DROP COLUMN crashes, DROP COLUMN started_at, DROP COLUMN finished_at, DROP COLUMN asked_by,
            DROP COLUMN trace, DROP COLUMN last_event
    """)
