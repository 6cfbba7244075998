"""One request of the API, as curl, Python and JavaScript write it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from stuga.models.json import JsonObject

TOKEN: Final = "STUGA_TOKEN"  # noqa: S105  # the name of a variable
LANGUAGES: Final[Mapping[str, str]] = {
    "curl": "curl",
    "python": "Python",
    "javascript": "JavaScript",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request: where, how, with which headers beside the token, and what it sends."""

    url: str
    method: str = "GET"
    headers: Mapping[str, str]
    body: JsonObject | None = None
    answers: bool = True

    def in_language(self, language: str) -> str:
        """Return the request in one of `LANGUAGES`."""
        return {"curl": _curl, "python": _python, "javascript": _javascript}[language](self)


def _curl(asked: Asked) -> str:
    lines = [f"curl -X {asked.method} {_quoted(asked.url)}"]
    lines.append(f'-H "Authorization: Bearer ${TOKEN}"')
    lines += [f"-H {_quoted(f'{name}: {text}')}" for name, text in asked.headers.items()]
    if asked.body is not None:
        lines.append(f"-d {_quoted(json.dumps(asked.body, ensure_ascii=False))}")
    return " \\\n  ".join(lines)


def _quoted(text: str) -> str:
    inner = text.replace("'", "'\\''")
    return f"'{inner}'"


def _python(asked: Asked) -> str:
    headers = [f"""        "Authorization": "Bearer " + os.environ["{TOKEN}"],"""]
    headers += [f"        {name!r}: {text!r}," for name, text in asked.headers.items()]
    lines = [
        "import json",
        "import os",
        "from urllib.request import Request, urlopen",
        "",
        "request = Request(",
        f"    {asked.url!r},",
        f'    method="{asked.method}",',
        "    headers={",
        *headers,
        "    },",
    ]
    if asked.body is not None:
        lines.append(f"    data=json.dumps({asked.body!r}).encode(),")
    lines += [")", "with urlopen(request) as answer:"]
    lines.append("    print(json.load(answer))" if asked.answers else "    print(answer.status)")
    return "\n".join(lines)


def _javascript(asked: Asked) -> str:
    headers = [f"    Authorization: `Bearer ${{process.env.{TOKEN}}}`,"]
    headers += [f'    "{name}": {json.dumps(text)},' for name, text in asked.headers.items()]
    lines = [
        f"const answer = await fetch({json.dumps(asked.url)}, {{",
        f'  method: "{asked.method}",',
        "  headers: {",
        *headers,
        "  },",
    ]
    if asked.body is not None:
        lines.append(f"  body: JSON.stringify({json.dumps(asked.body, ensure_ascii=False)}),")
    lines.append("});")
    lines.append(f"console.log({'await answer.json()' if asked.answers else 'answer.status'});")
    return "\n".join(lines)
