"""``.virtu`` bundles: sessions' records to hand over, sealed if asked for (R3, T14, T21).

A bundle is a zip of session records with a manifest of SHA-256 sums. Sealed, the whole zip is
encrypted: the key comes from a passphrase by scrypt, AES-256-GCM proves that no bit was changed.
Private notes are never in a bundle. An open bundle of the same records has the same bytes; a sealed
one never has, because its salt must be new.

Reading takes nothing on trust: names are only compared with those of the manifest and never become
paths, sizes are counted while unpacking, and what is not exactly a bundle is refused.
"""

from __future__ import annotations

import hashlib
import io
import secrets
import struct
import zipfile
import zlib
from collections.abc import Sequence

import msgspec

from virtu_desktop.errors import KnownError
from virtu_desktop.exchange.record_json import PortableRecord, read_record, write_record
from virtu_desktop.i18n import N_

FORMAT = "virtu-bundle"
VERSION = 1
MOST_ENTRIES = 2_000
MOST_BYTES = 200 * 1024 * 1024
MOST_RATIO = 100
_MANIFEST = "manifest.json"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_ZIP_MAGIC = b"PK\x03\x04"
_SEALED_MAGIC = b"VIRTU-SEALED-1\n"
_HEAD = struct.Struct(">BBB16s12s")
# 2^15 rounds, 32 MiB, a third of a second: as OWASP and RFC 7914 advise for a file at rest.
_LOG_N, _BLOCK, _PARALLEL = 15, 8, 1
_MOST_LOG_N, _MOST_BLOCK, _MOST_PARALLEL = 17, 8, 2
_PIECE = 1 << 16


class BadBundle(KnownError):
    """A file that is no bundle, or a damaged, newer or hostile one; nothing of it was taken."""


class NeedsPassphrase(KnownError):
    """The bundle is sealed, and no passphrase was given."""

    def __init__(self) -> None:
        """Say it."""
        super().__init__(N_("This bundle is sealed with a passphrase."))


class WrongPassphrase(KnownError):
    """The passphrase does not fit, or the file was changed: the two cannot be told apart."""

    def __init__(self) -> None:
        """Say it."""
        super().__init__(N_("The passphrase does not fit, or the bundle was changed on its way."))


class _Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    path: str
    bytes: int
    sha256: str


class _Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    format: str
    version: int
    sessions: list[_Entry]


def is_bundle(data: bytes) -> bool:
    """Say whether a file is meant as a bundle, also a damaged or a newer one."""
    if data.startswith(_SEALED_MAGIC):
        return True
    return data.startswith(_ZIP_MAGIC) and FORMAT.encode() in data[:4096]


def is_sealed(data: bytes) -> bool:
    """Say whether a bundle needs a passphrase."""
    return data.startswith(_SEALED_MAGIC)


