"""One stack of a name at a time: a lock held as long as the stack runs, with the keeper's id in it."""

import fcntl
import os

from deploy.local.layout import Layout


def hold_lock(layout: Layout) -> int | None:
    """Take the stack's lock and write this process's id into it; returns the open file, or None if it is held."""
    layout.root.mkdir(parents=True, exist_ok=True)
    file = os.open(layout.lock_file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(file)
        return None
    os.ftruncate(file, 0)
    os.pwrite(file, str(os.getpid()).encode(), 0)
    return file


def holder(layout: Layout) -> int | None:
    """Return the id of the keeper of the running stack, or None when the stack does not run."""
    if not layout.lock_file.exists():
        return None
    with layout.lock_file.open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            text = file.read()
            return int(text) if text else 0
    return None
