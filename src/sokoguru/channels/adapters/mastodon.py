"""Mastodon's API: one status a message, with an ``Idempotency-Key``, read back when in doubt.

Contract: docs.joinmastodon.org, methods ``statuses`` and ``accounts``.
"""

import json
from collections.abc import Sequence
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

LONGEST_WAIT = 3_600
DEFAULT_WAIT = 60


class MastodonChannel:
    """An account on a Mastodon server."""

    kind = "mastodon"

    def capabilities(self, account: Account) -> Capabilities:
        return Capabilities(limits=MASTODON, idempotency="key")

    def problems(self, account: Account, parcel: Parcel) -> Sequence[Problem]:
        return problems_of(parcel.text, (), MASTODON)

    def commit(self, account: Account, parcel: Parcel) -> Outcome:
        """Publish once. The key is the message's own: the server itself refuses a twin."""
        try:
            answer = http.ask(
                "POST",
                f"{account.base_url}/api/v1/statuses",
                headers={**_door(account), "Idempotency-Key": parcel.key},
                json={
                    "status": parcel.text,
                    "visibility": "public",
                    "language": parcel.language,
                },
            )
        except Unreachable:
            return RetryLater(DEFAULT_WAIT, "Server belum bisa dihubungi; dicoba lagi nanti.")
        except Broken:
            return Unknown("Server tidak menjawab sesudah menerima kiriman.")
        return _outcome(answer)

    def check(self, account: Account, parcel: Parcel) -> Seen:
        """Look for the message among the account's newest statuses, by its link."""
        try:
            me = http.ask(
                "GET",
                f"{account.base_url}/api/v1/accounts/verify_credentials",
                headers=_door(account),
            )
            if me.status in (401, 403):
                return Reauth("Token tidak lagi diterima server.")
            who = _read(me)
            newest = http.ask(
                "GET",
                f"{account.base_url}/api/v1/accounts/{who['id']}/statuses?limit=40",
                headers=_door(account),
            )
            statuses = _read(newest)
        except (Unreachable, Broken, KeyError, ValueError):
            return Unknown("Belum bisa dibaca ulang.")
        for status in statuses:
            if parcel.link and parcel.link in str(status.get("content", "")):
                return Published(str(status["id"]), str(status.get("url") or ""))
        return NotThere("Tidak ada di server; dikirim lagi.")


def _door(account: Account) -> dict[str, str]:
    return {"Authorization": f"Bearer {account.secret}"}


def _read(answer: Answer) -> Any:
    if answer.status != 200:
        raise ValueError(answer.status)
    return json.loads(answer.body)


def _outcome(answer: Answer) -> Outcome:
    if answer.status in (200, 202):
        try:
            told = json.loads(answer.body)
            return Published(str(told["id"]), str(told.get("url") or ""))
        except (ValueError, KeyError, TypeError, AttributeError):
            return Unknown("Server menerima, tetapi jawabannya tidak terbaca.")
    if answer.status in (401, 403):
        return Reauth("Token tidak lagi diterima server. Sambungkan ulang akun ini.")
    if answer.status == 429:
        return RetryLater(_wait(answer), "Server meminta menunggu.")
    if 400 <= answer.status < 500:
        return Rejected(str(answer.status), f"Server menolak isi kiriman ({answer.status}).")
    return Unknown(f"Server terganggu ({answer.status}); belum tentu terkirim.")


def _wait(answer: Answer) -> int:
    told = answer.headers.get("retry-after", "")
    seconds = int(told) if told.isdecimal() and len(told) < 7 else DEFAULT_WAIT
    return max(1, min(seconds, LONGEST_WAIT))
