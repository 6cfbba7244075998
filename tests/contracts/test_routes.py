"""Every route says who may come in."""

from flask import Flask

from stuga.platform.web.access import Entry, access_of


def test_every_route_declares_its_access(app: Flask) -> None:
    silent = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if access_of(app.view_functions[rule.endpoint]) is None
    ]
    assert silent == []


def test_what_is_open_says_why(app: Flask) -> None:
    accesses = {name: access_of(view) for name, view in app.view_functions.items()}
    unexplained = [
        name
        for name, access in accesses.items()
        if access is not None and access.entry is not Entry.SIGNED_IN and not access.reason
    ]
    assert unexplained == []
