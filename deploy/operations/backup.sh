#!/usr/bin/env bash
# deploy/operations/backup.sh FOLDER: the database, the bucket and .env of the compose stack, into a new folder.
# The services go on meanwhile. The database comes first: the bucket then has every object that the dump names.
# SEMBLANCE_PG and SEMBLANCE_RUN say how a command is run beside PostgreSQL and in the services' image.
set -euo pipefail
umask 077
cd "$(dirname "$0")/../.."

pg=${SEMBLANCE_PG:-docker compose exec -T postgres}
run=${SEMBLANCE_RUN:-docker compose run --rm -T --no-deps gateway}
env_file=${SEMBLANCE_ENV_FILE:-.env}
folder=${1:-}

fail() {
    echo "backup: $*" >&2
    exit 1
}

[ -n "$folder" ] || fail "usage: deploy/operations/backup.sh FOLDER"
[ ! -e "$folder" ] || fail "$folder is there already; a backup never takes the place of another"
[ -f "$env_file" ] || fail "$env_file is not there; without its keys and passwords a backup is of little use"

draft=$folder.unfinished
rm -rf "$draft"
mkdir -p "$draft"
echo "backup: the database"
# shellcheck disable=SC2016  # the container's own variables
$pg sh -c 'exec pg_dump --format=custom --username "$POSTGRES_USER" "$POSTGRES_DB"' >"$draft/database.dump" ||
    fail "pg_dump failed; $draft is unfinished"
echo "backup: the bucket"
$run python -m catalog.bucket save >"$draft/bucket.tar" || fail "the bucket could not be copied; $draft is unfinished"
cp "$env_file" "$draft/env"
(cd "$draft" && sha256sum database.dump bucket.tar env >SHA256SUMS)
mv "$draft" "$folder"
echo "backup: $folder ($(du -sh "$folder" | cut -f1)); it holds every secret of the stack: keep it as one"
