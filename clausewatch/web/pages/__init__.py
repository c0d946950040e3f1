"""The pages that people read, a module for each group. They read; nothing here writes."""

from __future__ import annotations

from fastapi import APIRouter

from clausewatch.service import Service
from clausewatch.web.pages import comparison, document, search, shelf, sources, start, timeline


def routers(service: Service) -> tuple[APIRouter, ...]:
    """All pages of an installation."""
    return tuple(group.router(service) for group in (start, shelf, search, document, timeline, comparison, sources))
