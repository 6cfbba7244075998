"""How each page is called well: apps, one's own account, administration."""

import re
from typing import Final

from stuga.platform import clock
from stuga.runtime.serving.public_forms import token_of
from tests.factories.filling import opened
from tests.factories.records import Desk
from tests.factories.walk import (
    Call,
    Places,
    World,
    a_disabled_person,
    a_link,
    a_password,
    a_person,
    a_record,
    a_session,
    a_token,
    a_trashed_record,
    an_entry,
    days_ahead,
    nothing,
    stranger_at,
)

APP: Final = "/apps/{app}"
LEADS_ON: Final = "it leads on and shows nothing"
ASKS_ONLY: Final = "a stranger is asked who they are; nothing of the tenant is shown"
OF_THE_BROWSER: Final = "the browser keeps it; nothing of the tenant is read or changed"
THE_SAME_FOR_ALL: Final = "the same words for everyone"
SHOWN_BEFORE: Final = "nothing is kept, and showing the form has left its entry"
SAID_BEFORE: Final = "keeping it the first time has left its entry"
NO_MAIL: Final = "no mail is sent from the test server; a letter that is sent leaves its entry"
STAYS: Final = "it shows nothing but who one is, and is asked by the page that is open"
STEN: Final = {"applicant": "Ines Holm", "kind": "complaint", "_do": "save"}


def a_paper(world: World) -> Places:
    """Make a record of the other model."""
    return {"record": str(Desk(world.tenant, "owner", "paper").create(title="Map").id)}


def a_shown_form(world: World, path: str = "/apps/cases/edit") -> Places:
    """Show a form to the owner's browser, which may then ask what it computes."""
    csrf = world.browser("owner").csrf
    with world.tenant.inside():
        return {"opened": token_of(f"{path}/computed", csrf, now=clock.now())}


def a_shown_record(world: World) -> Places:
    """Show a form of a record."""
    places = a_record(world)
    return {**places, **a_shown_form(world, f"/apps/cases/edit/{places['record']}")}


def a_begun_form(world: World) -> Places:
    """Keep a form that is not sent yet."""
    path, sitting = f"/apps/{world.app}/edit", "a-sitting-to-give-up"
    keep_form(world, path, sitting)
    return {"sitting": sitting}


def a_begun_change(world: World) -> Places:
    """Keep a form of a record that is not sent yet."""
    places = a_record(world)
    keep_form(world, f"/apps/{world.app}/edit/{places['record']}", places["record"])
    return {**places, "sitting": places["record"]}


def a_view(world: World) -> Places:
    """Keep a view of a list; name it."""
    path = f"/apps/{world.app}/inbox"
    browser = world.browser("owner")
    browser.post(f"{path}/views", data={"title": "To remove", "query": "q=sten"})
    [view] = re.findall(r"/views/([0-9a-f-]+)/delete", browser.get(f"{path}?q=sten").text)
    return {"view": view}


def a_feed(world: World) -> Places:
    """Make an address of a list for calendar programs."""
    path = f"/apps/{world.app}/inbox/feeds"
    browser = world.browser("owner")
    [secret] = re.findall(r"/feeds/([^/\"]+)\.ics", browser.post(path, data={"query": ""}).text)
    feed = re.findall(r"/feeds/([0-9a-f-]+)/delete", browser.get(path).text)[0]
    return {"feed": feed, "secret": secret}


def a_kept_form(world: World) -> Places:
    """Keep a stranger's form behind a secret link."""
    path, stranger = f"/apps/{world.app}/apply", stranger_at(world.tenant)
    answer = stranger.post(path, data=opened(stranger, path).sent("later", applicant="Ines"))
    [secret] = re.findall(r"/kept/([\w-]{43})</textarea>", answer.text)
    return {"secret": secret}


def a_sent_form(world: World) -> Places:
    """Send a stranger's form; name the link of its receipt."""
    path, stranger = f"/apps/{world.app}/apply", stranger_at(world.tenant)
    answer = stranger.post(path, data=opened(stranger, path).fields | STEN)
    return {"link": answer.headers["Location"].partition("receipt=")[2]}


