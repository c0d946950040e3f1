"""The service's settings: `clausewatch.toml`, overridden by `CLAUSEWATCH_…` in the environment.

Relative paths in the file are meant from the file's own directory, those in the environment from the current one.
Secrets never stand in the file: it names the environment variable that holds them.
"""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, SettingsError

from crawler.fetch.settings import FetchSettings
from monitor.errors import UsageError

FILE = "clausewatch.toml"


class Fetch(BaseModel):
    """How pages are fetched. Times are in seconds, sizes in bytes."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    delay: float = Field(default=2.0, ge=0, description="gap between two requests to one host, in seconds")
    timeout: float = Field(default=60.0, gt=0, description="longest time for one answer, in seconds")
    page_bytes: int = Field(default=16 * 1024 * 1024, gt=0, description="largest page, unpacked, in bytes")
    listing_pages: int = Field(default=50, ge=1, description="most pages of one listing that one round follows")
    retries: int = Field(default=2, ge=0, description="how often a passing failure is tried again within a round")
    contact: str = Field(
        default="", description="address or e-mail in the User-Agent, so that offices can reach you; set it"
    )
    allow_private: frozenset[str] = Field(
        default=frozenset(), description="private hosts, by address or name, that may be fetched and sent to"
    )


class Webhook(BaseModel):
    """One webhook's own settings."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    secret_env: str = Field(description="the environment variable that holds this webhook's secret")


class Settings(BaseSettings):
    """All settings of one installation."""

    model_config = SettingsConfigDict(
        env_prefix="CLAUSEWATCH_", env_nested_delimiter="__", extra="forbid", frozen=True, env_ignore_empty=True
    )

    data_dir: Path = Field(default=Path("data"), description="where the database and its files live")
    database: str = Field(default="", description="SQLite path or SQLAlchemy address; empty: data_dir/clausewatch.db")
    sites: Path = Field(default=Path("sites"), description="the directory of site files")
    fetch: Fetch = Field(default_factory=Fetch, description="how pages are fetched")
    webhooks: dict[str, Webhook] = Field(default_factory=dict, description="settings of single webhooks, by address")
    webhook_secret: SecretStr | None = Field(
        default=None, description="the secret of all webhooks that have none of their own; environment only"
    )

    @property
    def database_url(self) -> str:
        """The database, as `storage.database.connect` takes it."""
        return self.database or str(self.data_dir / "clausewatch.db")

    @property
    def fetching(self) -> FetchSettings:
        """How pages are fetched, as the crawler takes it."""
        fetch = self.fetch
        return FetchSettings(
            delay=fetch.delay,
            timeout=fetch.timeout,
            page_bytes=fetch.page_bytes,
            retries=fetch.retries,
            allow_private=fetch.allow_private,
            contact=fetch.contact,
        )

    def secret_for(self, target: str, environ: Mapping[str, str] = os.environ) -> str | None:
        """The secret of a webhook, or None where neither it nor all webhooks have one."""
        own = self.webhooks.get(target)
        if own is not None:
            return environ.get(own.secret_env)
        return self.webhook_secret.get_secret_value() if self.webhook_secret else None

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment goes before what the file says (which arrives as arguments)."""
        del settings_cls, dotenv_settings, file_secret_settings
        return env_settings, init_settings


def load(directory: Path | None = None) -> Settings:
    """The settings of a working directory (the current one by default); its `clausewatch.toml` need not exist.

    Raises UsageError, in one line, for a file or a variable that does not hold.
    """
    home = directory or Path()
    file = home / FILE
    written = _written(file)
    if "webhook_secret" in written:
        raise UsageError(
            f"{file}: webhook_secret: secrets do not belong in the file; set CLAUSEWATCH_WEBHOOK_SECRET, "
            'or name a variable: [webhooks."https://…"] secret_env = "NAME"'
        )
    defaults: dict[str, Any] = {"data_dir": "data", "sites": "sites"}
    based = defaults | written
    for key in ("data_dir", "sites"):
        based[key] = home / str(based[key])
    if (database := str(based.get("database", ""))) and "://" not in database:
        based["database"] = str(home / database)
    try:
        return Settings(**based)
    except ValidationError as error:
        raise UsageError(_advice(error, file)) from error
    except SettingsError as error:  # a variable that is no JSON where JSON is needed
        lists = [name for name in os.environ if name.upper().startswith("CLAUSEWATCH_")]
        raise UsageError(
            f"{' or '.join(sorted(lists))}: {error}; lists are written as JSON, such as '[\"127.0.0.1\"]'"
        ) from error


def embedded(home: Path, *, allow_private: frozenset[str]) -> Settings:
    """Settings of a throw-away installation in `home`, whatever the file or the environment say.

    There are no gaps between requests, and only the named private hosts may be talked to.
    """
    fetch = Fetch(delay=0.0, allow_private=allow_private)
    return Settings(_env_prefix="CLAUSEWATCH_EMBEDDED_", data_dir=home, sites=home / "sites", fetch=fetch)


def _written(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{file}: {error}") from error
    except OSError as error:
        raise UsageError(f"{file}: cannot be read: {error.strerror}") from error


def _advice(error: ValidationError, file: Path) -> str:
    first = error.errors()[0]
    key = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        known = Fetch.model_fields if first["loc"][0] == "fetch" else Settings.model_fields
        near = difflib.get_close_matches(str(first["loc"][-1]), known, n=1, cutoff=0.5)
        hint = f"did you mean {near[0]}?" if near else f"known keys: {', '.join(known)}"
        return f"{file}: {key}: unknown key; {hint}"
    variable = "CLAUSEWATCH_" + "__".join(str(part) for part in first["loc"]).upper()
    return f"{file} or {variable}: {key}: {first['msg']}"
