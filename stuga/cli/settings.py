"""Settings for commands: complete, or one line for each that is missing."""

import sys

import click

from stuga.platform import config
from stuga.platform.config import Settings, SettingsError

REFUSED = 2


def settings_or_exit() -> Settings:
    """Return the settings; with any problem, name all of them and end with code 2."""
    try:
        return config.load()
    except SettingsError as error:
        click.echo("Stuga cannot start with these settings:", err=True)
        for problem in error.problems:
            click.echo(f"  {problem}", err=True)
        sys.exit(REFUSED)
