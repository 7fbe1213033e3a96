"""How a NIK is kept: AES-256-GCM bound to its cooperative and place, found by a keyed index.

UU 27/2022: a dump or a log shows no NIK; another cooperative cannot ask whether one is here,
because key and index are derived for each cooperative alone.
"""

import hashlib
import hmac
import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

VERSION = b"\x01"
_NONCE = 12


def _key(secret: bytes, cooperative_id: int, purpose: str) -> bytes:
    """A key for one cooperative and purpose (RFC 5869)."""
    info = f"sokoguru/{purpose}/v1/{cooperative_id}".encode()
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(secret)


def sealed(digits: str, *, secret: bytes, cooperative_id: int) -> bytes:
    """The encrypted NIK: version, nonce, ciphertext with its tag."""
    nonce = os.urandom(_NONCE)
    cipher = AESGCM(_key(secret, cooperative_id, "nik"))
    return VERSION + nonce + cipher.encrypt(nonce, digits.encode(), _place(cooperative_id))


def opened(kept: bytes, *, secret: bytes, cooperative_id: int) -> str:
    """The NIK again. Raises ``cryptography.exceptions.InvalidTag`` for another's or an altered
    one.
    """
    assert kept[:1] == VERSION, "a version of sealing that is not known"
    nonce, text = kept[1 : 1 + _NONCE], kept[1 + _NONCE :]
    cipher = AESGCM(_key(secret, cooperative_id, "nik"))
    return cipher.decrypt(nonce, text, _place(cooperative_id)).decode()


def index_of(digits: str, *, secret: bytes, cooperative_id: int) -> bytes:
    """What finds a NIK inside its cooperative without showing it."""
    return hmac.new(
        _key(secret, cooperative_id, "nik-index"), digits.encode(), hashlib.sha256
    ).digest()


def _place(cooperative_id: int) -> bytes:
    return f"{cooperative_id}|members_member|nik".encode()
