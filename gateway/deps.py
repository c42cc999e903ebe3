"""What a route asks for by annotation: the caller, a caller of at least some role, the catalog, the cursors.

All are plain coroutines that read what is already there; a sync dependency would cost a hop to the thread pool each.
"""

from collections.abc import Callable, Coroutine, Mapping
from typing import Annotated, Any, Protocol

from fastapi import Depends, Request

from catalog.accounts.service import AccountService
from catalog.anomalies.service import AnomalyService
from catalog.clusters.service import ClusterService
from catalog.duplicates.service import DuplicateService
from catalog.errors import NotAuthentic, RoleTooLow
from catalog.feedback.service import FeedbackService
from catalog.images.quality_service import QualityService
from catalog.images.service import ImageService
from catalog.jobs.service import JobService
from catalog.search.service import SearchService
from catalog.tenancy import Caller, Role
from gateway.auth.issue import TokenIssuer
from gateway.auth.thumbnail_urls import ThumbnailUrls
from gateway.auth.tokens import TokenVerifier
from gateway.errors import RouteNotFound
from gateway.paging import Cursors
from gateway.routing import CALLER_KEY, token_of
from gateway.streams.bounds import OpenStreams
from gateway.streams.poll import Poll


class GatewayCatalog(Protocol):
    """The part of the catalog that the front itself needs."""

    @property
    def accounts(self) -> AccountService:
        """The accounts."""
        ...

    def health(self) -> Mapping[str, Mapping[str, Any]]:
        """Each dependency by name: {"ok": bool, "detail": str, "ms": float}; asked in parallel, 2 s at most."""
        ...


async def _caller(request: Request) -> Caller:
    caller = request.scope.get(CALLER_KEY)
    if not isinstance(caller, Caller):
        raise NotAuthentic
    return caller


def require(role: Role) -> Callable[[Request], Coroutine[Any, Any, Caller]]:
    """A dependency that answers the caller, or raises RoleTooLow when its role does not cover `role`."""

    async def caller_with_role(request: Request) -> Caller:
        caller = await _caller(request)
        if not caller.role.covers(role):
            raise RoleTooLow
        return caller

    return caller_with_role


async def _catalog(request: Request) -> GatewayCatalog:
    catalog: GatewayCatalog = request.app.state.catalog
    return catalog


async def _images(request: Request) -> ImageService:
    images: ImageService = request.app.state.catalog.images
    return images


async def _anomalies(request: Request) -> AnomalyService:
    anomalies: AnomalyService = request.app.state.catalog.anomalies
    return anomalies


async def _clusters(request: Request) -> ClusterService:
    clusters: ClusterService = request.app.state.catalog.clusters
    return clusters


async def _duplicates(request: Request) -> DuplicateService:
    duplicates: DuplicateService = request.app.state.catalog.duplicates
    return duplicates


async def _feedback(request: Request) -> FeedbackService:
    feedback: FeedbackService = request.app.state.catalog.feedback
    return feedback


async def _quality(request: Request) -> QualityService:
    quality: QualityService = request.app.state.catalog.quality
    return quality


async def _search(request: Request) -> SearchService:
    search: SearchService = request.app.state.catalog.search
    return search


async def _thumbnail_urls(request: Request) -> ThumbnailUrls:
    urls: ThumbnailUrls = request.app.state.thumbnail_urls
    return urls


async def _cursors(request: Request) -> Cursors:
    cursors: Cursors = request.app.state.cursors
    return cursors


async def _streams(request: Request) -> OpenStreams:
    streams: OpenStreams = request.app.state.streams
    return streams


async def _image_poll(request: Request) -> Poll:
    poll: Poll = request.app.state.image_poll
    return poll


async def _jobs(request: Request) -> JobService:
    jobs: JobService = request.app.state.catalog.jobs
    return jobs


async def _job_poll(request: Request) -> Poll:
    poll: Poll = request.app.state.job_poll
    return poll


async def _token_end(request: Request) -> float:
    verifier: TokenVerifier = request.app.state.verifier
    return verifier.good_until(token_of(request))


async def _logged_in_at(request: Request) -> int | None:
    verifier: TokenVerifier = request.app.state.verifier
    return verifier.logged_in_at(token_of(request))


async def _issuer(request: Request) -> TokenIssuer:
    issuer: TokenIssuer | None = request.app.state.issuer
    if issuer is None:
        raise RouteNotFound("the built-in accounts are switched off")
    return issuer


CallerDep = Annotated[Caller, Depends(_caller)]
EditorDep = Annotated[Caller, Depends(require(Role.EDITOR))]
AdminDep = Annotated[Caller, Depends(require(Role.ADMIN))]
AnomaliesDep = Annotated[AnomalyService, Depends(_anomalies)]
CatalogDep = Annotated[GatewayCatalog, Depends(_catalog)]
ClustersDep = Annotated[ClusterService, Depends(_clusters)]
CursorsDep = Annotated[Cursors, Depends(_cursors)]
DuplicatesDep = Annotated[DuplicateService, Depends(_duplicates)]
FeedbackDep = Annotated[FeedbackService, Depends(_feedback)]
ImagePollDep = Annotated[Poll, Depends(_image_poll)]
ImagesDep = Annotated[ImageService, Depends(_images)]
IssuerDep = Annotated[TokenIssuer, Depends(_issuer)]
"""Refused as an unknown route where the built-in accounts are switched off."""
JobPollDep = Annotated[Poll, Depends(_job_poll)]
JobsDep = Annotated[JobService, Depends(_jobs)]
LoggedInDep = Annotated[int | None, Depends(_logged_in_at)]
"""When the caller logged in, in seconds since the epoch; None where the token does not say."""
QualityDep = Annotated[QualityService, Depends(_quality)]
SearchDep = Annotated[SearchService, Depends(_search)]
StreamsDep = Annotated[OpenStreams, Depends(_streams)]
TokenEndDep = Annotated[float, Depends(_token_end)]
"""When the caller's token expires, in seconds since the epoch."""
ThumbnailUrlsDep = Annotated[ThumbnailUrls, Depends(_thumbnail_urls)]
