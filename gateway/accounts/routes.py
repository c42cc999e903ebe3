"""POST /api/auth/login and /api/auth/renew, and GET /api/auth/me."""

from fastapi import Request

from catalog.errors import NotAuthentic
from gateway.accounts.schemas import LoginIn, MeOut, TokenOut
from gateway.accounts.throttle import LoginThrottle
from gateway.auth.issue import IssuedToken
from gateway.deps import CallerDep, CatalogDep, IssuerDep, LoggedInDep
from gateway.errors import NotRenewable
from gateway.metrics import LOGINS
from gateway.routing import guarded_router, public_router

public = public_router("/api/auth", "accounts")
guarded = guarded_router("/api/auth", "accounts")


@public.post("/login", response_model=TokenOut)
def log_in(credentials: LoginIn, request: Request, issuer: IssuerDep, catalog: CatalogDep) -> TokenOut:
    """Exchange a username and password for an access token. Every way of failing is answered alike."""
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
    return _answer(issuer.token_for(account))


@guarded.post("/renew", response_model=TokenOut)
def renew_token(caller: CallerDep, logged_in_at: LoggedInDep, issuer: IssuerDep, catalog: CatalogDep) -> TokenOut:
    """Exchange a token that is still good for a new one, with the role that the account has now.

    401 once SESSION_LIFE_S have passed since log-in, or when the account may log in no longer.
    """
    account = catalog.accounts.still_admitted(caller.scope, caller.user_id)
    if account is None or logged_in_at is None:
        raise NotRenewable
    return _answer(issuer.token_for(account, logged_in_at))


@guarded.get("/me", response_model=MeOut)
def who_am_i(caller: CallerDep, catalog: CatalogDep) -> MeOut:
    """Who the token stands for."""
    account = catalog.accounts.find(caller.scope, caller.user_id)
    return MeOut(
        user_id=caller.user_id,
        username=account.username if account else None,
        tenant_id=caller.scope.tenant_id,
        tenant=account.tenant.name if account else None,
        role=caller.role,
    )


def _answer(issued: IssuedToken) -> TokenOut:
    return TokenOut(access_token=issued.text, expires_in=issued.life_s)
