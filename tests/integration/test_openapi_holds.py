"""What an app's OpenAPI document says holds: Schemathesis asks as it allows, and otherwise."""

from collections import Counter
from datetime import timedelta
from typing import Final

import schemathesis
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as bounds
from schemathesis import Case
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.generation import GenerationMode
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance

from stuga.platform import clock
from stuga.platform.identity.tokens import service as tokens
from stuga.platform.identity.tokens.commands import CreateToken
from tests.factories.cast import Tenant
from tests.factories.shipped import publish_cases

# The token is sent whatever is generated, and a schema cannot say which records there are to refer
# to; who may come in is asked elsewhere.
NOT_ASKED: Final = [ignored_auth, positive_data_acceptance]
SEEDED: Final = bounds(
    max_examples=3,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


class Asking:
    """Asks one operation after another as a service, and notes how it was answered."""

    def __init__(self, tenant: Tenant, app_key: str) -> None:
        self.base = f"https://localhost/t/{tenant.slug}/api/v1"
        self.headers = {"Authorization": f"Bearer {token_of(tenant, app_key)}"}
        self.statuses: Counter[tuple[str, int]] = Counter()

    def problems(self, operation: APIOperation, mode: GenerationMode) -> str:
        """Ask for one operation; return what was not as the document says."""

        @given(case=operation.as_strategy(mode))
        @SEEDED
        def ask(case: Case) -> None:
            response = case.call(base_url=self.base, headers=self.headers)
            self.statuses[operation.method, response.status_code] += 1
            case.validate_response(response, excluded_checks=NOT_ASKED)

        try:
            ask()
        except (Failure, FailureGroup) as error:
            several = getattr(error, "exceptions", [error])
            return f"{operation.label} ({mode.value}): {'; '.join(map(str, several))}"
        return ""


def token_of(tenant: Tenant, app_key: str) -> str:
    """Make a service token that handles cases; return it as it is sent."""
    with tenant.inside():
        command = CreateToken(
            title="Schemathesis",
            scopes=frozenset({f"records:read:{app_key}", f"records:write:{app_key}"}),
            app_roles={app_key: frozenset({"handler"})},
            ends_at=clock.now() + timedelta(days=1),
            now=clock.now(),
        )
        return tokens.create_token(tenant.actor("owner"), command).text


def test_schemathesis_finds_nothing(bjorkby: Tenant) -> None:
    key = publish_cases(bjorkby, owner="handler")
    asking = Asking(bjorkby, key)
    place = f"/t/{bjorkby.slug}/api/v1/apps/{key}/openapi.json"
    served = bjorkby.app.test_client().get(place, headers=asking.headers)
    document = served.get_json()
    schema = schemathesis.openapi.from_dict(document)
    schema.app = bjorkby.app
    found = [
        asking.problems(result.ok(), mode)
        for result in schema.get_all_operations()
        for mode in GenerationMode
    ]
    assert [one for one in found if one] == []
    answered = {status for _, status in asking.statuses}
    assert {200, 201, 400, 404, 422} <= answered, asking.statuses
