"""Where outbound HTTP may go: never inwards, in no spelling, by no detour."""

import socket
from dataclasses import replace
from typing import Any

import pytest

from sokoguru.channels.adapters import http
from sokoguru.channels.adapters.http import Broken, Unreachable, ask, is_public
from tests.channels.fakes import TOKEN, FakeMastodon, Trap, serving

INWARD = [
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "100.64.0.1",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.8",
    "192.0.0.9",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::7f00:1",
    "::ffff:127.0.0.1",
    "::ffff:93.184.216.34",
    "64:ff9b::7f00:1",
    "64:ff9b::5db8:d822",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:10::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:5db8:d822::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "nama",
    "",
]
OUTWARD = ["93.184.216.34", "1.1.1.1", "8.8.8.8", "2606:4700::1111", "2a00:1450:4001:81b::200e"]


@pytest.mark.parametrize("address", INWARD)
def test_an_address_that_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", OUTWARD)
def test_an_address_that_is(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "LOCALHOST.",
        "127.1",
        "2130706433",
        "0x7f.0.0.1",
        "0177.0.0.1",
        "0.0.0.0",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::]",
    ],
)
def test_no_spelling_of_this_machine_is_reached(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(Trap()) as trap:
        monkeypatch.setattr(http, "PORTS", frozenset({trap.port}))  # the port is not what refuses
        with pytest.raises(Unreachable):
            ask("GET", f"http://{host}:{trap.port}/")
        assert trap.visits == 0


def resolves_to(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[str]:
    """The resolver of the test: each question gets the next answer; what was asked is kept."""
    asked: list[str] = []

    def resolve(host: Any, port: Any, *more: Any, **named: Any) -> list[Any]:
        asked.append(str(host))
        found = answers[min(len(asked), len(answers)) - 1]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in found]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    return asked


@pytest.mark.parametrize(
    "answer", [["127.0.0.1"], ["93.184.216.34", "127.0.0.1"], ["10.0.0.1"], []]
)
def test_a_name_is_reached_only_when_every_address_it_has_is_public(
    answer: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(Trap()) as trap:
        monkeypatch.setattr(http, "PORTS", frozenset({trap.port}))
        resolves_to(monkeypatch, answer)
        with pytest.raises(Unreachable):
            ask("GET", f"http://baik.example:{trap.port}/")
        assert trap.visits == 0


def test_the_address_that_was_judged_is_the_one_that_is_reached(
    monkeypatch: pytest.MonkeyPatch, mastodon: FakeMastodon, private: None
) -> None:
    """A resolver that answers otherwise the second time changes nothing."""
    asked = resolves_to(monkeypatch, ["127.0.0.1"], ["127.0.0.1"])
    port = mastodon.server_address[1]
    answer = ask("GET", f"http://baik.example:{port}/api/v1/accounts/verify_credentials")
    assert answer.status == 401
    assert asked == ["baik.example", "127.0.0.1"]  # after the judgement, only the literal
    assert mastodon.asked[0].headers["host"] == f"baik.example:{port}"


@pytest.mark.parametrize(
    "url",
    [
        "ftp://baik.example/",
        "file:///etc/passwd",
        "gopher://baik.example/",
        "http://orang:sandi@baik.example/",
        "http://baik.example:22/",
        "http://baik.example:8080/",
        "http:///kosong",
        "http://[::1",
        "bukan alamat",
        "",
        "https://baik.example:99999/",
    ],
)
def test_what_is_no_address_of_the_web_is_not_asked(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = resolves_to(monkeypatch, ["127.0.0.1"])
    with pytest.raises(Unreachable):
        ask("GET", url)
    assert asked == []


def test_a_redirect_is_an_answer_and_no_journey(mastodon: FakeMastodon, private: None) -> None:
    with serving(Trap()) as trap:
        mastodon.next, mastodon.elsewhere = ["302"], f"http://127.0.0.1:{trap.port}/dalam"
        answer = ask(
            "POST", f"{mastodon.url}/x", headers={"Authorization": f"Bearer {TOKEN}"}, json={}
        )
        assert (answer.status, answer.headers["location"]) == (302, mastodon.elsewhere)
        assert trap.visits == 0


@pytest.mark.parametrize("how", ["huge", "bomb"])
def test_a_body_is_cut_at_a_megabyte_packed_or_not(
    mastodon: FakeMastodon, private: None, how: str
) -> None:
    mastodon.next = [how]
    headers = {"Authorization": f"Bearer {TOKEN}", "Idempotency-Key": "k"}
    with pytest.raises(Broken) as caught:
        ask("POST", f"{mastodon.url}/x", headers=headers, json={"status": "a"})
    assert str(caught.value) == "too long"


def test_without_the_setting_private_addresses_are_closed(settings: Any) -> None:
    assert settings.ENVIRONMENT.allow_private_addresses is False
    assert replace(settings.ENVIRONMENT).allow_private_addresses is False
