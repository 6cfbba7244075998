"""The demo: one organisation with its people, apps and records, made on a first start."""

from typing import Final

SLUG: Final = "bjorkby"
