"""Bundles: whole, sealed, and refused when they are anything else (R3, T14, T21)."""

from __future__ import annotations

import hashlib
import io
import json
import random
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings

from tests.exchange.records import held, portable_records
from virtu_desktop.errors import KnownError
from virtu_desktop.exchange import bundle
from virtu_desktop.exchange.bundle import (
    BadBundle,
    NeedsPassphrase,
    WrongPassphrase,
    is_bundle,
    is_sealed,
    read_bundle,
    write_bundle,
)
from virtu_desktop.exchange.record_json import PortableRecord, write_record

Files = dict[str, bytes]


def unpacked(data: bytes) -> Files:
    """Return the files of an open bundle."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(files: Files) -> bytes:
    """Return a zip of files, the first one unpacked."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return made.getvalue()


def changed(change: Callable[[Files, dict[str, Any]], None]) -> bytes:
    """Return a bundle of a held session after a change of its files and its manifest."""
    files = unpacked(write_bundle([held()]))
    manifest = json.loads(files["manifest.json"])
    change(files, manifest)
    files["manifest.json"] = json.dumps(manifest).encode()
    return packed(files)


@given(portable_records())
@settings(max_examples=30)
def test_a_bundle_reads_back_to_the_same_records(portable: PortableRecord) -> None:
    """What goes in comes out, and the same records give the same bytes."""
    data = write_bundle([portable])

    (back,) = read_bundle(data)

    assert write_record(back) == write_record(portable)
    assert write_bundle([back]) == data
    assert is_bundle(data)
    assert not is_sealed(data)


def test_private_notes_are_not_in_a_bundle() -> None:
    """Who gets the bundle gets the record only."""
    files = unpacked(write_bundle([held(notes=["#private sentinel", "#idea rotate"])]))

    assert not any(b"sentinel" in data for data in files.values())
    assert any(b"rotate" in data for data in files.values())


def test_t21_a_sealed_bundle_opens_with_its_passphrase_alone() -> None:
    """Without it, with another one, or with a flipped bit nothing comes out."""
    data = write_bundle([held(notes=["#idea rotate"])], passphrase="åäö correct horse")

    assert is_sealed(data)
    assert is_bundle(data)
    assert b"rotate" not in data
    assert b"Jyv" not in data
    (back,) = read_bundle(data, passphrase="åäö correct horse")
    assert back.record.notes[0].text == "rotate"
    with pytest.raises(NeedsPassphrase):
        read_bundle(data)
    with pytest.raises(WrongPassphrase):
        read_bundle(data, passphrase="åäö correct house")


def test_t21_two_sealed_bundles_share_nothing() -> None:
    """Salt and nonce are new each time: equal records cannot be told from the files."""
    one, other = (write_bundle([held()], passphrase="x") for _time in range(2))
    start = len(b"VIRTU-SEALED-1\n") + 3

    assert one[:start] == other[:start]
    assert one[start : start + 28] != other[start : start + 28]


@pytest.mark.parametrize("place", [0, 16, 17, 18, 20, 40, 60, -1])
def test_t21_a_flipped_byte_is_refused(place: int) -> None:
    """Head, salt, nonce, content and seal are all proved."""
    data = bytearray(write_bundle([held()], passphrase="x"))
    data[place] ^= 1

    with pytest.raises(KnownError):
        read_bundle(bytes(data), passphrase="x")


def test_t14_a_file_cannot_ask_for_endless_work() -> None:
    """Memory and rounds of the key are bounded, whatever the head says."""
    data = bytearray(write_bundle([held()], passphrase="x"))
    data[len(b"VIRTU-SEALED-1\n")] = 30

    with pytest.raises(BadBundle):
        read_bundle(bytes(data), passphrase="x")


def rename(name: str) -> Callable[[Files, dict[str, Any]], None]:
    """Return a change that gives the record another name."""

    def change(files: Files, manifest: dict[str, Any]) -> None:
        files[name] = files.pop("sessions/0001.json")

    return change


