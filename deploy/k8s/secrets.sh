#!/usr/bin/env bash
# Writes a folder with one file for each key of semblance-secrets, for `kubectl create secret generic --from-file`.
#   secrets.sh dev FOLDER    everything, for the stores of overlays/dev
#   secrets.sh prod FOLDER   the signing secret and a pair of keys; the other files are yours to write
# Never writes over a file. Needs openssl.
set -euo pipefail
umask 077
if [ $# -ne 2 ] || { [ "$1" != dev ] && [ "$1" != prod ]; }; then
    echo "usage: secrets.sh dev|prod FOLDER" >&2
    exit 2
fi
kind=$1 folder=$2
if [ -e "$folder" ]; then
    echo "secrets.sh: $folder is there already; what it holds may be in use" >&2
    exit 1
fi
mkdir -p "$folder"

# Without a newline at the end: it would be part of the value.
put() { printf %s "$2" >"$folder/$1"; }

put SIGNING_SECRET "$(openssl rand -hex 32)"
openssl ecparam -name prime256v1 -genkey -noout | openssl pkcs8 -topk8 -nocrypt -out "$folder/JWT_PRIVATE_KEY"
openssl pkey -in "$folder/JWT_PRIVATE_KEY" -pubout -out "$folder/JWT_PUBLIC_KEY"

if [ "$kind" = dev ]; then
    owner=$(openssl rand -hex 24) runtime=$(openssl rand -hex 24) redis=$(openssl rand -hex 24)
    embedder=$(openssl rand -hex 24)
    put POSTGRES_PASSWORD "$owner"
    put MIGRATION_DATABASE_URL "postgresql://semblance_owner:$owner@postgres:5432/semblance"
    put DATABASE_URL "postgresql://semblance_app:$runtime@postgres:5432/semblance"
    put REDIS_PASSWORD "$redis"
    put REDIS_URL "redis://:$redis@redis:6379/0"
    put EMBED_REDIS_PASSWORD "$embedder"
    put EMBED_REDIS_URL "redis://embedder:$embedder@redis:6379/0"
    put S3_ACCESS_KEY "semblance$(openssl rand -hex 4)"
    put S3_SECRET_KEY "$(openssl rand -hex 24)"
    put QDRANT_API_KEY "$(openssl rand -hex 24)"
fi
echo "secrets.sh: wrote $(find "$folder" -type f | wc -l) files to $folder; keep a copy in a safe place" >&2
