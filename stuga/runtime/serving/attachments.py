"""Files that come with a form: taken at once, so that no other mistake loses them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from werkzeug.datastructures import FileStorage

from stuga.models.definition.kinds.attached import FILE_KINDS, UNKNOWN, file_ids
from stuga.models.definition.reading import pointer
from stuga.models.definition.refusals import Errors, Refused
from stuga.platform.errors import InvalidError
from stuga.platform.storage import StorageUnavailableError
from stuga.platform.ui.screens.form_plan import writable_fields
from stuga.runtime.files.commands import Receive
from stuga.runtime.files.receiving import receive
from stuga.runtime.serving.file_words import rows_of
from stuga.runtime.serving.forms import Filling

Pairs = Sequence[tuple[str, str]]
AWAY: Final = Refused("storage-unavailable")


def received(
    filling: Filling, pairs: Pairs, parts: Iterable[tuple[str, FileStorage]]
) -> tuple[Pairs, Errors]:
    """Take the files that came with a form; their ids are posted from then on.

    A file that is there replaces the one before it where a field holds one. What names a file
    that is not the poster's own, nor the record's, is left out and refused.
    """
    fields = _file_fields(filling)
    errors: dict[str, Refused] = {}
    kept = _known_only(filling, pairs, fields, errors)
    for key, part in parts:
        if not part.filename:
            continue
        if key not in fields:
            errors[pointer(key)] = Refused("unknown-field")
            continue
        try:
            row = receive(filling.acting, _command(filling, key, part))
        except InvalidError as error:
            errors.update(error.errors)
        except StorageUnavailableError:
            errors[pointer(key)] = AWAY
        else:
            kept = _with(kept, key, str(row.id), one_only=fields[key] != "files")
    return kept, errors


def known(filling: Filling, pairs: Pairs) -> Pairs:
    """Leave out what names a file that is neither the poster's own nor the record's."""
    return _known_only(filling, pairs, _file_fields(filling), {})


def _file_fields(filling: Filling) -> Mapping[str, str]:
    """Return the fields of the form that hold files and may be typed, each with its kind."""
    kinds = filling.acting.model.kinds
    model = filling.acting.model.view
    typable = writable_fields(filling.screen, model, filling.writable)
    return {key: kinds[key] for key in typable if kinds.get(key) in FILE_KINDS}


def _command(filling: Filling, key: str, part: FileStorage) -> Receive:
    stream = part.stream
    return Receive(
        field=key,
        name=part.filename or "",
        content=stream,  # type: ignore[arg-type]  # of bytes, as werkzeug opens it
        holder=filling.visit.browser,
    )


def _known_only(
    filling: Filling, pairs: Pairs, fields: Mapping[str, str], errors: dict[str, Refused]
) -> list[tuple[str, str]]:
    posted = {value for name, value in pairs if name in fields for value in file_ids(value)}
    if not posted:
        return list(pairs)
    stored = filling.record.data if filling.record else {}
    fine = {(key, one) for key in fields for one in file_ids(stored.get(key))}
    model = filling.screen.model
    fine |= {
        (row.field, str(row.id))
        for row in rows_of(filling.visit, posted)
        if row.record_id is None and row.model == model
    }
    kept = []
    for name, value in pairs:
        if name in fields and value and (name, value) not in fine:
            errors[pointer(name)] = UNKNOWN
        else:
            kept.append((name, value))
    return kept


def _with(pairs: Pairs, key: str, file_id: str, *, one_only: bool) -> list[tuple[str, str]]:
    others = [(name, value) for name, value in pairs if not (one_only and name == key)]
    return [*others, (key, file_id)]
