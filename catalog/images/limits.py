"""How large, long and intricate a picture may be; checked against its header before anything is decoded."""

from dataclasses import dataclass

from catalog.errors import ImageRejected, RejectionReason


@dataclass(frozen=True, slots=True)
class InspectionLimits:
    """The seven limits. Bytes, pixels, sides in pixels, longer ÷ shorter side, JPEG scans, chunks beside the pixels."""

    max_bytes: int = 26_214_400
    max_pixels: int = 40_000_000
    max_side: int = 16_384
    min_side: int = 16
    max_aspect: float = 50.0
    max_jpeg_scans: int = 100
    max_chunks: int = 1_000

    @property
    def max_frame_chunks(self) -> int:
        """Chunks that carry pixels are many by nature: libpng writes one for every 8 KiB."""
        return 100 * self.max_chunks

    def check_bytes(self, size: int) -> None:
        """Raise TOO_MANY_BYTES."""
        if size > self.max_bytes:
            raise ImageRejected(RejectionReason.TOO_MANY_BYTES, f"{size} bytes; at most {self.max_bytes} are accepted")

    def check_size(self, width: int, height: int) -> None:
        """Raise SIDE_TOO_LONG, TOO_MANY_PIXELS, SIDE_TOO_SHORT or ASPECT_TOO_EXTREME."""
        shown = f"{width} × {height} pixels"
        longer, shorter = max(width, height), min(width, height)
        if longer > self.max_side:
            raise ImageRejected(RejectionReason.SIDE_TOO_LONG, f"{shown}; a side may have {self.max_side}")
        if width * height > self.max_pixels:
            raise ImageRejected(RejectionReason.TOO_MANY_PIXELS, f"{shown}; at most {self.max_pixels} are accepted")
        if shorter < self.min_side:
            raise ImageRejected(RejectionReason.SIDE_TOO_SHORT, f"{shown}; a side must have {self.min_side}")
        if longer > shorter * self.max_aspect:
            raise ImageRejected(RejectionReason.ASPECT_TOO_EXTREME, f"{shown}; at most {self.max_aspect:g} to 1")

    def check_chunks(self, chunks: int, frame_chunks: int = 0) -> None:
        """Raise TOO_MANY_CHUNKS."""
        if chunks > self.max_chunks or frame_chunks > self.max_frame_chunks:
            raise ImageRejected(RejectionReason.TOO_MANY_CHUNKS, f"more than {self.max_chunks} parts")

    def check_jpeg_scans(self, scans: int) -> None:
        """Raise TOO_MANY_SCANS: each scan of a progressive JPEG costs a pass over the whole picture."""
        if scans > self.max_jpeg_scans:
            raise ImageRejected(RejectionReason.TOO_MANY_SCANS, f"more than {self.max_jpeg_scans} scans")
