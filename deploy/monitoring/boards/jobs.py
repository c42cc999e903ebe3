"""From upload to searchable: the ledger, its queues, and the processes that decode."""

from typing import Final

from deploy.monitoring.boards.panels import quantiles, rate
from deploy.monitoring.dashboards import Board, Line, Panel, Unit

JOBS: Final = Board(
    "semblance-jobs",
    "Semblance: ingest and jobs",
    [
        [
            Panel(
                "How far the index is behind",
                "Age of the oldest change of a row that the index may not know.",
                Unit.SECONDS,
                [Line("max(semblance_outbox_lag_seconds)", "lag")],
                alarm=60,
            ),
            Panel(
                "Oldest job that is due",
                "By queue.",
                Unit.SECONDS,
                [Line("max by (queue) (semblance_job_oldest_due_seconds)", "{{queue}}")],
            ),
            Panel(
                "Dead jobs, 7 days",
                "By kind; each says why in the ledger.",
                Unit.COUNT,
                [Line("max by (kind) (semblance_jobs_dead)", "{{kind}}")],
                alarm=1,
            ),
        ],
        [
            rate("Attempts", "By kind and how they ended.", "semblance_jobs_total", "kind, outcome"),
            quantiles("Duration of an attempt", "By kind.", "semblance_job_seconds", "kind"),
            quantiles("Wait for a worker", "From due to taken, by queue.", "semblance_job_wait_seconds", "queue"),
        ],
        [
            Panel(
                "Since the last sweep",
                "By scheduler.",
                Unit.SECONDS,
                [Line("time() - semblance_last_sweep_timestamp_seconds", "{{instance}}")],
                alarm=120,
            ),
            Panel(
                "Leases that ran out, rings for the unheard",
                "In five minutes. Rings are common while Redis is away, leases while workers die.",
                Unit.COUNT,
                [
                    Line("sum(increase(semblance_job_leases_expired_total[5m]))", "leases"),
                    Line("sum(increase(semblance_job_rings_total[5m]))", "rings"),
                ],
            ),
            Panel(
                "Decoding processes lost",
                "By cause, in five minutes.",
                Unit.COUNT,
                [Line("sum by (cause) (increase(semblance_inspector_children_lost_total[5m]))", "{{cause}}")],
            ),
        ],
        [
            Panel(
                "Uploads and ingests",
                "Answers by route and class.",
                Unit.PER_SECOND,
                [
                    Line(
                        'sum by (route, status) (route_status:semblance_http_requests:rate5m{route=~"/api/images.*"})',
                        "{{route}} {{status}}",
                    )
                ],
            ),
            Panel(
                "Infected uploads",
                "Refused in the last hour.",
                Unit.COUNT,
                [Line("sum(increase(semblance_infected_uploads_total[1h]))", "infected")],
            ),
        ],
    ],
)
