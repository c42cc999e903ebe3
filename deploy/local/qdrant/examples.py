"""Vectors that a query is asked with: given as they are, or by the id of a stored point."""

from collections.abc import Callable, Sequence
from typing import Any

import qdrant_edge as edge

from deploy.local.qdrant.errors import BadRequest, NotFound
from deploy.local.qdrant.fields import Fields
from deploy.local.qdrant.identifiers import PointId, parse_id
from deploy.local.qdrant.vectors import Spaces, check_vector, space_of

Lookup = Callable[[PointId, str], Any]
_STRATEGIES = {
    "average_vector": None,
    "best_score": edge.Query.RecommendBestScore,
    "sum_scores": edge.Query.RecommendSumScores,
}


class Examples:
    """Reads the vectors of one query; remembers the stored points among them, which are never its own answer."""

    def __init__(self, spaces: Spaces, using: str, lookup: Lookup) -> None:
        space_of(using, spaces)
        self.used_ids: list[PointId] = []
        self._spaces, self._using, self._lookup = spaces, using, lookup

    def vector(self, value: Any) -> Any:
        """Return the vector meant by a list of numbers, a list of such lists, or a point id."""
        if isinstance(value, list):
            check_vector(value, self._using, self._spaces, stored=False)
            return value
        if isinstance(value, dict):
            raise BadRequest("Format error in JSON body: sparse vectors and inference are not supported by this server")
        point_id = parse_id(value)
        vector = self._lookup(point_id, self._using)
        if vector is None:
            raise NotFound(f"Not found: No point with id {point_id} found")
        self.used_ids.append(point_id)
        return vector

    def nearest(self, value: Any) -> edge.Query:
        """Return a query for the nearest neighbours of one example."""
        return edge.Query.Nearest(self.vector(value), self._using)

    def recommend(self, value: Any) -> edge.Query:
        """Return a query by positive and negative examples."""
        fields = Fields(value, "recommend")
        positives = [self.vector(one) for one in fields.items("positive") or ()]
        negatives = [self.vector(one) for one in fields.items("negative") or ()]
        strategy = fields.text("strategy") or "average_vector"
        fields.done()
        if strategy not in _STRATEGIES:
            raise BadRequest(f"Format error in JSON body: `strategy` must be one of {', '.join(_STRATEGIES)}")
        build = _STRATEGIES[strategy]
        if build is not None:
            return build(edge.RecommendQuery(positives, negatives), self._using)
        return edge.Query.Nearest(self._average(positives, negatives), self._using)

    def _average(self, positives: Sequence[Any], negatives: Sequence[Any]) -> list[float]:
        """Qdrant's `average_vector`: the mean of the positives, moved away from the mean of the negatives."""
        if not positives:
            raise BadRequest("Wrong input: At least one positive vector ID required with this strategy")
        if space_of(self._using, self._spaces).multi:
            raise BadRequest("Wrong input: `average_vector` on a multivector is not supported by this server")
        wanted = _mean(positives)
        if not negatives:
            return wanted
        return [2 * good - bad for good, bad in zip(wanted, _mean(negatives), strict=True)]


def _mean(vectors: Sequence[Sequence[float]]) -> list[float]:
    return [sum(column) / len(vectors) for column in zip(*vectors, strict=True)]
