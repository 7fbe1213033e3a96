"""How a secret is kept at rest: AES-256-GCM bound to its cooperative and place; a keyed index.

Keys are derived for each cooperative and purpose (RFC 5869), so a dump or a log shows nothing,
a ciphertext cannot be moved to another row, and no cooperative can ask what another one has.
"""

import hashlib
import hmac
import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

VERSION = b"\x01"
_NONCE = 12


def sealed(text: str, *, secret: bytes, cooperative_id: int, place: str) -> bytes:
    """The encrypted text: version, nonce, ciphertext with its tag.

    ``place`` names what it is and where it stands (``members_member|nik``).
    """
    nonce = os.urandom(_NONCE)
    cipher = AESGCM(_key(secret, cooperative_id, place))
    return VERSION + nonce + cipher.encrypt(nonce, text.encode(), _bound(cooperative_id, place))


def opened(kept: bytes, *, secret: bytes, cooperative_id: int, place: str) -> str:
    """The text again.

    Raises ``cryptography.exceptions.InvalidTag`` for one that was altered, or that stood elsewhere.
    """
    assert kept[:1] == VERSION, "a version of sealing that is not known"
    nonce, text = kept[1 : 1 + _NONCE], kept[1 + _NONCE :]
    cipher = AESGCM(_key(secret, cooperative_id, place))
    return cipher.decrypt(nonce, text, _bound(cooperative_id, place)).decode()


def index_of(text: str, *, secret: bytes, cooperative_id: int, place: str) -> bytes:
    """What finds a text inside its cooperative without showing it (HMAC-SHA256)."""
    key = _key(secret, cooperative_id, f"{place}|index")
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def _key(secret: bytes, cooperative_id: int, purpose: str) -> bytes:
    info = f"sokoguru/{purpose}/v1/{cooperative_id}".encode()
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(secret)


def _bound(cooperative_id: int, place: str) -> bytes:
    return f"{cooperative_id}|{place}".encode()
