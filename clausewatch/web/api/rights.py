"""What a route needs, and who asks. Who asks is told apart in front (`clausewatch.web.access`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, TypeAlias

from fastapi import Depends, HTTPException, Request
from fastapi.security import HTTPBearer

from monitor.rights import Holder, Scope

_BEARER = HTTPBearer(auto_error=False, description="a token of `clausewatch token add`, or the access token (`read`)")
_NOBODY = Holder(frozenset())


def holder_of(request: Request, _: Annotated[object, Depends(_BEARER)] = None) -> Holder:
    """Who asks."""
    found = request.scope.get("state", {}).get("holder", _NOBODY)
    return found if isinstance(found, Holder) else _NOBODY


Asker: TypeAlias = Annotated[Holder, Depends(holder_of)]


def needs(scope: Scope) -> Callable[[Holder], None]:
    """A dependency that lets pass who may do this."""

    def check(holder: Asker) -> None:
        if not holder.may(scope):
            raise HTTPException(
                403, f"this needs a token with the scope {scope}; make one with: clausewatch token add --scope {scope}"
            )

    check.__name__ = f"needs_{scope}"
    return check
