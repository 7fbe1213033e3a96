"""What people type is cleaned; codes can be read aloud."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sokoguru.kernel import tokens
from sokoguru.kernel.text import clean_block, clean_line, excerpt


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("  Siti   Nurhaliza ", "Siti Nurhaliza"),
        ("Nama\u200bZeroWidth", "NamaZeroWidth"),
        ("Na\u0301ma", "Náma"),
        ("NAMA\u00a0NBSP", "NAMA NBSP"),
        ("\u202eitiS", "itiS"),
        ("Ny. I Gusti Ayu\nNgurah\x00 Ketut", "Ny. I Gusti Ayu Ngurah Ketut"),
        ("O'Brien", "O'Brien"),
        ("陈美玲", "陈美玲"),
        ("\ud800abc", "abc"),
    ],
)
def test_names_keep_their_letters_and_lose_what_nobody_sees(typed: str, clean: str):
    assert clean_line(typed) == clean


def test_a_block_keeps_its_lines():
    assert clean_block("satu \r\n\r\ndua\x07\rtiga\n\n") == "satu\n\ndua\ntiga"


def test_an_excerpt_is_short():
    assert excerpt("a" * 100, length=5) == "aaaa…"


@given(st.text())
def test_cleaning_twice_changes_nothing_and_always_encodes(typed: str):
    once = clean_line(typed)
    assert clean_line(once) == once
    once.encode()


def test_codes_have_no_letters_that_look_alike():
    code = tokens.human_code(2, 3)
    assert len(code) == 6
    assert not set(code) & set("01ILOU")
    assert tokens.read_human_code(code.lower().replace("-", " "), 2, 3) == code


def test_link_tokens_differ_and_are_short():
    many = {tokens.link_token() for _ in range(200)}
    assert len(many) == 200
    assert all(len(token) == 8 and token == token.lower() for token in many)
    assert len(tokens.secret_token()) == 43


@pytest.mark.parametrize("typed", ["", "7K-2O4", "7K-29", "7K-2944", "x" * 5000])
def test_what_is_not_a_code_is_refused(typed: str):
    with pytest.raises(tokens.NotCode):
        tokens.read_human_code(typed, 2, 3)
