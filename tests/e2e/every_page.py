"""The one table of pages: what is tested for everyone's eyes and hands, and what is pictured.

A route that answers GET with a page is named here at least once, or in `ELSEWHERE` with the reason;
`test_every_page.py` fails otherwise. An act uses no words of a page, so that it works in every
language: it names controls by their `name` and `value`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, TypeAlias

from playwright.sync_api import Page, expect

from tests.factories.furnished import Furnished
from tests.factories.jobs import run_outbox

Act: TypeAlias = Callable[[Page, Furnished], None]
MAKER: Final = "maker"


def nothing(_page: Page, _at: Furnished) -> None:
    """Leave the page as it was opened."""


@dataclass(frozen=True)
class Look:
    """A page in a state worth looking at.

    :ivar name: names its pictures
    :ivar path: begins at the tenant's root, with places of `Furnished` in braces; None stays on
        the page before this one
    :ivar shows: the endpoint that answers; '' for a page that an act leads to
    :ivar who: one of the cast; '' is a stranger, `MAKER` the one for whom pages are made
    :ivar act: what is done on the page before it is looked at
    :ivar empty: whether it is of the tenant in which nothing has begun
    """

    name: str
    path: str | None
    shows: str = ""
    who: str = "owner"
    act: Act = nothing
    empty: bool = False


def way_to(look: Look) -> Sequence[Look]:
    """Return the looks from the one that opens a page to this one."""
    last = LOOKS.index(look)
    first = next(place for place in range(last, -1, -1) if LOOKS[place].path is not None)
    return LOOKS[first : last + 1]


def look_of(name: str) -> Look:
    """Return the look that is called so."""
    return next(look for look in LOOKS if look.name == name)


def press(selector: str) -> Act:
    def act(page: Page, _at: Furnished) -> None:
        page.locator(selector).first.click()
        expect(page.locator("[data-busy]")).to_have_count(0)
        page.wait_for_load_state()

    return act


def fill(selector: str, text: str) -> Act:
    def act(page: Page, _at: Furnished) -> None:
        page.locator(selector).first.fill(text)

    return act


def tick(selector: str) -> Act:
    def act(page: Page, _at: Furnished) -> None:
        page.locator(selector).first.check()

    return act


def choose(selector: str, value: str) -> Act:
    def act(page: Page, _at: Furnished) -> None:
        page.locator(selector).first.select_option(value)

    return act


def see(selector: str) -> Act:
    def act(page: Page, _at: Furnished) -> None:
        expect(page.locator(selector).first).to_be_visible()

    return act


def steps(*acts: Act) -> Act:
    def act(page: Page, at: Furnished) -> None:
        for one in acts:
            one(page, at)

    return act


def type_keys(keys: str, shown: str) -> Act:
    def act(page: Page, _at: Furnished) -> None:
        page.wait_for_load_state("networkidle")  # what listens for keys comes last
        page.keyboard.press(keys)
        expect(page.locator(shown)).to_be_visible()

    return act


def work_off(page: Page, at: Furnished) -> None:
    """Let the jobs that wait be done, as a worker would."""
    run_outbox(at.tenant)
    page.reload()


def save_what_was_old(page: Page, at: Furnished) -> None:
    """Save a form as someone who opened it before the last change."""
    page.locator("input[name=_revision]").evaluate("field => { field.value = '1'; }")
    priority = tick("[name=priority][value=high]")
    steps(fill("[name=subject]", "Glazed balcony, third floor"), priority, SAVE)(page, at)


@contextmanager
def signed_out(page: Page) -> Iterator[None]:
    """Take the browser's cookies away for a while."""
    kept = page.context.cookies()
    page.context.clear_cookies()
    yield
    page.context.add_cookies(kept)  # type: ignore[arg-type]  # as they came


def save_signed_out(page: Page, at: Furnished) -> None:
    with signed_out(page):
        steps(fill("[name=subject]", "Glazed balcony"), SAVE, see(".signed-out"))(page, at)


SAVE: Final = press("[data-save]")
ON: Final = press(".form-actions [name=_do][value=next]")
SENT: Final = press("main form button.button-primary")
FIRST_STEP: Final = steps(
    fill("[name=applicant]", "Sten Ek"),
    tick("[name=answer_by][value=email]"),
    fill("[name=email]", "sten@example.se"),
    ON,
)
ALL_STEPS: Final = steps(
    FIRST_STEP,
    tick("[name=kind][value=question]"),
    fill("[name=subject]", "Glazed balcony"),
    ON,
)
LIST: Final = "apps/{cases}/inbox"
FORM: Final = "apps/{cases}/register"
ITEMS: Final = "apps/{bookings}/items"
MANY: Final = f"{ITEMS}/bulk?id={{item}}&id={{spare}}"
SCREEN, RECORD = "app-pages.open_screen", "app-pages.open_record"

