"""What the installation is told from outside, read in one place, typed, failing loudly."""

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from psycopg.conninfo import conninfo_to_dict

from sokoguru.project.data_folder import default_data_folder
from sokoguru.project.errors import SettingInvalid


def _flag(name: str) -> bool:
    value = os.environ.get(name, "")
    if value not in ("", "0", "1"):
        raise SettingInvalid(name=name, value=value, expected="0 or 1")
    return value == "1"


def _port(name: str, default: int) -> int:
    value = os.environ.get(name, str(default))
    if not value.isdecimal() or not 0 <= int(value) <= 65535:
        raise SettingInvalid(name=name, value=value, expected="0..65535")
    return int(value)


def _cells() -> tuple[str, ...]:
    names = tuple(os.environ.get("SOKO_CELLS", "cell_001").split(","))
    if not all(re.fullmatch(r"cell_\d{3}", name) for name in names) or len(set(names)) < len(names):
        raise SettingInvalid(name="SOKO_CELLS", value=",".join(names), expected="cell_001,cell_002")
    return names


def _connection(name: str) -> dict[str, Any]:
    """A connection URL as Django's settings; without one, a socket that does not exist."""
    url = os.environ.get(name)
    if not url:
        return {"HOST": "/nonexistent", "NAME": "sokoguru", "USER": "soko_app", "PASSWORD": ""}
    try:
        told = conninfo_to_dict(url)
    except Exception as error:
        raise SettingInvalid(name=name, value="…", expected="postgresql://…") from error
    return {
        "NAME": told.get("dbname", "sokoguru"),
        "USER": told.get("user", ""),
        "PASSWORD": told.get("password", ""),
        "HOST": told.get("host", ""),
        "PORT": str(told.get("port", "")),
    }


@dataclass(frozen=True)
class Environment:
    """The settings of one installation (``contracts.md``: the command line)."""

    data: Path
    app: dict[str, Any]
    owner: dict[str, Any]
    cells: tuple[str, ...]
    secret_key: str
    base_domain: str
    mail_port: int
    http_port: int
    allow_private_addresses: bool
    smtp: str
    mail_from: str
    debug: bool

    @classmethod
    def read(cls) -> "Environment":
        return cls(
            data=default_data_folder(),
            app=_connection("SOKO_DATABASE_URL"),
            owner=_connection("SOKO_OWNER_DATABASE_URL"),
            cells=_cells(),
            secret_key=os.environ.get("SOKO_SECRET_KEY", ""),
            base_domain=os.environ.get("SOKO_BASE_DOMAIN", "localhost"),
            mail_port=_port("SOKO_MAIL_PORT", 2525),
            http_port=_port("SOKO_PORT", 8000),
            allow_private_addresses=_flag("SOKO_ALLOW_PRIVATE_ADDRESSES"),
            smtp=os.environ.get("SOKO_SMTP", ""),
            mail_from=os.environ.get("SOKO_MAIL_FROM", "redaksi@localhost"),
            debug=_flag("SOKO_DEBUG"),
        )
