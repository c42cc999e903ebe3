"""Clusterings of one tenant. Row-level security stands behind every statement; each names the tenant all the same."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, Select, delete, func, text, tuple_, update
from sqlalchemy.dialects.postgresql import insert

from catalog.adapters.postgres.cluster_tables import cluster_members, cluster_names, clusterings, clusters
from catalog.adapters.postgres.clusters.rows import (
    CLUSTERINGS,
    CLUSTERS,
    SAMPLES,
    SEARCHABLE_MEMBERS,
    cluster_of,
    cluster_rows,
    clustering_of,
    row_of,
)
from catalog.clusters.model import Cluster, Clustering, FoundCluster, Member, Outcome
from catalog.errors import ClusteringNotFound, ClusterNotFound
from catalog.tenancy import TenantScope

# Members whose image is gone by now are not written: the row that they would name is not there.
_ADD_MEMBERS: Final = text(
    """
    INSERT INTO cluster_members (tenant_id, clustering_id, number, rank, image_id, distance)
    SELECT :own, :clustering, m.number, m.rank, m.image_id, m.distance
    FROM unnest(CAST(:numbers AS integer[]), CAST(:ranks AS integer[]), CAST(:ids AS varchar[]),
        CAST(:distances AS double precision[])) AS m (number, rank, image_id, distance)
    JOIN images i ON i.tenant_id = :own AND i.image_id = m.image_id
    """
)
_MEMBER_COLUMNS: Final = ("numbers", "ranks", "ids", "distances")
_AT_ONCE: Final = 2_000


@dataclass(frozen=True, slots=True)
class PostgresClusterings:
    """ClusteringRepository over one connection."""

    connection: Connection
    scope: TenantScope

    def add(self, clustering: Clustering) -> None:
        """Write one that has no outcome yet."""
        self.connection.execute(insert(clusterings).values(row_of(self.scope, clustering)))

    def get(self, clustering_id: UUID) -> Clustering:
        """The clustering. Raises ClusteringNotFound."""
        row = self._read(CLUSTERINGS.where(clusterings.c.id == clustering_id)).first()
        if row is None:
            raise ClusteringNotFound("there is no clustering with that id")
        return clustering_of(row)

    def page(self, after: tuple[datetime, UUID] | None, limit: int) -> list[Clustering]:
        """Clusterings, the newest first."""
        place = (clusterings.c.created_at, clusterings.c.id)
        statement = CLUSTERINGS if after is None else CLUSTERINGS.where(tuple_(*place) < tuple_(*after))
        ordered = statement.order_by(*(column.desc() for column in place)).limit(limit)
        return [clustering_of(row) for row in self._read(ordered)]

    def remove(self, clustering_id: UUID) -> None:
        """Strike it out with its clusters."""
        self.connection.execute(delete(clusterings).where(*self._one(clustering_id)))

    def finish(self, clustering_id: UUID, outcome: Outcome, found: Sequence[FoundCluster]) -> None:
        """Write the outcome and the clusters, unless they are there."""
        undone = (*self._one(clustering_id), clusterings.c.finished_at.is_(None))
        # Whoever comes second waits here for the first, and then has nothing to do.
        if not self.connection.execute(update(clusterings).where(*undone).values(asdict(outcome))).rowcount:
            return
        for at in range(0, len(found), _AT_ONCE):
            rows = cluster_rows(self.scope, clustering_id, found[at : at + _AT_ONCE])
            self.connection.execute(insert(clusters), rows)
        members = [
            (one.number, rank, image_id, distance)
            for one in found
            for rank, (image_id, distance) in enumerate(zip(one.image_ids, one.distances, strict=True))
        ]
        for at in range(0, len(members), _AT_ONCE):
            columns = map(list, zip(*members[at : at + _AT_ONCE], strict=True))
            given = dict(zip(_MEMBER_COLUMNS, columns, strict=True))
            self.connection.execute(_ADD_MEMBERS, self._own | {"clustering": clustering_id} | given)

    def clusters(self, clustering_id: UUID, *, after: int, limit: int) -> list[Cluster]:
        """Clusters past that number, in order."""
        return self._clusters(clustering_id, CLUSTERS.where(clusters.c.number > after).limit(limit))

    def cluster(self, clustering_id: UUID, number: int) -> Cluster:
        """One of them. Raises ClusterNotFound."""
        found = self._clusters(clustering_id, CLUSTERS.where(clusters.c.number == number))
        if not found:
            raise ClusterNotFound("there is no cluster with that number")
        return found[0]

    def members(self, clustering_id: UUID, number: int, *, after: int, limit: int) -> list[Member]:
        """Searchable members past that rank, in order."""
        past = (cluster_members.c.number == number, cluster_members.c.rank > after)
        statement = SEARCHABLE_MEMBERS.where(*past).order_by(cluster_members.c.rank).limit(limit)
        return [Member(*row) for row in self._read(statement, clustering=clustering_id)]

    def rename(self, medoid_sha256: str, name: str, by: UUID) -> None:
        """Keep the name for every cluster whose medoid has these bytes."""
        said = {"name": name, "named_by": by, "named_at": func.now()}
        key = {"tenant_id": self.scope.tenant_id, "medoid_sha256": medoid_sha256}
        statement = insert(cluster_names).values(key | said)
        self.connection.execute(statement.on_conflict_do_update(index_elements=list(key), set_=said))

    def forget_name(self, medoid_sha256: str) -> None:
        """Forget such a name, if there is one."""
        named = cluster_names.c.medoid_sha256 == medoid_sha256
        self.connection.execute(delete(cluster_names).where(cluster_names.c.tenant_id == self.scope.tenant_id, named))

    def _clusters(self, clustering_id: UUID, statement: Select[Any]) -> list[Cluster]:
        rows = self._read(statement, clustering=clustering_id).all()
        samples: defaultdict[int, dict[int, str]] = defaultdict(dict)
        shown = SAMPLES.where(cluster_members.c.number.in_([row.number for row in rows]))
        for number, rank, image_id in self._read(shown, clustering=clustering_id):
            samples[number][rank] = image_id
        return [cluster_of(row, samples[row.number]) for row in rows]

    @property
    def _own(self) -> dict[str, Any]:
        return {"own": self.scope.tenant_id}

    def _one(self, clustering_id: UUID) -> tuple[Any, ...]:
        return clusterings.c.tenant_id == self.scope.tenant_id, clusterings.c.id == clustering_id

    def _read(self, statement: Select[Any], **parameters: Any) -> Any:
        return self.connection.execute(statement, self._own | parameters)
