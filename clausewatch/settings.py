"""The service's settings: `clausewatch.toml`, overridden by `CLAUSEWATCH_…` in the environment.

Relative paths in the file are meant from the file's own directory, those in the environment from the current one.
Secrets never stand in the file: it names the environment variable that holds them, or with `_FILE` behind its name the
path of a file that does.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

import httpx
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, SettingsError

from clausewatch import advice
from crawler.fetch.settings import FetchSettings
from monitor import grading
from monitor.errors import UsageError
from notifiers.channel import Account, Mail, no_robot
from notifiers.post import reachable

FILE = "clausewatch.toml"
_PUBLIC = re.compile(r"https?://[A-Za-z0-9_.:\[\]-]+(?:/[\w.~/-]*)?", re.ASCII)
_ENVIRONMENT_ONLY = {
    "webhook_secret": ', or name a variable: [webhooks."https://…"] secret_env = "NAME"',
    "token_secret": "",
}


class Fetch(BaseModel):
    """How pages are fetched. Times are in seconds, sizes in bytes."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    delay: float = Field(
        default=2.0, ge=0, allow_inf_nan=False, description="gap between two requests to one host, in seconds"
    )
    timeout: float = Field(
        default=60.0, gt=0, allow_inf_nan=False, description="longest time for one answer, in seconds"
    )
    page_bytes: int = Field(default=16 * 1024 * 1024, gt=0, description="largest page, unpacked, in bytes")
    file_timeout: float = Field(default=300.0, gt=0, description="longest time for one attached file, in seconds")
    file_bytes: int = Field(default=64 * 1024 * 1024, gt=0, description="largest attached file, unpacked, in bytes")
    listing_pages: int = Field(default=50, ge=1, description="most pages of one listing that one round follows")
    retries: int = Field(default=2, ge=0, description="how often a passing failure is tried again within a round")
    contact: str = Field(
        default="", description="address or e-mail in the User-Agent, so that offices can reach you; set it"
    )
    allow_private: frozenset[str] = Field(
        default=frozenset(), description="private hosts, by address or name, that may be fetched and sent to"
    )


class Retention(BaseModel):
    """How long what can go is kept, in days. Versions are kept for ever."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    checks_days: int = Field(
        default=90, ge=0, description="checks older than this become monthly counts; 0 keeps every one"
    )
    raw_days: int = Field(
        default=0,
        ge=0,
        description="bytes of pages older than this go where their versions told nobody anything; 0 keeps all",
    )


class Webhook(BaseModel):
    """One webhook's own settings."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    secret_env: str = Field(description="the environment variable that holds this webhook's secret")


class Robot(BaseModel):
    """One robot of a group chat. Its key and the host that gets it are one value, so neither outlives the other."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key_env: str = Field(default="", description="the environment variable that holds the robot's key (its token)")
    url_env: str = Field(default="", description="or the one that holds its whole address")
    secret_env: str = Field(default="", description="the one that holds the secret it signs with, where it has one")

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if bool(self.key_env) == bool(self.url_env):
            raise ValueError("name either key_env or url_env")
        return self


class Email(BaseModel):
    """How e-mail is sent."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    sender: str = Field(default="", description="from whom letters come: name <watch@example.org>")
    url_env: str = Field(
        default="CLAUSEWATCH_SMTP_URL",
        description="the environment variable that holds the server, with user and password: smtps://user:password@host",
    )


