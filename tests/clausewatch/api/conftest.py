"""An installation with a small archive, a token of each scope, and who asks it over real HTTP."""

from __future__ import annotations

import shutil
import socket
import threading

import httpx
import pytest
import uvicorn

from clausewatch import kin, tokens
from clausewatch.serve import answers
from clausewatch.service import Service
from clausewatch.settings import Settings
from crawler.site import Column, Site, to_json
from monitor.compare import compare
from monitor.observation import SiteRevision
from monitor.rights import SCOPES
from storage.database import connect
from tests.storage.district import COLUMN, HOUR, NOON, SITE, TEXT, column, edition, found, later, read

ACCESS = "a long secret of 青河"
SECRET = "figs and feeds"


def grow(service, targets, at=NOON):
    """The first document gets three versions, the others one each."""
    before, recorded = TEXT, None
    for number, after in enumerate((TEXT, TEXT.replace("55%", "58%"), TEXT.replace("55%", "60%"))):
        changes = compare(edition(before), edition(after)).changes if number else ()
        seen = targets[0] if recorded is None else later(recorded, targets[0])
        recorded = service.archive.record(read(seen, after, at + number * HOUR, changes=changes))
        before = after
    for target in targets[1:]:
        service.archive.record(read(target, TEXT, at))


@pytest.fixture(scope="session")
def filled(tmp_path_factory):
    """A directory with the archive of three documents, the first of which changed twice; made once, for it takes longest."""
    home = tmp_path_factory.mktemp("filled")
    config = Settings(data_dir=home, token_secret=SECRET)
    database = connect(config.database_url)
    made = Service(config, database, now=lambda: NOON + 5 * HOUR)
    watched = found(made.sites, made.targets, made.archive, 3)
    site = Site(name=SITE, home="https://edu.lanxi-example.cn/", columns=(Column(name="规划计划", url=COLUMN),))
    made.sites.register(
        SiteRevision(name=SITE, digest="b" * 64, rules=to_json(site), enabled=True), [column()], at=NOON
    )
    grow(made, watched)
    kin.find(made)
    database.close()
    return home


@pytest.fixture
def service(filled, tmp_path):
    """An installation with a copy of that archive."""
    config = Settings(data_dir=shutil.copytree(filled, tmp_path / "data"), token_secret=SECRET)
    database = connect(config.database_url)
    yield Service(config, database, now=lambda: NOON + 5 * HOUR)
    database.close()


@pytest.fixture
def token(service):
    """Scope → a token that has it alone."""
    return {scope: tokens.make(service, [scope], expires=None, owner=None)[1] for scope in SCOPES}


@pytest.fixture
def address(service):
    """Where the service answers, over a real socket."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(answers(service), log_level="warning", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/api/v1"
        server.should_exit = True
        thread.join()


@pytest.fixture
def client(address):
    """Who asks without a token."""
    with httpx.Client(base_url=address, trust_env=False) as asking:
        yield asking


@pytest.fixture
def as_(address, token):
    """Scope → who asks with such a token."""
    clients = {
        scope: httpx.Client(base_url=address, trust_env=False, headers={"Authorization": f"Bearer {given}"})
        for scope, given in token.items()
    }
    yield clients
    for each in clients.values():
        each.close()
