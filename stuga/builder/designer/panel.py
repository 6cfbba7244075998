"""What the panel beside the canvas shows: the selected element, a step, or the whole screen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from stuga.builder.designer.condition_form import Lines, fields_compared, lines_of, operators
from stuga.builder.designer.desk import Desk
from stuga.builder.designer.element_form import DATES, MEASURES, related_offered
from stuga.builder.designer.typed import Typed
from stuga.models.definition.document import Field, Model, Screen
from stuga.models.definition.kinds import MEASURED
from stuga.models.definition.reading import object_at, text_at, texts_at
from stuga.models.json import JsonObject, JsonValue
from stuga.platform.pictures import queries
from stuga.platform.pictures.commands import Owner
from stuga.platform.ui.widgets import widget_for, widgets_for

Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A panel of properties, everything decided.

    :ivar kind: which template part prints it: an element's type, `step`, or `screen`
    :ivar values: what each control shows, by name
    :ivar options: what each control offers, by name
    """

    kind: str
    values: Mapping[str, str]
    options: Mapping[str, Pairs] = field(default_factory=dict)
    ticked: Mapping[str, frozenset[str]] = field(default_factory=dict)
    conditions: Mapping[str, Lines] = field(default_factory=dict)
    compared: Pairs = ()
    operators: Pairs = ()
    errors: Mapping[str, str] = field(default_factory=dict)
    field: Field | None = None
    hint: str = ""
    columns: Pairs = ()
    more_columns: Pairs = ()


def panel_of(desk: Desk, screen: Screen, at: str, typed: Typed | None) -> Panel:
    """Return the panel of what stands at a pointer, of the whole screen if that is ''."""
    maker = _Maker(desk, screen, typed)
    for step in screen.steps:
        if step.pointer == at:
            return maker.panel("step", step.raw)
    for element in screen.walk():
        if element.pointer == at:
            return maker.panel(element.type, element.raw)
    return maker.panel("screen", screen.raw)


