"""How much of the embedding service is measured, and with which model."""

from dataclasses import dataclass
from typing import Final

Backend = tuple[str, str]
"""MODEL_BACKEND and MODEL_PRECISION."""


@dataclass(frozen=True, slots=True)
class EmbedPlan:
    """`small` takes the model that ships, else ViT-B-32 with random weights. Counts are per round.

    `pictures` and `texts` are what the services are asked, `alone` what a loop without a service does of each; a form
    holds `form` pictures. `stressed` ones are saturated and overloaded, `window_s` seconds at a time, with a `queue`
    of so many places; `cpu_items` are encoded at each batch size where backends are compared. Memory is read ten times
    over `items`.
    """

    small: bool
    peers: bool
    rounds: int
    backends: tuple[Backend, ...]
    stressed: tuple[Backend, ...]
    clients: int
    pictures: int
    form: int
    texts: int
    alone: int
    window_s: float
    queue: int
    batch_clients: int
    cpu_items: int
    items: int


EMBED_FULL: Final = EmbedPlan(
    small=False,
    peers=True,
    rounds=3,
    backends=(("torch", "fp32"), ("openvino", "fp32"), ("openvino", "int8")),
    stressed=(("torch", "fp32"), ("openvino", "int8")),
    clients=32,
    pictures=192,
    form=16,
    texts=640,
    alone=64,
    window_s=20.0,
    queue=256,
    batch_clients=8,
    cpu_items=48,
    items=50_000,
)
EMBED_QUICK: Final = EmbedPlan(
    small=True,
    peers=False,
    rounds=1,
    backends=(("torch", "fp32"),),
    stressed=(("torch", "fp32"),),
    clients=4,
    pictures=8,
    form=2,
    texts=16,
    alone=8,
    window_s=0.5,
    queue=8,
    batch_clients=2,
    cpu_items=8,
    items=1_000,
)