class Web(BaseModel):
    """Who may read the pages."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    access_token_env: str = Field(
        default="CLAUSEWATCH_ACCESS_TOKEN",
        description="the environment variable that holds the token that readers bring; empty: nobody needs one",
    )


class Settings(BaseSettings):
    """All settings of one installation."""

    model_config = SettingsConfigDict(
        env_prefix="CLAUSEWATCH_", env_nested_delimiter="__", extra="forbid", frozen=True, env_ignore_empty=True
    )

    data_dir: Path = Field(default=Path("data"), description="where the database and its files live")
    database: str = Field(default="", description="SQLite path or SQLAlchemy address; empty: data_dir/clausewatch.db")
    sites: Path = Field(default=Path("sites"), description="the directory of site files")
    fetch: Fetch = Field(default_factory=Fetch, description="how pages are fetched")
    retention: Retention = Field(default_factory=Retention, description="how long what can go is kept")
    webhooks: dict[str, Webhook] = Field(default_factory=dict, description="settings of single webhooks, by address")
    webhook_secret: SecretStr | None = Field(
        default=None, description="the secret of all webhooks that have none of their own; environment only"
    )
    email: Email = Field(default_factory=Email, description="how e-mail is sent")
    wecom: dict[str, Robot] = Field(default_factory=dict, description="WeCom robots, by name")
    dingtalk: dict[str, Robot] = Field(default_factory=dict, description="DingTalk robots, by name")
    feishu: dict[str, Robot] = Field(default_factory=dict, description="Feishu robots, by name")
    public_url: str = Field(
        default="", description="where receivers reach this installation, to confirm and unsubscribe"
    )
    token_secret: SecretStr | None = Field(
        default=None, description="what signs their tokens; changing it ends all that were sent; environment only"
    )
    severity: dict[str, str] = Field(
        default_factory=dict, description="types of change that are graver or less grave here than in the table"
    )
    overdue_months: int = Field(
        default=6,
        ge=0,
        le=120,
        description="months after a consultation's end without a final, after which that is told; 0: never",
    )
    web: Web = Field(default_factory=Web, description="who may read the pages")
    heartbeat_url: str = Field(
        default="", description="an address that gets an empty POST after every round over all sites, as a sign of life"
    )

    @field_validator("severity")
    @classmethod
    def _movable(cls, levels: dict[str, str]) -> dict[str, str]:
        for kind, level in levels.items():
            if (mistake := grading.wrong(kind, level)) is not None:
                raise ValueError(mistake)
        return levels

    @field_validator("heartbeat_url")
    @classmethod
    def _pingable(cls, url: str) -> str:
        if url and not _spelled(url):
            raise ValueError("write it like https://beat.example.org/name")
        return url

    @field_validator("public_url")
    @classmethod
    def _reachable(cls, url: str) -> str:
        if url and not _PUBLIC.fullmatch(url):
            raise ValueError("write it like https://watch.example.org")
        return url.rstrip("/")

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
            file_timeout=fetch.file_timeout,
            file_bytes=fetch.file_bytes,
            retries=fetch.retries,
            allow_private=fetch.allow_private,
            contact=fetch.contact,
        )

    def secret_for(self, target: str, environ: Mapping[str, str] = os.environ) -> str | None:
        """The secret of a webhook, or None where neither it nor all webhooks have one."""
        own = self.webhooks.get(target)
        if own is not None:
            return _secret(own.secret_env, environ)
        return self.webhook_secret.get_secret_value() if self.webhook_secret else None

    def robot_for(self, vendor: str, name: str, environ: Mapping[str, str] = os.environ) -> Account:
        """A vendor's robot of this name. Raises UsageError where there is none."""
        robots: dict[str, Robot] = getattr(self, vendor)
        if (robot := robots.get(name)) is None:
            return no_robot(vendor, name)
        named = {"key": robot.key_env, "url": robot.url_env, "secret": robot.secret_env}
        values = {part: _secret(variable, environ) for part, variable in named.items() if variable}
        return Account(**values, lacking=tuple(named[part] for part, value in values.items() if not value))

    def mail(self, environ: Mapping[str, str] = os.environ) -> Mail:
        """From whom mail comes, and through which server."""
        variable = self.email.url_env
        return Mail(sender=self.email.sender, server=_secret(variable, environ), variable=variable)

    def access_token(self, environ: Mapping[str, str] = os.environ) -> str | None:
        """What readers of the pages must bring, or None where they need nothing."""
        variable = self.web.access_token_env
        return _secret(variable, environ) if variable else None

    @property
    def named_targets(self) -> list[str]:
        """What the file makes it possible to subscribe by name: its robots."""
        vendors = {"wecom": self.wecom, "dingtalk": self.dingtalk, "feishu": self.feishu}
        return [f"{vendor}:{name}" for vendor, robots in vendors.items() for name in robots]

    @property
    def named_variables(self) -> set[str]:
        """The environment variables that the file names for its secrets."""
        robots = [robot for kind in (self.wecom, self.dingtalk, self.feishu) for robot in kind.values()]
        named = {name for robot in robots for name in (robot.key_env, robot.url_env, robot.secret_env)}
        return {
            self.email.url_env,
            self.web.access_token_env,
            *named,
            *(webhook.secret_env for webhook in self.webhooks.values()),
        } - {""}

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
    for name, instead in _ENVIRONMENT_ONLY.items():
        if name in written:
            raise UsageError(
                f"{file}: {name}: secrets do not belong in the file; set CLAUSEWATCH_{name.upper()}{instead}"
            )
    based = _based(home, written)
    try:
        found = Settings(**based)
    except ValidationError as error:
        raise UsageError(advice.of(error, Settings, file, os.environ)) from error
    except SettingsError as error:
        raise UsageError(advice.no_json(Settings, os.environ)) from error
    if wrong := advice.unknown_variable(Settings, os.environ, found.named_variables):
        raise UsageError(wrong)
    return found


def _based(home: Path, written: Mapping[str, Any]) -> dict[str, Any]:
    """What the file says, its paths meant from `home`, with the secrets of the environment."""
    based: dict[str, Any] = {"data_dir": "data", "sites": "sites"} | dict(written)
    for key in ("data_dir", "sites"):
        if isinstance(based[key], str):
            based[key] = home / based[key]
    if isinstance(database := based.get("database"), str) and database and "://" not in database:
        based["database"] = str(home / database)
    for name in _ENVIRONMENT_ONLY:
        if (value := _secret(f"CLAUSEWATCH_{name.upper()}", os.environ)) is not None:
            based[name] = value
    return based


def embedded(home: Path, *, allow_private: frozenset[str]) -> Settings:
    """Settings of a throw-away installation in `home`, whatever the file or the environment say.

    There are no gaps between requests, nothing is tried twice, and only the named private hosts may be talked to.
    """
    fetch = Fetch(delay=0.0, retries=0, allow_private=allow_private)
    return Settings(
        _env_prefix="CLAUSEWATCH_EMBEDDED_",
        data_dir=home,
        sites=home / "sites",
        fetch=fetch,
        web=Web(access_token_env=""),
    )


def _spelled(url: str) -> bool:
    """Whether it is an absolute http or https address that can be connected to, as far as its spelling goes."""
    try:
        address = httpx.URL(url)
    except httpx.InvalidURL:
        return False
    return address.scheme in {"http", "https"} and not address.userinfo and reachable(address)


def _written(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return {}
    except UnicodeDecodeError as error:
        raise UsageError(f"{file}: is not UTF-8; save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{file}: {error}") from error
    except OSError as error:
        raise UsageError(f"{file}: cannot be read: {error.strerror}") from error


def _secret(variable: str, environ: Mapping[str, str]) -> str | None:
    """What a variable holds, or the file that the variable of that name with `_FILE` names. None for nothing.

    Raises UsageError where the file cannot be read.
    """
    if value := environ.get(variable):
        return value
    if not (path := environ.get(f"{variable}_FILE")):
        return None
    try:
        return Path(path).read_text(encoding="utf-8").strip() or None
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{variable}_FILE: {path} cannot be read") from error