@dataclass(frozen=True, slots=True)
class _Maker:
    desk: Desk
    screen: Screen
    typed: Typed | None

    def panel(self, kind: str, raw: JsonObject) -> Panel:
        model = self._about(kind, raw)
        own = self.desk.app.models.get(self.screen.model)
        found = own.fields.get(text_at(raw, "field")) if own and kind == "field" else None
        columns, more = self._columns(own) if kind == "screen" else ((), ())
        locale = self.desk.locale
        return Panel(
            kind=kind,
            values=self._values(kind, raw, found),
            options=self._options(kind, model, found),
            ticked=self._ticked(kind, raw),
            conditions=self._conditions(raw, own, model),
            compared=fields_compared(model, locale) if model else (),
            operators=operators(locale),
            errors=self.typed.errors if self.typed else {},
            field=found,
            hint=found.description if found else "",
            columns=columns,
            more_columns=more,
        )

    def _about(self, kind: str, raw: JsonObject) -> Model | None:
        """Return the model whose fields the panel's conditions name."""
        is_figure = kind in {"metric", "chart", "list"}
        return self.desk.app.models.get(text_at(raw, "model") if is_figure else self.screen.model)

    def _values(self, kind: str, raw: JsonObject, found: Field | None) -> Mapping[str, str]:
        if self.typed:
            return self.typed.form
        after = object_at(raw, "after")
        values = {f"_{name}": str(one) for name, one in raw.items() if isinstance(one, str | int)}
        values |= {f"_after_{name}": text_at(after, name) for name in ("title", "message", "open")}
        values["_embed"] = "\n".join(texts_at(raw, "embed"))
        values["_sort"] = next(iter(texts_at(raw, "sort")), "")
        values["_source"] = f"{text_at(raw, 'model')}:{text_at(raw, 'by')}"
        values["_measure"] = _measured(object_at(raw, "value" if kind == "metric" else "y"))
        x = raw.get("x")
        values["_x"] = x if isinstance(x, str) else text_at(object_at(raw, "x"), "field")
        values["_bin"] = text_at(object_at(raw, "x"), "bin")
        values["_required"] = _required(raw.get("required"))
        if found is not None:
            values["_shown_by"] = widget_for(found).name
        return values

    def _ticked(self, kind: str, raw: JsonObject) -> Mapping[str, frozenset[str]]:
        names = ("filters", "columns") if kind in {"screen", "related", "list"} else ()
        found = {f"_{name}": frozenset(texts_at(raw, name)) for name in names}
        flags = {
            "_read_only": raw.get("read_only") is True,
            "_decorative": raw.get("decorative") is True,
            "_review": raw.get("review") is True,
            "_public": raw.get("access") == "public",
        }
        if self.typed:
            return {name: frozenset(self.typed.form.getlist(name)) for name in [*found, *flags]}
        return found | {name: frozenset({"yes"} if on else ()) for name, on in flags.items()}

    def _conditions(
        self, raw: JsonObject, own: Model | None, about: Model | None
    ) -> Mapping[str, Lines]:
        locale = self.desk.locale
        found: dict[str, Lines] = {}
        if own:
            found["_show"] = lines_of(raw.get("show"), own, locale)
            found["_when"] = lines_of(raw.get("required"), own, locale)
        if about:
            found["_filter"] = lines_of(raw.get("filter"), about, locale)
        return found

    def _options(self, kind: str, model: Model | None, found: Field | None) -> Mapping[str, Pairs]:
        app, say = self.desk.app, self.desk.locale.text
        fields = [(one.key, one.title) for one in model.fields.values()] if model else []
        screens = {type_: self._screens(type_) for type_ in ("form", "list", "detail")}
        options: dict[str, Pairs] = {
            "form": screens["form"],
            "detail": screens["detail"],
            "list": [(one.key, one.title) for one in app.screens.values() if one.type == "list"],
            "screen": [(one.key, one.title) for one in app.screens.values()],
            "model": [(one.key, one.title) for one in app.models.values()],
            "fields": fields,
            "source": related_offered(app, self.screen),
            "measure": self._measures(model),
            "split": _splits(model),
            "times": _dates(model),
            "sort": self._sorts(model),
        }
        if kind == "image":
            owner = Owner(self.desk.draft.app.id)
            options["picture"] = [(one.name, one.title) for one in queries.pictures_of(owner)]
        if kind == "list" and model is not None:
            options["all"] = self._screens("list", model.key)
            options["detail"] = self._screens("detail", model.key)
        if found is not None:
            options["widget"] = [(w.name, say(w.title)) for w in widgets_for(found.kind.name)]
        return options

    def _screens(self, type_: str, model: str = "") -> Pairs:
        found, about = self.desk.app.screens.values(), model or self.screen.model
        return [(one.key, one.title) for one in found if one.shows(about, type_)]

    def _measures(self, model: Model | None) -> Pairs:
        say = self.desk.locale.text
        words = {
            "sum": say("Total of {field}"),
            "avg": say("Average of {field}"),
            "min": say("Smallest {field}"),
            "max": say("Largest {field}"),
        }
        numbers = (
            [one for one in model.fields.values() if one.kind.compared_as in MEASURED]
            if model
            else []
        )
        return [
            ("count", say("Number of records")),
            *(
                (f"{name}:{one.key}", words[name].replace("{field}", one.title))
                for one in numbers
                for name in MEASURES
            ),
        ]

    def _sorts(self, model: Model | None) -> Pairs:
        """List what a list can be sorted by: indexed fields, and when records came."""
        say = self.desk.locale.text
        fields = [model.fields[key] for key in model.index if key in model.fields] if model else []
        own = [(one.key, one.title) for one in fields]
        listed = [("created_at", say("Created")), ("updated_at", say("Changed")), *own]
        found: list[tuple[str, str]] = []
        for key, title in listed:
            found.append((f"-{key}", say("{field}, descending", field=title)))
            found.append((key, say("{field}, ascending", field=title)))
        return found

    def _columns(self, model: Model | None) -> tuple[Pairs, Pairs]:
        if model is None or self.screen.type != "list":
            return (), ()
        say = self.desk.locale.text
        titles = {one.key: one.title for one in model.fields.values()}
        titles |= {"created_at": say("Created"), "updated_at": say("Changed")}
        shown = [(key, titles.get(key, key)) for key in self.screen.columns]
        rest = [(key, title) for key, title in titles.items() if key not in self.screen.columns]
        return shown, rest


def _splits(model: Model | None) -> Pairs:
    """List the fields that colours can stand for: those with values that come again."""
    if model is None:
        return []
    return [
        (one.key, one.title)
        for one in model.fields.values()
        if one.kind.grouped and not one.privacy.encrypt and one.kind.compared_as not in DATES
    ]


def _dates(model: Model | None) -> Pairs:
    fields = model.fields.values() if model else ()
    return [(one.key, one.title) for one in fields if one.kind.compared_as in DATES]


def _measured(raw: JsonObject) -> str:
    return next((f"{one}:{raw[one]}" for one in MEASURES if one in raw), "count")


def _required(raw: JsonValue) -> str:
    if isinstance(raw, dict):
        return "when"
    return "always" if raw is True else ""
