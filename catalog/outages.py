"""What every error of the catalog is, and those that pass: a part is away or full. `catalog.errors` names them too."""


class CatalogError(Exception):
    """Something went wrong in the catalog."""


class Unavailable(CatalogError):
    """A part of the system is away or full; the same request can be sent again later."""

    def __init__(self, detail: str = "", *, retry_after_s: float = 2.0) -> None:
        super().__init__(detail)
        self.retry_after_s = retry_after_s


class DatabaseUnavailable(Unavailable):
    """PostgreSQL does not answer."""


class IndexUnavailable(Unavailable):
    """Qdrant does not answer."""


class StoreUnavailable(Unavailable):
    """The object store does not answer."""


class QueueUnavailable(Unavailable):
    """Redis does not answer."""


class EmbedderUnavailable(Unavailable):
    """The embedding service is away or full."""


class InspectorBusy(Unavailable):
    """All the processes that look at pictures are in use."""


class ScannerUnavailable(Unavailable):
    """The virus scanner does not answer."""


class ModelMismatch(Unavailable):
    """The embedder's model is not the one that the index was built with."""
