"""How a gateway's server key is kept: AES-256-GCM, bound to its cooperative and its account.

A dump or a log shows no key; the key of another cooperative opens nothing here.
"""

import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from sokoguru.payments.errors import GatewayKeyUnfit

VERSION = b"\x01"
_NONCE = 12


def sealed(key: str, *, secret: bytes, cooperative_id: int, account: str) -> bytes:
    """The encrypted server key: version, nonce, ciphertext with its tag."""
    nonce = os.urandom(_NONCE)
    cipher = AESGCM(_derived(secret, cooperative_id))
    place = _place(cooperative_id, account)
    return VERSION + nonce + cipher.encrypt(nonce, key.encode(), place)


def opened(kept: bytes, *, secret: bytes, cooperative_id: int, account: str) -> str:
    """The server key again. Raises ``cryptography.exceptions.InvalidTag`` for an altered one."""
    assert kept[:1] == VERSION, "a version of sealing that is not known"
    nonce, text = kept[1 : 1 + _NONCE], kept[1 + _NONCE :]
    cipher = AESGCM(_derived(secret, cooperative_id))
    return cipher.decrypt(nonce, text, _place(cooperative_id, account)).decode()


def check_key(key: str) -> None:
    """Refuse what cannot be a server key: an empty one would make every signature guessable."""
    if not 8 <= len(key) <= 200 or not all("!" <= character <= "~" for character in key):
        raise GatewayKeyUnfit(length=len(key))


def _derived(secret: bytes, cooperative_id: int) -> bytes:
    """A key for one cooperative and this purpose (RFC 5869)."""
    info = f"sokoguru/gateway/v1/{cooperative_id}".encode()
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(secret)


def _place(cooperative_id: int, account: str) -> bytes:
    return f"{cooperative_id}|payments_gatewayaccount|{account}".encode()
