"""Looking at untrusted pictures in killable processes of their own."""

from catalog.adapters.inspector.pool import ProcessInspector
from catalog.adapters.inspector.process import Cause

__all__ = ["Cause", "ProcessInspector"]