DOORS: Final = (
    Look("sign-in", "sign-in", "sign-in.show", ""),
    Look(
        "sign-in-refused",
        None,
        act=steps(fill("[name=email]", "nils@example.se"), fill("[name=password]", "x"), SENT),
        who="",
    ),
    Look("sign-in-link", "sign-in/link/{link}", "sign-in.show_link", ""),
    Look("sign-in-link-spent", "sign-in/link/nothing", "sign-in.show_link", ""),
    Look("accessibility", "accessibility", "home-pages.show_statement", ""),
    Look(
        "statement",
        "apps/{cases}/docs/accessibility",
        "statement-pages.show_statement",
        "",
    ),
    Look("public-form", "apps/{cases}/apply", SCREEN, ""),
    Look("public-form-mistakes", None, act=ON, who=""),
    Look("public-form-step", "apps/{cases}/apply", SCREEN, "", FIRST_STEP),
    Look("public-form-review", "apps/{cases}/apply", SCREEN, "", ALL_STEPS),
    Look("public-form-thanks", None, act=SAVE, who=""),
    Look("thanks", "apps/{cases}/apply/thanks", "app-pages.say_thanks", ""),
    Look("stranger-lost", "nowhere", who=""),
)

WORK: Final = (
    Look("home", "", "home-pages.show_home", "member"),
    Look("list", LIST, SCREEN, "member"),
    Look("list-board", f"{LIST}?view=board", SCREEN, "member"),
    Look("list-calendar", f"{LIST}?view=calendar&on=2026-03", SCREEN, "member"),
    Look("list-agenda", f"{LIST}?view=calendar&span=agenda&on=2026-03-05", SCREEN, "member"),
    Look("list-feeds", f"{LIST}/feeds", "feed-pages.show_feeds", "member"),
    Look("list-feed-made", None, act=press("main form button"), who="member"),
    Look("list-filtered", f"{LIST}?filter[kind]=permit&q=balcony", SCREEN, "member"),
    Look("list-filters", f"{LIST}?_add=kind&_do=add", SCREEN, "member"),
    Look("list-nothing-matches", f"{LIST}?q=nowhere", SCREEN, "member"),
    Look("list-nothing-yet", "apps/{small}/inbox", SCREEN, "member"),
    Look("list-equipment", "apps/{bookings}/items", SCREEN, "member"),
    Look("list-columns", None, act=press(".list-menu:has([name=columns]) > summary"), who="member"),
    Look("list-views", None, act=press(".list-menu:has([name=title]) > summary"), who="member"),
    Look("list-chosen", None, act=tick("[data-tick]"), who="member"),
    Look("list-more", None, act=press(".menu-more > summary"), who="member"),
    Look("detail", "apps/{cases}/case/{case}", RECORD, "member"),
    Look("detail-item", "apps/{bookings}/item/{item}", RECORD, "member"),
    Look("detail-booking", "apps/{bookings}/booking/{booking}", RECORD, "member"),
    Look("form", FORM, SCREEN, "member"),
    Look("form-mistakes", None, act=SAVE, who="member"),
    Look(
        "form-kept",
        FORM,
        SCREEN,
        "member",
        steps(fill("[name=subject]", "A fence"), see("[data-kept]:not(:empty)")),
    ),
    Look("form-unfinished", FORM, SCREEN, "member"),
    Look("form-edit", f"{FORM}/{{case}}", RECORD, "member"),
    Look("form-conflict", f"{FORM}/{{case}}", RECORD, "member", save_what_was_old),
    Look("form-signed-out", f"{FORM}/{{case}}", RECORD, "member", save_signed_out),
    Look("form-reference", "apps/{cases}/decide?case={case}", SCREEN, "member"),
    Look("form-booking", "apps/{bookings}/book", SCREEN, "member"),
    Look("form-create", None, act=steps(press("[data-create]"), see("dialog form")), who="member"),
    Look("dashboard", "apps/{cases}/overview", SCREEN, "member"),
    Look("dashboard-bookings", "apps/{bookings}/overview", SCREEN, "member"),
    Look("page", "apps/{small}/about", SCREEN, "member"),
    Look("trash-empty", "apps/{bookings}/bookings/trash", "app-pages.show_trash", "member"),
    Look(
        "deleted",
        "apps/{bookings}/item/{spare}",
        RECORD,
        "member",
        steps(press("form[action$='/delete'] button"), see("[data-toast]")),
    ),
    Look("trash", "apps/{bookings}/items/trash", "app-pages.show_trash", "member"),
    Look("import", "apps/{bookings}/items/import", "import_pages.show_upload", "member"),
    Look("import-mistake", None, act=SENT, who="member"),
    Look("import-done", "apps/{bookings}/items/import/{done}", "import_pages.show", "member"),
    Look("import-columns", "apps/{bookings}/items/import/{waiting}", "import_pages.show", "member"),
    Look("import-refused", None, act=steps(choose("[name=c0]", ""), SENT), who="member"),
    Look(
        "import-running",
        "apps/{bookings}/items/import/{waiting}",
        "import_pages.show",
        "member",
        steps(tick("[name=again]"), SENT, see("progress")),
    ),
    Look(
        "many-edit", f"{ITEMS}/bulk?do=update&id={{item}}&id={{spare}}", "many_pages.ask", "member"
    ),
    Look(
        "many-delete",
        f"{ITEMS}/bulk?do=delete&id={{item}}&id={{spare}}",
        "many_pages.ask",
        "member",
    ),
    Look("many", f"{ITEMS}/bulk/{{many}}", "many_pages.show", "member"),
    Look(
        "reports",
        "apps/{cases}/docs/accessibility/reports",
        "statement-pages.show_reports",
        "builder",
    ),
    Look("api", "apps/{cases}/docs/api", "api-pages.show_api", "member"),
    Look("export", "apps/{bookings}/items/export", "export_pages.show_form", "member"),
    Look("export-waiting", None, act=SENT, who="member"),
    Look("export-done", "apps/{bookings}/items/export/{export}", "export_pages.show", "member"),
    Look("find", "find?app={cases}&q=balcony", "find-pages.show_find", "member"),
    Look("palette", LIST, SCREEN, "member", type_keys("Control+k", "[role=option] >> nth=0")),
    Look("key-map", LIST, SCREEN, "member", type_keys("?", "dialog[open] kbd >> nth=0")),
    Look("keys", "keys", "profile-pages.show_keys", "member"),
    Look("account", "account", "profile-pages.show_account", "member"),
    Look("notices", "notifications", "notice-pages.show_notices", "member"),
    Look("notice-choices", "account/notifications", "notice-pages.show_choices", "member"),
    Look("password", "account/password", "profile-pages.show_password", "member"),
    Look("password-first", "account/password?welcome=yes", "profile-pages.show_password", "member"),
    Look("password-mistake", None, act=SENT, who="member"),
    Look("not-permitted", "admin/people", who="member"),
    Look("not-found", "apps/{cases}/nothing", who="member"),
    Look("no-screen", "apps/{small}/", "app-pages.open_app", "auditor"),
    Look("home-empty", "", "home-pages.show_home", "member", empty=True),
    Look("home-empty-builder", "", "home-pages.show_home", "builder", empty=True),
)

