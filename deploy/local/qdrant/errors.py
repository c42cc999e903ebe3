"""What can go wrong, with the status that Qdrant answers and its words where they are known."""


class FaceError(Exception):
    """A request cannot be answered; `status` is the HTTP status and the text is for the client."""

    status = 500


class BadRequest(FaceError):
    """The request is not one that this server understands; also a field that it does not support, by name."""

    status = 400


class NotFound(FaceError):
    """There is no such collection, point or route."""

    status = 404


class Conflict(FaceError):
    """It exists already."""

    status = 409


def no_collection(name: str) -> NotFound:
    """Return the error for an unknown collection, in Qdrant's words."""
    return NotFound(f"Not found: Collection `{name}` doesn't exist!")


def from_engine(error: BaseException) -> FaceError:
    """Return the error to answer when the engine raises.

    The engine raises plain exceptions, told apart by their text; what is not plainly its own failure is the request's.
    """
    text = str(error)
    if text.startswith("No point with id"):
        return NotFound(f"Not found: {text}")
    if isinstance(error, OSError | MemoryError) or text.startswith(("Service", "Unexpected", "Out of")):
        return FaceError(f"Service internal error: {text}")
    return BadRequest(f"Wrong input: {text}")
