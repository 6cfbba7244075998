"""Text with headings, lists, emphasis and links."""

from stuga.models.definition.kinds.long_text import LongText
from stuga.models.json import JsonObject


class RichText(LongText):
    """Text with marks, stored as its Markdown source (CommonMark); pages show it as HTML.

    Nothing in it runs: HTML in the source is text like any other, and links lead to web and mail
    addresses alone. Too long to sort by.
    """

    name = "rich-text"
    as_written = False

    def new_schema(self) -> JsonObject:
        return {"type": "string", "maxLength": 20_000, "x-field": self._named()}
