"""What the checker finds about privacy and retention."""

import pytest

from stuga.models.definition.check import problems
from stuga.models.definition.patch import patched
from stuga.models.json import JsonObject, JsonValue
from tests.unit.definition.conftest import Broken

CASE = "/models/case/properties"
LOOKED_UP: JsonObject = {"personal": "none", "encrypt": True, "lookup": True}


@pytest.mark.parametrize(
    ("operation", "pointer", "finding", "words"),
    [
        (
            ("remove", f"{CASE}/kind/x-privacy"),
            f"{CASE}/kind",
            ("privacy-undecided", "warning"),
            "counts as personal",
        ),
        (
            ("remove", f"{CASE}/email/x-privacy/purpose"),
            f"{CASE}/email/x-privacy",
            ("purpose-missing", "warning"),
            "not for any purpose",
        ),
        (
            ("add", f"{CASE}/email/x-privacy/purpose", "case-handlin"),
            f"{CASE}/email/x-privacy/purpose",
            ("purpose-unknown", "error"),
            "Did you mean “case-handling”?",
        ),
        (
            ("add", f"{CASE}/email/x-privacy/personal", "special"),
            f"{CASE}/email/x-privacy/personal",
            ("special-basis-missing", "error"),
            "Art. 9",
        ),
        (
            ("add", f"{CASE}/email/x-privacy/retention", "never"),
            f"{CASE}/email/x-privacy/retention",
            ("retention-rule-unknown", "error"),
            "“never”",
        ),
        (
            ("add", f"{CASE}/email/x-privacy/lookup", True),
            f"{CASE}/email/x-privacy/lookup",
            ("lookup-plain", "error"),
            "Encrypt it, or index it",
        ),
        (
            (
                "add",
                f"{CASE}/kind/x-privacy",
                {"personal": "none", "encrypt": True, "lookup": True},
            ),
            f"{CASE}/kind/x-privacy/lookup",
            ("lookup-kind", "error"),
            "few possible values",
        ),
        (
            (
                "add",
                f"{CASE}/confidential/x-privacy",
                {"personal": "none", "encrypt": True, "lookup": True},
            ),
            f"{CASE}/confidential/x-privacy/lookup",
            ("lookup-kind", "error"),
            "few possible values",
        ),
        (
            ("add", f"{CASE}/handler/x-privacy/encrypt", True),
            f"{CASE}/handler/x-privacy/encrypt",
            ("encrypt-kind", "error"),
            "cannot be encrypted",
        ),
        (
            ("add", f"{CASE}/applicant/x-privacy/anonymise", {"method": "drop"}),
            f"{CASE}/applicant/x-privacy/anonymise",
            ("drop-required", "error"),
            "it is required",
        ),
        (
            ("add", f"{CASE}/email/x-privacy/anonymise", {"method": "redact"}),
            f"{CASE}/email/x-privacy/anonymise",
            ("method-kind", "error"),
            "does not work for this kind",
        ),
        (
            ("add", f"{CASE}/email/x-privacy/anonymise", {"method": "keep", "reason": "handy"}),
            f"{CASE}/email/x-privacy/anonymise",
            ("keep-personal", "error"),
            "keeps what is personal",
        ),
        (
            ("add", f"{CASE}/handler/x-privacy/anonymise", {"method": "keep"}),
            f"{CASE}/handler/x-privacy/anonymise",
            ("keep-without-reason", "error"),
            "Give a reason",
        ),
        (
            (
                "add",
                f"{CASE}/happened_on/x-privacy/anonymise",
                {"method": "generalise", "to": "age"},
            ),
            f"{CASE}/happened_on/x-privacy/anonymise",
            ("method-settings", "error"),
            "lacks a setting",
        ),
        (
            (
                "add",
                f"{CASE}/happened_on/x-privacy/anonymise",
                {"method": "generalise", "to": "year", "into": "year"},
            ),
            f"{CASE}/happened_on/x-privacy/anonymise/into",
            ("field-unknown", "error"),
            "anonymised into the field",
        ),
        (
            ("remove", "/models/case/x-model/retention"),
            "/models/case",
            ("retention-missing", "warning"),
            "“Subject”, “Description”, “Name” and 7 more",
        ),
        (
            ("remove", f"{CASE}/applicant/x-privacy/anonymise"),
            f"{CASE}/applicant",
            ("anonymise-missing", "warning"),
            "how it is anonymised",
        ),
    ],
)
def test_a_gap_in_privacy_is_named(
    broken: Broken,
    operation: tuple[str, str, JsonValue],
    pointer: str,
    finding: tuple[str, str],
    words: str,
) -> None:
    code, severity = finding
    found = [one for one in broken(operation) if one.code == code]

    assert [(one.pointer, one.severity) for one in found] == [(pointer, severity)]
    assert words in str(found[0].message)


