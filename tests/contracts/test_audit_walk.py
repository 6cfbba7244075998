"""Whatever is done well leaves exactly one audit entry: every route is called, and counted."""

from collections.abc import Iterator

from flask import Flask

from stuga.platform.web.access import Entry, access_of
from tests.factories.cast import Tenant
from tests.factories.walk import NONE_SO, PLACE, Call, World, places_of
from tests.factories.walk_all import CALLS


def routes(app: Flask) -> Iterator[tuple[str, str]]:
    """Yield method and endpoint of every route inside tenants."""
    for rule in app.url_map.iter_rules():
        access = access_of(app.view_functions[rule.endpoint])
        if access is not None and access.entry is not Entry.OUTSIDE:
            for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
                yield method, rule.endpoint


def test_every_route_is_walked(app: Flask) -> None:
    walked = {(call.method, call.endpoint) for call in CALLS}
    missing = sorted(set(routes(app)) - walked)
    assert not missing, missing
    assert walked <= set(routes(app))


def test_every_call_reaches_the_route_it_names(app: Flask) -> None:
    paths = app.url_map.bind("localhost")
    strayed = [
        call.name
        for call in CALLS
        if paths.match(PLACE.sub(NONE_SO, call.path.partition("?")[0]), call.method)[0]
        != call.endpoint
    ]
    assert not strayed, strayed


def test_every_act_leaves_exactly_one_entry(bjorkby: Tenant) -> None:
    world = World(bjorkby)
    wrong = [f"{call.name}: {how}" for call in CALLS if (how := walked(world, call))]
    assert not wrong, "\n".join(wrong)


def walked(world: World, call: Call) -> str:
    """Call a route; return what was not as it should be."""
    places = places_of(call, world)
    before = len(world.trail())
    response = call.send(world.browser(call.who), places)
    if response.status_code != call.status:
        return f"{response.status_code} {response.get_data(as_text=True)[:900]}"
    left = world.trail()[before:]
    if call.acts:
        return "" if sorted(left) == sorted(call.acts) else f"left {left}"
    expected = 0 if call.quiet else 1
    return "" if len(left) == expected else f"left {left}"
