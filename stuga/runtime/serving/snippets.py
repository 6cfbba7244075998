"""One request of the API, as curl, Python and JavaScript write it.

What the reader has to put in, as the id of a record, is read from a variable of the environment.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from stuga.models.json import JsonObject

TOKEN: Final = "STUGA_TOKEN"  # noqa: S105  # the name of a variable
LANGUAGES: Final[Mapping[str, str]] = {
    "curl": "curl",
    "python": "Python",
    "javascript": "JavaScript",
}
_OPEN, _SHUT = "\ue000", "\ue001"
_PLACE: Final = re.compile(f"{_OPEN}(\\w+){_SHUT}")
_PLACE_OF_REPR: Final = re.compile(r"'\\ue000(\w+)\\ue001'")
_PLACE_OF_JSON: Final = re.compile(f'"{_OPEN}(\\w+){_SHUT}"')
_PLAIN: Final = re.compile(r"[\w:/.@~-]*", re.ASCII)


def variable(name: str) -> str:
    """Return what stands for a variable in an address, a query or a body, all by itself."""
    return f"{_OPEN}{name}{_SHUT}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A file that is sent: as the body, or as a part of a form."""

    name: str
    part: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request: where, how, with which headers beside the token, and what it sends.

    :ivar answers: what comes back: `json`, `bytes`, or nothing but a `status`
    """

    url: str
    method: str = "GET"
    headers: Mapping[str, str]
    query: Mapping[str, str] = field(default_factory=dict)
    body: JsonObject | None = None
    file: Sent | None = None
    answers: Literal["json", "bytes", "status"] = "json"

    def in_language(self, language: str) -> str:
        """Return the request in one of `LANGUAGES`."""
        return {"curl": _curl, "python": _python, "javascript": _javascript}[language](self)


def _curl(asked: Asked) -> str:
    lines = [f"curl -X {asked.method} {_shell(asked.url)}"]
    lines.append(f'-H "Authorization: Bearer ${TOKEN}"')
    lines += [f"-H {_shell(f'{name}: {text}')}" for name, text in asked.headers.items()]
    sends = asked.body is not None or asked.file is not None
    if asked.query and not sends:
        lines[0] = lines[0].replace("curl ", "curl -G ", 1)
        lines += [
            f"--data-urlencode {_shell(f'{name}={text}')}" for name, text in asked.query.items()
        ]
    elif asked.query:
        lines[0] = (
            f"{lines[0]}{_shell('?' + '&'.join('='.join(one) for one in asked.query.items()))}"
        )
    if asked.body is not None:
        lines.append(f"-d {_shell(json.dumps(asked.body, ensure_ascii=False))}")
    if asked.file is not None:
        lines.append(_curl_file(asked.file))
    if asked.answers == "bytes":
        lines.append("-o answer.bin")
    return " \\\n  ".join(lines)


def _curl_file(file: Sent) -> str:
    return f"-F {file.part}=@{file.name}" if file.part else f"--data-binary @{file.name}"


def _shell(text: str) -> str:
    """Quote a text; a variable is read between double quotes."""
    if _PLAIN.fullmatch(_PLACE.sub("", text)):
        return '"' + _PLACE.sub(r"$\1", text) + '"' if _PLACE.search(text) else f"'{text}'"
    quoted = "'" + text.replace("'", "'\\''") + "'"
    told = _PLACE.sub(lambda found: f"'\"${found[1]}\"'", quoted)
    return told.removesuffix("''") if told.endswith("\"''") else told


def _python(asked: Asked) -> str:
    headers = [f"""        "Authorization": "Bearer " + os.environ["{TOKEN}"],"""]
    headers += [f"        {name!r}: {text!r}," for name, text in asked.headers.items()]
    imports = ["import json"] if asked.body is not None or asked.answers == "json" else []
    imports += ["import os"]
    imports += ["from pathlib import Path"] if asked.file is not None else []
    imports += ["from urllib.parse import urlencode"] if asked.query else []
    url = _in_python(asked.url)
    if asked.query:
        url += f' + "?" + urlencode({_python_object(dict(asked.query))})'
    lines = [*imports, "from urllib.request import Request, urlopen", ""]
    if asked.file is not None and asked.file.part:
        headers.append('        "Content-Type": "multipart/form-data; boundary=part",')
        lines += _python_form(asked.file)
    lines += ["request = Request(", f"    {url},", f'    method="{asked.method}",']
    lines += ["    headers={", *headers, "    },"]
    if asked.body is not None:
        lines.append(f"    data=json.dumps({_python_object(asked.body)}).encode(),")
    elif asked.file is not None:
        data = "form" if asked.file.part else f"Path({asked.file.name!r}).read_bytes()"
        lines.append(f"    data={data},")
    printed = {
        "json": "json.load(answer)",
        "bytes": "len(answer.read())",
        "status": "answer.status",
    }
    lines += [")", "with urlopen(request) as answer:", f"    print({printed[asked.answers]})"]
    return "\n".join(lines)


def _python_form(file: Sent) -> list[str]:
    disposition = f'Content-Disposition: form-data; name="{file.part}"; filename="{file.name}"'
    return [
        'form = b"\\r\\n".join([',
        '    b"--part",',
        f"    b{disposition!r},",
        '    b"Content-Type: application/octet-stream",',
        '    b"",',
        f"    Path({file.name!r}).read_bytes(),",
        '    b"--part--",',
        '    b"",',
        "])",
    ]


def _in_python(text: str) -> str:
    parts = [
        f'os.environ["{part}"]' if place % 2 else repr(part)
        for place, part in enumerate(_PLACE.split(text))
        if part
    ]
    return " + ".join(parts)


def _python_object(content: object) -> str:
    return _PLACE_OF_REPR.sub(r'os.environ["\1"]', repr(content))


def _javascript(asked: Asked) -> str:
    headers = [f"    Authorization: `Bearer ${{process.env.{TOKEN}}}`,"]
    headers += [f'    "{name}": {json.dumps(text)},' for name, text in asked.headers.items()]
    url = _in_javascript(asked.url)
    if asked.query:
        url += f' + "?" + new URLSearchParams({_javascript_object(dict(asked.query))})'
    lines = []
    if asked.file is not None:
        lines += ['import { openAsBlob } from "node:fs";', ""]
    if asked.file is not None and asked.file.part:
        name = json.dumps(asked.file.name)
        lines += ["const form = new FormData();"]
        lines += [f'form.set("{asked.file.part}", await openAsBlob({name}), {name});']
    lines += [f"const answer = await fetch({url}, {{", f'  method: "{asked.method}",']
    lines += ["  headers: {", *headers, "  },"]
    if asked.body is not None:
        lines.append(f"  body: JSON.stringify({_javascript_object(asked.body)}),")
    elif asked.file is not None:
        name = json.dumps(asked.file.name)
        lines.append(f"  body: {'form' if asked.file.part else f'await openAsBlob({name})'},")
    printed = {
        "json": "await answer.json()",
        "bytes": "(await answer.arrayBuffer()).byteLength",
        "status": "answer.status",
    }
    lines += ["});", f"console.log({printed[asked.answers]});"]
    return "\n".join(lines)


def _in_javascript(text: str) -> str:
    parts = [
        f"process.env.{part}" if place % 2 else json.dumps(part)
        for place, part in enumerate(_PLACE.split(text))
        if part
    ]
    return " + ".join(parts)


def _javascript_object(content: object) -> str:
    return _PLACE_OF_JSON.sub(r"process.env.\1", json.dumps(content, ensure_ascii=False))
