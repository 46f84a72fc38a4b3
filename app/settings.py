"""The settings: read once from the environment and a `.env` file, frozen, handed down."""

import re
from ipaddress import ip_network
from typing import Any
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "POURPARLERS_"
# Printable ASCII but what would begin another directive or another header.
_SOURCES = re.compile(r"[!-+\x2d-:<-~]+( [!-+\x2d-:<-~]+)*")
_DATABASES = ("sqlite", "postgresql")
_SHORTEST_KEY = 32
# A server that listens on every interface is not found under that address.
_EVERY_INTERFACE = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104


def _default_base_url(known: dict[str, Any]) -> str:
    host = _EVERY_INTERFACE.get(known["host"], known["host"])
    return f"http://[{host}]:{known['port']}" if ":" in host else f"http://{host}:{known['port']}"


class Settings(BaseSettings):
    """Each is an environment variable of the same name after `POURPARLERS_`."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        # The address of a database may hold a password: an error must not repeat it.
        hide_input_in_errors=True,
    )

    database_url: str = Field(
        default="sqlite:///pourparlers.db",
        repr=False,
        description="Where the record lives: sqlite:///file or postgresql://user@host/name.",
    )
    host: str = Field(default="127.0.0.1", description="The address the server listens on.")
    port: int = Field(default=8000, ge=1, le=65535, description="The port it listens on.")
    workers: int = Field(default=1, ge=1, le=64, description="How many processes answer requests.")
    kept_mib: int = Field(
        default=64,
        ge=0,
        le=65_536,
        description="Up to how many MiB of events each worker keeps as JSON shows them.",
    )
    cache_mib: int = Field(
        default=64,
        ge=0,
        le=65_536,
        description="Up to how many MiB of answers each worker keeps until the record changes.",
    )
    base_url: str = Field(
        default_factory=_default_base_url,
        description="What every link begins with; by default http:// with the host and the port.",
    )
    first_record: bool = Field(
        default=True,
        description="Whether loading an empty record also brings the talks of January 2022.",
    )

    frame_ancestors: str = Field(
        default="*",
        description="Whose pages may frame /embed: origins with spaces between, or * for all.",
    )

    deliver: bool = Field(
        default=True, description="Whether `serve` also sends the messages of webhooks."
    )
    webhook_key: str = Field(
        default="none",
        repr=False,
        description="A long text at random, without which a copy of the database cannot sign.",
    )
    outbound_networks: str = Field(
        default="none",
        description="Networks that may be sent to beside the public internet, spaces between.",
    )

    @property
    def signing_key(self) -> str | None:
        """The key under which secrets of webhooks are made; None where there is none."""
        return None if self.webhook_key == "none" else self.webhook_key

    @field_validator("webhook_key")
    @classmethod
    def _key_is_long(cls, key: str) -> str:
        if key != "none" and len(key) < _SHORTEST_KEY:
            raise ValueError(f"give {_SHORTEST_KEY} characters at random or more, or none")
        return key

    @field_validator("outbound_networks")
    @classmethod
    def _networks_are_networks(cls, text: str) -> str:
        for network in text.split() if text != "none" else ():
            try:
                ip_network(network)
            except ValueError:
                raise ValueError("give networks with spaces between, as 10.1.2.0/24") from None
        return text

    @field_validator("frame_ancestors")
    @classmethod
    def _frame_ancestors_are_sources(cls, sources: str) -> str:
        if not _SOURCES.fullmatch(sources):
            raise ValueError("give origins with single spaces between, as https://example.org")
        return sources

    @field_validator("database_url")
    @classmethod
    def _database_is_supported(cls, url: str) -> str:
        scheme, found, _ = url.partition("://")
        if not found or scheme.partition("+")[0] not in _DATABASES:
            raise ValueError("give an address that begins with sqlite:/// or postgresql://")
        return url

    @field_validator("base_url")
    @classmethod
    def _base_url_can_begin_a_link(cls, url: str) -> str:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError("give an address that begins with http:// or https://")
        if parts.query or parts.fragment or url.endswith(("/", "?", "#")):
            raise ValueError("give it without a trailing slash, query or fragment")
        return url


def sentences(error: ValidationError) -> list[str]:
    """What is wrong with the settings, a sentence each, named as the reader sets them."""
    return [
        f"{PREFIX}{'.'.join(map(str, fault['loc'])).upper()}: {_plain(fault['msg'])}."
        for fault in error.errors(include_url=False, include_input=False, include_context=False)
        if fault["type"] != "default_factory_not_called"  # Follows from another; says nothing new.
    ]


def _plain(message: str) -> str:
    return message.removeprefix("Value error, ").removeprefix("Input ").rstrip(".")
