"""What is published from a page: the draft, or an earlier version again, through one gate."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import request

from stuga.builder.designer import service as drafts
from stuga.builder.designer.answers import posted_revision
from stuga.builder.publishing import service
from stuga.builder.publishing.commands import Preview, Publish, Published, RestoreVersion
from stuga.builder.publishing.rules import LONGEST_NOTE
from stuga.models.definition.document import App
from stuga.models.json import JsonObject
from stuga.platform import clock
from stuga.platform.authz import Actor
from stuga.platform.ui import Locale


@dataclass(frozen=True, slots=True)
class Gate:
    """What is to be published from a page: the draft, or an earlier version again.

    :ivar number: of the earlier version; 0 for the draft
    """

    actor: Actor
    app_key: str
    number: int = 0

    @property
    def place(self) -> str:
        """Where the page lies, from the tenant's root."""
        home = f"/build/{self.app_key}"
        return f"{home}/versions/{self.number}/restore" if self.number else f"{home}/publish"

    @property
    def current(self) -> str:
        """Where the page belongs."""
        return f"/build/{self.app_key}/versions" if self.number else self.place

    def preview(self, locale: Locale) -> Preview:
        now = clock.now()
        if self.number:
            return service.preview_restore(
                self.actor, self.app_key, self.number, now=now, locale=locale
            )
        return service.preview_publish(self.actor, self.app_key, now=now, locale=locale)

    def definition(self) -> App:
        """Return what is to serve."""
        if self.number:
            return App.read(service.document_read(self.actor, self.app_key, self.number))
        return App.read(drafts.draft_read(self.actor, self.app_key).document)

    def publish(self, locale: Locale, choices: Mapping[str, JsonObject]) -> Published:
        note = request.form.get("note", "").strip()[:LONGEST_NOTE]
        confirm = frozenset(request.form.getlist("confirm"))
        revision, now = posted_revision(), clock.now()
        if not self.number:
            return service.publish(
                self.actor,
                Publish(
                    app_key=self.app_key,
                    revision=revision,
                    now=now,
                    note=note,
                    confirm=confirm,
                    choices=choices,
                ),
            )
        return service.restore_version(
            self.actor,
            RestoreVersion(
                app_key=self.app_key,
                number=self.number,
                revision=revision,
                now=now,
                note=note or locale.text("Version {number} again", number=self.number),
                confirm=confirm,
                choices=choices,
            ),
        )
