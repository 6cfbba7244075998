"""Where one may be sent after signing in: never to another site."""

import pytest

from stuga.platform.identity.paths import after_sign_in, own_path


@pytest.mark.parametrize(
    "path", ["/", "/admin/people?q=a&state=active", "/apps/cases/inbox/0195-x", "/a%20b"]
)
def test_a_path_of_ours_is_kept(path: str) -> None:
    assert own_path(path) == path
    assert after_sign_in(path) == path


@pytest.mark.parametrize(
    "elsewhere",
    [
        "",
        "admin",
        "//evil.example",
        "/\\evil.example",
        "\\/evil.example",
        "/\t/evil.example",
        "/a\\b",
        "/a\nLocation: x",
        "https://evil.example",
        "javascript:alert(1)",
        "/å",
        "/" + "x" * 2000,
    ],
)
def test_whatever_else_leads_to_the_start_page(elsewhere: str) -> None:
    assert own_path(elsewhere) == "/"


@pytest.mark.parametrize(
    "path", ["/sign-in", "/sign-in?return_to=/", "/sign-in/link/x", "/sign-out"]
)
def test_signing_in_does_not_lead_back_to_itself(path: str) -> None:
    assert after_sign_in(path) == "/"
