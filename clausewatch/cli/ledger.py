"""What was sent to whom, when, and with what answer; and sending it again."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from clausewatch.cli.output import Json, counted, show_json, show_table, tell


class State(StrEnum):
    """How a delivery can stand."""

    PENDING = "pending"
    SENT = "sent"
    FAILED = "failed"


def deliveries(
    state: Annotated[State | None, typer.Option("--state", help="only those that stand so")] = None,
    subscription: Annotated[
        int | None, typer.Option("--subscription", metavar="ID", help="only those of this subscription")
    ] = None,
    resend: Annotated[
        list[str] | None,
        typer.Option("--resend", metavar="ID", help="send this one again, whatever became of it; may be repeated"),
    ] = None,
    resend_failed: Annotated[
        bool, typer.Option("--resend-failed", help="send again all that failed (of --subscription, where it is given)")
    ] = False,
    as_json: Json = False,
) -> None:
    """List what was sent to whom, and what still waits; or send something again."""
    from clausewatch import contract
    from clausewatch.cli.session import session

    with session() as service:
        if resend or resend_failed:
            failed = service.outbox.all(state="failed", subscription_id=subscription) if resend_failed else []
            live = {each.id for each in service.subscriptions.all()}
            wanted = dict.fromkeys([*(resend or ()), *(each.id for each in failed if each.subscription in live)])
            listed = service.outbox.resend(list(wanted), service.now())
            tell(f"{counted(len(listed), 'message')} will go with the next check, or at once where the service runs")
        else:
            listed = service.outbox.all(state=state.value if state else None, subscription_id=subscription)
    if as_json:
        show_json({"deliveries": [contract.delivery(d) for d in listed]})
        return
    rows = [
        (d.id, d.subscription, d.to, d.type, d.state, d.attempts, contract.minute(d.at), d.error or d.answer or "")
        for d in listed
    ]
    columns = ("id", "subscription", "to", "what", "state", "attempts", "at", "answer")
    show_table(columns, rows, empty="nothing to show: no such message yet")


def register(app: typer.Typer) -> None:
    """Add this command to the command line."""
    app.command()(deliveries)