def keep_form(world: World, path: str, sitting: str) -> None:
    form = {"_sitting": sitting, "applicant": "Sten"}
    answer = world.browser("owner").post(f"{path}/saved", data=form)
    assert answer.status_code == 200, answer.text


OF_APPS: Final = (
    Call(endpoint="home-pages.show_home", path="/"),
    Call(endpoint="find-pages.show_find", path="/find?q=sten"),
    Call(endpoint="find-pages.find_answers", path="/find/answers?q=build"),
    Call(
        endpoint="home-pages.show_statement", path="/accessibility", who="", quiet=THE_SAME_FOR_ALL
    ),
    Call(endpoint="app-pages.open_app", path=f"{APP}/", status=303, quiet=LEADS_ON),
    Call(endpoint="app-pages.open_screen", path=f"{APP}/inbox"),
    Call(endpoint="app-pages.open_screen", path=f"{APP}/edit"),
    Call(endpoint="app-pages.open_screen", path=f"{APP}/overview"),
    Call(endpoint="app-pages.open_screen", path=f"{APP}/about"),
    Call(endpoint="app-pages.open_screen", path=f"{APP}/apply", who=""),
    Call(endpoint="app-pages.send_form", method="POST", path=f"{APP}/edit", form=STEN, status=303),
    Call(endpoint="app-pages.say_thanks", path=f"{APP}/apply/thanks", who=""),
    Call(
        endpoint="receipt-pages.download",
        path=f"{APP}/apply/thanks/receipt?receipt={{link}}",
        who="",
        given=a_sent_form,
    ),
    Call(
        endpoint="receipt-pages.download_in_frame",
        method="POST",
        path=f"{APP}/apply/thanks/receipt",
        who="",
        given=a_sent_form,
        form={"receipt": "{link}"},
    ),
    Call(endpoint="app-pages.open_record", path=f"{APP}/case/{{record}}", given=a_record),
    Call(endpoint="app-pages.open_record", path=f"{APP}/edit/{{record}}", given=a_record),
    Call(
        endpoint="app-pages.send_change",
        method="POST",
        path=f"{APP}/edit/{{record}}",
        given=a_record,
        form=STEN | {"_revision": "1"},
        status=303,
    ),
    Call(
        endpoint="computed-pages.compute_new",
        method="POST",
        path=f"{APP}/edit/computed?opened={{opened}}",
        given=a_shown_form,
        form=STEN,
        quiet=SHOWN_BEFORE,
    ),
    Call(
        endpoint="computed-pages.compute_changed",
        method="POST",
        path=f"{APP}/edit/{{record}}/computed?opened={{opened}}",
        given=a_shown_record,
        form=STEN,
        quiet=SHOWN_BEFORE,
    ),
    Call(endpoint="form-link-pages.open_link", path="/kept/{secret}", who="", given=a_kept_form),
    Call(
        endpoint="form-link-pages.keep_linked",
        method="POST",
        path=f"{APP}/apply/kept",
        who="",
        given=a_kept_form,
        form={"_kept": "{secret}", "applicant": "Ines"},
        quiet=SAID_BEFORE,
    ),
    Call(
        endpoint="form-link-pages.mail_link",
        method="POST",
        path=f"{APP}/apply/kept/mail",
        who="",
        given=a_kept_form,
        form={"_kept": "{secret}", "email": "ines@example.com"},
        status=422,
        quiet=NO_MAIL,
    ),
    Call(
        endpoint="form-link-pages.discard_linked",
        method="POST",
        path=f"{APP}/apply/kept/discard",
        who="",
        given=a_kept_form,
        form={"_kept": "{secret}"},
    ),
    Call(endpoint="paper-pages.print_screen", path=f"{APP}/overview/pdf"),
    Call(endpoint="paper-pages.print_screen", path=f"{APP}/about/pdf"),
    Call(endpoint="paper-pages.print_record", path=f"{APP}/case/{{record}}/pdf", given=a_record),
    Call(endpoint="feed-pages.show_feeds", path=f"{APP}/inbox/feeds"),
    Call(
        endpoint="feed-pages.make_feed",
        method="POST",
        path=f"{APP}/inbox/feeds",
        form={"query": ""},
    ),
    Call(
        endpoint="feed-pages.remove_feed",
        method="POST",
        path=f"{APP}/inbox/feeds/{{feed}}/delete",
        given=a_feed,
        status=303,
    ),
    Call(endpoint="feed-pages.give_feed", path="/feeds/{secret}.ics", who="", given=a_feed),
    Call(
        endpoint="board-pages.move_card",
        method="POST",
        path=f"{APP}/inbox/{{record}}/move",
        given=a_record,
        form={"to": "complaint", "revision": "1", "query": "view=board"},
        status=303,
    ),
    Call(
        endpoint="view-pages.remove_view",
        method="POST",
        path=f"{APP}/inbox/views/{{view}}/delete",
        given=a_view,
        status=303,
    ),
    Call(
        endpoint="view-pages.save_view",
        method="POST",
        path=f"{APP}/inbox/views",
        form={"title": "Permits", "query": "filter[kind]=permit"},
        status=303,
    ),
    Call(
        endpoint="statement-pages.show_statement",
        path=f"{APP}/docs/accessibility",
        who="",
        quiet=THE_SAME_FOR_ALL,
    ),
    Call(
        endpoint="statement-pages.send_report",
        method="POST",
        path=f"{APP}/docs/accessibility",
        who="",
        form={"text": "The map has no text."},
        status=303,
    ),
    Call(endpoint="statement-pages.show_reports", path=f"{APP}/docs/accessibility/reports"),
    Call(endpoint="app-pages.find_options", path=f"{APP}/paper/options/case?q=sten"),
    *(
        Call(
            endpoint=f"saved-pages.{endpoint}",
            method="POST",
            path=f"{APP}/edit/{place}",
            given=given,
            form={"_sitting": sitting, "sitting": sitting, "applicant": "Sten"},
            status=status,
        )
        for endpoint, place, given, sitting, status in (
            ("keep_new", "saved", nothing, "a-sitting-of-hers", 200),
            ("keep_changed", "{record}/saved", a_record, "{record}-x", 200),
            ("discard_new", "saved/discard", a_begun_form, "{sitting}", 303),
            ("discard_changed", "{record}/saved/discard", a_begun_change, "{sitting}", 303),
        )
    ),
    Call(
        endpoint="app-pages.delete_record",
        method="POST",
        path=f"{APP}/edit/{{record}}/delete",
        given=a_record,
        form={"revision": "1"},
        status=303,
    ),
    Call(
        endpoint="app-pages.restore_record",
        method="POST",
        path=f"{APP}/edit/{{record}}/restore",
        given=a_trashed_record,
        form={},
        status=303,
    ),
    Call(endpoint="app-pages.show_trash", path=f"{APP}/inbox/trash"),
)

