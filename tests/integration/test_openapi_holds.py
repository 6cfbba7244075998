"""What an app's OpenAPI document says holds: Schemathesis asks as it allows, and otherwise."""

import json
import re
from collections import Counter
from datetime import timedelta
from typing import Final

import schemathesis
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as bounds
from schemathesis import Case, Response
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.generation import GenerationMode
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance

from stuga.models.definition import starters
from stuga.models.definition.kinds import KINDS
from stuga.models.definition.starters import NewField
from stuga.models.json import JsonObject
from stuga.platform import clock
from stuga.platform.identity.tokens import service as tokens
from stuga.platform.identity.tokens.commands import CreateToken
from tests.factories.apps import publish
from tests.factories.cast import Tenant
from tests.factories.kind_examples import ELSEWHERE, example_of, schema_of
from tests.factories.shipped import publish_bookings, publish_cases

# The token is sent whatever is generated, and who may come in is asked elsewhere; what is taken of
# all that the schemas allow is asked below, where business may refuse.
NOT_ASKED: Final = [ignored_auth, positive_data_acceptance]
ALL: Final[frozenset[str]] = frozenset()
RECORDS: Final = frozenset({"records", "batch"})
NOWHERE: Final = frozenset({404, 409, 412})
"""There is no such record or job, or it is not in that state: ids and revisions are made up."""
BUSINESS: Final = re.compile(
    r"(person|reference|file)-unknown|file-(empty|missing)|columns-none|text-broken|.*-taken|"
    r"not-found|record-changed|signature-.*|"
    r"(national-id|organisation-number|iban|bankgiro|phone|e-mail|link|time|duration)-.*"
)
"""What no schema can say of a value: what it leads to, its check digit, a sign nothing can keep."""
SAID: Final = frozenset(
    {
        "Not a valid integer.",
        "No operation before this one has that name.",
        "An operation before this one has that name.",
    }
)
"""Said of 1.0, which JSON Schema takes for a whole number, and of names that are made up."""
OF_RECORD: Final = re.compile(r"/operations/\d+/(?!(do|id|revision|data)(/|$)).+")
"""What an operation's record holds: of it the document says no more than that it is an object."""
SPOKEN: Final = re.compile(r"(filter|sort|cursor|columns|key)\b")
"""Arguments that are a small language: a schema says that they are texts."""


def bounds_of(examples: int) -> bounds:
    return bounds(
        max_examples=examples,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


class Asking:
    """Asks one operation after another as a service, and notes how it was answered."""

    def __init__(self, tenant: Tenant, app_key: str, role: str) -> None:
        self.base = f"https://localhost/t/{tenant.slug}/api/v1"
        self.headers = {"Authorization": f"Bearer {token_of(tenant, app_key, role)}"}
        self.statuses: Counter[tuple[str, int]] = Counter()
        self.refused: set[str] = set()
        place = f"/t/{tenant.slug}/api/v1/apps/{app_key}/openapi.json"
        served = tenant.app.test_client().get(place, headers=self.headers)
        self.schema = schemathesis.openapi.from_dict(served.get_json())
        self.schema.app = tenant.app

    def problems(self, sections: frozenset[str], examples: int) -> list[str]:
        """Ask for all operations of some sections, or of all; return what was not as told."""
        found = [
            self._problem(operation, mode, examples)
            for operation in (result.ok() for result in self.schema.get_all_operations())
            if not sections or sections & {*operation.definition.raw["tags"]}
            for mode in GenerationMode
        ]
        return [one for one in found if one] + sorted(self.refused)

    def _problem(self, operation: APIOperation, mode: GenerationMode, examples: int) -> str:
        @given(case=operation.as_strategy(mode))
        @bounds_of(examples)
        def ask(case: Case) -> None:
            response = case.call(base_url=self.base, headers=self.headers)
            self.statuses[operation.method, response.status_code] += 1
            case.validate_response(response, excluded_checks=NOT_ASKED)
            if mode is GenerationMode.POSITIVE and (why := refusal(response)):
                self.refused.add(f"{operation.label}: {why}")

        try:
            ask()
        except (Failure, FailureGroup) as error:
            several = getattr(error, "exceptions", [error])
            return f"{operation.label} ({mode.value}): {'; '.join(map(str, several))}"
        return ""


def refusal(response: Response) -> str:
    """Return why good data was refused, where no business refuses it; '' if it was taken."""
    if response.status_code < 400 or response.status_code in NOWHERE:
        return ""
    problem = response.json()
    is_language = SPOKEN.match(problem.get("detail", ""))
    if is_language or problem["code"] in {"unknown-field", "idempotency-key-reused"}:
        return ""
    errors = problem.get("errors", [])
    wrong = [one for one in errors if not BUSINESS.fullmatch(one["code"])]
    wrong = [one for one in wrong if one.get("message") not in SAID]
    if response.request.path_url.endswith("/bulk"):
        wrong = [one for one in wrong if not OF_RECORD.fullmatch(one["pointer"])]
    return json.dumps(wrong or problem, ensure_ascii=False)[:300] if wrong or not errors else ""


def token_of(tenant: Tenant, app_key: str, role: str) -> str:
    """Make a service token that holds a role; return it as it is sent."""
    with tenant.inside():
        command = CreateToken(
            title="Schemathesis",
            scopes=frozenset({f"records:read:{app_key}", f"records:write:{app_key}"}),
            app_roles={app_key: frozenset({role})},
            ends_at=clock.now() + timedelta(days=1),
            now=clock.now(),
        )
        return tokens.create_token(tenant.actor("owner"), command).text


def test_schemathesis_finds_nothing_in_any_section(bjorkby: Tenant) -> None:
    asking = Asking(bjorkby, publish_cases(bjorkby, owner="handler"), "handler")
    assert asking.problems(ALL, 2) == []
    answered = {status for _, status in asking.statuses}
    assert {200, 201, 400, 404, 422} <= answered, asking.statuses


def test_schemathesis_finds_nothing_in_the_other_template(bjorkby: Tenant) -> None:
    asking = Asking(bjorkby, publish_bookings(bjorkby, owner="caretaker"), "caretaker")
    assert asking.problems(RECORDS, 2) == []


def test_schemathesis_finds_nothing_where_there_is_a_field_of_every_kind(bjorkby: Tenant) -> None:
    asking = Asking(bjorkby, publish(bjorkby, one_of_each(), roles={"owner": "user"}), "user")
    assert asking.problems(RECORDS, 4) == []
    assert asking.statuses["post", 201] > 0


def one_of_each() -> JsonObject:
    """Return an app whose one model has a field of every kind."""
    fields = [
        NewField(key=f"f_{kind.replace('-', '_')}", schema=schema_of(kind, more_of(kind)))
        for kind in KINDS
    ]
    document = starters.blank("kinds", "Kinds", "en")
    return starters.with_model(document, "thing", starters.model_of("Thing", fields))


def more_of(kind: str) -> JsonObject:
    """Return what a field of a kind needs in this app: references lead to its own model."""
    more = dict(example_of(kind).more) if kind not in ELSEWHERE else {}
    given = more.get("x-field")
    if isinstance(given, dict) and "model" in given:
        more["x-field"] = {**given, "model": "thing"}
    if kind == "computed":
        more["x-field"] = {"kind": "computed", "result": "text", "formula": "record.f_text"}
    return more
