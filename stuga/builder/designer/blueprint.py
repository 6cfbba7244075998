"""Where the builder's pages lie: all below `/build`."""

from typing import Final

from flask import Blueprint

build: Final = Blueprint("build", __name__, url_prefix="/build")
FOLDER: Final = "builder/designer"