OF_ONES_OWN: Final = (
    Call(endpoint="sign-in.show", path="/sign-in", who="", quiet=ASKS_ONLY),
    Call(
        endpoint="sign-in.enter",
        method="POST",
        path="/sign-in",
        who="",
        given=a_password,
        form={"email": "{email}", "password": "{password}"},
        status=303,
    ),
    Call(
        endpoint="sign-in.show_link",
        path="/sign-in/link/{link}",
        who="",
        given=a_link,
        quiet=ASKS_ONLY,
    ),
    Call(
        endpoint="sign-in.spend_link",
        method="POST",
        path="/sign-in/link/{link}",
        who="",
        given=a_link,
        form={},
        status=303,
    ),
    Call(endpoint="profile-routes.read_session", path="/session", quiet=STAYS),
    Call(endpoint="profile-pages.show_account", path="/account"),
    Call(endpoint="profile-pages.show_password", path="/account/password"),
    Call(
        endpoint="profile-pages.set_password",
        method="POST",
        path="/account/password",
        who="admin",
        form={"new": "grusväg lampa fredag"},
        status=303,
    ),
    Call(
        endpoint="profile-pages.end_others",
        method="POST",
        path="/account/sessions/end",
        who="member",
        status=303,
    ),
    Call(
        endpoint="profile-pages.end_session",
        method="POST",
        path="/account/sessions/{session}/end",
        given=a_session,
        status=303,
    ),
    Call(endpoint="profile-pages.show_keys", path="/keys", quiet=THE_SAME_FOR_ALL),
    Call(
        endpoint="profile-pages.set_keys",
        method="POST",
        path="/keys",
        form={"single": "off"},
        status=303,
    ),
    Call(
        endpoint="profile-pages.choose_language",
        method="POST",
        path="/language",
        form={"language": "sv"},
        status=303,
    ),
    Call(
        endpoint="profile-pages.choose_colours",
        method="POST",
        path="/colours",
        form={"scheme": "dark"},
        status=303,
        quiet=OF_THE_BROWSER,
    ),
    Call(endpoint="sign-in.leave", method="POST", path="/sign-out", who="builder", status=303),
)

