"""Reads a posted form: what was typed, what it means, and what cannot be taken."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from stuga.models.definition.document import ALL_FIELDS, Fields, Model, Screen
from stuga.models.definition.paths import whole
from stuga.models.definition.reading import pointer
from stuga.models.definition.refusals import Errors, Refused
from stuga.models.json import JsonObject
from stuga.platform.ui.locale import Locale
from stuga.platform.ui.screens.form_plan import step_with, writable_fields
from stuga.platform.ui.screens.visibility import Judge, hidden_in
from stuga.platform.ui.widgets import widget_for
from stuga.platform.ui.widgets.posted import BETWEEN, below

TAKE: Final = "_take."
FIND: Final = "_find."
PASTE: Final = "_paste."
SITTING: Final = "_sitting"
RETURN: Final = "_return"
KEPT: Final = "_kept"
OWN: Final = frozenset(
    {"_csrf", "_step", "_do", "_revision", "_reviewing", "_shown", SITTING, RETURN, KEPT, "_own"},
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """A form as it came.

    `do` is the button's word (next, back, save, edit, go, find) and `target` what it names: a
    step for go, a field for find. `data` holds the typed values of the posted fields, `None`
    where one was emptied; fields that were not posted, or cannot be read, are not in it.
    `taken` tells per field whether to keep "mine" or "theirs" after a conflict. `sitting` tells
    this filling in of the form from every other. `origin` names the form that one came from to
    make what it refers to. `kept` is the secret of the link behind which a stranger keeps it.
    """

    do: str
    target: str
    step: str
    revision: int | None
    is_reviewing: bool
    shown: frozenset[str]
    typed: Mapping[str, tuple[str, ...]]
    data: JsonObject
    errors: Errors
    taken: Mapping[str, str]
    found: Mapping[str, str]
    pasted: Mapping[str, str]
    sitting: str = ""
    origin: str = ""
    kept: str = ""

    def over(self, stored: JsonObject) -> JsonObject:
        """Lay what was posted over what is stored; emptied fields are gone."""
        merged = {**stored, **self.data}
        return {key: value for key, value in merged.items() if value is not None}


def read_posted(
    form: Iterable[tuple[str, str]],
    screen: Screen,
    model: Model,
    locale: Locale,
    *,
    writable: Fields = ALL_FIELDS,
) -> Posted:
    """Read the pairs of a posted form, several pairs to a name where there are several values.

    Only the screen's own fields are taken, and of these only those the person may write: any
    other name is an error at its pointer, so that a mistake never passes for success.
    """
    several = _gathered(form)
    fields = writable_fields(screen, model, writable)
    own = {name: values[-1] for name, values in several.items() if _is_own(name)}
    typed = {name: values for name, values in several.items() if _is_of(name, fields, model)}
    errors: dict[str, Refused] = {
        pointer(name): Refused("unknown-field")
        for name in several
        if name not in typed and not _is_own(name)
    }
    data, refused = read_typed(typed, model, locale)
    errors.update(refused)
    do, _, target = own.get("_do", "save").partition(":")
    return Posted(
        do=do,
        target=target,
        step=own.get("_step", ""),
        revision=_revision(own.get("_revision", "")),
        is_reviewing="_reviewing" in own,
        shown=frozenset(several.get("_shown", ())),
        typed=typed,
        data=data,
        errors=errors,
        taken=_after(TAKE, own),
        found=_after(FIND, own),
        pasted=_after(PASTE, own),
        sitting=own.get(SITTING, ""),
        origin=own.get(RETURN, ""),
        kept=own.get(KEPT, ""),
    )


def read_typed(
    typed: Mapping[str, Sequence[str]], model: Model, locale: Locale
) -> tuple[JsonObject, Errors]:
    """Read what was typed into values, `None` where a field was emptied, and refusals."""
    data: JsonObject = {}
    errors: dict[str, Refused] = {}
    for key in dict.fromkeys(whole(name) for name in typed):
        field = model.fields[key]
        read = widget_for(field).gathered(below(typed, key), field, locale)
        errors.update({pointer(key) + at: one for at, one in read.errors.items()})
        # What is refused as a whole has no value; of a list all but the refused cells are known.
        if "" not in read.errors:
            data[key] = read.value
    return data, errors


def _is_of(name: str, fields: Container[str], model: Model) -> bool:
    """Tell whether a control of this name is one of the fields', or of the rows of one."""
    key, _, rest = name.partition(BETWEEN)
    return key in fields and widget_for(model.fields[key]).owns(rest, model.fields[key])


def appeared(posted: Posted, screen: Screen, data: JsonObject, judge: Judge) -> frozenset[str]:
    """Name the fields of the posted step that its own answers have just brought up.

    Without script a person has not seen them yet: the step is shown once more.
    """
    hidden = hidden_in(screen, data, judge)
    conditional = {
        element.field
        for outer in screen.walk()
        if outer.show is not None
        for element in outer.walk()
        if element.type == "field" and step_with(screen, element.field) == posted.step
    }
    return frozenset(conditional - hidden.fields - posted.shown)


def resolved(posted: Posted, stored: JsonObject) -> JsonObject:
    """Keep, after a conflict, the stored value of each field where theirs was taken."""
    theirs = {key for key, whose in posted.taken.items() if whose == "theirs"}
    mine = {key: value for key, value in posted.data.items() if key not in theirs}
    return {key: value for key, value in {**stored, **mine}.items() if value is not None}


def _gathered(form: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    several: dict[str, list[str]] = {}
    for name, value in form:
        several.setdefault(name, []).append(value)
    return {name: tuple(values) for name, values in several.items()}


def _is_own(name: str) -> bool:
    return name in OWN or name.startswith((TAKE, FIND, PASTE))


def _after(prefix: str, own: Mapping[str, str]) -> dict[str, str]:
    return {
        name.removeprefix(prefix): value for name, value in own.items() if name.startswith(prefix)
    }


def _revision(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() else None
