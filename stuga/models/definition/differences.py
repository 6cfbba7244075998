"""What a new definition changes for records that are stored: each change, in plain words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from stuga.models.definition.checks.nouns import kind_said
from stuga.models.definition.document import App, Field, Model
from stuga.models.definition.narrowing import narrowings, widenings
from stuga.models.definition.reading import object_at, text_at
from stuga.models.definition.saying import Listed, Said, Sentence, all_of, in_row, quoted, said
from stuga.models.json import JsonObject


class Change(StrEnum):
    """How a change bears on stored records, from harmless to losing."""

    ADDITIVE = "additive"
    WIDENING = "widening"
    NARROWING = "narrowing"
    TYPE_CHANGE = "type-change"
    RENAME = "rename"
    REMOVAL = "removal"
    NEW_REQUIRED = "new-required"
    NEW_UNIQUE = "new-unique"
    FEWER_CHOICES = "fewer-choices"


_WORDS = frozenset({"title", "description", "x-privacy"})

TRIED_ON_RECORDS = frozenset(
    {
        Change.NARROWING,
        Change.TYPE_CHANGE,
        Change.NEW_REQUIRED,
        Change.NEW_UNIQUE,
        Change.FEWER_CHOICES,
    }
)
"""Changes that stored records may not fit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One change of a model or of one of its fields.

    :param field: the field's new key; '' when the model itself is meant
    :param was: the former key, of a rename
    :param fields: the fields that are unique together, of a new uniqueness
    """

    change: Change
    model: str
    field: str = ""
    was: str = ""
    fields: tuple[str, ...] = ()
    sentence: Sentence


def differences(
    before: JsonObject | None, after: JsonObject, renames: JsonObject | None = None
) -> list[Difference]:
    """Compare the models of a live version with those of a draft; nothing live means all is new.

    A key that is gone is a removal, unless the draft's `renames` tell its new name.

    :param renames: model key -> `{former key: new key}`, in place of those that the draft tells
    """
    old = App.read(before or {})
    new = App.read(after)
    if renames is None:
        renames = object_at(object_at(after, "renames"), "models")
    found: list[Difference] = []
    for model in new.models.values():
        live = old.models.get(model.key)
        if live is None:
            sentence = said("New model “{model}”.", model=model.title)
            found.append(Difference(change=Change.ADDITIVE, model=model.key, sentence=sentence))
        else:
            found += _model(live, model, _renamed(live, model, object_at(renames, model.key)))
    for key, model in old.models.items():
        if key not in new.models:
            sentence = said("Model “{model}” is removed, with all its records.", model=model.title)
            found.append(Difference(change=Change.REMOVAL, model=key, sentence=sentence))
    return found


def _renamed(live: Model, model: Model, raw: JsonObject) -> Mapping[str, str]:
    """Map new keys to former ones, for renames that are still to be done."""
    return {
        new: old
        for old, new in raw.items()
        if isinstance(new, str)
        and old in live.fields
        and new in model.fields
        and old not in model.fields
        and new not in live.fields
    }


def _model(live: Model, model: Model, renames: Mapping[str, str]) -> Iterator[Difference]:
    for field in model.fields.values():
        was = renames.get(field.key, field.key)
        former = live.fields.get(was)
        if former is None:
            yield from _new_field(model, field)
            continue
        if was != field.key:
            renamed = said(
                "“{field}”: the key “{was}” becomes “{now}”.",
                field=field.title,
                was=was,
                now=field.key,
            )
            yield _on(model, field, Change.RENAME, renamed, was=was)
        yield from _field(model, former, field)
    kept = {renames.get(key, key) for key in model.fields}
    for key, former in live.fields.items():
        if key not in kept:
            gone = said("“{field}” is removed, with all its values.", field=former.title)
            yield _on(model, former, Change.REMOVAL, gone)
    yield from _unique(live, model, renames)


def _on(model: Model, field: Field, change: Change, sentence: Said, *, was: str = "") -> Difference:
    where = Listed((model.title, sentence), between=": ")
    return Difference(change=change, model=model.key, field=field.key, was=was, sentence=where)


def _new_field(model: Model, field: Field) -> Iterator[Difference]:
    yield _on(model, field, Change.ADDITIVE, _comes_new(field))
    if field.required:
        yield _required(model, field)


def _comes_new(field: Field) -> Said:
    if field.kind.name != "sequence":
        return said("new field “{field}”.", field=field.title)
    return said(
        "new field “{field}”. Records that are there already stay without a number; each new one "
        "gets the next.",
        field=field.title,
    )


def _required(model: Model, field: Field) -> Difference:
    return _on(
        model, field, Change.NEW_REQUIRED, said("“{field}” is now required.", field=field.title)
    )


def _field(model: Model, former: Field, field: Field) -> Iterator[Difference]:
    if field.required and not former.required:
        yield _required(model, field)
    elif former.required and not field.required:
        free = said("“{field}” is no longer required.", field=field.title)
        yield _on(model, field, Change.WIDENING, free)
    if former.kind is not field.kind or former.schema.get("type") != field.schema.get("type"):
        retyped = said(
            "“{field}” changes its kind: {former} becomes {now}.",
            field=field.title,
            former=kind_said(former.kind),
            now=kind_said(field.kind),
        )
        yield _on(model, field, Change.TYPE_CHANGE, retyped)
        return
    yield from _turned(model, former, field)
    yield from _choices(model, former, field)
    if _rows_of(former) != _rows_of(field):
        rows = said("“{field}”: the fields of its rows change.", field=field.title)
        yield _on(model, field, Change.NARROWING, rows)
    for words in narrowings(former.schema, field.schema):
        yield _on(model, field, Change.NARROWING, _limited(field, words))
    for words in widenings(former.schema, field.schema):
        yield _on(model, field, Change.WIDENING, _limited(field, words))


def _turned(model: Model, former: Field, field: Field) -> Iterator[Difference]:
    """Find what the values point at elsewhere now: another model, another country's register."""
    if former.references != field.references:
        turned = said(
            "“{field}” refers to {now} instead of {former}.",
            field=field.title,
            now=quoted(field.references or ""),
            former=quoted(former.references or ""),
        )
        yield _on(model, field, Change.TYPE_CHANGE, turned)
    if (country := _country_of(field)) != _country_of(former):
        moved = said(
            "“{field}”: its numbers are now those of {country}.", field=field.title, country=country
        )
        yield _on(model, field, Change.NARROWING, moved)


