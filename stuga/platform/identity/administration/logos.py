"""The tenant's logos: sent with the form of its look, kept beside its colours."""

from collections.abc import Mapping

from werkzeug.datastructures import FileStorage, MultiDict

from stuga.models.definition.pictures import LOGOS
from stuga.models.definition.reading import text_at
from stuga.models.json import JsonObject
from stuga.platform import clock
from stuga.platform.authz import Actor
from stuga.platform.pictures import service
from stuga.platform.pictures.commands import AddPicture, Owner
from stuga.platform.pictures.refusals import WORDS, PictureRefusedError
from stuga.platform.ui import Locale
from stuga.platform.ui.logo import DARK_ALONE


def logos_in(
    actor: Actor,
    before: JsonObject,
    form: MultiDict[str, str],
    files: Mapping[str, FileStorage],
    locale: Locale,
) -> tuple[JsonObject, dict[str, str]]:
    """Return the logos that a form asks for, and what is wrong with its files, by field."""
    found: JsonObject = {}
    errors: dict[str, str] = {}
    gone = set(form.getlist("without"))
    for member in LOGOS:
        kept = "" if member in gone else text_at(before, member)
        part = files.get(member)
        if part is not None and part.filename:
            try:
                kept = _added(actor, part)
            except PictureRefusedError as error:
                errors[member] = locale.text(WORDS[error.refused.code], **error.refused.arguments)
        if kept:
            found[member] = kept
    if "logo_dark" in found and "logo" not in found and not errors:
        errors["logo_dark"] = locale.text(DARK_ALONE)
    return found, errors


def _added(actor: Actor, part: FileStorage) -> str:
    command = AddPicture(
        owner=Owner(),
        title=part.filename or "",
        content=part.stream,  # type: ignore[arg-type]  # of bytes, as werkzeug opens it
        now=clock.now(),
    )
    return service.taken(actor, command).name
