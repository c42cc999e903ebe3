"""What the stack consists of: one row per service, in one table."""

import signal
import sys
import sysconfig
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from deploy.local import health, postgres
from deploy.local.credentials import Credentials
from deploy.local.environment import BUCKET, database_url
from deploy.local.layout import Layout, write_private

INFRASTRUCTURE = ("postgres", "redis", "s3", "qdrant")
PORTS = (*INFRASTRUCTURE, "embedder", "gateway", "worker-interactive", "worker-batch", "scheduler")
SERVICE_NAMES = (*PORTS, "migrate", "accounts")

# One process of several; without a bound each numeric library would take every core.
_ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}


def _nothing() -> None:
    """Prepare nothing."""


@dataclass(frozen=True, slots=True)
class Service:
    """How one process is started, known to be well, and stopped.

    `check` returns when the service is well and raises health.Unwell with the reason when it is not; for a one-shot
    service it is not called, the exit status 0 is its health. `prepare` runs before each start.
    """

    name: str
    command: tuple[str, ...]
    check: Callable[[], None]
    environment: Mapping[str, str] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    one_shot: bool = False
    prepare: Callable[[], None] = _nothing
    stop_signal: signal.Signals = signal.SIGTERM
    address: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a service's row is made from."""

    layout: Layout
    ports: Mapping[str, int]
    credentials: Credentials
    environment: Mapping[str, str]

    def url(self, name: str) -> str:
        """Return the address of an HTTP service."""
        return f"http://127.0.0.1:{self.ports[name]}"


def stack_services(plan: Plan) -> tuple[Service, ...]:
    """Return every service, each after those it needs."""
    return (*_infrastructure(plan), *_product(plan))


def with_needs(services: Iterable[Service], wanted: Iterable[str]) -> tuple[Service, ...]:
    """Return the wanted services and, in order, all that they need. Raises KeyError on an unknown name."""
    known = {service.name: service for service in services}
    chosen: set[str] = set()

    def choose(name: str) -> None:
        if name not in chosen:
            chosen.add(name)
            for need in known[name].needs:
                choose(need)

    for name in wanted:
        choose(name)
    return tuple(service for service in known.values() if service.name in chosen)


def _infrastructure(plan: Plan) -> tuple[Service, ...]:
    return (_postgres(plan), _redis(plan), _s3(plan), _qdrant(plan))


def _postgres(plan: Plan) -> Service:
    data, port, password = plan.layout.data("postgres"), plan.ports["postgres"], plan.credentials.owner_password
    url = database_url(postgres.OWNER, password, port)
    return Service(
        name="postgres",
        command=postgres.server_command(data, port),
        prepare=partial(postgres.prepare, data, password),
        check=partial(health.postgres, url),
        stop_signal=signal.SIGINT,  # "fast": disconnects its clients; SIGTERM would wait for them
        address=f"127.0.0.1:{port}",
    )


def _redis(plan: Plan) -> Service:
    data, port, password = plan.layout.data("redis"), plan.ports["redis"], plan.credentials.redis_password
    own_keys = "resetchannels ~embedder:texts:* -@all +hmget +hset +expire"
    settings = {
        "bind": "127.0.0.1",
        "port": port,
        "dir": data,
        "requirepass": password,
        "user": f"embedder on >{plan.credentials.embed_redis_password} {own_keys}",
        "appendonly": "yes",
        "appendfsync": "everysec",
        "save": '""',
        "maxmemory": "256mb",
        "maxmemory-policy": "noeviction",
        "logfile": '""',
    }
    text = "".join(f"{name} {value}\n" for name, value in settings.items())
    return Service(
        name="redis",
        command=(_script("redis-server"), str(data / "redis.conf")),
        prepare=partial(write_private, data / "redis.conf", text),
        check=partial(health.redis, port, password),
        address=f"127.0.0.1:{port}",
    )


def _s3(plan: Plan) -> Service:
    data, credentials = plan.layout.data("s3"), plan.credentials
    flags = ("--addr", f"127.0.0.1:{plan.ports['s3']}", "--config", "/dev/null", "--no-cleanup")
    cross_origin = ("--allow-origin", "*")  # a browser uploads straight to the store
    return Service(
        name="s3",
        command=(_script("rclone"), "serve", "s3", str(data), *flags, *cross_origin, "--log-level", "NOTICE"),
        # In the environment, because everybody on the machine can read a command line.
        environment={
            "RCLONE_AUTH_KEY": f'"{credentials.s3_access_key},{credentials.s3_secret_key}"',
            "GOMAXPROCS": "2",
        },
        prepare=partial((data / BUCKET).mkdir, parents=True, exist_ok=True),
        check=partial(health.http_answers, plan.url("s3")),
        address=plan.url("s3"),
    )


def _qdrant(plan: Plan) -> Service:
    port = str(plan.ports["qdrant"])
    return Service(
        name="qdrant",
        command=_python("deploy.local.qdrant_server", "--port", port, "--path", str(plan.layout.data("qdrant"))),
        environment={"QDRANT__SERVICE__API_KEY": plan.credentials.qdrant_api_key, **_ONE_THREAD},
        check=partial(health.http_ok, f"{plan.url('qdrant')}/readyz"),
        address=plan.url("qdrant"),
    )


def _product(plan: Plan) -> tuple[Service, ...]:
    apply_accounts = _python("gateway.admin", "apply", str(plan.layout.accounts_file))
    return (
        _one_shot(plan, "migrate", _python("catalog.migrate"), needs=("postgres", "s3")),
        _web(plan, "embedder", _python("embedder"), _ONE_THREAD | {"OMP_NUM_THREADS": "2"}, needs=()),
        _web(plan, "gateway", _python("gateway"), _ONE_THREAD, needs=("migrate", "redis", "qdrant")),
        _worker(plan, "worker-interactive", "workers", "--queue", "interactive"),
        _worker(plan, "worker-batch", "workers", "--queue", "batch"),
        _worker(plan, "scheduler", "workers.scheduler"),
        _one_shot(plan, "accounts", apply_accounts, needs=("migrate", "redis")),
    )


def _web(plan: Plan, name: str, command: tuple[str, ...], extra: Mapping[str, str], needs: tuple[str, ...]) -> Service:
    return Service(
        name=name,
        command=command,
        environment={**plan.environment, **extra},
        needs=needs,
        check=partial(health.http_ok, f"{plan.url(name)}/readyz"),
        address=plan.url(name),
    )


def _worker(plan: Plan, name: str, *arguments: str) -> Service:
    metrics = {"METRICS_PORT": str(plan.ports[name])}
    return _web(plan, name, _python(*arguments), _ONE_THREAD | metrics, needs=("migrate", "redis", "qdrant"))


def _one_shot(plan: Plan, name: str, command: tuple[str, ...], needs: tuple[str, ...]) -> Service:
    return Service(
        name=name,
        command=command,
        environment={**plan.environment, **_ONE_THREAD},
        needs=needs,
        one_shot=True,
        check=_nothing,
    )


def _python(module: str, *arguments: str) -> tuple[str, ...]:
    return (sys.executable, "-m", module, *arguments)


def _script(name: str) -> str:
    return str(Path(sysconfig.get_path("scripts")) / name)
