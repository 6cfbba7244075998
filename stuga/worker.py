"""The worker: Celery over the same parts as the web."""

from dataclasses import replace

from celery.signals import worker_process_init

from stuga.app import create_app
from stuga.platform.config import Settings
from stuga.platform.db.session import dispose_engines


def run(settings: Settings, *, concurrency: int) -> None:
    """Do jobs until asked to stop."""
    app = create_app(replace(settings, statement_seconds=0))

    def start_process(**_: object) -> None:
        """Leave the parent's database connections to the parent."""
        with app.app_context():
            dispose_engines()

    worker_process_init.connect(start_process, weak=False)
    app.extensions["celery"].worker_main(
        [
            "worker",
            f"--concurrency={concurrency}",
            "--without-mingle",
            "--without-gossip",
            "--loglevel=info",
        ]
    )
