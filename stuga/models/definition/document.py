"""An app as the product uses it: typed, frozen views of its definition."""

from collections.abc import Mapping
from dataclasses import dataclass

from stuga.models.definition import words
from stuga.models.definition.field import SYSTEM_FIELDS, Choice, Field, Privacy
from stuga.models.definition.model import Model, RequiredWhen
from stuga.models.definition.proposal import RetentionProposal
from stuga.models.definition.reading import members_at, object_at, text_at, texts_at
from stuga.models.definition.rights import (
    ALL_FIELDS,
    ALL_RIGHTS,
    NO_RIGHTS,
    Fields,
    Grant,
    Rights,
    Role,
)
from stuga.models.definition.screen import Element, Screen, Step
from stuga.models.definition.words import Words
from stuga.models.json import JsonObject

__all__ = [
    "ALL_FIELDS",
    "ALL_RIGHTS",
    "NO_RIGHTS",
    "SYSTEM_FIELDS",
    "App",
    "Choice",
    "Element",
    "Field",
    "Fields",
    "Grant",
    "Model",
    "Privacy",
    "Purpose",
    "RequiredWhen",
    "RetentionProposal",
    "Rights",
    "Role",
    "Screen",
    "Step",
    "Words",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Purpose:
    """What personal data is for, and the legal basis."""

    key: str
    title: str
    basis: str
    law: str
    special_basis: str

    @classmethod
    def read(cls, key: str, raw: JsonObject) -> "Purpose":
        return cls(
            key=key,
            title=text_at(raw, "title", key),
            basis=text_at(raw, "basis"),
            law=text_at(raw, "law"),
            special_basis=text_at(raw, "special_basis"),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """One definition, read once; keep it per version. What is broken in a draft is left out."""

    key: str
    title: str
    description: str
    language: str
    icon: str
    purposes: Mapping[str, Purpose]
    retention: Mapping[str, RetentionProposal]
    models: Mapping[str, Model]
    screens: Mapping[str, Screen]
    navigation: tuple[str, ...]
    roles: Mapping[str, Role]
    theme: JsonObject
    document: JsonObject

    @classmethod
    def read(cls, document: JsonObject) -> "App":
        return cls(
            key=text_at(document, "key"),
            title=text_at(document, "title", text_at(document, "key")),
            description=text_at(document, "description"),
            language=text_at(document, "language", "en"),
            icon=text_at(document, "icon", "folder"),
            purposes={key: Purpose.read(key, raw) for key, raw in members_at(document, "purposes")},
            retention={
                key: RetentionProposal.read(key, raw)
                for key, raw in members_at(document, "retention")
            },
            models={key: Model.read(key, raw) for key, raw in members_at(document, "models")},
            screens={key: Screen.read(key, raw) for key, raw in members_at(document, "screens")},
            navigation=texts_at(document, "navigation"),
            roles={key: Role.read(key, raw) for key, raw in members_at(document, "roles")},
            theme=object_at(document, "theme"),
            document=document,
        )

    @property
    def languages(self) -> tuple[str, ...]:
        """The app's own language first, then those it is translated to."""
        others = sorted(set(object_at(self.document, "texts")) - {self.language})
        return (self.language, *others)

    def words(self, language: str) -> Words:
        """Look texts up by id in a language, falling back to the app's own."""
        return words.words_of(self.document, language)

    def in_language(self, language: str) -> "App":
        """Read the app with every title and text in a language; keep it per version, too."""
        if language == self.language:
            return self
        return App.read(words.in_language(self.document, language))
