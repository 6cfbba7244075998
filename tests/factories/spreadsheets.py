"""Tables as spreadsheet programs write them; Northwind's own where that folder is at hand."""

from pathlib import Path
from typing import Final

_NORTHWIND: Final = Path(__file__).parents[3] / "shared" / "data" / "northwind"
_TOWNS: Final = (
    ("Berlin", "12209", "Germany"),
    ("Göteborg", "41101", "Sweden"),
    ("Bø", "03800", "Norway"),
)
_PEOPLE: Final = ("Maria Anders", "Åsa Öberg", "Kåre Bjørn", "Ana Trujillo", "Sten Ek")


def northwind(name: str) -> bytes:
    """Return a file of Northwind, or one of the same shape."""
    found = at_hand(name)
    return made(name) if found is None else found


def at_hand(name: str) -> bytes | None:
    """Return a file of Northwind itself, if that folder is at hand."""
    path = _NORTHWIND / f"{name}.csv"
    return path.read_bytes() if path.is_file() else None


def made(name: str) -> bytes:
    """Return a file of the same shape as one of Northwind."""
    return _MADE[name]()


def _customers() -> bytes:
    head = (
        "CustomerID,CompanyName,ContactName,ContactTitle,Address,City,Region,PostalCode,Country,"
        "Phone,Fax"
    )
    lines = [head]
    for number in range(91):
        town, code, country = _TOWNS[number % 3]
        person = _PEOPLE[number % 5]
        lines.append(
            f"{_code(number)},Company {number},{person},Owner,Street {number},{town},,{code},"
            f"{country},030-00{number:05},"
        )
    return "\r\n".join([*lines, ""]).encode()


def _orders() -> bytes:
    head = (
        "OrderID,CustomerID,EmployeeID,OrderDate,RequiredDate,ShippedDate,ShipVia,Freight,ShipName,"
        "ShipAddress,ShipCity,ShipRegion,ShipPostalCode,ShipCountry"
    )
    lines = [head]
    for number in range(830):
        town, code, country = _TOWNS[number % 3]
        day = f"199{6 + number % 3}-{1 + number % 12:02}-{1 + number % 28:02} 00:00:00.000"
        lines.append(
            f"{10248 + number},{_code(number % 91)},{1 + number % 9},{day},{day},{day},"
            f"{1 + number % 3},{number % 90}.{number % 100:02},Company {number % 91},"
            f'"Rua {number}, 7",'
            f"{town},,{code},{country}"
        )
    return "\r\n".join([*lines, ""]).encode()


def _code(number: int) -> str:
    letters = "ABCDEFGHIJ"
    return "".join(letters[int(digit)] for digit in f"{number:05}")


_MADE: Final = {"customers": _customers, "orders": _orders}
