#!/usr/bin/env bash
# Prints the path of a Chromium for the browser tests: CHROMIUM=… first, then what is on PATH. On Debian and its kin it is
# installed from their package, which root is needed for; nothing but the browser tests needs it.
set -euo pipefail

if [ -n "${CHROMIUM:-}" ]; then
    [ -x "$CHROMIUM" ] || {
        echo "chromium: CHROMIUM=$CHROMIUM is no program" >&2
        exit 1
    }
    echo "$CHROMIUM"
    exit 0
fi

find_one() {
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        command -v "$name" && return
    done
    return 1
}
! find_one || exit 0

give_up() {
    echo "chromium: $1; the browser tests need it, install it or set CHROMIUM=/path/to/it" >&2
    exit 1
}
command -v apt-get >/dev/null || give_up "it is not on PATH, and this is no Debian"
install=(apt-get install -y --no-install-recommends chromium)
[ "$(id -u)" = 0 ] || give_up "it is not on PATH; run: sudo ${install[*]}"

echo "setup: installing chromium, for the browser tests" >&2
log=$(mktemp)
trap 'rm -f "$log"' EXIT
export DEBIAN_FRONTEND=noninteractive
quick=(-o Acquire::Retries=2 -o Acquire::http::Timeout=30 -o Acquire::https::Timeout=30 -o DPkg::Lock::Timeout=120)
get() { timeout -k 10 400 "${install[@]}" -qq "${quick[@]}" </dev/null >"$log" 2>&1; }
if ! get; then
    timeout -k 5 120 apt-get -qq "${quick[@]}" update </dev/null >/dev/null 2>&1 || true # a machine may know no packages yet
    get || give_up "it could not be installed: $(grep -m 1 '^E:' "$log" | sed -E 's#[a-z]+://[^ /]+#(mirror)#g')"
fi
find_one || give_up "its package was installed, and it is still not on PATH"
