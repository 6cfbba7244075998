"""Forms as a browser would post them: read from a page, changed, sent."""

from html.parser import HTMLParser


class _Form(HTMLParser):
    """The controls of the forms on a page, by the form's action."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: dict[str, dict[str, str]] = {}
        self._fields: dict[str, str] = {}
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        name = values.get("name", "")
        if tag == "form":
            self._fields = self.forms.setdefault(values.get("action", ""), {})
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select:
            if "selected" in values or self._select not in self._fields:
                self._fields[self._select] = values.get("value", "")
        elif tag == "input" and name:
            kind = values.get("type", "text")
            if kind not in {"checkbox", "radio", "file"} or "checked" in values:
                self._fields[name] = values.get("value", "on")

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""


def form_on(page: str, having: str) -> dict[str, str]:
    """Return the fields of the form on a page that has a field of this name."""
    found = _Form()
    found.feed(page)
    return next(fields for fields in found.forms.values() if having in fields)
