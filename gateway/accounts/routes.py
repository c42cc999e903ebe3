"""POST /api/auth/login and GET /api/auth/me."""

from fastapi import Request

from catalog.errors import NotAuthentic
from gateway.accounts.schemas import LoginIn, MeOut, TokenOut
from gateway.accounts.throttle import LoginThrottle
from gateway.auth.issue import TokenIssuer
from gateway.deps import CallerDep, CatalogDep
from gateway.errors import RouteNotFound
from gateway.metrics import LOGINS
from gateway.routing import guarded_router, public_router

public = public_router("/api/auth", "accounts")
guarded = guarded_router("/api/auth", "accounts")


@public.post("/login", response_model=TokenOut)
def log_in(credentials: LoginIn, request: Request, catalog: CatalogDep) -> TokenOut:
    """Exchange a username and password for an access token. Every way of failing is answered alike."""
    issuer: TokenIssuer | None = request.app.state.issuer
    if issuer is None:
        raise RouteNotFound("the built-in accounts are switched off")
    throttle: LoginThrottle = request.app.state.throttle
    address = request.client.host if request.client else ""
    throttle.check(credentials.username, address)
    try:
        account = catalog.accounts.log_in(credentials.username, credentials.password)
    except NotAuthentic:
        throttle.failed(credentials.username, address)
        LOGINS.labels("refused").inc()
        raise
    throttle.succeeded(credentials.username, address)
    LOGINS.labels("accepted").inc()
    return TokenOut(access_token=issuer.token_for(account), expires_in=issuer.life_s)


@guarded.get("/me", response_model=MeOut)
def who_am_i(caller: CallerDep, catalog: CatalogDep) -> MeOut:
    """Who the token stands for."""
    account = catalog.accounts.find(caller.scope, caller.user_id)
    return MeOut(
        user_id=caller.user_id,
        username=account.username if account else None,
        tenant_id=caller.scope.tenant_id,
        role=caller.role,
    )