_APP: Final = "build/{cases}"
_FAULTY: Final = "build/{faulty}"
_APPLY: Final = f"{_APP}/screens/apply"
_AT: Final = "?at=/screens/apply/steps"
BUILD: Final = (
    Look("build", "build/", "build.show_apps", "builder"),
    Look("build-empty", "build/", "build.show_apps", "builder", empty=True),
    Look("build-new", "build/new", "build.show_new", "builder"),
    Look("build-app", f"{_APP}/", "build.show_app", "builder"),
    Look("build-app-blank", "build/{blank}/", "build.show_app", "builder"),
    Look("build-app-faulty", f"{_FAULTY}/", "build.show_app", "builder"),
    Look("build-app-reader", f"{_APP}/", "build.show_app", "auditor"),
    Look("build-model", f"{_APP}/models/case", "build.show_model", "builder"),
    Look("build-field", f"{_APP}/models/case/fields/kind", "build.show_field", "builder"),
    Look("build-field-personal", f"{_APP}/models/case/fields/pnr", "build.show_field", "builder"),
    Look("build-form", f"{_APP}/screens/register", "build.show_screen", "builder"),
    Look("build-step", f"{_APPLY}{_AT}/0", "build.show_screen", "builder"),
    Look("build-element", f"{_APPLY}{_AT}/1/elements/3", "build.show_screen", "builder"),
    Look("build-list", f"{_APP}/screens/inbox", "build.show_screen", "builder"),
    Look("build-detail", f"{_APP}/screens/case", "build.show_screen", "builder"),
    Look("build-dashboard", f"{_APP}/screens/overview", "build.show_screen", "builder"),
    Look(
        "build-chart",
        f"{_APP}/screens/overview?at=/screens/overview/elements/3",
        "build.show_screen",
        "builder",
    ),
    Look(
        "build-element-faulty",
        f"{_FAULTY}/screens/apply?at=/screens/apply/elements/3",
        "build.show_screen",
        "builder",
    ),
    Look("build-roles", f"{_APP}/roles", "build.show_roles", "builder"),
    Look("build-role", f"{_APP}/roles/handler", "build.show_role", "builder"),
    Look("build-privacy", f"{_APP}/privacy", "build.show_privacy", "builder"),
    Look("build-privacy-undecided", f"{_FAULTY}/privacy", "build.show_privacy", "builder"),
    Look("build-languages", f"{_APP}/languages", "build.show_languages", "builder"),
    Look("build-language", f"{_APP}/languages/nb", "build.show_language", "builder"),
    Look("build-json", f"{_APP}/json", "build.show_json", "builder"),
    Look("build-problems", f"{_APP}/problems", "build.show_problems", "builder"),
    Look("build-problems-errors", f"{_FAULTY}/problems", "build.show_problems", "builder"),
    Look("build-problems-none", "build/{blank}/problems", "build.show_problems", "builder"),
    Look("build-publish", f"{_APP}/publish", "build.show_publish", "builder"),
    Look("build-publish-errors", f"{_FAULTY}/publish", "build.show_publish", "builder"),
    Look("build-publish-same", "build/{bookings}/publish", "build.show_publish", "builder"),
    Look("build-pictures", f"{_APP}/pictures", "build-pictures.show_pictures", "builder"),
    Look("build-versions", f"{_APP}/versions", "build.show_versions", "builder"),
    Look("build-versions-none", f"{_FAULTY}/versions", "build.show_versions", "builder"),
    Look("build-version", f"{_APP}/versions/1", "build.show_version", "builder"),
    Look("build-restore", f"{_APP}/versions/1/restore", "build.show_restore", "builder"),
    Look("build-carried", "{carried}", "build.show_migration", "builder"),
    Look("build-carrying", "{carrying}", "build.show_migration", "builder"),
    Look(
        "build-look",
        f"{_APP}/look?own=yes&accent=%237a1f5c&corner=round",
        "build.show_look",
        "builder",
    ),
    Look(
        "build-accessibility",
        f"{_APP}/accessibility",
        "build.show_accessibility",
        "builder",
    ),
    Look("build-settings", f"{_APP}/settings", "build.show_settings", "builder"),
    Look("sheet", "build/new/spreadsheet", "spreadsheet_pages.show_upload"),
    Look("sheet-guesses", "build/new/spreadsheet/{sheet}", "spreadsheet_pages.show"),
    Look("sheet-mistakes", None, act=steps(fill("[name=key]", "Not A Key"), SENT)),
    Look("sheet-small", "build/new/spreadsheet/{small_sheet}", "spreadsheet_pages.show"),
    Look("sheet-waiting", None, act=SENT),
    Look("sheet-running", None, act=SENT),
    Look("sheet-done", None, act=work_off),
)

