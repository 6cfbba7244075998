"""The demo: one organisation with its people, apps and records, made on a first start."""

from typing import Final

SLUG: Final = "bjorkby"
MAILBOXES: Final = ("vera", "nils", "ada", "aud")
"""Of the demo's people, in the order in which they are named: builder, end user, owner, auditor."""
DOMAIN: Final = "bjorkby.example"
