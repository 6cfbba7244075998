"""What a browser calls itself."""

import pytest

from stuga.platform.identity.devices import device_of

MOZILLA = "Mozilla/5.0"


WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
CHROME = "Chrome/140.0.0.0"


@pytest.mark.parametrize(
    ("user_agent", "device"),
    [
        (f"{MOZILLA} (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Linux"),
        (f"{MOZILLA} (Windows NT 10.0) {WEBKIT} {CHROME} Safari/537.36 Edg/140", "Edge, Windows"),
        (
            f"{MOZILLA} (iPhone; CPU iPhone OS 18_0 like Mac OS X) {WEBKIT} Safari/6",
            "Safari, iPhone",
        ),
        (f"{MOZILLA} (Linux; Android 15) {WEBKIT} {CHROME} Mobile Safari/5", "Chrome, Android"),
        ("curl/8.5.0", "curl"),
        ("", ""),
        ("<script>", ""),
    ],
)
def test_a_browser_is_told_by_its_own_name(user_agent: str, device: str) -> None:
    assert device_of(user_agent) == device
