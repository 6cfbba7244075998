"""What a file is: its ending, its content and what the field takes must agree."""

import io
from itertools import product

import pytest
import xlsxwriter

from stuga.models.definition.kinds import KINDS
from stuga.models.definition.media import BY_EXTENSION, MEDIA, is_accepted
from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonObject, JsonValue
from stuga.runtime.files.naming import cleaned
from stuga.runtime.files.recognising import recognised
from tests.factories.files import PDF, archive, picture

ANY: JsonObject = {"type": "string", "x-field": {"kind": "file"}}
ODT = "application/vnd.oasis.opendocument.text"
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(1_000)


def a_workbook() -> bytes:
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content)
    book.add_worksheet().write(0, 0, "Björkby")
    book.close()
    return content.getvalue()


SAMPLES = {
    "plan.pdf": PDF,
    "photo.jpg": picture("JPEG"),
    "photo.JPEG": picture("JPEG"),
    "photo.png": picture("PNG"),
    "photo.gif": picture("GIF"),
    "photo.webp": picture("WEBP"),
    "scan.tiff": picture("TIFF"),
    "letter.docx": archive(("[Content_Types].xml", "<x/>"), ("word/document.xml", "<x/>")),
    "sheet.xlsx": a_workbook(),
    "text.odt": archive(("mimetype", ODT), ("content.xml", "<x/>")),
    "old.doc": OLE,
    "old.xls": OLE,
    "all.zip": archive(("a.txt", "a")),
    "notes.txt": "Ärende å ä ö\n".encode(),
    "latin.txt": "Ärende å ä ö\n".encode("latin-1"),
    "wide.txt": "Ärende".encode("utf-16"),
    "rows.csv": b"name;sum\nSten;1,50\n",
    "data.json": b'{"a": [1, 2]}',
    "feed.xml": b'<?xml version="1.0"?><rows><row/></rows>',
    "day.ics": b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n",
    "rich.rtf": b"{\\rtf1\\ansi hello}",
    "film.mp4": b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + bytes(100),
    "film.mov": b"\0\0\0\x14ftypqt  \0\0\0\0qt  " + bytes(100),
    "sound.m4a": b"\0\0\0\x18ftypM4A \0\0\0\0M4A mp42" + bytes(100),
    "sound.wav": b"RIFF\x24\0\0\0WAVEfmt " + bytes(100),
    "sound.mp3": b"ID3\x03\0\0\0\0\0\0" + bytes(100),
    "bare.mp3": b"\xff\xfb\x90\x44" + bytes(200),
    "sound.ogg": b"OggS\0\x02" + bytes(20) + b"\x01vorbis",
    "film.webm": b"\x1aE\xdf\xa3" + bytes(20) + b"webm" + bytes(30),
    "card.vcf": b"BEGIN:VCARD\r\nVERSION:3.0\r\nEND:VCARD\r\n",
    "letter.eml": b"Received: from x\r\nFrom: sten@example.se\r\n\r\nHello",
    "notes.md": "# Ärende\n\nSom *avtalat*.".encode(),
    "phone.heic": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(100),
}


def look(name: str, content: bytes, schema: JsonObject = ANY) -> str:
    """Return the type of a file, or why it is refused."""
    found = recognised(name, io.BytesIO(content), schema)
    return found.code if isinstance(found, Refused) else found.type


@pytest.mark.parametrize("name", SAMPLES)
def test_a_file_that_agrees_with_itself_is_recognised(name: str) -> None:
    extension = name.rpartition(".")[2].lower()

    assert look(name, SAMPLES[name]) == BY_EXTENSION[extension].type