def _country_of(field: Field) -> str:
    """Return whose numbers a field holds; '' if its kind has no countries."""
    known = field.kind.countries
    named = text_at(field.settings, "country")
    return named if named in known else next(iter(known), "")


def _rows_of(field: Field) -> Mapping[str, JsonObject]:
    """Return what the rows of a list may hold, without what they are called."""
    return {
        key: {
            **{name: one for name, one in inner.schema.items() if name not in _WORDS},
            "required": inner.required,
        }
        for key, inner in field.inner.items()
    }


def _limited(field: Field, change: Said) -> Said:
    return said("“{field}”: {change}.", field=field.title, change=change)


def _choices(model: Model, former: Field, field: Field) -> Iterator[Difference]:
    before = {str(choice.const): choice.title for choice in former.choices}
    after = {str(choice.const): choice.title for choice in field.choices}
    gone = [quoted(title) for const, title in before.items() if const not in after]
    come = [quoted(title) for const, title in after.items() if const not in before]
    if gone:
        fewer = said("“{field}” no longer has {choices}.", field=field.title, choices=in_row(gone))
        yield _on(model, field, Change.FEWER_CHOICES, fewer)
    if come:
        more = said("“{field}” now has {choices}, too.", field=field.title, choices=in_row(come))
        yield _on(model, field, Change.WIDENING, more)


def _unique(live: Model, model: Model, renames: Mapping[str, str]) -> Iterator[Difference]:
    held = {frozenset(rule) for rule in live.unique}
    for rule in model.unique:
        former = frozenset(renames.get(key, key) for key in rule)
        # What is unique by fewer fields is unique by more.
        if any(one <= former for one in held):
            continue
        titles = all_of(quoted(_title(model, key)) for key in rule)
        unique = said("{fields} must now be unique.", fields=titles)
        yield Difference(
            change=Change.NEW_UNIQUE,
            model=model.key,
            fields=rule,
            sentence=Listed((model.title, unique), between=": "),
            field=rule[0] if len(rule) == 1 else "",
        )


def _title(model: Model, key: str) -> str:
    field = model.fields.get(key)
    return field.title if field else key
