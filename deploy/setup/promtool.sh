#!/usr/bin/env bash
# Prints the path of promtool, which checks what Prometheus is given. It is looked for on PATH, then in .tools/; on Debian
# and its kin it is fetched from their package, as apt is configured, without root and without installing anything.
# Where none of that works, it says so in one line and ends with 1: nothing but the checks of deploy/monitoring needs it.
set -euo pipefail
cd "$(dirname "$0")/../.."

kept=$PWD/.tools/promtool
found=$(command -v promtool || true)
[ -n "$found" ] || [ ! -x "$kept" ] || found=$kept
if [ -n "$found" ]; then
    echo "$found"
    exit 0
fi

give_up() {
    echo "promtool: $1; without it the rules of deploy/monitoring are not checked" >&2
    exit 1
}
command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null || give_up "it is not on PATH, and this is no Debian"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work" # apt gives up root while it downloads
quick=(-o Acquire::Retries=1 -o Acquire::http::Timeout=30 -o Acquire::https::Timeout=30)
download() {
    (cd "$work" && timeout -k 5 75 apt-get -qq "${quick[@]}" download prometheus) >/dev/null 2>"$work/why"
}
if ! download; then
    [ "$(id -u)" = 0 ] || give_up "apt-get download prometheus failed: $(head -n 1 "$work/why")"
    timeout -k 5 100 apt-get -qq "${quick[@]}" update >/dev/null 2>"$work/why" || true # a machine may know no packages yet
    download || give_up "apt-get download prometheus failed: $(head -n 1 "$work/why")"
fi
dpkg-deb --fsys-tarfile "$work"/prometheus_*.deb | tar -x -C "$work" ./usr/bin/promtool
mkdir -p .tools
mv "$work/usr/bin/promtool" "$kept.$$" && mv "$kept.$$" "$kept" # at once, for whoever runs this at the same time
echo "$kept"
