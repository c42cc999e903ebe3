"""`python -m deploy.monitoring`: write the dashboards' JSON anew."""

from deploy.monitoring.boards import BOARDS
from deploy.monitoring.dashboards import FOLDER, written

for board in BOARDS:
    FOLDER.joinpath(f"{board.uid}.json").write_text(written(board))
