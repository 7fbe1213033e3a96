"""What is sealed opens only where it was sealed."""

import pytest
from cryptography.exceptions import InvalidTag

from sokoguru.kernel.sealing import index_of, opened, sealed

HERE = {"secret": b"s" * 32, "cooperative_id": 7, "place": "members_member|nik"}


def test_what_was_sealed_opens_again_and_never_looks_the_same() -> None:
    one, other = sealed("3201016208900001", **HERE), sealed("3201016208900001", **HERE)
    assert one != other
    assert b"3201016208900001" not in one
    assert opened(one, **HERE) == opened(other, **HERE) == "3201016208900001"


@pytest.mark.parametrize(
    "elsewhere", [{"cooperative_id": 8}, {"place": "payments|key"}, {"secret": b"t" * 32}]
)
def test_it_opens_nowhere_else(elsewhere: dict[str, object]) -> None:
    kept = sealed("rahasia", **HERE)
    with pytest.raises(InvalidTag):
        opened(kept, **{**HERE, **elsewhere})  # type: ignore[arg-type]


def test_an_altered_one_does_not_open() -> None:
    kept = bytearray(sealed("rahasia", **HERE))
    kept[-1] ^= 1
    with pytest.raises(InvalidTag):
        opened(bytes(kept), **HERE)


def test_the_index_is_the_cooperatives_own() -> None:
    mine = index_of("3201016208900001", **HERE)
    assert mine == index_of("3201016208900001", **HERE)
    assert mine != index_of("3201016208900001", **{**HERE, "cooperative_id": 8})
    assert mine != index_of("3201016208900002", **HERE)
