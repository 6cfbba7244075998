"""The frame of a page: where links lead, which is current, and what a page refuses to be."""

import dataclasses
from datetime import UTC, datetime

import pytest
from jinja2 import UndefinedError

from stuga.platform.ui import Link, Locale, Scheme, Shell, Toast, Undo, configure, fragment
from stuga.platform.ui.environment import environment, initials, speaking, static_url
from stuga.platform.ui.failures import failure_page
from stuga.platform.ui.icons import names
from stuga.platform.ui.ids import ids, named
from stuga.platform.ui.styleguide import sample_shell, styleguide

EVIL = '<script>alert("x")</script>'


@pytest.fixture
def shell() -> Shell:
    return sample_shell("app", Locale("sv"))


def said(template: str, **context: object) -> str:
    with speaking(Locale()):
        return environment().from_string(template).render(**context)


def test_links_lead_below_the_tenants_root(shell: Shell) -> None:
    assert shell.url("/account") == "/t/bjorkby/account"
    assert shell.url("https://example.se/x") == "https://example.se/x"


def test_the_deepest_place_above_the_page_is_current() -> None:
    nav = [Link(title="All", href="/build"), Link(title="One", href="/build/cases")]
    here = Shell(title="x", locale=Locale(), nav=nav, current="/build/cases/models")

    assert [here.is_current(link) for link in nav] == [False, True]


def test_a_place_whose_name_only_begins_alike_is_not_current() -> None:
    nav = [Link(title="Cases", href="/apps/case")]
    here = Shell(title="x", locale=Locale(), nav=nav, current="/apps/cases")

    assert not here.is_current(nav[0])


def test_the_page_speaks_the_persons_language_and_names_the_tenant(shell: Shell) -> None:
    html = failure_page(shell, 404)

    assert '<html lang="sv"' in html
    assert "<title>Här finns ingenting · Björkby</title>" in html
    assert "Hoppa till innehållet" in html


def test_signing_out_is_a_form_with_the_pages_token(shell: Shell) -> None:
    html = failure_page(shell, 404)

    form = html.split('action="/t/bjorkby/sign-out"')[1].split("</form>")[0]
    assert '<input type="hidden" name="_csrf" value="token">' in form


def test_a_stranger_gets_the_card_and_no_menu(shell: Shell) -> None:
    html = failure_page(dataclasses.replace(shell, person_name=""), 403)

    assert 'data-layout="card"' in html
    assert "sign-out" not in html


def test_an_unknown_status_is_our_fault(shell: Shell) -> None:
    assert "Något gick fel" in failure_page(shell, 599, reference="7f3a2c")


def test_an_error_brings_its_own_words(shell: Shell) -> None:
    html = failure_page(shell, 403, title="This page is too old")

    assert "Sidan är för gammal" in html


def test_a_chosen_scheme_holds_and_auto_leaves_it_to_the_system(shell: Shell) -> None:
    dark = failure_page(dataclasses.replace(shell, scheme=Scheme.DARK), 404)

    assert 'data-scheme="dark"' in dark
    assert 'name="color-scheme" content="dark"' in dark
    assert 'name="color-scheme" content="light dark"' in failure_page(shell, 404)


def test_a_toast_can_be_taken_back_without_script(shell: Shell) -> None:
    undo = Undo(action="/records/7/restore", fields={"revision": "3"})
    html = failure_page(dataclasses.replace(shell, toasts=[Toast(text="Gone", undo=undo)]), 404)

    form = html.split('action="/t/bjorkby/records/7/restore"')[1].split("</form>")[0]
    assert 'name="revision" value="3"' in form
    assert "Ångra" in form


def test_what_people_write_is_never_markup(shell: Shell) -> None:
    evil = dataclasses.replace(
        shell,
        title=EVIL,
        tenant_title=EVIL,
        person_name=EVIL,
        nav=[Link(title=EVIL, href='/"><b>', group=EVIL)],
        toasts=[Toast(text=EVIL)],
    )

    assert EVIL not in failure_page(evil, 404)


@pytest.mark.parametrize(
    "template",
    [
        "{{ ui.button('') }}",
        "{{ ui.icon_button(' ', 'x') }}",
        "{{ ui.text_field('', 'name') }}",
        "{{ ui.check('', 'name') }}",
        "{{ ui.radio_field('', 'name', []) }}",
        "{% call ui.menu('') %}{% endcall %}",
        "{% call ui.dialog('ask', '') %}{% endcall %}",
    ],
)
def test_a_control_without_a_label_does_not_render(template: str) -> None:
    with pytest.raises(ValueError, match="needs a label"):
        said(template)


def test_a_name_that_is_missing_stops_the_page(shell: Shell) -> None:
    with pytest.raises(UndefinedError):
        fragment("layout/footer.html", Locale(), shell=shell)


def test_ids_of_different_things_differ() -> None:
    assert ids("field", "name") == "field-name"
    assert len({ids("a", "b-c"), ids("a-b", "c"), ids("a", "b", "c"), ids("a", "b.2d.c")}) == 4
    assert named("Name") == "Name"


def test_an_icon_that_is_not_in_the_sprite_is_refused() -> None:
    with pytest.raises(LookupError, match="unicorn"):
        said("{{ icon('unicorn') }}")


def test_every_icon_is_in_the_sprite_once() -> None:
    assert len(names()) > 45
    assert {"cabin", "papers", "search", "lock", "hills", "storm"} <= names("drawings.svg")


def test_static_addresses_come_from_the_composition(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stuga.platform.ui.environment._static", {})
    configure(static_url="/static/abc/{}".format)
    assert static_url("css/base.css") == "/static/abc/css/base.css"


def test_initials_are_those_of_the_first_and_last_name() -> None:
    assert [initials(name) for name in ("Vera Lund", "Bo", "Ada Maria Holm", "")] == [
        "VL",
        "B",
        "AH",
        "",
    ]


@pytest.mark.parametrize("frame", ["app", "side"])
@pytest.mark.parametrize("language", ["sv", "nb", "en", "pseudo"])
def test_no_id_of_a_page_is_used_twice(frame: str, language: str) -> None:
    html = styleguide(frame, language=language)
    found = [piece.split('"')[0] for piece in html.split(' id="')[1:]]

    assert len(found) == len(set(found))


def test_a_page_on_paper_says_when_it_was_so(shell: Shell) -> None:
    now = datetime(2026, 11, 22, 12, 5, tzinfo=UTC)

    html = failure_page(dataclasses.replace(shell, now=now), 404)

    assert '<p class="printed">Som det var 22 nov. 2026' in html
    assert 'class="printed"' not in failure_page(dataclasses.replace(shell, now=None), 404)
