"""Enters a tenant for a command, as the operator, in one transaction."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Final

import click
from flask import Flask

from stuga.app import create_app
from stuga.cli.settings import settings_or_exit
from stuga.platform.authz import Actor, ActorKind
from stuga.platform.db import unit_of_work
from stuga.platform.errors import DomainError, InvalidError
from stuga.platform.telemetry import Request, bind_request
from stuga.platform.tenancy.entry import bound
from stuga.platform.tenants.service import tenant_by_slug

OPERATOR: Final = Actor(kind=ActorKind.OPERATOR, name="Operator")


@contextmanager
def whole() -> Iterator[Flask]:
    """Have the application, outside every tenant. A refusal becomes one sentence."""
    app = create_app(replace(settings_or_exit(), statement_seconds=0))
    with app.app_context(), bind_request(Request(via="cli")):
        try:
            yield app
        except InvalidError as error:
            for pointer, refused in error.errors.items():
                click.echo(f"{pointer.lstrip('/')}: {refused.code}", err=True)
            sys.exit(1)
        except DomainError as error:
            click.echo(f"{error.title}. {error.detail}".strip(), err=True)
            sys.exit(1)


@contextmanager
def inside(slug: str) -> Iterator[Flask]:
    """Be inside a tenant until the block ends, then commit."""
    with whole() as app:
        tenant = tenant_by_slug(slug)
        if tenant is None:
            click.echo(f"There is no tenant {slug!r}.", err=True)
            sys.exit(1)
        with bound(tenant.id), unit_of_work():
            yield app
