#!/usr/bin/env bash
# Makes .venv with exactly the versions in constraints.txt; a second call finds the stamp and returns at once.
set -euo pipefail
cd "$(dirname "$0")/../.."

python=$(deploy/setup/find_python.sh)
stamp=.venv/.installed
wanted=$(cat pyproject.toml constraints.txt | sha256sum | cut -d' ' -f1)
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ]; then
    exit 0
fi

echo "setup: making .venv (Python 3.11)"
[ -x .venv/bin/python ] || "$python" -m venv .venv
uv_pin=$(grep '^uv==' deploy/setup/uv.txt)
.venv/bin/pip install --quiet --disable-pip-version-check "$uv_pin"

echo "setup: installing $(grep -c == constraints.txt) packages at their pinned versions"
# uv reads its own settings only; a machine that told pip where its local wheels are meant every installer.
UV_FIND_LINKS=${UV_FIND_LINKS:-$(.venv/bin/pip config get global.find-links 2>/dev/null || true)}
[ -z "$UV_FIND_LINKS" ] && unset UV_FIND_LINKS || export UV_FIND_LINKS
quiet=--quiet
[ -t 2 ] && quiet= # on a terminal, uv shows how far it is
.venv/bin/uv pip install $quiet --compile-bytecode --python .venv/bin/python -r pyproject.toml --extra dev -c constraints.txt
echo "$wanted" >"$stamp"
echo "setup: done"