def spoil(files: Files, manifest: dict[str, Any]) -> None:
    """Change a letter of the record and leave its sum."""
    files["sessions/0001.json"] = files["sessions/0001.json"].replace(b"First", b"Worst")


def add(files: Files, manifest: dict[str, Any]) -> None:
    """Add a file that no manifest knows."""
    files["virus.exe"] = b"MZ"


def forget(files: Files, manifest: dict[str, Any]) -> None:
    """Take the record out."""
    del files["sessions/0001.json"]


def twice(files: Files, manifest: dict[str, Any]) -> None:
    """Bring the same session twice."""
    files["sessions/0002.json"] = files["sessions/0001.json"]
    manifest["sessions"].append(manifest["sessions"][0] | {"path": "sessions/0002.json"})


def tell_more(files: Files, manifest: dict[str, Any]) -> None:
    """Say more than a manifest says."""
    manifest["run"] = "calc.exe"


def newer(files: Files, manifest: dict[str, Any]) -> None:
    """Come from the future."""
    manifest["version"] = 2


def foreign(files: Files, manifest: dict[str, Any]) -> None:
    """Be something else."""
    manifest["format"] = "other"


@pytest.mark.parametrize(
    "change",
    [
        rename("../../evil.json"),
        rename("/etc/passwd"),
        rename("C:\\evil.json"),
        rename("sessions/0001.json/"),
        spoil,
        add,
        forget,
        twice,
        tell_more,
        newer,
        foreign,
    ],
)
def test_t14_what_is_not_exactly_a_bundle_is_refused(
    change: Callable[[Files, dict[str, Any]], None],
) -> None:
    """Names, sums, missing, doubled and foreign parts."""
    with pytest.raises(KnownError):
        read_bundle(changed(change))


def test_t14_a_bomb_is_refused_before_it_is_unpacked() -> None:
    """A megabyte of nothing that was packed a thousandfold."""

    def inflate(files: Files, manifest: dict[str, Any]) -> None:
        bomb = b" " * 20_000_000
        files["sessions/0001.json"] = bomb
        manifest["sessions"][0]["sha256"] = hashlib.sha256(bomb).hexdigest()

    with pytest.raises(BadBundle, match="too large"):
        read_bundle(changed(inflate))


def test_t14_many_files_and_bytes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bounds hold for the whole bundle."""
    data = write_bundle([held()])
    monkeypatch.setattr(bundle, "MOST_BYTES", 100)
    with pytest.raises(BadBundle, match="too large"):
        read_bundle(data)
    monkeypatch.setattr(bundle, "MOST_ENTRIES", 1)
    with pytest.raises(BadBundle, match="too large"):
        read_bundle(data)


def test_t14_a_lying_size_is_refused() -> None:
    """The directory says less than there is: what counts is what comes out."""
    data = bytearray(write_bundle([held()]))
    place = data.rindex(b"PK\x01\x02")
    data[place + 24 : place + 28] = (10).to_bytes(4, "little")

    with pytest.raises(KnownError):
        read_bundle(bytes(data))


def test_t14_any_damage_is_refused_or_harmless() -> None:
    """Flipped and cut bundles are refused with a sentence, or still hold the very record."""
    whole = write_bundle([held()])
    chance = random.Random(14)
    refused = 0
    for _time in range(500):
        data = bytearray(whole)
        if chance.random() < 0.2:
            del data[chance.randrange(len(data)) :]
        for _flip in range(chance.choice((1, 1, 4, 200))):
            if data:
                data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            (back,) = read_bundle(bytes(data))
        except KnownError:
            refused += 1
        else:
            assert write_record(back) == write_record(held())
    assert refused > 400


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"VIRTU-SEALED-1\n", b"nothing"])
def test_t14_a_stump_is_refused(data: bytes) -> None:
    """Beginnings of files are no bundles."""
    with pytest.raises(KnownError):
        read_bundle(data, passphrase="x")