_RULES: Final = "admin/retention"
_CASE: Final = f"{_RULES}/{{cases}}/case"
_NO_NUMBER: Final = steps(fill("[name=most]", "two"), press("[name=act][value=preview]"))
_SOME_FIELDS: Final = steps(
    tick("[name=action][value=fields]"),
    fill("[name=most]", "3"),
    press("[name=act][value=preview]"),
)
ADMINISTRATION: Final = (
    Look("admin", "admin/", "administration.show_overview"),
    Look("look", "admin/look?own=yes&accent=%23ffd400", "look.show_look"),
    Look("trail-reads", "admin/audit/reads", "reads.show_reads"),
    Look("people", "admin/people", "persons.show_people"),
    Look("people-nobody", "admin/people?q=nobody", "persons.show_people"),
    Look("person-new", "admin/people/new", "persons.show_new"),
    Look("person-new-mistakes", None, act=SENT),
    Look(
        "person-link",
        None,
        act=steps(fill("[name=name]", "Bo Å"), fill("[name=email]", "bo@example.se"), SENT),
    ),
    Look("person", "admin/people/{member}", "persons.show_person"),
    Look("person-disabled", "admin/people/{admin}", "persons.show_person"),
    Look("tokens", "admin/tokens", "tokens.show_tokens"),
    Look("tokens-none", "admin/tokens", "tokens.show_tokens", empty=True),
    Look("token-new", "admin/tokens/new", "tokens.show_new"),
    Look("token-new-mistakes", None, act=SENT),
    Look(
        "token-made",
        None,
        act=steps(fill("[name=title]", "Map"), tick("[name=scope] >> nth=0"), SENT),
    ),
    Look("audit", "admin/audit", "trail-pages.show_trail"),
    Look("audit-filtered", "admin/audit?app=case-handling&via=api", "trail-pages.show_trail"),
    Look("audit-nothing-matches", "admin/audit?model=nothing", "trail-pages.show_trail"),
    Look("audit-entry", "admin/audit/{entry}", "trail-pages.show_entry"),
    Look("retention", _RULES, "retention-pages.show_overview"),
    Look("retention-none", _RULES, "retention-pages.show_overview", empty=True),
    Look("retention-auditor", _RULES, "retention-pages.show_overview", "auditor"),
    Look("rule-new", f"{_CASE}/new", "retention-pages.show_new"),
    Look("rule-mistakes", None, act=_NO_NUMBER),
    Look("rule-preview", f"{_CASE}/new", "retention-pages.show_new", act=_SOME_FIELDS),
    Look("rule", f"{_CASE}/{{rule}}", "retention-pages.show_rule"),
    Look("rule-auditor", f"{_CASE}/{{rule}}", "retention-pages.show_rule", "auditor"),
    Look("rule-end", f"{_CASE}/{{rule}}/end", "retention-pages.show_end"),
    Look("run-due", f"{_RULES}/run", "retention-pages.show_due"),
    Look("run-nothing-due", f"{_RULES}/run", "retention-pages.show_due", empty=True),
    Look("run", f"{_RULES}/runs/{{run}}", "retention-pages.show_run"),
    Look("run-running", f"{_RULES}/run", "retention-pages.show_due", act=press("main form button")),
)

