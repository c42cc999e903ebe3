"""The models that one process serves, each with a queue of its own; the first is meant where none is named."""

import asyncio

from embedder.errors import CannotStart, UnknownModel
from embedder.service import EmbedService


class Spaces:
    """The services of the loaded models, in the order in which they were loaded."""

    def __init__(self) -> None:
        self._services: list[EmbedService] = []

    @property
    def services(self) -> tuple[EmbedService, ...]:
        """All of them, the main one first."""
        return tuple(self._services)

    @property
    def held(self) -> int:
        """Accepted items that have no answer yet, over all queues."""
        return sum(one.batcher.held for one in self._services)

    @property
    def are_alive(self) -> bool:
        """False once one of the queues is no longer served."""
        return all(one.batcher.is_alive for one in self._services)

    def check_name(self, name: str) -> None:
        """Raises CannotStart when another model has the name: nobody could choose between them."""
        if any(one.facts.name == name for one in self._services):
            raise CannotStart(f"two models have the name {name}: set SECOND_MODEL_NAME to another one")

    def add(self, service: EmbedService) -> None:
        """Serve one more model."""
        self._services.append(service)

    def named(self, name: str) -> EmbedService:
        """The model of that name; the main one for the empty name. Raises UnknownModel with the names there are."""
        if not name:
            return self._services[0]
        for one in self._services:
            if one.facts.name == name:
                return one
        raise UnknownModel(f"there is no such model; ask for {' or '.join(one.facts.name for one in self._services)}")

    async def close(self, grace_s: float) -> None:
        """Have all queues answer what they accepted, side by side."""
        await asyncio.gather(*(one.close(grace_s) for one in self._services))
