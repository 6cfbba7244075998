"""Every page of the builder: importing this makes their routes known to the blueprint."""

from stuga.builder.designer import (
    apps_pages,
    field_pages,
    home_pages,
    json_pages,
    language_pages,
    look_pages,
    migration_pages,
    model_pages,
    privacy_pages,
    problem_pages,
    publish_pages,
    role_pages,
    row_pages,
    screen_pages,
    settings_pages,
    undo_pages,
    version_pages,
)
from stuga.builder.designer.blueprint import build

__all__ = [
    "apps_pages",
    "build",
    "field_pages",
    "home_pages",
    "json_pages",
    "language_pages",
    "look_pages",
    "migration_pages",
    "model_pages",
    "privacy_pages",
    "problem_pages",
    "publish_pages",
    "role_pages",
    "row_pages",
    "screen_pages",
    "settings_pages",
    "undo_pages",
    "version_pages",
]
