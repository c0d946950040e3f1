"""Tokens of the API on the command line."""

from __future__ import annotations

from typing import Annotated

import typer

from clausewatch.cli.output import Json, say, show_json, show_table, tell

token = typer.Typer(name="token", help="Make, list and revoke the tokens of the API.", no_args_is_help=True)


@token.command()
def add(
    scope: Annotated[
        list[str], typer.Option("--scope", metavar="SCOPE", help="read, watch or operate; may be repeated")
    ],
    expires: Annotated[
        str | None, typer.Option("--expires", metavar="DATE", help="its last day: 2027-03-10; never if nothing is said")
    ] = None,
    owner: Annotated[
        str | None,
        typer.Option("--owner", metavar="NAME", help="whose it is: it sees only this person's subscriptions"),
    ] = None,
    as_json: Json = False,
) -> None:
    """Make a token; it is shown this once."""
    from clausewatch import tokens
    from clausewatch.cli.session import session

    with session() as service:
        made, shown = tokens.make(service, scope, expires=expires, owner=owner)
        line = tokens.as_json(made, service.now())
    if as_json:
        show_json(line | {"token": shown})
    else:
        tell(f"token {made.id}, for {', '.join(made.scopes)}; it is shown this once: keep it like a password")
        say(shown)


@token.command(name="list")
def list_(as_json: Json = False) -> None:
    """List the tokens, those that ended too; never their secrets."""
    from clausewatch import contract, tokens
    from clausewatch.cli.session import session

    with session() as service:
        listed, now = service.tokens.all(), service.now()
    if as_json:
        show_json({"tokens": [tokens.as_json(each, now) for each in listed]})
        return
    rows = [
        (
            each.id,
            ", ".join(each.scopes),
            each.owner,
            each.state(now),
            contract.minute(each.added_at),
            contract.minute(each.expires_at),
        )
        for each in listed
    ]
    columns = ("id", "scopes", "owner", "state", "made", "expires")
    show_table(columns, rows, empty="no tokens yet; make one with: clausewatch token add --scope read")


@token.command()
def revoke(
    number: Annotated[int, typer.Argument(metavar="ID", help="the token's id, from: clausewatch token list")],
    as_json: Json = False,
) -> None:
    """End a token at once and for good."""
    from clausewatch import tokens
    from clausewatch.cli.session import session

    with session() as service:
        ended, now = service.tokens.revoke(number, service.now()), service.now()
    if as_json:
        show_json(tokens.as_json(ended, now))
    else:
        say(f"token {ended.id}: revoked")


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.add_typer(token)
