"""The vectors of the texts asked for last."""

from collections import OrderedDict

from embedder.ports import Vectors


class TextCache:
    """At most `size` vectors, by text; in this process only."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._vectors: OrderedDict[str, Vectors] = OrderedDict()

    def get(self, text: str) -> Vectors | None:
        """The text's vector, if it is still known."""
        vector = self._vectors.get(text)
        if vector is not None:
            self._vectors.move_to_end(text)
        return vector

    def put(self, text: str, vector: Vectors) -> None:
        """Remember the vector, and forget the text that was not asked for the longest."""
        self._vectors[text] = vector.copy()  # a row keeps its whole batch alive
        self._vectors.move_to_end(text)
        while len(self._vectors) > self._size:
            self._vectors.popitem(last=False)
