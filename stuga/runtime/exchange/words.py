"""What is said of files and rows that cannot be taken."""

from collections.abc import Mapping
from typing import Final

from stuga.models.definition.document import Model
from stuga.models.definition.refusals import Errors, Refused
from stuga.platform.errors import InvalidError
from stuga.platform.ui import Locale, msgid
from stuga.platform.ui.refusal_words import refusal_text

ROW: Final = ""
UNNAMED: Final = msgid("Column {number}")
WORDS: Final[Mapping[str, str]] = {
    "file-missing": msgid("Choose a file."),
    "file-empty": msgid("The file is empty."),
    "file-no-rows": msgid("The file has a header and no rows below it."),
    "file-too-large": msgid("The file is larger than {most} MB. Split it and import the parts."),
    "file-workbook": msgid(
        "This is none of the workbooks that are read here. Save it as XLSX, ODS or CSV."
    ),
    "file-binary": msgid("This is not a text file. Save the table as CSV and choose that file."),
    "file-broken-text": msgid("The file says that it is {name}, but is not. Save it again."),
    "file-broken-table": msgid("The file looks like {form}, but cannot be read as a table."),
    "sheet-unknown": msgid("The file has no sheet “{sheet}”."),
    "file-columns": msgid("The file has more than {most} columns."),
    "file-rows": msgid("The file has more than {most} rows. Split it and import the parts."),
    "field-unknown": msgid("Choose one of the fields shown."),
    "field-twice": msgid("Two columns cannot go to the same field."),
    "link-unknown": msgid("Choose one of the ways shown."),
    "column-unknown": msgid("The file has no column “{column}”."),
    "columns-none": msgid("Choose a field for at least one column."),
    "columns-required": msgid("Choose the columns for what must be filled in: {fields}."),
    "import-repeated": msgid(
        "The same file was imported here within a day. Tick the box to import it once more."
    ),
    "row-broken": msgid(
        "The row cannot be taken apart: a quotation mark is missing, or stands where none may."
    ),
    "row-ragged": msgid("The row has {found} cells where the header has {expected}."),
    "row-not-permitted": msgid("You may not create this record."),
    "row-not-changeable": msgid("You may not change this record."),
    "key-unknown": msgid("Rows cannot be matched by “{field}”."),
    "key-unmapped": msgid("Choose a column for {field}: rows are matched by it."),
    "key-part": msgid(
        "Records cannot be found by {field} alone. Choose all the fields that are unique together."
    ),
    "key-empty": msgid("Fill in {field}: rows are matched by it."),
    "key-not-found": msgid("No record here has the key “{value}”."),
    "key-twice": msgid("Row {row} has the same key."),
    "key-ambiguous": msgid("{count} records have this key."),
    "reference-ambiguous": msgid("{model}: more than one is called “{value}”."),
    "reference-not-found": msgid("{model}: none is called “{value}”."),
    "cell-masked": msgid(
        "{field}: the cell shows a part of a value. Leave out the column, or fill in the whole."
    ),
    "cell-error": msgid("The cell holds {error}, an error of the spreadsheet, and no value."),
    "row-ring": msgid("The row is one of more than {most} that name each other."),
    "person-ambiguous": msgid("More than one person is called “{value}”."),
    "person-not-found": msgid("No person here is called “{value}”."),
}
REASONS: Final[Mapping[str, str]] = {
    "app-gone": msgid("The app or the model is no longer there."),
    "not-permitted": msgid("You may no longer create or change records here."),
    "given-up": msgid(
        "An error stopped it, and has been noted. What was imported before is there."
    ),
    "key-gone": msgid("A field by which rows are matched is no longer there."),
    "file-gone": msgid("The file is no longer there. Choose it once more."),
}


def told(refused: Refused, locale: Locale, title: str = "") -> str:
    """Say why something cannot be taken."""
    if refused.code in WORDS:
        arguments = {
            key: locale.number(value) if isinstance(value, int) else value
            for key, value in refused.arguments.items()
        }
        return locale.text(WORDS[refused.code], **arguments)
    return refusal_text(refused, title, locale)


def told_by_field(errors: Errors, model: Model, locale: Locale) -> dict[str, str]:
    """Say, by field, why a row was refused."""
    found: dict[str, str] = {}
    for at, refused in errors.items():
        key = at.split("/", 2)[1].replace("~1", "/").replace("~0", "~") if at else ROW
        field = model.fields.get(key)
        found.setdefault(key, told(refused, locale, field.title if field else key))
    return found


def first_told(error: InvalidError, locale: Locale) -> str:
    """Say the first of what is wrong."""
    return told(next(iter(error.errors.values())), locale)
