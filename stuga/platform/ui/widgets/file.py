"""Files: those that are there, each of which can be left out, and a way to add some."""

from collections.abc import Mapping

from stuga.models.definition.document import Element, Field
from stuga.models.definition.kinds.attached import accepted, file_ids, most_bytes
from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonValue
from stuga.platform.ui.locale import Locale, msgid
from stuga.platform.ui.widgets.sizes import size_words
from stuga.platform.ui.widgets.widget import Frame, Group, ShownAs, Widget


class FileWidget(Widget):
    """The ids of files travel in boxes that are ticked; the files themselves beside them.

    What a file is called and where it lies comes with the view: the field knows only ids.
    """

    name = "file"
    title = msgid("File")
    icon = "file"
    group = Group.FILE
    kinds = frozenset({"file"})
    template = "files"
    frame = Frame.GROUP
    shown_as = ShownAs.FILES

    def typed(self, value: JsonValue, field: Field, locale: Locale) -> tuple[str, ...]:
        _ = field, locale
        return tuple(file_ids(value))

    def words(self, value: JsonValue, field: Field, locale: Locale) -> str:
        _ = field
        number = len(file_ids(value))
        return locale.plural("{n} file", "{n} files", number) if number else ""

    def attributes(self, field: Field, element: Element | None) -> dict[str, str]:
        _ = field, element
        return {}

    def settings(self, value: JsonValue, field: Field, locale: Locale) -> Mapping[str, str]:
        _ = value
        return {
            "accept": ",".join(accepted(field.schema)),
            "most": size_words(most_bytes(field.schema), locale),
            "multiple": "yes" if field.kind.name == "files" else "",
            "picture": "yes" if field.kind.name == "image" else "",
        }

    def refusals(self, field: Field) -> Mapping[str, Refused]:
        _ = field
        return {}


class FilesWidget(FileWidget):
    """Several files."""

    name = "files"
    title = msgid("Files")
    kinds = frozenset({"files"})


class ImageWidget(FileWidget):
    """One picture, which a telephone's camera may take."""

    name = "image"
    title = msgid("Picture")
    icon = "image"
    kinds = frozenset({"image"})
