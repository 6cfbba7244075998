"""What the checker finds in roles and languages."""

from stuga.models.definition.patch import patched
from stuga.models.json import JsonObject
from tests.unit.definition.conftest import Broken


def test_a_role_with_a_screen_but_no_right_to_it_is_a_warning(
    broken: Broken, cases: JsonObject
) -> None:
    (problem,) = broken(("remove", "/roles/registrar/models/decision/read"))[:1]

    assert (problem.code, problem.severity) == ("role-without-right", "warning")
    assert problem.fix is not None
    assert patched(cases, problem.fix.patch) == cases


def test_a_screen_of_no_role_is_a_warning(broken: Broken) -> None:
    screen: JsonObject = {"type": "page", "title": "About"}
    found = broken(
        ("add", "/screens/about", screen),
        *(("add", f"/texts/{one}/screen.about.title", "Om") for one in ("sv", "nb")),
    )

    assert [(one.code, one.pointer) for one in found] == [("screen-without-role", "/screens/about")]


def test_each_language_that_lacks_texts_is_one_warning_with_their_number(broken: Broken) -> None:
    found = broken(
        ("remove", "/texts/sv/app.title"),
        ("remove", "/texts/sv/screen.inbox.title"),
        ("remove", "/texts/nb/model.case.field.kind.choice.permit"),
    )

    assert [(one.code, one.pointer, one.severity) for one in found] == [
        ("language-missing", "/texts/nb", "warning"),
        ("language-missing", "/texts/sv", "warning"),
    ]
    assert "lacks 1 text: “Permit”" in str(found[0].message)
    assert "lacks 2 texts: “Case handling”, “Inbox”" in str(found[1].message)


def test_texts_of_nothing_are_a_warning_that_its_fix_removes(
    broken: Broken, cases: JsonObject
) -> None:
    (problem,) = broken(("add", "/texts/sv/screen.gone.title", "Borta"))
    assert problem.code == "language-stale"
    assert problem.fix is not None

    stale = patched(cases, [{"op": "add", "path": "/texts/sv/screen.gone.title", "value": "Borta"}])
    assert patched(stale, problem.fix.patch) == cases


def test_a_right_to_change_what_one_may_not_read_is_a_warning_that_is_mended(
    broken: Broken,
) -> None:
    rights = "/roles/registrar/models/decision"
    blind: JsonObject = {"create": True, "delete": True}

    (problem,) = [
        one for one in broken(("add", rights, blind)) if one.code == "change-without-read"
    ]

    assert (problem.severity, problem.pointer) == ("warning", f"{rights}/delete")
    assert problem.fix is not None
    assert problem.fix.patch[0]["value"] == {**blind, "read": True}
