"""Attributes of an HTML element, escaped once."""

from collections.abc import Mapping

from markupsafe import Markup, escape


def attributes_html(attributes: Mapping[str, str]) -> Markup:
    """Write attributes as they stand in a tag, with a space before each; '' is a bare name.

    Names are ours, values may be anyone's.
    """
    written = "".join(
        f' {name}="{escape(value)}"' if value else f" {name}" for name, value in attributes.items()
    )
    return Markup(written)  # noqa: S704  # each value has been escaped
