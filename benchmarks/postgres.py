"""Databases on a PostgreSQL server that lives as long as a measure."""

from urllib.parse import urlsplit

import psycopg
from psycopg.sql import SQL, Identifier


def maintenance(url: str) -> str:
    """The address of the server's own database, from which others are made and dropped."""
    return urlsplit(url)._replace(path="/postgres").geturl()


def created(url: str, name: str, template: str | None = None) -> str:
    """The address of a new database, empty or a copy of another."""
    made = SQL("CREATE DATABASE {}").format(Identifier(name))
    if template is not None:
        made = SQL("{} TEMPLATE {}").format(made, Identifier(template))
    with psycopg.connect(maintenance(url), autocommit=True) as server:
        server.execute(made)
    return urlsplit(url)._replace(path=f"/{name}").geturl()
