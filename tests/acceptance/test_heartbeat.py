"""The service's own sign of life."""

from tests.acceptance.test_incidents import site_with_three


def test_every_round_over_all_sites_is_heard(installation, web, hook):
    """Once after each round that ended, whether anything was due or failed; a round over one site by hand is silent."""
    site_with_three(installation, web)
    installation.environ["CLAUSEWATCH_HEARTBEAT_URL"] = hook.address
    installation.run("check")
    web.pages.clear()
    installation.run("check", "--all", expect=3)
    assert [body for _, body in hook.received] == [b"", b""]
    installation.run("check", "云汀区教育局")
    assert len(hook.received) == 2


def test_a_heartbeat_that_is_not_taken_changes_nothing(installation, web, hook):
    """The round is as good as before; the log names the host, never the rest of the address."""
    site_with_three(installation, web)
    installation.environ["CLAUSEWATCH_HEARTBEAT_URL"] = hook.address
    hook.status = 500
    refused = installation.run("check").stderr
    assert "the heartbeat was not taken: 127.0.0.1 answered 500" in refused
    installation.environ["CLAUSEWATCH_HEARTBEAT_URL"] = "http://10.0.0.1/t0ken"
    guarded = installation.run("check").stderr
    assert "the heartbeat was not sent" in guarded
    assert "t0ken" not in guarded
