"""Tenants from the command line."""

import sys

import click

from stuga.cli.inside import OPERATOR, inside, whole
from stuga.platform import audit, clock
from stuga.platform.audit import Act, Target
from stuga.platform.db import unit_of_work
from stuga.platform.identity import people, sessions
from stuga.platform.tenancy.entry import bound
from stuga.platform.tenants.commands import CreateTenant
from stuga.platform.tenants.service import create_tenant


@click.group()
def tenant() -> None:
    """Organisations of this installation."""


@tenant.command()
@click.argument("slug")
@click.option("--title", required=True, help="The organisation's name.")
@click.option("--owner-name", required=True)
@click.option("--owner-email", required=True)
@click.option("--language", default="sv", show_default=True, help="sv, nb or en.")
@click.option("--zone", default="Europe/Stockholm", show_default=True)
def create(**given: str) -> None:
    """Make an organisation, its first owner, and a link that signs the owner in once."""
    with whole() as app:
        made = create_tenant(OPERATOR, CreateTenant(**given))
        with bound(made.id), unit_of_work():
            token = sessions.make_link(made.owner_id, now=clock.now())
        address = app.extensions["stuga.settings"].public_url
        click.echo(f"{given['title']} is made. The owner signs in once, within 7 days, at")
        click.echo(f"{address}/t/{given['slug']}/sign-in/link/{token}")


@click.command()
@click.argument("email")
@click.option("--tenant", "slug", default="bjorkby", show_default=True)
def link(email: str, slug: str) -> None:
    """Make a link that signs a person in once; what they can do stays as it is."""
    with inside(slug) as app:
        person = people.find_by_email(email)
        if person is None:
            click.echo(f"Nobody in {slug} has the e-mail address {email}.", err=True)
            sys.exit(1)
        token = sessions.make_link(person.id, now=clock.now())
        audit.record(OPERATOR, Act.LINK_CREATE, target=Target(kind="person"))
        address = app.extensions["stuga.settings"].public_url
        click.echo(f"{address}/t/{slug}/sign-in/link/{token}")
