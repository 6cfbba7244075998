"""What the fields that every record has are called, in the reader's language."""

from dataclasses import replace
from typing import Final

from stuga.models.definition.document import Field
from stuga.platform.ui import Locale, msgid

TITLES: Final = {
    "id": msgid("Id"),
    "created_at": msgid("Created"),
    "created_by": msgid("Created by"),
    "updated_at": msgid("Changed"),
    "updated_by": msgid("Changed by"),
    "revision": msgid("Revision"),
    "version": msgid("Version"),
}


def in_locale(field: Field, locale: Locale) -> Field:
    """Return the field with its title in the reader's words; the app's own have theirs already."""
    if not field.system:
        return field
    return replace(field, title=locale.text(TITLES[field.key]))
