"""Carries out examples of requests, in curl and in Python, against the app."""

import io
import subprocess
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlencode, urlsplit
from urllib.request import Request

from urllib3.filepost import encode_multipart_formdata
from werkzeug.test import TestResponse

from tests.factories.cast import Browser

TOKEN: Final = "a-token"  # of no one
_SAYING: Final = 'curl() { printf "%s\\0" "$@"; }\n'
"""Stands for curl in a shell: says what it was told."""
_ALONE: Final = frozenset({"-G"})


@dataclass
class Sender:
    """Sends what examples say, as the person who reads the page; `status` is what came of it."""

    browser: Browser
    status: int = 0

    @contextmanager
    def urlopen(self, request: Request) -> Iterator[io.BytesIO]:
        """Do as `urllib.request.urlopen`."""
        data = request.data or b""
        assert isinstance(data, bytes)
        headers = {name.title(): text for name, text in request.header_items()}
        answered = self._send(request.get_method(), request.full_url, headers, data)
        content = io.BytesIO(answered.get_data())
        content.status = answered.status_code  # type: ignore[attr-defined]  # as it is there
        yield content

    def curl(self, snippet: str) -> None:
        """Do as curl, with the words that a shell makes of an example."""
        shell = ["bash", "-euc", _SAYING + snippet]
        told = subprocess.run(shell, capture_output=True, check=True, text=True)  # noqa: S603  # our own words
        url, given = _read(told.stdout.split("\0")[:-1])
        headers = dict(one.split(": ", 1) for one in given["-H"])
        data = b"".join(one.encode() for one in given["-d"])
        data += b"".join(Path(one[1:]).read_bytes() for one in given["--data-binary"])
        for one in given["-F"]:
            name, _, file = one.partition("=@")
            form = {name: (file, Path(file).read_bytes())}
            data, headers["Content-Type"] = encode_multipart_formdata(form)
        assert bool(given["-G"]) is bool(given["--data-urlencode"])
        query = urlencode(dict(one.split("=", 1) for one in given["--data-urlencode"]))
        self._send(given["-X"][0], f"{url}?{query}" if query else url, headers, data)

    def _send(self, method: str, url: str, headers: Mapping[str, str], data: bytes) -> TestResponse:
        assert headers["Authorization"] == f"Bearer {TOKEN}"
        address = urlsplit(url)
        path = address.path.partition(self.browser.tenant.slug)[2]
        kind = {"content_type": headers["Content-Type"]} if "Content-Type" in headers else {}
        others = {
            key: one for key, one in headers.items() if key not in {"Authorization", "Content-Type"}
        }
        ask = getattr(self.browser, method.lower())
        answered: TestResponse = ask(f"{path}?{address.query}", data=data, headers=others, **kind)
        self.status = answered.status_code
        assert self.status < 400, (method, url, answered.text)
        return answered


def _read(words: Sequence[str]) -> tuple[str, Mapping[str, list[str]]]:
    """Return the address and what stands with each option."""
    found: dict[str, list[str]] = defaultdict(list)
    rest = iter(words)
    url = ""
    for word in rest:
        if word in _ALONE:
            found[word].append("")
        elif word.startswith("-"):
            found[word].append(next(rest))
        else:
            url = word
    return url, found
