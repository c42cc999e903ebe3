"""`python -m workers --queue interactive|batch`: do the jobs of one queue."""

import argparse
import sys

from catalog.jobs.model import QueueName
from workers.run import work
from workers.settings import SettingsUnusable

parser = argparse.ArgumentParser(prog="workers", description="Do the jobs of one queue.")
parser.add_argument("--queue", required=True, choices=[name.value for name in QueueName])

try:
    work(QueueName(parser.parse_args().queue))
except SettingsUnusable as unusable:
    sys.exit(f"workers: {unusable}")
