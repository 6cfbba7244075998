"""Settings for commands: complete, or one line for each that is missing."""

import sys

import click

from stuga.cli.installation import settings_of_local
from stuga.platform import config
from stuga.platform.config import Settings, SettingsError

REFUSED = 2


def settings_or_exit() -> Settings:
    """Return the settings of the environment, else of the installation `make run` has made here.

    With any problem, name all of them and end with code 2.
    """
    try:
        return config.load() if config.is_set() else config.load(settings_of_local())
    except SettingsError as error:
        click.echo("Stuga cannot start with these settings:", err=True)
        for problem in error.problems:
            click.echo(f"  {problem}", err=True)
        sys.exit(REFUSED)
