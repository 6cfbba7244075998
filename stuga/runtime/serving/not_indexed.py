"""What a list says where it asks about fields without an index, and who may index them."""

from collections.abc import Sequence
from typing import TypedDict

from stuga.models.definition.document import Model
from stuga.platform.authz import Permission, may
from stuga.platform.ui.screens.list_view import Action
from stuga.runtime.records.definitions import LiveModel
from stuga.runtime.records.slow import can_be_indexed
from stuga.runtime.serving.visits import Visit


class Slow(TypedDict):
    """Members of a list's view."""

    slow: str
    index: Sequence[Action]


def slow_words(visit: Visit, live: LiveModel, model: Model, keys: Sequence[str]) -> Slow:
    """Name the fields, and lead those who may change the app to where each is indexed."""
    titles = {key: model.fields[key].title for key in keys if key in model.fields}
    if not titles:
        return {"slow": "", "index": ()}
    offered = [key for key in titles if can_be_indexed(live, key)]
    if not may(visit.actor, Permission.APP_WRITE):
        offered = []
    path = f"{visit.root}/build/{visit.app.key}/models/{model.key}/fields"
    acts = [
        Action(
            label=visit.locale.text("Index {field}", field=titles[key]),
            link=f"{path}/{key}?for=index",
            icon="search",
        )
        for key in offered
    ]
    return {"slow": visit.locale.listed(list(titles.values())), "index": acts}
