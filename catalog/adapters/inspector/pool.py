"""A few confined processes that look at pictures, so that a bomb, a crash or an endless loop costs one of them."""

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from queue import Empty, LifoQueue
from types import TracebackType
from typing import Final, Self, TypeVar

from catalog.adapters.inspector import wire
from catalog.adapters.inspector.metrics import LOST
from catalog.adapters.inspector.process import Cause, Child, ChildLost
from catalog.embeddings.model import Preprocess
from catalog.errors import ImageRejected, InspectorBusy, RejectionReason
from catalog.images.inspection import Inspection
from catalog.images.limits import InspectionLimits

MEMORY_BYTES: Final = 768 * 1024 * 1024

Found = TypeVar("Found")


@dataclass(slots=True)
class _Seat:
    """A place in the pool; its child is started when it is first needed."""

    child: Child | None = None


class ProcessInspector:
    """Fulfils catalog.images.ports.Inspector. May be called from many threads at once.

    `cpu_s`, `wall_s` and `memory_bytes` bound one picture; a child is replaced after `recycle_after` pictures.
    `preprocess` is asked at each picture, because the model that is served can change while this runs.
    `lost` counts the children that had to be replaced before their time, by cause.
    """

    def __init__(
        self,
        *,
        limits: InspectionLimits | None = None,
        preprocess: Callable[[], Preprocess] = Preprocess,
        processes: int = 2,
        wall_s: float = 10.0,
        cpu_s: float = 5.0,
        memory_bytes: int = MEMORY_BYTES,
        recycle_after: int = 200,
        wait_s: float = 2.0,
    ) -> None:
        self.lost: Counter[Cause] = Counter()
        self._terms = wire.Terms(limits or InspectionLimits(), cpu_s, memory_bytes, recycle_after)
        self._preprocess = preprocess
        self._wall_s = wall_s
        self._wait_s = wait_s
        self._seats = [_Seat() for _ in range(processes)]
        # Last in, first out: the warm child is asked again before another one is started.
        self._free: LifoQueue[_Seat] = LifoQueue()
        for seat in self._seats:
            self._free.put(seat)
        self._closed = threading.Event()
        # Children die with the thread that started them; request threads come and go, this one stays.
        self._starter = ThreadPoolExecutor(max_workers=1, thread_name_prefix="inspector-starter")

    def inspect(
        self, data: bytes, declared_type: str | None = None, *, preprocess: Preprocess | None = None, crops: int = 0
    ) -> Inspection:
        """What picture the bytes hold. Raises ImageRejected or InspectorBusy."""
        prepared = wire.preprocess_to_header(preprocess or self._preprocess())
        header = {"do": "inspect", "declared_type": declared_type, "preprocess": prepared, "crops": crops}
        return self._ask(header, data, wire.inspection_from_frame)

    def thumbnails(self, data: bytes) -> dict[int, bytes]:
        """WebP thumbnails by their longest side in pixels. Raises ImageRejected or InspectorBusy."""
        return self._ask({"do": "thumbnails"}, data, wire.thumbnails_from_frame)

    def pids(self) -> list[int]:
        """The process ids of the children that run now."""
        return [child.pid for seat in self._seats if (child := seat.child) is not None and child.is_alive]

    def close(self) -> None:
        """End every child, after the pictures that are being looked at."""
        self._closed.set()
        for _ in self._seats:
            seat = self._free.get()
            if seat.child is not None:
                seat.child.end()
                seat.child = None
        self._starter.shutdown()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _ask(self, header: wire.Header, data: bytes, read: Callable[[wire.Header, bytes], Found]) -> Found:
        self._terms.limits.check_bytes(len(data))
        seat = self._take_seat()
        try:
            answer, body = self._answer(seat, header, data)
            return read(answer, body)
        except (LookupError, TypeError, ValueError) as nonsense:
            self._lose(seat, Cause.UNEXPECTED)
            raise ImageRejected(RejectionReason.CORRUPT, "the picture cannot be decoded") from nonsense
        finally:
            self._free.put(seat)

    def _count(self, cause: Cause) -> None:
        self.lost[cause] += 1
        LOST.labels(cause.value).inc()

    def _take_seat(self) -> _Seat:
        if self._closed.is_set():
            raise InspectorBusy("pictures are no longer looked at here")
        try:
            return self._free.get(timeout=self._wait_s)
        except Empty:
            raise InspectorBusy("all processes that look at pictures are in use") from None

    def _answer(self, seat: _Seat, header: wire.Header, data: bytes) -> tuple[wire.Header, bytes]:
        """Ask; once more if somebody else killed the child, since that was not the picture's doing."""
        try:
            answer, body = self._ask_once(seat, header, data)
        except ChildLost as loss:
            if loss.cause is not Cause.KILLED:
                raise _over_limit(loss.cause) from loss
            try:
                answer, body = self._ask_once(seat, header, data)
            except ChildLost as again:
                raise _over_limit(again.cause) from again
        if "rejected" in answer:
            reason = RejectionReason(answer["rejected"])
            if answer["swollen"]:
                self._lose(seat, Cause.MEMORY)
            raise ImageRejected(reason, answer["detail"])
        return answer, body

    def _ask_once(self, seat: _Seat, header: wire.Header, data: bytes) -> tuple[wire.Header, bytes]:
        child = self._child_of(seat)
        try:
            return child.ask(header, data, wall_s=self._wall_s)
        except ChildLost as loss:
            self._count(loss.cause)
            seat.child = None
            raise

    def _child_of(self, seat: _Seat) -> Child:
        """The seat's child, or a fresh one when it is worn out, dead or not there yet."""
        child = seat.child
        if child is not None and child.is_alive and child.asked < self._terms.most_pictures:
            return child
        if child is not None:
            seat.child = None
            child.end()
        try:
            seat.child = self._starter.submit(Child, self._terms).result()
        except (ChildLost, OSError, RuntimeError) as error:
            raise InspectorBusy("no process to look at pictures could be started") from error
        return seat.child

    def _lose(self, seat: _Seat, cause: Cause) -> None:
        self._count(cause)
        if seat.child is not None:
            seat.child.end()
            seat.child = None


def _over_limit(cause: Cause) -> ImageRejected:
    return ImageRejected(RejectionReason.DECODE_LIMIT, f"the picture takes too much to decode ({cause})")
