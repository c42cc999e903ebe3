#!/usr/bin/env bash
# Writes .env from .env.example, the first time only: each <generate:NAME:BYTES> becomes a secret of this installation,
# the same one wherever NAME stands, and the two <generate:key> a fresh pair. Needs openssl.
set -euo pipefail
umask 077
cd "$(dirname "$0")/../.."

if [ -e .env ]; then
    exit 0
fi
if ! command -v openssl >/dev/null; then
    echo "make env: openssl makes the keys and was not found" >&2
    exit 1
fi
hub=https://huggingface.co
if [ -z "${MODEL_NAME:-}" ] && ! curl -fsIL --max-time 10 -o /dev/null "$hub" 2>/dev/null; then
    echo "make env: the model hub cannot be reached from here, so .env names semblance-tiny, the model that ships"
    MODEL_NAME=semblance-tiny MODEL_PRETRAINED=
fi
minio=$(sed -n 's/^MINIO_IMAGE=//p' .env.example)
if [ -z "${MINIO_IMAGE:-}" ] && command -v docker >/dev/null && ! timeout 20 docker manifest inspect "$minio" >/dev/null 2>&1; then
    echo "make env: $minio cannot be pulled from here, so .env names minio/minio:latest, whatever this machine has"
    MINIO_IMAGE=minio/minio:latest
fi

draft=$(mktemp .env.XXXXXX)
trap 'rm -f "$draft" "$draft.key"' EXIT
openssl ecparam -name prime256v1 -genkey -noout | openssl pkcs8 -topk8 -nocrypt -out "$draft.key"

declare -A made
while IFS= read -r line; do
    while [[ $line =~ \<generate:([a-z0-9_]+):([0-9]+)\> ]]; do
        name=${BASH_REMATCH[1]}
        [ -n "${made[$name]:-}" ] || made[$name]=$(openssl rand -hex "${BASH_REMATCH[2]}")
        line=${line//"${BASH_REMATCH[0]}"/${made[$name]}}
    done
    case $line in
        'JWT_PRIVATE_KEY=<generate:key>') line="JWT_PRIVATE_KEY=\"$(cat "$draft.key")\"" ;;
        'JWT_PUBLIC_KEY=<generate:key>') line="JWT_PUBLIC_KEY=\"$(openssl pkey -in "$draft.key" -pubout)\"" ;;
        MODEL_NAME=*) line="MODEL_NAME=${MODEL_NAME:-${line#*=}}" ;;
        MINIO_IMAGE=*) line="MINIO_IMAGE=${MINIO_IMAGE:-${line#*=}}" ;;
        MODEL_PRETRAINED=*) line="MODEL_PRETRAINED=${MODEL_PRETRAINED-${line#*=}}" ;;
    esac
    printf '%s\n' "$line"
done <.env.example >"$draft"
mv "$draft" .env
echo "make env: wrote .env with new secrets and keys; keep a copy in a safe place"
