"""The one function that RQ calls. What is to be done stands in the ledger; the message only names the row."""

from uuid import UUID

from workers.process import runner


def run(job_id: str, attempt: int) -> None:
    """Do that attempt of the job, unless somebody else has it."""
    runner().run(UUID(job_id), attempt)
