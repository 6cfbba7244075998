"""What does jobs: Celery's worker."""

import click

from stuga.cli.settings import settings_or_exit
from stuga.worker import run


@click.command()
@click.option("--concurrency", default=2, show_default=True)
def worker(concurrency: int) -> None:
    """Do jobs (Celery)."""
    run(settings_or_exit(), concurrency=concurrency)
