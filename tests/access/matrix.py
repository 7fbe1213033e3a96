"""Who gets in where: asks every route with every method as every role, and keeps the answers as a
table.

``python -m pytest tests/access --write-matrix`` writes ``matrix.csv`` anew; the change is then
read by
a person like any other change.
"""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.access.routes import Route, routes
from tests.cast import Cast
from tests.databases import rolled_back
from tests.web import BACKEND, browser

ENTRANCES = ("/masuk/?", "/akun/login/?")
TABLE = Path(__file__).parent / "matrix.csv"
METHODS = ("GET", "POST")
ROLES = {
    "pengunjung": None,
    "anggota": "Siti",
    "ketua": "ratna",
    "bendahara": "hasan",
    "sekretaris": "yuli",
    "teller": "deni",
    "kasir": "wulan",
    "gudang": "joko",
    "redaktur": "sari",
    "pemred": "bayu",
    "media": "tuti",
    "pengawas": "umar",
    "dps": "salim",
}
Key = tuple[str, str]
Answers = dict[Key, dict[str, str]]


def asked(cast: Cast) -> Answers:
    """Every route and method to the answer each role gets.

    Whatever a question changes (a session that ends, a guess that is counted) is taken back before
    the next one.
    """
    found: Answers = {(route.pattern, method): {} for route in routes() for method in METHODS}
    for role, person in ROLES.items():
        client = browser(raise_request_exception=False)
        if person:
            client.force_login(cast.users[person], backend=BACKEND)
        cookies = client.cookies.output()
        for route, method in _questions():
            client.cookies.clear()
            client.cookies.load(cookies.replace("Set-Cookie: ", ""))
            with rolled_back():
                answer = client.generic(method, route.path)
            found[route.pattern, method][role] = word(answer)
    return found


def _questions() -> Iterator[tuple[Route, str]]:
    for route in routes():
        for method in METHODS:
            yield route, method


def word(answer: Any) -> str:
    """What an answer says of access: ``ya``, ``masuk`` (log in first), ``tidak``, ``405``."""
    status = answer.status_code
    assert status < 500, f"{answer.request['PATH_INFO']}: {status}"
    if status == 401 or (status in (302, 303) and answer["Location"].startswith(ENTRANCES)):
        return "masuk"
    if status == 403:
        return "tidak"
    return "405" if status == 405 else "ya"


def read() -> Answers:
    """The committed table."""
    with TABLE.open(newline="") as file:
        rows = list(csv.DictReader(file))
    return {(row["alamat"], row["metode"]): {role: row[role] for role in ROLES} for row in rows}


def write(answers: Answers) -> None:
    """Keep the answers as the table."""
    with TABLE.open("w", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["alamat", "metode", *ROLES])
        for (pattern, method), by_role in sorted(answers.items()):
            table.writerow([pattern, method, *(by_role[role] for role in ROLES)])
