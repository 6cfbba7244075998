"""An app as one file: given to keep, and read in place of the draft."""

from typing import Final

from flask import Blueprint, Response, request

from stuga.builder.designer.answers import acted, desk_of, desk_to_change, refused
from stuga.builder.designer.app_files import (
    MOST_BYTES,
    AppFileTooLargeError,
    NoAppFileError,
    bring_pictures,
    read,
    renamed,
    written,
)
from stuga.builder.designer.json_pages import json_page
from stuga.builder.designer.picture_pages import owner_of
from stuga.models.definition.structure import is_too_deep
from stuga.models.json import JsonObject
from stuga.platform.authz import Actor, Permission, require
from stuga.platform.errors import InvalidError
from stuga.platform.identity import frame
from stuga.platform.ui import Locale
from stuga.platform.ui.widgets.sizes import size_words
from stuga.platform.web import signed_in, takes_files
from stuga.platform.web.downloads import as_attachment

file_desk: Final = Blueprint("build-files", __name__, url_prefix="/build/<app_key>")
PART: Final = "file"


@file_desk.get("/file")
@signed_in
def give_file(actor: Actor, app_key: str) -> Response:
    """Give the draft with its pictures as one file."""
    require(actor, Permission.APP_READ)
    desk = desk_of(actor, app_key)
    try:
        content = written(desk)
    except AppFileTooLargeError as error:
        return refused(json_page(desk, error=_too_large(error, desk.locale)))
    response = Response(content, mimetype="application/json")
    response.headers["Content-Disposition"] = as_attachment(f"{app_key}.stuga.json")
    return response


def _too_large(error: AppFileTooLargeError, locale: Locale) -> str:
    pictures = [f"{one.title} ({size_words(one.size, locale)})" for one in error.largest]
    return locale.text(
        "The file would be {size}, and at most {most} MB can be read back. Show fewer pictures,"
        " or smaller ones. The largest: {pictures}.",
        size=size_words(error.size, locale),
        most=MOST_BYTES // 1_000_000,
        pictures=locale.listed(pictures),
    )


@file_desk.post("/file")
@signed_in
@takes_files
def take_file(actor: Actor, app_key: str) -> Response:
    """Put a file's definition in place of the draft, under the app's own key."""
    require(actor, Permission.APP_WRITE)
    desk, part = desk_to_change(actor, app_key), request.files.get(PART)
    say = frame.locale_of(actor).text
    content = part.stream.read(MOST_BYTES + 1) if part else b""
    if len(content) > MOST_BYTES:
        words = say("The file is larger than {most} MB.", most=MOST_BYTES // 1_000_000)
        return refused(json_page(desk, error=words))
    try:
        definition, pictures = read(content)
    except NoAppFileError:
        words = say("This is no file of an app. Choose one that was downloaded from this page.")
        return refused(json_page(desk, error=words))
    if is_too_deep(definition):
        return refused(json_page(desk, error=say("The definition is nested too deeply.")))

    def change(_before: JsonObject) -> JsonObject:
        names = bring_pictures(actor, owner_of(desk), definition, pictures)
        whole: JsonObject = {key: renamed(one, names) for key, one in definition.items()}
        return {**whole, "key": app_key}

    try:
        return acted(
            actor,
            app_key,
            change,
            said=say("The app's file is read into the draft"),
            to=lambda: f"/build/{app_key}/json",
            show=json_page,
        )
    except InvalidError:
        return refused(json_page(desk, error=say("The definition in the file cannot be kept.")))
