"""The vectors of the texts asked for last, in this process."""

from collections import OrderedDict

from embedder.ports import Vectors


class TextCache:
    """At most `size` vectors, by partition and text; what one partition asked for is never answered to another."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._vectors: OrderedDict[tuple[str, str], Vectors] = OrderedDict()

    def get(self, partition: str, text: str) -> Vectors | None:
        """The text's vector, if this partition asked for it lately."""
        vector = self._vectors.get((partition, text))
        if vector is not None:
            self._vectors.move_to_end((partition, text))
        return vector

    def put(self, partition: str, text: str, vector: Vectors) -> None:
        """Remember the vector, and forget the one that was not asked for the longest."""
        self._vectors[partition, text] = vector.copy()  # a row keeps its whole batch alive
        self._vectors.move_to_end((partition, text))
        while len(self._vectors) > self._size:
            self._vectors.popitem(last=False)
