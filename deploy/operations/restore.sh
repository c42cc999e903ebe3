#!/usr/bin/env bash
# deploy/operations/restore.sh [--force] FOLDER: a backup into the compose stack, of which only the parts that hold data run:
#   cp FOLDER/env .env && docker compose up -d --wait postgres minio redis qdrant
# Refuses a database with tables or a bucket with objects; --force drops the tables and stores over the objects.
# Afterwards: docker compose up -d --wait && docker compose exec gateway python -m catalog.reindex
set -euo pipefail
cd "$(dirname "$0")/../.."

pg=${SEMBLANCE_PG:-docker compose exec -T postgres}
run=${SEMBLANCE_RUN:-docker compose run --rm -T --no-deps gateway}
force=
if [ "${1:-}" = --force ]; then
    force=--force
    shift
fi
folder=${1:-}

fail() {
    echo "restore: $*" >&2
    exit 1
}

# shellcheck disable=SC2016  # the container's own variables
query() {
    $pg sh -c 'exec psql --no-psqlrc -qtA -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" -c "$0"' "$1"
}

[ -n "$folder" ] || fail "usage: deploy/operations/restore.sh [--force] FOLDER"
[ -f "$folder/SHA256SUMS" ] || fail "$folder is no finished backup"
(cd "$folder" && sha256sum --quiet --check SHA256SUMS) || fail "$folder is damaged"

# A health check comes and goes; who is connected for five seconds, stays.
for _ in 1 2 3 4 5 6 7 8 9 10; do
    others=$(query "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()") ||
        fail "PostgreSQL does not answer"
    [ "$others" != 0 ] || break
    sleep 0.5
done
[ "$others" = 0 ] || fail "the database is in use ($others connections); stop the gateway, the workers and the scheduler first"
tables=$(query "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
if [ "$tables" != 0 ]; then
    [ -n "$force" ] || fail "the database has $tables tables already; --force drops them"
    query "SET client_min_messages = warning; DROP SCHEMA public CASCADE; CREATE SCHEMA public" ||
        fail "the tables could not be dropped"
fi
echo "restore: the database"
# shellcheck disable=SC2016  # the container's own variables
$pg sh -c 'exec pg_restore --exit-on-error --single-transaction --no-owner --no-privileges \
    --username "$POSTGRES_USER" --dbname "$POSTGRES_DB"' <"$folder/database.dump" || fail "pg_restore failed; nothing was kept"
echo "restore: the bucket"
$run python -m catalog.bucket load $force <"$folder/bucket.tar" ||
    fail "the bucket is not complete; mend the cause and run this again with --force"
echo "restore: done; start the stack, then rebuild the index: docker compose exec gateway python -m catalog.reindex"
