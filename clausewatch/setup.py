"""Makes a working directory."""

from __future__ import annotations

from pathlib import Path

from clausewatch.catalogue import packaged
from clausewatch.settings import FILE
from monitor.errors import StorageError, UsageError

_SETTINGS = """\
# The settings of this installation; docs/settings.md explains every one, and CLAUSEWATCH_… variables override them.

[fetch]
# delay = 2.0     # seconds between two requests to one host
# contact = "you@example.org"   # stands in the User-Agent, so that offices can reach you: please set it

# The secret of a webhook stands in an environment variable, named here:
# [webhooks."https://example.org/hook"]
# secret_env = "MY_HOOK_SECRET"

# Mail, and robots of group chats (docs/channels.md):
# [email]
# sender = "name <watch@example.org>"   # and CLAUSEWATCH_SMTP_URL=smtps://user:password@mail.example.org
# [wecom.staff]                         # then: clausewatch subscribe --to wecom:staff
# key_env = "WECOM_STAFF_KEY"
"""


def make(directory: Path) -> list[Path]:
    """Make `directory` with settings and an example site file; returns what was made.

    Raises UsageError where it holds something already or is a file, StorageError where it cannot be written.
    """
    sites = directory / "sites"
    try:
        if directory.is_dir() and any(directory.iterdir()):
            raise UsageError(f"{directory.absolute()}: not empty; name a new directory: clausewatch init DIR")
        sites.mkdir(parents=True)
        (directory / FILE).write_text(_SETTINGS, encoding="utf-8")
        example = (packaged() / "example.toml").read_text(encoding="utf-8")
        (sites / "example.toml").write_text(example, encoding="utf-8")
    except (FileExistsError, NotADirectoryError) as error:
        raise UsageError(f"{directory.absolute()}: is no directory; name another: clausewatch init DIR") from error
    except OSError as error:
        raise StorageError(f"{directory.absolute()}: cannot be made: {error.strerror}; name another place") from error
    return [directory / FILE, sites / "example.toml"]
