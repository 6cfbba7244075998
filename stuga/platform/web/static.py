"""Static files: read, hashed and compressed into memory at start, cached for a year."""

import gzip
import hashlib
import mimetypes
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PREFIX: Final = "/static/"
_FOR_EVER: Final = "public, max-age=31536000, immutable"
_IMPORTED: Final = re.compile(r"""^import\s(?:[^"';]*\sfrom\s)?["'](\.[^"']+)["']""", re.MULTILINE)
_TYPES: Final = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}


@dataclass(frozen=True, slots=True)
class _File:
    content: bytes
    zipped: bytes
    kind: str


class StaticFiles:
    """All files of the product's static folder, under one digest of the whole tree.

    :param joined: files that are others after each other: what every page needs comes in one piece
    """

    def __init__(self, folder: Path, joined: Mapping[str, Sequence[str]] | None = None) -> None:
        self._files = dict(_read(folder))
        for name, parts in (joined or {}).items():
            whole = b"".join(self._files[part].content for part in parts)
            self._files[name] = _file(name, whole)
        self.imports_of: Final = cache(self._imports_of)
        tree = hashlib.sha256()
        for name, each in sorted(self._files.items()):
            tree.update(name.encode() + b"\0" + hashlib.sha256(each.content).digest())
        self.digest = tree.hexdigest()[:16]

    def url(self, name: str) -> str:
        """Return the address of a file; it changes when any file does.

        :raises KeyError: if there is no such file
        """
        if name not in self._files:
            raise KeyError(name)
        return f"{PREFIX}{self.digest}/{name}"

    def names(self) -> tuple[str, ...]:
        """Return every file's name."""
        return tuple(sorted(self._files))

    def _imports_of(self, modules: tuple[str, ...]) -> tuple[str, ...]:
        """Return what modules import, all the way: a page fetches it along with them."""
        found: dict[str, None] = {}
        left = list(modules)
        while left:
            for name in self._imported(left.pop()):
                if name not in found and name not in modules:
                    found[name] = None
                    left.append(name)
        return tuple(found)

    def _imported(self, name: str) -> Iterator[str]:
        folder = posixpath.dirname(name)
        for path in _IMPORTED.findall(self._files[name].content.decode()):
            yield posixpath.normpath(posixpath.join(folder, path))

    def zipped_size(self, name: str) -> int:
        """Return a file's size on the wire, in bytes."""
        return len(self._files[name].zipped)

    def serve(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer a path below `/static/`. An older digest gets today's file, uncached."""
        digest, _, name = str(environ["PATH_INFO"]).removeprefix(PREFIX).partition("/")
        found = self._files.get(name)
        if found is None or environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
            start_response("404 Not Found", [("Content-Type", "text/plain")])
            return [b"There is no such file.\n"]
        zipped = "gzip" in environ.get("HTTP_ACCEPT_ENCODING", "") and bool(found.zipped)
        content = found.zipped if zipped else found.content
        headers = [
            ("Content-Type", found.kind),
            ("Content-Length", str(len(content))),
            ("Cache-Control", _FOR_EVER if digest == self.digest else "no-cache"),
            ("X-Content-Type-Options", "nosniff"),
            ("Vary", "Accept-Encoding"),
        ]
        if zipped:
            headers.append(("Content-Encoding", "gzip"))
        start_response("200 OK", headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [content]


def _read(folder: Path) -> Iterable[tuple[str, _File]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            name = path.relative_to(folder).as_posix()
            yield name, _file(name, path.read_bytes())


def _file(name: str, content: bytes) -> _File:
    guessed = mimetypes.guess_type(name)[0] or "application/octet-stream"
    kind = _TYPES.get(posixpath.splitext(name)[1], guessed)
    return _File(content, gzip.compress(content, mtime=0), kind)


def before(files: StaticFiles, inner: "WSGIApplication") -> "Callable[..., Iterable[bytes]]":
    """Serve static files before anything looks for a tenant."""

    def layer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        if str(environ.get("PATH_INFO", "")).startswith(PREFIX):
            return files.serve(environ, start_response)
        return inner(environ, start_response)

    return layer
