#!/usr/bin/env bash
# Makes web/node_modules from the lockfile, running no package's scripts, and builds the app into web/dist. Each step has a
# stamp (the hash of what it is made from), so that a second call returns at once. `web.sh packages` stops before the build.
set -euo pipefail
cd "$(dirname "$0")/../.."
PATH="$(deploy/setup/node.sh):$PATH"
export PATH npm_config_update_notifier=false NO_COLOR=1

hash_of() { # FILE or FOLDER…: tests do not change the app, and what ends in .gen.ts the build itself writes
    find "$@" -type f -not -name '*.test.*' -not -name '*.gen.ts' -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -d' ' -f1
}

# quietly LOG COMMAND…: nothing on success; else the end of what it said, without the addresses of registries
quietly() {
    local log=$1
    shift
    if ! "$@" >"$log" 2>&1; then
        grep -vE 'npm warn|complete log of this run' "$log" | sed -E 's#https?://[^ /]+#(registry)#g' | tail -n 25 >&2
        return 1
    fi
}

packages() { # packages FOLDER
    local stamp=$1/node_modules/.installed wanted
    wanted=$(hash_of "$1/package-lock.json" "$1/.npmrc")
    [ ! -f "$stamp" ] || [ "$(cat "$stamp")" != "$wanted" ] || return 0
    echo "setup: installing the packages of $1"
    quietly "$work/npm" npm --prefix "$1" ci --ignore-scripts --no-audit --no-fund --loglevel=error || {
        echo "setup: npm ci failed in $1" >&2
        return 1
    }
    echo "$wanted" >"$stamp"
}

build() {
    local stamp=web/node_modules/.built wanted
    wanted=$(hash_of web/src web/public web/index.html web/.env web/vite.config.ts web/tsconfig.json web/package-lock.json)
    wanted+=${VITE_API_BASE:-}
    [ ! -f web/dist/index.html ] || [ ! -f "$stamp" ] || [ "$(cat "$stamp")" != "$wanted" ] || return 0
    echo "setup: building the web app"
    (cd web && quietly "$work/vite" node_modules/.bin/vite build --logLevel warn) || {
        echo "setup: the web app could not be built" >&2
        return 1
    }
    echo "$wanted" >"$stamp"
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p .tools
exec 9>.tools/web.lock
flock 9 # two calls at once: the second finds everything done
packages web
packages web/codegen
[ "${1:-}" = packages ] || build
