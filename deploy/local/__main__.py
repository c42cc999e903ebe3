"""`python -m deploy.local up|down|status|logs|restart`: the local stack's command line."""

import argparse
import sys

from deploy.local.commands import down, logs, restart, status, up
from deploy.local.layout import find_layout


def main() -> int:
    """Run the command on the stack named by $STACK; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m deploy.local", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    start = commands.add_parser("up", help="start every service; returns when all are healthy")
    start.add_argument("--only", default="", help="`infra`, or services by name, with commas between")
    commands.add_parser("down", help="stop every service; the data stays")
    commands.add_parser("status", help="say what runs, where, and how it is")
    show = commands.add_parser("logs", help="print the end of the services' logs")
    show.add_argument("service", nargs="?", default="")
    show.add_argument("--lines", type=int, default=30)
    again = commands.add_parser("restart", help="stop one service and wait until it is healthy again")
    again.add_argument("service")
    options = parser.parse_args()
    try:
        layout = find_layout()
    except ValueError as error:
        parser.error(str(error))
    match options.command:
        case "up":
            return up(layout, options.only)
        case "down":
            return down(layout)
        case "status":
            return status(layout)
        case "logs":
            return logs(layout, options.service, options.lines)
        case _:
            return restart(layout, options.service)


if __name__ == "__main__":
    sys.exit(main())