# Made by no request that a test could send without breaking something: see `made_page`.
MADE: Final = tuple(
    Look(name, f"made/{name}", who=MAKER)
    for name in (
        "failure-409",
        "failure-413",
        "failure-429",
        "failure-500",
        "failure-503",
        "styleguide-app",
        "styleguide-side",
    )
)

# Two halves, for two processes.
WORKING: Final = (*DOORS, *WORK, *MADE)
RUNNING: Final = (*BUILD, *ADMINISTRATION)
LOOKS: Final = (*WORKING, *RUNNING)

ELSEWHERE: Final[Mapping[str, str]] = {
    "form-link-pages.open_link": "test_strangers_lose_nothing.py looks at it, on a phone too",
    "paper-pages.print_record": "a PDF",
    "receipt-pages.download": "a PDF",
    "paper-pages.print_screen": "a PDF",
    "export_pages.print_list": "a PDF",
    "feed-pages.give_feed": "a file for calendar programs",
    "find-pages.find_answers": "JSON for the palette",
    "profile-routes.read_session": "JSON for the page that is open",
    "themes.read_theme": "a stylesheet",
    "health.healthz": "answers machines with JSON",
    "health.readyz": "answers machines with JSON",
    "schemas.list_schemas": "JSON Schemas, for programs",
    "schemas.get_schema": "JSON Schemas, for programs",
    "spreadsheet_pages.download_failures": "a CSV file",
    "import_pages.download_failures": "a CSV file",
    "export_pages.download": "a file",
    "many_pages.give_failures": "a CSV file",
    "many_pages.find_options": "JSON for a search",
    "comment-pages.find_people": "people to mention: JSON",
    "comment-links.go_to_comment": "it leads to the page of the record",
    "notice-pages.count_unread": "a number for the bell: JSON",
    "notice-pages.open_notice": "it leads to what it tells of",
    "app-pages.find_options": "options for a field that is shown: JSON",
    "file-pages.download": "a file",
    "file-pages.show_thumb": "a picture",
    "picture-pages.show_picture": "a picture",
    "pictures.show_picture": "a picture",
    "build-files.give_file": "a file",
}