def test_special_data_is_accepted_with_a_basis_of_its_own(broken: Broken) -> None:
    assert not broken(
        ("add", f"{CASE}/description/x-privacy/personal", "special"),
        ("add", "/purposes/case-handling/special_basis", "Art. 9(2)(g)"),
    )


def test_a_unique_field_must_not_become_alike(broken: Broken) -> None:
    found = broken(("add", "/models/case/x-model/unique", [["subject"]]))

    assert [one.code for one in found] == ["method-unique"]


def test_deciding_that_a_field_is_not_personal_is_one_fix(cases: JsonObject) -> None:
    undecided = patched(cases, [{"op": "remove", "path": f"{CASE}/kind/x-privacy"}])
    (problem,) = problems(undecided)

    assert problem.fix is not None
    assert patched(undecided, problem.fix.patch) == cases


RULE = "/retention/closed-2y"


@pytest.mark.parametrize(
    ("operation", "pointer", "finding", "words"),
    [
        (
            ("add", f"{RULE}/start", {"field": "subject"}),
            f"{RULE}/start/field",
            ("retention-start", "error"),
            "Choose one of happened_on, received_on, due_on, closed_on",
        ),
        (
            ("add", f"{RULE}/start", {"field": "created_at"}),
            f"{RULE}/start/field",
            ("retention-start", "error"),
            "no date of the record",
        ),
        (
            ("add", f"{RULE}/start", {"field": "ended_on"}),
            f"{RULE}/start/field",
            ("field-unknown", "error"),
            "“ended_on”",
        ),
        (
            ("add", f"{RULE}/keep_min", "P25M"),
            f"{RULE}/keep_min",
            ("retention-crossed", "error"),
            "at least “P25M” but at most “P2Y”",
        ),
        (
            ("add", f"{RULE}/keep_min", "P731D"),
            f"{RULE}/keep_min",
            ("retention-crossed", "error"),
            "shorter",
        ),
        (
            ("remove", f"{RULE}/keep_max"),
            RULE,
            ("retention-endless", "warning"),
            "neither how long at least nor at most",
        ),
        (
            ("add", f"{RULE}/trash", "P31D"),
            f"{RULE}/trash",
            ("retention-trash", "error"),
            "At most 30 days",
        ),
        (
            ("add", f"{RULE}/when", {"field": "closed_on", "lt": {"now": "-P1Y"}}),
            f"{RULE}/when/lt",
            ("condition-world", "error"),
            "must follow from the record alone",
        ),
        (
            ("add", f"{RULE}/when", {"field": "created_by", "is": {"me": "id"}}),
            f"{RULE}/when/is",
            ("condition-world", "error"),
            "must follow from the record alone",
        ),
        (
            ("add", f"{RULE}/when", {"field": "colour", "is": "red"}),
            f"{RULE}/when/field",
            ("field-unknown", "error"),
            "“colour”",
        ),
        (
            ("add", f"{RULE}/action", "review"),
            f"{RULE}/action",
            ("not-yet", "error"),
            "cannot be carried out yet",
        ),
        (
            ("add", f"{RULE}/start", {"event": "tenant_left"}),
            f"{RULE}/start",
            ("not-yet", "error"),
            "cannot be carried out yet",
        ),
        (
            ("remove", "/models/case/x-model/retention"),
            RULE,
            ("retention-unused", "warning"),
            "used by no model",
        ),
        (
            ("add", f"{RULE}/review", {"role": "boss", "then": "delete"}),
            f"{RULE}/review/role",
            ("role-unknown", "error"),
            "“boss”",
        ),
    ],
)
def test_a_mistake_in_a_retention_rule_is_named(
    broken: Broken,
    operation: tuple[str, str, JsonValue],
    pointer: str,
    finding: tuple[str, str],
    words: str,
) -> None:
    code, severity = finding
    found = [one for one in broken(operation) if one.code == code]

    assert [(one.pointer, one.severity) for one in found] == [(pointer, severity)]
    assert words in str(found[0].message)


def test_a_rule_of_equal_floor_and_ceiling_is_sound(broken: Broken) -> None:
    assert not broken(("add", f"{RULE}/keep_min", "P24M"))


def test_a_rule_without_end_is_sound_with_a_reason(broken: Broken) -> None:
    assert not broken(
        ("remove", f"{RULE}/keep_max"), ("add", f"{RULE}/reason", "The archive law forbids it.")
    )


def test_what_protects_nothing_yet_says_so(encrypted: JsonObject) -> None:
    path = "/models/case/properties/pnr/x-privacy"

    found = {one.code: (one.pointer, one.severity) for one in problems(encrypted)}

    assert found["encrypt-not-yet"] == (f"{path}/encrypt", "warning")
