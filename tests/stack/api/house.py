"""Two tenants who have done nothing wrong yet, and a way to hold that bad input leaves nothing with either."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.stack.api.founder import Founder, Tenant
from tests.stack.api.person import Document
from tests.stack.api.pictures import picture
from tests.stack.api.stores import Holdings, Stores


@dataclass(frozen=True, slots=True)
class House:
    """A tenant with one image, and a neighbour with one of its own."""

    tenant: Tenant
    neighbour: Tenant
    image: Document
    foreign: Document
    stores: Stores

    def held(self) -> tuple[Holdings, Holdings]:
        """What the two hold."""
        return self.stores.holdings(self.tenant.tenant_id), self.stores.holdings(self.neighbour.tenant_id)

    @contextmanager
    def untouched(self) -> Iterator[None]:
        """Hold that both hold the same afterwards."""
        before = self.held()
        yield
        assert self.held() == before


def build_house(founder: Founder, stores: Stores) -> House:
    """Both tenants with their image."""
    tenant, neighbour = founder.found("bad"), founder.found("good")
    taken = tenant.editor.take_in(picture(300)), neighbour.editor.take_in(picture(301))
    return House(tenant, neighbour, *taken, stores)