def test_no_content_passes_under_an_ending_of_another_family() -> None:
    alike = {("old.doc", "old.xls"), ("old.xls", "old.doc")}
    texts = {name for name in SAMPLES if "text" in BY_EXTENSION[ending(name)].look.value}
    wrong = [
        (name, other)
        for name, other in product(SAMPLES, SAMPLES)
        if BY_EXTENSION[ending(name)].type != BY_EXTENSION[ending(other)].type
        and (name, other) not in alike
        and ending(name) != "zip"
        and not {name, other} <= texts
        and look(name, SAMPLES[other]) != "file-content"
    ]

    assert wrong == []


def ending(name: str) -> str:
    return name.rpartition(".")[2].lower()


@pytest.mark.parametrize(
    "content",
    [
        b"<!DOCTYPE html><html><script>alert(1)</script></html>",
        b"MZ\x90\x00\x03\x00\x00\x00",
        b"\x7fELF\x02\x01\x01\x00",
        b"text\x00with a sign that no text holds",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    ],
)
@pytest.mark.parametrize("name", ["notes.txt", "rows.csv", "data.json", "plan.pdf", "all.zip"])
def test_what_runs_is_taken_under_no_name(name: str, content: bytes) -> None:
    assert look(name, content) == "file-content"


@pytest.mark.parametrize("name", ["page.html", "a.svg", "a.js", "a.exe", "a.xlsm", "a", "a.", ""])
def test_endings_that_are_not_known_are_refused_whatever_they_hold(name: str) -> None:
    assert look(name, PDF) == "file-type"


@pytest.mark.parametrize(
    ("accept", "taken"),
    [
        ([], {"plan.pdf", "photo.png", "notes.txt"}),
        (["application/pdf"], {"plan.pdf"}),
        (["image/*"], {"photo.png"}),
        ([".txt", ".PDF"], {"plan.pdf", "notes.txt"}),
        (["*/*"], {"plan.pdf", "photo.png", "notes.txt"}),
    ],
)
def test_a_field_takes_what_it_names(accept: list[JsonValue], taken: set[str]) -> None:
    schema: JsonObject = {"type": "string", "x-field": {"kind": "file", "accept": accept}}
    names = ("plan.pdf", "photo.png", "notes.txt")

    assert {one for one in names if look(one, SAMPLES[one], schema) != "file-type"} == taken


def test_a_picture_field_takes_pictures_only_also_where_it_names_none() -> None:
    schema: JsonObject = {"type": "string", "x-field": {"kind": "image"}}

    assert look("plan.pdf", PDF, schema) == "file-type"
    assert look("scan.tiff", SAMPLES["scan.tiff"], schema) == "file-type"
    assert look("photo.png", SAMPLES["photo.png"], schema) == "image/png"


def test_every_picture_is_drawn_anew_and_nothing_else_is_shown() -> None:
    named = {media.type for media in MEDIA if media.is_picture}

    assert named == {"image/jpeg", "image/png", "image/gif", "image/webp"}
    image = KINDS["image"].new_schema()["x-field"]
    assert isinstance(image, dict)
    assert isinstance(image["accept"], list)
    pictures = [one for one in MEDIA if is_accepted(one, [str(each) for each in image["accept"]])]
    assert {one.type for one in pictures} == named


def test_an_archive_with_more_members_than_anyone_packs_is_refused() -> None:
    members = [(f"word/{n}", "") for n in range(10_001)]

    assert look("letter.docx", archive(*members)) == "file-content"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("plan.pdf", "plan.pdf"),
        ("C:\\Users\\Sten\\plan.pdf", "plan.pdf"),
        ("../../etc/passwd", "passwd"),
        ("a\u202egpj.exe", "agpj.exe"),
        ('a<b>:"|?*.pdf', "ab.pdf"),
        ("  .pdf", "pdf"),
        ("", "file"),
        ("...", "file"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie x.pdf"),
        ("Å\u030a.pdf", "Å\u030a.pdf"),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
    ],
)
def test_a_name_is_kept_without_what_steers_or_deceives(given: str, kept: str) -> None:
    assert cleaned(given) == kept
    assert len(cleaned(given)) <= 200
