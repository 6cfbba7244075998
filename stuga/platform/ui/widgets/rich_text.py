"""Text with marks: written as Markdown, read as what it means."""

from collections.abc import Mapping

from markupsafe import Markup

from stuga.models.definition.document import Field
from stuga.models.json import JsonValue
from stuga.platform.ui.locale import Locale, msgid
from stuga.platform.ui.widgets.rich_html import rich_html, rich_words
from stuga.platform.ui.widgets.textarea import TextareaWidget
from stuga.platform.ui.widgets.widget import ShownAs


class RichTextWidget(TextareaWidget):
    name = "rich-text"
    title = msgid("Formatted text")
    icon = "heading"
    kinds = frozenset({"rich-text"})
    template = "rich-text"
    shown_as = ShownAs.HTML

    def typed(self, value: JsonValue, field: Field, locale: Locale) -> tuple[str, ...]:
        _ = field, locale
        return (value if isinstance(value, str) else "",)

    def words(self, value: JsonValue, field: Field, locale: Locale) -> str:
        """Write the words without their marks, for a cell or a change."""
        _ = field, locale
        return rich_words(value) if isinstance(value, str) else ""

    def html(self, value: JsonValue) -> Markup:
        return rich_html(value) if isinstance(value, str) else Markup()

    def settings(self, value: JsonValue, field: Field, locale: Locale) -> Mapping[str, str]:
        _ = field, locale
        return {"html": self.html(value)}
