"""Forms with files: no byte is lost or added, wherever one chunk meets the next."""

import hashlib
from io import BytesIO

import pytest
from urllib3.filepost import encode_multipart_formdata
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.exceptions import RequestEntityTooLarge

from stuga.platform.errors import BadRequestError
from stuga.platform.web.multipart import CHUNK, FormParser

BOUNDARY = "WebKitFormBoundaryabcdefghijklmnop"


def read(body: bytes, **limits: int) -> tuple[MultiDict[str, str], MultiDict[str, FileStorage]]:
    parser = FormParser(silent=False, **limits)
    options = {"boundary": BOUNDARY}
    _, form, files = parser.parse(BytesIO(body), "multipart/form-data", len(body), options)
    return form, files


def written(*parts: tuple[str, object]) -> bytes:
    body, _ = encode_multipart_formdata(parts, BOUNDARY)
    return body


@pytest.mark.parametrize("value", ["", "\r", "\r\n", "Bolt", "a\r\n--WebKit\r\n"])
def test_a_text_is_the_same_wherever_a_chunk_ends(value: str) -> None:
    around = len(written(("value", value)))
    for gap in range(CHUNK - 2 * around, CHUNK):
        sent = [("pad", "x" * gap), ("value", value), ("after", "here")]
        form, _ = read(written(*sent))
        assert list(form.items(multi=True)) == sent


def test_a_file_is_the_same_wherever_a_chunk_ends() -> None:
    for gap in range(CHUNK - 300, CHUNK):
        content = b"x" * gap + b"\r\n\r"
        form, files = read(written(("file", ("a.bin", content)), ("after", "here")))
        kept = files["file"].read()
        files["file"].close()
        assert hashlib.sha256(kept).digest() == hashlib.sha256(content).digest()
        assert (files["file"].filename, form["after"]) == ("a.bin", "here")


def test_what_breaks_off_is_refused_whole() -> None:
    body = written(("title", "Lost"), ("file", ("a.bin", b"x" * 1000)), ("after", "here"))
    for end in (len(body) // 2, len(body) - 5):
        with pytest.raises(BadRequestError, match="The form cannot be read"):
            read(body[:end])


def test_no_more_text_and_parts_are_taken_than_allowed() -> None:
    body = written(("one", "x" * 60), ("two", "x" * 60), ("file", ("a.bin", b"x" * 500)))
    form, files = read(body, max_form_memory_size=120, max_form_parts=3)
    files["file"].close()
    assert len(form) == 2

    with pytest.raises(RequestEntityTooLarge):
        read(body, max_form_memory_size=119)
    with pytest.raises(RequestEntityTooLarge):
        read(body, max_form_parts=2)
