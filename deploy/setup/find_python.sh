#!/usr/bin/env bash
# Prints a Python 3.11: PYTHON=… first, then what is on PATH.
set -euo pipefail
for candidate in ${PYTHON:+"$PYTHON"} python3.11 python3; do
    if command -v "$candidate" >/dev/null && "$candidate" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))'; then
        echo "$candidate"
        exit 0
    fi
done
echo "setup: Python 3.11 is needed and was not found; install it or set PYTHON=/path/to/python3.11" >&2
exit 1
