"""JSON lines on stdout, one object each, with the request's id on every line of a request."""

import logging
import sys
import warnings
from typing import Any, Final

import orjson
import structlog
from structlog.types import Processor

SERVICE: Final = "embedder"


def configure_logs(level: str) -> None:
    """Send structlog's and the standard library's records through the same renderer."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
        _service,
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _as_json],
        )
    )
    logging.captureWarnings(True)
    warnings.filterwarnings("ignore", module=r"PIL\.")  # they complain about damage that is answered for already
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel("WARNING")  # libraries are told to speak up only when something is wrong
    for ours in (SERVICE, "uvicorn"):
        logging.getLogger(ours).setLevel(level)


def _service(_logger: Any, _method: str, event: structlog.types.EventDict) -> structlog.types.EventDict:
    event["service"] = SERVICE
    return event


def _as_json(_logger: Any, _method: str, event: structlog.types.EventDict) -> str:
    return orjson.dumps(event, default=str).decode()
