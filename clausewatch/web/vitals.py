"""What machines ask a serving process: how it is, and what it counts."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST

from clausewatch.health import examine
from clausewatch.metrics import Metrics
from clausewatch.service import Service
from clausewatch.vitals import Vitals


def router(service: Service, vitals: Vitals) -> APIRouter:
    """`/healthz` (200, or 503 where something is wrong) and `/metrics` of one process."""
    routes, metrics = APIRouter(), Metrics(service, vitals)

    @routes.get("/healthz")
    def healthz() -> JSONResponse:
        health = examine(service, vitals)
        answer = {
            "status": "failing" if health.problems else "ok",
            "leader": health.leader,
            "problems": health.problems,
            "checks": {name: {"ok": sign.ok, "detail": sign.detail} for name, sign in health.signs.items()},
        }
        return JSONResponse(answer, status_code=503 if health.problems else 200)

    @routes.get("/metrics")
    def numbers() -> Response:
        return Response(metrics.text(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    return routes
