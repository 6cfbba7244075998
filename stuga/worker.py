"""The Celery app of a worker process, made of the same parts as the web."""

from typing import Final

from celery import Celery
from celery.signals import worker_process_init

from stuga.app import create_app
from stuga.platform import config
from stuga.platform.db.session import dispose_engines

flask_app: Final = create_app(config.load())
celery: Final[Celery] = flask_app.extensions["celery"]


@worker_process_init.connect
def start_process(**_: object) -> None:
    """Leave the parent's database connections to the parent."""
    with flask_app.app_context():
        dispose_engines()
