"""Mastodon's API: one status a message, with an ``Idempotency-Key``, read back when in doubt.

Contract: docs.joinmastodon.org, methods ``statuses`` and ``accounts``.
"""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sokoguru.channels.adapters import http
from sokoguru.channels.adapters.http import Answer, Broken, Unreachable
from sokoguru.channels.ports import (
    Account,
    Capabilities,
    NotThere,
    Outcome,
    Parcel,
    Published,
    Reauth,
    Rejected,
    RetryLater,
    Seen,
    Unknown,
)
from sokoguru.channels.rules import MASTODON, Problem, problems_of
from sokoguru.kernel import clock

LONGEST_WAIT = 86_400
DEFAULT_WAIT = 60
PAGE = 40
CLOCKS_DIFFER = timedelta(minutes=10)
"""A server's clock may be off by so much when it says that a status is older than our message."""


class MastodonChannel:
    """An account on a Mastodon server."""

    kind = "mastodon"

    def capabilities(self, account: Account) -> Capabilities:
        return Capabilities(limits=MASTODON, idempotency="key")

    def problems(self, account: Account, parcel: Parcel) -> Sequence[Problem]:
        return problems_of(parcel.text, (), MASTODON)

    def commit(self, account: Account, parcel: Parcel) -> Outcome:
        """Publish once. The key is the message's own: the server itself refuses a twin."""
        body = {"status": parcel.text, "visibility": "public", "language": parcel.language}
        try:
            answer = http.ask(
                "POST",
                f"{account.base_url}/api/v1/statuses",
                headers={**_door(account), "Idempotency-Key": parcel.key},
                json=body,
            )
        except Unreachable:
            said = "Server belum bisa dihubungi; dicoba lagi nanti."
            return RetryLater(DEFAULT_WAIT, said, named=False)
        except Broken:
            return Unknown("Server tidak menjawab sesudah menerima kiriman.")
        return _outcome(answer)

    def check(self, account: Account, parcel: Parcel) -> Seen:
        """Look for the message among the account's newest statuses, by its own link.

        Not finding it says something only where everything since it was queued was seen.
        """
        if not parcel.link:
            return Unknown("Kiriman tanpa tautan tidak bisa dikenali di server.")
        try:
            me = http.ask(
                "GET",
                f"{account.base_url}/api/v1/accounts/verify_credentials",
                headers=_door(account),
            )
            if me.status in (401, 403):
                return Reauth("Token tidak lagi diterima server. Sambungkan ulang akun ini.")
            statuses = _read(
                http.ask(
                    "GET",
                    f"{account.base_url}/api/v1/accounts/{int(_read(me)['id'])}"
                    f"/statuses?limit={PAGE}",
                    headers=_door(account),
                )
            )
            for status in statuses:
                if parcel.link in str(status.get("content", "")):
                    return Published(str(status["id"]), str(status.get("url") or ""))
            is_whole = len(statuses) < PAGE or _is_before(statuses[-1], parcel)
        except (Unreachable, Broken, KeyError, ValueError, TypeError, AttributeError):
            return Unknown("Belum bisa dibaca ulang.")
        if not is_whole:
            return Unknown("Tidak ada di antara kiriman terbaru server; periksa sendiri.")
        return NotThere("Tidak ada di server; dikirim lagi.")


def _door(account: Account) -> dict[str, str]:
    return {"Authorization": f"Bearer {account.secret}"}


def _read(answer: Answer) -> Any:
    if answer.status != 200:
        raise ValueError(answer.status)
    return json.loads(answer.body)


def _is_before(status: Any, parcel: Parcel) -> bool:
    """Whether a status is from before our message was queued."""
    at = _instant(str(status["created_at"]))
    return parcel.since is not None and at < parcel.since - CLOCKS_DIFFER


def _instant(text: str) -> datetime:
    told = datetime.fromisoformat(text)
    return told if told.tzinfo else told.replace(tzinfo=UTC)


def _outcome(answer: Answer) -> Outcome:
    status = answer.status
    if status in (200, 202):
        try:
            told = json.loads(answer.body)
            return Published(str(told["id"]), str(told.get("url") or ""))
        except (ValueError, KeyError, TypeError, AttributeError):
            return Unknown("Server menerima, tetapi jawabannya tidak terbaca.")
    if status in (401, 403):
        return Reauth("Token tidak lagi diterima server. Sambungkan ulang akun ini.")
    if status == 429:
        return RetryLater(_wait(answer), "Server meminta menunggu.")
    if 300 <= status < 400:
        return Rejected(str(status), "Alamat server sudah pindah. Sambungkan dengan alamat baru.")
    if 400 <= status < 500:
        return Rejected(str(status), f"Server menolak isi kiriman ({status}).")
    return Unknown(f"Server terganggu ({status}); belum tentu terkirim.")


def _wait(answer: Answer) -> int:
    """The seconds that the server names: ``Retry-After``, else ``X-RateLimit-Reset``."""
    told = answer.headers.get("retry-after", "")
    seconds = int(told) if told.isdecimal() and len(told) < 7 else DEFAULT_WAIT
    reset = answer.headers.get("x-ratelimit-reset", "")
    if not told and reset:
        try:
            seconds = int((_instant(reset) - clock.machine_now()).total_seconds()) + 1
        except ValueError:
            seconds = DEFAULT_WAIT
    return max(1, min(seconds, LONGEST_WAIT))