def write_bundle(records: Sequence[PortableRecord], *, passphrase: str = "") -> bytes:
    """Return a bundle of records; with a passphrase a sealed one."""
    files = [
        (f"sessions/{number:04}.json", write_record(portable))
        for number, portable in enumerate(records, 1)
    ]
    manifest = _Manifest(
        FORMAT,
        VERSION,
        [_Entry(name, len(data), hashlib.sha256(data).hexdigest()) for name, data in files],
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        # The manifest stands first and unpacked, so that the kind of file is seen at its start.
        _store(archive, _MANIFEST, msgspec.json.encode(manifest), zipfile.ZIP_STORED)
        for name, data in files:
            _store(archive, name, data, zipfile.ZIP_DEFLATED)
    opened = packed.getvalue()
    return _sealed(opened, passphrase) if passphrase else opened


def read_bundle(data: bytes, *, passphrase: str = "") -> tuple[PortableRecord, ...]:
    """Return the records of a bundle.

    Raises BadBundle, NeedsPassphrase, WrongPassphrase, and BadRecord for a record in it.
    """
    if is_sealed(data):
        if not passphrase:
            raise NeedsPassphrase
        data = _opened(data, passphrase)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _records(archive)
    except (
        zipfile.BadZipFile,
        zlib.error,
        NotImplementedError,
        RuntimeError,
        EOFError,
        ValueError,
        struct.error,
        OverflowError,
        OSError,
    ) as error:
        raise _damaged() from error


def _records(archive: zipfile.ZipFile) -> tuple[PortableRecord, ...]:
    infos = archive.infolist()
    if len(infos) > MOST_ENTRIES:
        raise BadBundle(N_("This bundle is too large."))
    by_name = {info.filename: info for info in infos}
    if len(by_name) != len(infos) or _MANIFEST not in by_name:
        raise _damaged()
    budget = _Budget()
    manifest = _manifest(_unpacked(archive, by_name[_MANIFEST], budget))
    names = [entry.path for entry in manifest.sessions]
    if sorted((*names, _MANIFEST)) != sorted(by_name) or len(set(names)) != len(names):
        raise _damaged()
    records = []
    for entry in manifest.sessions:
        content = _unpacked(archive, by_name[entry.path], budget)
        if hashlib.sha256(content).hexdigest() != entry.sha256:
            raise _damaged()
        records.append(read_record(content))
    ids = [portable.record.session.id for portable in records]
    if len(set(ids)) != len(ids):
        raise _damaged()
    return tuple(records)


def _manifest(content: bytes) -> _Manifest:
    try:
        head = msgspec.json.decode(content, type=_Head)
        if head.format != FORMAT:
            raise _damaged()
        if head.version > VERSION:
            raise BadBundle(N_("This bundle was made by a newer version of Virtu Desktop."))
        return msgspec.json.decode(content, type=_Manifest)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise _damaged() from error


class _Head(msgspec.Struct, frozen=True):
    format: str
    version: int


class _Budget:
    """How many bytes may still be unpacked, whatever the archive says of its sizes."""

    def __init__(self) -> None:
        self.left = MOST_BYTES

    def take(self, count: int) -> None:
        self.left -= count
        if self.left < 0:
            raise BadBundle(N_("This bundle is too large."))


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: _Budget) -> bytes:
    """Return a file of the archive; counted while it is unpacked."""
    if info.flag_bits & 0x1 or info.is_dir():
        raise _damaged()
    most = max(_PIECE, info.compress_size * MOST_RATIO)
    pieces: list[bytes] = []
    size = 0
    with archive.open(info) as file:
        while piece := file.read(_PIECE):
            size += len(piece)
            budget.take(len(piece))
            if size > most:
                raise BadBundle(N_("This bundle is too large."))
            pieces.append(piece)
    return b"".join(pieces)


def _store(archive: zipfile.ZipFile, name: str, data: bytes, how: int) -> None:
    info = zipfile.ZipInfo(name, _EPOCH)
    info.create_system = 3
    info.external_attr = 0o600 << 16
    archive.writestr(info, data, how, 9 if how == zipfile.ZIP_DEFLATED else None)


def _sealed(opened: bytes, passphrase: str) -> bytes:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    head = _SEALED_MAGIC + _HEAD.pack(
        _LOG_N, _BLOCK, _PARALLEL, secrets.token_bytes(16), secrets.token_bytes(12)
    )
    salt, nonce = head[-28:-12], head[-12:]
    key = _key(passphrase, salt, _LOG_N, _BLOCK, _PARALLEL)
    return head + AESGCM(key).encrypt(nonce, opened, head)


def _opened(data: bytes, passphrase: str) -> bytes:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    end = len(_SEALED_MAGIC) + _HEAD.size
    head, rest = data[:end], data[end:]
    if len(head) < end:
        raise _damaged()
    log_n, block, parallel, salt, nonce = _HEAD.unpack(head[len(_SEALED_MAGIC) :])
    # A file must not be able to ask for more work or memory than ours ever do.
    if not (1 <= log_n <= _MOST_LOG_N and 1 <= block <= _MOST_BLOCK):
        raise _damaged()
    if not 1 <= parallel <= _MOST_PARALLEL:
        raise _damaged()
    try:
        return AESGCM(_key(passphrase, salt, log_n, block, parallel)).decrypt(nonce, rest, head)
    except InvalidTag as error:
        raise WrongPassphrase from error


def _key(passphrase: str, salt: bytes, log_n: int, block: int, parallel: int) -> bytes:
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

    words = passphrase.encode("utf-8", "surrogatepass")
    return Scrypt(salt=salt, length=32, n=1 << log_n, r=block, p=parallel).derive(words)


def _damaged() -> BadBundle:
    return BadBundle(N_("This is no bundle of Virtu Desktop, or it is damaged."))
