"""`python -m gateway`: HTTP on API_HOST:API_PORT."""

import sys

from gateway.main import serve
from gateway.settings import SettingsUnusable

try:
    serve()
except SettingsUnusable as unusable:
    sys.exit(f"gateway: {unusable}")
