"""Where the builder's pages lie: all below `/build`, closed to who may not build."""

from typing import Final

from flask import Blueprint, request

from stuga.platform.authz import Permission, require
from stuga.platform.web.access import actor_of_request
from stuga.platform.web.csrf import SAFE

build: Final = Blueprint("build", __name__, url_prefix="/build")
FOLDER: Final = "builder/designer"


@build.before_request
def fence() -> None:
    """Ask for the right before a form is read: who lacks it learns nothing of what it thinks.

    The services ask again, each for what it does.
    """
    is_looking = request.method in SAFE
    require(actor_of_request(), Permission.APP_READ if is_looking else Permission.APP_WRITE)
