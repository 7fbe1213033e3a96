"""The doors in HTTP: links, sessions, marks, second factor, PINs."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from django.test import Client

from sokoguru.identity import actions, queries
from sokoguru.identity.errors import AboveLimit, ActNotGranted, LinkSpent, PinWeak, PinWrong
from sokoguru.identity.models import RoleGrant
from sokoguru.identity.rules import Act, check_pin
from sokoguru.kernel import clock
from sokoguru.kernel.refs import SYSTEM
from sokoguru.tenancy.actions import found_cooperative
from sokoguru.tenancy.errors import TooManyAttempts
from sokoguru.tenancy.models import Cooperative
from tests.cast import Cast
from tests.web import BACKEND, browser


@pytest.fixture
def example(cast: Cast) -> Cast:
    Cooperative.objects.filter(pk=cast.cooperative.pk).update(is_example=True)
    return cast


@pytest.fixture
def visitor(example: Cast) -> Client:
    return browser()


def test_a_one_time_link_asks_first_and_opens_once(example: Cast, visitor: Client) -> None:
    token = actions.issue_link(login_id=example.staff["ratna"].login_id, actor=SYSTEM)
    shown = visitor.get(f"/masuk/{token}/")
    assert shown.status_code == 200
    assert "Masuk sebagai Ratna" in shown.content.decode()
    assert visitor.get(f"/masuk/{token}/").status_code == 200  # a preview does not spend it
    entered = visitor.post(f"/masuk/{token}/")
    assert (entered.status_code, entered["Location"]) == (302, "/masuk/lanjut/")
    assert visitor.get("/masuk/lanjut/")["Location"] == "/meja/"
    again = browser().post(f"/masuk/{token}/")
    assert again.status_code == 404


def test_an_expired_link_is_spent(example: Cast) -> None:
    token = actions.issue_link(login_id=example.staff["ratna"].login_id, actor=SYSTEM, hours=0)
    with pytest.raises(LinkSpent):
        actions.use_link(token)


def test_a_stranger_is_shown_to_the_entrance_and_comes_back(visitor: Client) -> None:
    answer = visitor.get("/saya/pin/")
    assert (answer.status_code, answer["Location"]) == (302, "/masuk/?next=%2Fsaya%2Fpin%2F")
    assert "next=https" not in visitor.get("/masuk/?next=https://jahat.example/").content.decode()


def test_a_session_is_worth_nothing_at_another_host(example: Cast, visitor: Client) -> None:
    found_cooperative(slug="lain", name="Lain", hosts=["lain.localhost"], cell="cell_001")
    visitor.force_login(example.users["Siti"], backend=BACKEND)
    assert visitor.get("/saya/pin/").status_code == 200
    elsewhere = visitor.get("/saya/pin/", SERVER_NAME="lain.localhost")
    assert elsewhere.status_code == 302
    assert visitor.get("/saya/pin/").status_code == 200


def test_staff_without_a_second_factor_are_led_to_one(cast: Cast) -> None:
    client = browser()
    client.force_login(cast.users["ratna"], backend=BACKEND)
    answer = client.get("/masuk/lanjut/")
    assert answer["Location"] == "/akun/2fa/"
    Cooperative.objects.filter(pk=cast.cooperative.pk).update(is_example=True)
    assert client.get("/masuk/lanjut/")["Location"] == "/meja/"
    assert client.get("/masuk/lanjut/", REMOTE_ADDR="10.1.2.3")["Location"] == "/akun/2fa/"


@pytest.mark.parametrize(
    "path",
    [
        "/akun/2fa/",
        "/akun/2fa/totp/deactivate/",
        "/akun/2fa/recovery-codes/",
        "/akun/2fa/webauthn/",
        "/akun/password/change/",
    ],
)
def test_a_stranger_at_a_door_of_the_account_is_shown_to_the_entrance(
    visitor: Client, path: str
) -> None:
    answer = visitor.get(path)
    assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/masuk/")
    assert visitor.get(answer["Location"]).status_code == 200


def test_a_letter_about_the_password_says_that_a_machine_sent_it(
    example: Cast, visitor: Client, mailoutbox: list[EmailMessage]
) -> None:
    User.objects.filter(pk=example.users["ratna"].pk).update(email="ratna@contoh.example")
    assert (
        visitor.post("/akun/password/reset/", {"email": "ratna@contoh.example"}).status_code == 302
    )
    [letter] = mailoutbox
    assert letter.message()["Auto-Submitted"] == "auto-generated"
    assert letter.to == ["ratna@contoh.example"]


def test_nobody_makes_us_write_to_a_stranger(
    visitor: Client, mailoutbox: list[EmailMessage]
) -> None:
    assert (
        visitor.post("/akun/password/reset/", {"email": "asing@contoh.example"}).status_code == 302
    )
    assert mailoutbox == []


def test_a_mail_server_that_is_away_is_no_error_of_ours(
    example: Cast, visitor: Client, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    User.objects.filter(pk=example.users["ratna"].pk).update(email="ratna@contoh.example")
    assert (
        visitor.post("/akun/password/reset/", {"email": "ratna@contoh.example"}).status_code == 302
    )


def test_a_user_unknown_to_the_cooperative_is_nobody(example: Cast, visitor: Client) -> None:
    visitor.force_login(User.objects.create(username="asing"), backend=BACKEND)
    assert visitor.get("/saya/pin/").status_code == 302


def test_a_role_that_ends_counts_for_the_next_act(cast: Cast) -> None:
    deni = cast.actor("deni")
    queries.check_may(actor=deni, act=Act.SAVINGS_WITHDRAW, amount=5_000_000)
    with pytest.raises(AboveLimit) as refused:
        queries.check_may(actor=deni, act=Act.SAVINGS_WITHDRAW, amount=5_000_001)
    assert refused.value.facts["limit"] == 5_000_000
    actions.end_duty(login_id=deni.id, role="teller", until=clock.today(), actor=SYSTEM)
    with pytest.raises(ActNotGranted):
        queries.check_may(actor=deni, act=Act.SAVINGS_DEPOSIT)


def test_grants_that_were_taken_back_leave_the_role_and_other_roles_grants(cast: Cast) -> None:
    deni = cast.staff["deni"].login_id
    before = queries.person(deni)
    RoleGrant.objects.filter(role__code="teller").update(revoked_at=clock.now())
    person = queries.person(deni)
    assert (before.roles, person.roles, person.grants) == (("teller",), ("teller",), ())
    assert before.may(Act.SAVINGS_DEPOSIT)
    actions.give_duty(login_id=deni, role="kasir", since=clock.today(), actor=SYSTEM)
    person = queries.person(deni)
    assert person.roles == ("kasir", "teller")
    assert person.may(Act.RETAIL_SELL)
    assert not person.may(Act.SAVINGS_DEPOSIT)


def test_pengawas_and_dps_move_no_money(cast: Cast) -> None:
    money = {"savings.deposit", "savings.withdraw", "retail.sell", "supply.settle", "cash.handle"}
    granted = set(
        RoleGrant.objects.filter(role__code__in=["pengawas", "dps", "admin"]).values_list(
            "act", flat=True
        )
    )
    assert not granted & money


@pytest.mark.parametrize(
    "weak",
    ["12345", "1234567", "abcdef", "111111", "123456", "654321", "121212", "123123", "220890"],
)
def test_a_pin_that_others_guess_is_weak(weak: str) -> None:
    with pytest.raises(PinWeak):
        check_pin(weak)


def test_a_member_sets_and_changes_the_pin(example: Cast, visitor: Client) -> None:
    siti = example.member("Siti").pk
    visitor.force_login(example.users["Siti"], backend=BACKEND)
    kept = visitor.post("/saya/pin/", {"new": "482915", "again": "482915"})
    assert (kept.status_code, kept["Location"]) == (303, "/saya/pin/?tersimpan=1")
    actions.check_pin(member_id=siti, pin="482915")
    wrong = visitor.post("/saya/pin/", {"old": "000000", "new": "715284", "again": "715284"})
    assert wrong.status_code == 403
    assert "PIN belum cocok" in wrong.content.decode()
    weak = visitor.post("/saya/pin/", {"old": "482915", "new": "123456", "again": "123456"})
    assert weak.status_code == 422
    actions.check_pin(member_id=siti, pin="482915")


def test_five_guesses_then_none_is_heard(example: Cast) -> None:
    siti = example.member("Siti").pk
    actions.set_pin(member_id=siti, pin="482915", actor=SYSTEM)
    for _ in range(5):
        with pytest.raises(PinWrong):
            actions.check_pin(member_id=siti, pin="999001")
    with pytest.raises(TooManyAttempts) as refused:
        actions.check_pin(member_id=siti, pin="482915")
    assert 1 <= refused.value.facts["retry_after"] <= 1800
