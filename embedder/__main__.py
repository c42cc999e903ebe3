"""`python -m embedder`."""

import os
import sys

from embedder.main import main

if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    sys.stderr.flush()
    # A download or a last batch may still be running on a thread; nothing that it makes is wanted any more.
    os._exit(code)
