"""Forms that bring files: read by `multipart`, since nothing typed or uploaded may be lost.

Werkzeug's own reader adds a byte to, or loses, what ends just where one chunk meets the next
(pallets/werkzeug#3285).
"""

from collections.abc import Iterable, Iterator
from typing import IO, Any, Final, TypeAlias

from flask import Request
from multipart import (  # type: ignore[import-untyped]  # it has no types
    MultipartError,
    MultipartSegment,
    ParserLimitReached,
    PushMultipartParser,
)
from werkzeug.datastructures import FileStorage, Headers, MultiDict
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser

from stuga.platform.errors import BadRequestError

CHUNK: Final = 64 * 1024
"""Bytes that are read at a time."""

_Text: TypeAlias = tuple[str, str]
_Events: TypeAlias = Iterator[MultipartSegment | bytes | None]


class FormParser(FormDataParser):
    """Reads form bodies (RFC 7578) whatever their length, and wherever a chunk ends."""

    def parse(
        self,
        stream: IO[bytes],
        mimetype: str,
        content_length: int | None,
        options: dict[str, str] | None = None,
    ) -> tuple[IO[bytes], MultiDict[str, Any], MultiDict[str, Any]]:
        """Return the rest of the stream, the texts by name, and the files by name.

        :raises RequestEntityTooLarge: for too many parts, or too much text in all
        :raises BadRequestError: if the body breaks off, or is no form
        """
        if mimetype != "multipart/form-data":
            return super().parse(stream, mimetype, content_length, options)
        found: list[tuple[str, FileStorage]] = []
        try:
            with PushMultipartParser(
                (options or {}).get("boundary", ""),
                max_segment_count=self.max_form_parts or float("inf"),
            ) as parser:
                texts = self._taken(parser.parse_blocking(stream.read, CHUNK), found)
        except ParserLimitReached:
            _close(found)
            raise RequestEntityTooLarge from None
        except MultipartError as error:
            _close(found)
            raise BadRequestError(f"The form cannot be read: {error}.") from None
        except RequestEntityTooLarge:
            _close(found)
            raise
        return stream, self.cls(texts), self.cls(found)

    def _taken(self, events: _Events, files: list[tuple[str, FileStorage]]) -> list[_Text]:
        """Return the texts; the files that come are put into the given list."""
        texts: list[_Text] = []
        left = self.max_form_memory_size or float("inf")
        for part in events:
            if not isinstance(part, MultipartSegment):
                continue
            if part.filename is not None:
                files.append((part.name, self._file(part)))
                _copy(events, files[-1][1].stream)
                continue
            text = _text(events, left)
            left -= len(text)
            texts.append((part.name, text.decode("utf-8", "replace")))
        return texts

    def _file(self, part: MultipartSegment) -> FileStorage:
        kept = self.stream_factory(
            total_content_length=None,
            filename=part.filename,
            content_type=part.content_type,
            content_length=None,
        )
        return FileStorage(kept, part.filename, part.name, headers=Headers(part.headerlist))


def _copy(events: _Events, to: IO[bytes]) -> None:
    for chunk in _body(events):
        to.write(chunk)
    to.seek(0)


def _close(files: Iterable[tuple[str, FileStorage]]) -> None:
    for _, file in files:
        file.close()


def _text(events: _Events, most: float) -> bytes:
    kept = bytearray()
    for chunk in _body(events):
        kept += chunk
        if len(kept) > most:
            raise RequestEntityTooLarge
    return bytes(kept)


def _body(events: _Events) -> Iterator[bytes]:
    """Give the bytes of the part that has begun, to its end."""
    for chunk in events:
        if not isinstance(chunk, bytes):
            return
        yield chunk


class FormRequest(Request):
    """A request whose forms are read with care."""

    form_data_parser_class = FormParser
