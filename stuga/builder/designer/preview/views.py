"""Lays a draft's screen out with made-up records: the view that its type is rendered from."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from stuga.builder.designer.preview import figures
from stuga.builder.designer.preview.look import Look
from stuga.builder.designer.preview.samples import label_of, sample_labels, sample_records
from stuga.models.definition.conditions import World
from stuga.models.definition.document import (
    ALL_FIELDS,
    ALL_RIGHTS,
    App,
    Element,
    Fields,
    Model,
    Rights,
    Screen,
)
from stuga.models.definition.paths import every
from stuga.models.definition.reading import text_at, texts_at
from stuga.models.json import JsonObject
from stuga.platform.ui import Locale
from stuga.platform.ui.screens.dashboard_view import DashboardView
from stuga.platform.ui.screens.detail import sections_of
from stuga.platform.ui.screens.detail_view import DetailView, Related
from stuga.platform.ui.screens.form_view import FormView
from stuga.platform.ui.screens.list_state import ListState
from stuga.platform.ui.screens.list_view import Action, Empty, ListView
from stuga.platform.ui.screens.listing import columns_of, count_text, fields_of_list, row_of
from stuga.platform.ui.screens.page_view import PageView
from stuga.platform.ui.screens.rendering import View
from stuga.platform.ui.screens.short_list import ShortList
from stuga.platform.ui.screens.values import RELATIONS, Values
from stuga.platform.ui.screens.visibility import Judge, hidden_in
from stuga.platform.ui.widgets import Mode, Option

HERE = "#"
NO_FIELDS = Fields(only=frozenset())
FEW = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A screen of a draft as it is looked at. `app` is read in the language of the look.

    :ivar at: what is selected; the made-up record is one for which it shows, if there is one
    """

    app: App
    screen: Screen
    look: Look
    locale: Locale
    now: datetime
    step: str = ""
    at: str = ""
    root: str = ""

    def view(self) -> View | None:
        """Return what the renderer takes; None where the screen's model is not there."""
        match self.screen.type:
            case "dashboard":
                return DashboardView(
                    title=self.screen.title,
                    lead=self.screen.description,
                    elements=[*figures.elements_of(self.app, self.screen, self.locale)],
                    lists=[*self._short_lists().values()],
                    mode=Mode.SAMPLE,
                )
            case "page":
                return self._page()
        model = self.app.models.get(self.screen.model)
        if model is None:
            return None
        made = {"form": self._form, "list": self._list, "detail": self._detail}
        make = made.get(self.screen.type)
        return make(model) if make else None

    def _page(self) -> PageView:
        lists = self._short_lists()
        parts = [*figures.parts_of(self.app, self.screen, self.locale, lists, self.root)]
        return PageView(title=self.screen.title, parts=parts, mode=Mode.SAMPLE)

    def _short_lists(self) -> Mapping[str, ShortList]:
        """Return the short lists of a page or dashboard, by the pointers of their elements."""
        return {
            element.pointer: ShortList(
                key=element.key or element.pointer,
                list=self._few(element, model),
                all=HERE,
                empty=text_at(element.raw, "empty"),
            )
            for element in self.screen.walk()
            if element.type == "list"
            and (model := self.app.models.get(text_at(element.raw, "model"))) is not None
        }

    def hidden(self) -> frozenset[str]:
        """List the places that conditions hide with the answers shown."""
        model = self.app.models.get(self.screen.model)
        if model is None:
            return frozenset()
        return self._hidden(model, self._data(model))

    def _hidden(self, model: Model, data: JsonObject) -> frozenset[str]:
        return hidden_in(self.screen, data, self._judge(model)).places

    def _data(self, model: Model) -> JsonObject:
        """Choose the record for which the selected element shows, and most else does."""
        if self.look.empty:
            return {}

        def hides(data: JsonObject) -> tuple[bool, int]:
            places = self._hidden(model, data)
            return any(f"{self.at}/".startswith(f"{one}/") for one in places), len(places)

        return min(sample_records(model), key=hides)

    def _judge(self, model: Model) -> Judge:
        return Judge.of(model, self._world())

    def _world(self) -> World:
        return World(now=self.now, zone=ZoneInfo(self.locale.zone), me={"id": "sample-person-1"})

    def _rights(self, model: str) -> Rights:
        role = self.app.roles.get(self.look.role)
        return role.rights(model) if role else ALL_RIGHTS

    def _readable(self, model: str) -> Fields:
        grant = self._rights(model).read
        return grant.fields if grant else NO_FIELDS

    def _form(self, model: Model) -> View:
        rights = self._rights(model.key)
        grant = rights.create or rights.update
        is_open = self.screen.public  # anyone may fill in what stands on it
        writable = ALL_FIELDS if is_open else grant.fields if grant else NO_FIELDS
        labels = sample_labels(self.app)
        return FormView(
            app=self.app,
            screen=self.screen,
            model=model,
            action=HERE,
            csrf="",
            world=self._world(),
            data=self._data(model),
            options=dict(self._options(model, labels)),
            labels=labels,
            readable=self._readable(model.key),
            writable=writable,
            mode=Mode.SAMPLE,
            step=self.step,
            screens=dict.fromkeys(self.app.screens, HERE),
        )

    def _options(
        self, model: Model, labels: Mapping[str, str]
    ) -> Iterator[tuple[str, Sequence[Option]]]:
        for path, field in every(model.fields):
            if field.kind.name in RELATIONS:
                about = f"sample-{field.references or 'person'}-"
                named = [(key, words) for key, words in labels.items() if key.startswith(about)]
                yield path, [Option(key, words) for key, words in named]

    def _values(self) -> Values:
        return Values(self.locale, sample_labels(self.app))

    def _list(self, model: Model) -> View:
        readable = self._readable(model.key)
        may_read = self._rights(model.key).read is not None
        may_create = self._rights(model.key).create is not None
        new = self.app.screens.get(self.screen.create)
        shown = not self.look.empty and may_read
        rows = sample_records(model) if shown else []
        return self._table(
            self.screen,
            model,
            rows,
            readable,
            search="" if model.search else None,
            count=count_text(len(rows), self.locale),
            empty=Empty.NOTHING_YET if may_read else Empty.NO_RIGHT,
            actions=[Action(label=new.title, link=HERE, icon="plus", primary=True)]
            if new and may_create
            else [],
        )

    def _table(  # noqa: PLR0913  # what a list shows besides its records
        self,
        screen: Screen,
        model: Model,
        rows: Sequence[JsonObject],
        readable: Fields,
        *,
        search: str | None = None,
        count: str = "",
        empty: Empty = Empty.NOTHING_YET,
        actions: Sequence[Action] = (),
    ) -> ListView:
        values, fields = self._values(), fields_of_list(screen, model, readable)
        sort = screen.sort[0] if screen.sort else ""
        columns = columns_of(fields, ListState(), HERE, sortable=model.index, sort=sort)
        return ListView(
            title=screen.title,
            lead=screen.description,
            action=HERE,
            columns=columns,
            rows=[row_of(fields, str(one["id"]), one, values, link=HERE) for one in rows],
            count=count,
            search=search,
            empty=empty,
            actions=actions,
            mode=Mode.SAMPLE,
        )

    def _detail(self, model: Model) -> View:
        data, readable = self._data(model), self._readable(model.key)
        values, locale = self._values(), self.locale
        sections = sections_of(
            self.screen, model, data, values, judge=self._judge(model), readable=readable
        )
        may_edit = self._rights(model.key).update is not None
        edit = Action(label=locale.text("Edit"), link=HERE, icon="edit", primary=True)
        return DetailView(
            title=label_of(model, 1),
            sections=sections,
            related=[*self._related()],
            actions=[edit] if self.screen.edit and may_edit else [],
            mode=Mode.SAMPLE,
        )

    def _related(self) -> Iterator[Related]:
        for element in self.screen.walk():
            model = self.app.models.get(text_at(element.raw, "model"))
            if element.type == "related" and model is not None:
                yield Related(title=element.title or model.title, list=self._few(element, model))

    def _few(self, element: Element, model: Model) -> ListView:
        raw: JsonObject = {
            "type": "list",
            "title": element.title or model.title,
            "columns": [*texts_at(element.raw, "columns")],
        }
        rows = [] if self.look.empty else sample_records(model, FEW)
        screen = Screen.read(element.key, raw)
        return self._table(screen, model, rows, self._readable(model.key))