PERSON: Final = "/admin/people/{person}"
OF_ADMINISTRATION: Final = (
    Call(endpoint="administration.show_overview", path="/admin/"),
    Call(endpoint="look.show_look", path="/admin/look"),
    Call(
        endpoint="look.set_look",
        method="POST",
        path="/admin/look",
        form={"own": "yes", "accent": "#7a1f5c"},
        status=303,
    ),
    Call(
        endpoint="themes.read_theme",
        path="/theme/0b6e4f-soft-compact-new.css",
        who="",
        quiet=THE_SAME_FOR_ALL,
    ),
    Call(endpoint="persons.show_people", path="/admin/people"),
    Call(endpoint="persons.show_new", path="/admin/people/new"),
    Call(
        endpoint="persons.add",
        method="POST",
        path="/admin/people/new",
        form={"name": "Åsa Öberg", "email": "asa@example.se", "role": "member"},
        status=201,
    ),
    Call(endpoint="persons.show_person", path=PERSON, given=a_person),
    Call(endpoint="persons.make_link", method="POST", path=f"{PERSON}/link", given=a_person),
    Call(
        endpoint="persons.set_roles",
        method="POST",
        path=f"{PERSON}/roles",
        given=a_person,
        form={"role": ["auditor", "builder"]},
        status=303,
    ),
    Call(
        endpoint="persons.set_app_roles",
        method="POST",
        path=f"{PERSON}/app-roles",
        given=a_person,
        form={"app_role": "{app}:reader"},
        status=303,
    ),
    Call(
        endpoint="persons.end_sessions",
        method="POST",
        path=f"{PERSON}/sessions/end",
        given=a_person,
        status=303,
    ),
    Call(
        endpoint="persons.disable",
        method="POST",
        path=f"{PERSON}/disable",
        given=a_person,
        status=303,
    ),
    Call(
        endpoint="persons.enable",
        method="POST",
        path=f"{PERSON}/enable",
        given=a_disabled_person,
        status=303,
    ),
    Call(endpoint="tokens.show_tokens", path="/admin/tokens"),
    Call(endpoint="tokens.show_new", path="/admin/tokens/new"),
    Call(
        endpoint="tokens.create",
        method="POST",
        path="/admin/tokens/new",
        form={"title": "Economy", "scope": "audit.read", "ends_on": days_ahead(30)},
        status=201,
    ),
    Call(
        endpoint="tokens.revoke",
        method="POST",
        path="/admin/tokens/{token}/revoke",
        given=a_token,
        status=303,
    ),
    Call(endpoint="trail-pages.show_trail", path="/admin/audit"),
    Call(endpoint="reads.show_reads", path="/admin/audit/reads"),
    Call(
        endpoint="reads.set_reads",
        method="POST",
        path="/admin/audit/reads",
        form={"reads": "buffered"},
        status=303,
    ),
    Call(endpoint="trail-pages.show_entry", path="/admin/audit/{entry}", given=an_entry),
)

PAGE_CALLS: Final = (*OF_APPS, *OF_ADMINISTRATION, *OF_ONES_OWN)
