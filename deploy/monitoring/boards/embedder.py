"""The embedding service from the inside."""

from typing import Final

from deploy.monitoring.boards.panels import quantiles, rate
from deploy.monitoring.dashboards import Board, Line, Panel, Unit

EMBEDDER: Final = Board(
    "semblance-embedder",
    "Semblance: embedder",
    [
        [
            Panel(
                "Ready",
                "1 when the model is warm.",
                Unit.COUNT,
                [Line("embedder_ready", "{{instance}}")],
                is_figure=True,
            ),
            Panel(
                "Model",
                "What answers, and on what.",
                Unit.COUNT,
                [Line("count by (name, version, device) (embedder_model_info)", "{{name}} {{version}} {{device}}")],
                is_figure=True,
            ),
            Panel(
                "Queue",
                "Items without an answer, and the most there may be.",
                Unit.COUNT,
                [Line("embedder_queue_items", "{{instance}}"), Line("embedder_queue_limit", "limit {{instance}}")],
            ),
        ],
        [
            rate("Requests", "By route and status.", "embedder_requests_total", "route, status"),
            quantiles("Request", "By route.", "embedder_request_seconds", "route"),
            rate("Refused", "By reason.", "embedder_rejected_total", "reason"),
        ],
        [
            quantiles(
                "Wait in the queue", "By class, from the queue to the model.", "embedder_queue_wait_seconds", "class"
            ),
            quantiles("A batch in the model", "By kind.", "embedder_embed_seconds", "kind"),
            Panel(
                "Items in a batch",
                "The mean: small while there is room, large under load.",
                Unit.COUNT,
                [
                    Line(
                        "sum by (kind) (rate(embedder_batch_items_sum[5m]))"
                        " / sum by (kind) (rate(embedder_batch_items_count[5m]))",
                        "{{kind}}",
                    )
                ],
            ),
        ],
        [
            Panel(
                "Lanes",
                "Items that wait for a free thread, by kind and class.",
                Unit.COUNT,
                [Line("sum by (kind, class) (embedder_lane_items)", "{{kind}} {{class}}")],
            ),
            Panel(
                "Rate of the lanes",
                "What they answer while they have work.",
                Unit.PER_SECOND,
                [Line("embedder_lane_items_per_second", "{{kind}} {{class}} {{instance}}")],
            ),
            rate("Given up", "Items whose client no longer waits.", "embedder_late_items_total", "kind, class"),
        ],
        [
            Panel(
                "Items embedded",
                "By kind.",
                Unit.PER_SECOND,
                [Line("sum by (kind) (rate(embedder_batch_items_sum[5m]))", "{{kind}}")],
            ),
            Panel(
                "Texts that were known",
                "A second: to the process itself, or in the table that replicas share. Failed: misses for its fault.",
                Unit.PER_SECOND,
                [
                    Line("sum by (cache) (rate(embedder_text_cache_hits_total[5m]))", "{{cache}}"),
                    Line("sum by (reason) (rate(embedder_shared_texts_failures_total[5m]))", "failed: {{reason}}"),
                ],
            ),
        ],
    ],
)
