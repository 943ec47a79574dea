"""Where secrets live, and that they live nowhere else."""

from __future__ import annotations

import importlib
import logging
import os
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import keyring
import keyring.backend
import keyring.backends.fail
import keyring.core
import keyring.errors
import pytest

from mobius_desktop.credentials.choice import PASSPHRASE, VaultKind, open_vault
from mobius_desktop.credentials.file_vault import FileVault
from mobius_desktop.credentials.grant_lock import FileGrantLock, MemoryGrantLock
from mobius_desktop.credentials.keyring_vault import BACK_ENDS, LONGEST, KeyringVault, choose_back_end
from mobius_desktop.credentials.memory_vault import MemoryVault
from mobius_desktop.domain.errors import VaultMissing
from mobius_desktop.domain.ports import Vault
from mobius_desktop.domain.setup import SecretName

SECRET = "AB11-a-known-refresh-token-that-must-not-leak"


class Store(keyring.backend.KeyringBackend):
    """A key store like Windows': its own names, its limit, its errors."""

    priority = 1.0

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # keyring is half typed
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if len(password.encode("utf-16-le")) > 2560:
            raise OSError(1783, "CredWrite", "The stub received bad data")
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if (service, username) not in self.kept:
            raise keyring.errors.PasswordDeleteError("not found")
        del self.kept[service, username]


@pytest.fixture
def store() -> Iterator[Store]:
    before = keyring.get_keyring()
    one = Store()
    keyring.set_keyring(one)
    yield one
    keyring.set_keyring(before)


def keyring_vault(_: Path) -> Vault:
    return KeyringVault("a1b2")


def file_vault(folder: Path) -> Vault:
    return FileVault(folder / "own" / "secrets.vault", lambda: "correct horse")


def memory_vault(_: Path) -> Vault:
    return MemoryVault()


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("make", [keyring_vault, file_vault, memory_vault])
def test_a_vault_keeps_overwrites_and_forgets(make: Callable[[Path], Vault], tmp_path: Path) -> None:
    vault = make(tmp_path)
    assert vault.get("a") is None
    vault.delete("a")
    vault.put("a", SECRET)
    vault.put("b", "other ü 🦀")
    assert vault.get("a") == SECRET
    vault.put("a", "newer")
    assert vault.get("a") == "newer"
    assert vault.get("b") == "other ü 🦀"
    vault.delete("a")
    assert vault.get("a") is None
    assert vault.get("b") == "other ü 🦀"
    assert SECRET not in repr(vault)


def test_entries_of_the_key_store_carry_the_installations_id(store: Store) -> None:
    KeyringVault("a1b2").put("name", SECRET)
    assert store.kept == {("Mobius Desktop a1b2", "name"): SECRET}
    assert KeyringVault("other").get("name") is None


def test_a_secret_that_windows_could_not_keep_is_refused_everywhere(store: Store) -> None:
    vault = KeyringVault("a1b2")
    vault.put("fits", "x" * LONGEST)
    with pytest.raises(VaultMissing, match="--vault file"):
        vault.put("long", "x" * (LONGEST + 1))
    assert len(store.kept) == 1


def test_the_limit_counts_as_windows_counts(store: Store) -> None:
    vault = KeyringVault("a1b2")
    vault.put("fits", "🦀" * (LONGEST // 2))
    with pytest.raises(VaultMissing):
        vault.put("long", "🦀" * (LONGEST // 2 + 1))
    assert len(store.kept) == 1


def test_a_real_refresh_token_fits_and_no_other_secret_is_longer() -> None:
    """Intuit's refresh tokens have some 50 characters; only they and keys are kept, access tokens are not."""
    assert len(SECRET) < LONGEST
    assert {name.value for name in SecretName} == {
        "connectwise-public-key",
        "connectwise-private-key",
        "intuit-client-id",
        "intuit-client-secret",
        "quickbooks-refresh-token",
    }


@pytest.mark.parametrize("name", sorted(BACK_ENDS.values()))
def test_every_back_end_that_a_frozen_program_names_exists(name: str) -> None:
    module, _, kind = name.rpartition(".")
    assert issubclass(getattr(importlib.import_module(module), kind), keyring.backend.KeyringBackend)


def test_a_frozen_program_takes_the_systems_own_key_store_or_none(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    class OwnStore(Store):
        """Stands for the system's."""

    monkeypatch.setattr(keyring.core, "load_keyring", lambda name: {BACK_ENDS["win32"]: OwnStore}[name]())
    assert choose_back_end("win32", frozen=True).endswith("OwnStore")
    assert not store.kept


def test_a_frozen_program_without_the_systems_key_store_uses_no_other(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setitem(BACK_ENDS, sys.platform, "keyring.backends.Missing.Keyring")
    with pytest.raises(VaultMissing, match="--vault file"):
        KeyringVault("a1b2").put("name", SECRET)
    assert store.kept == {}


def test_a_program_among_others_leaves_the_choice_to_the_system(store: Store) -> None:
    assert choose_back_end(frozen=False).endswith("Store")
    assert isinstance(keyring.get_keyring(), type(store))


def test_a_machine_without_a_key_store_hears_the_ways_out() -> None:
    before = keyring.get_keyring()
    keyring.set_keyring(keyring.backends.fail.Keyring())  # type: ignore[no-untyped-call]  # the same
    try:
        vault = KeyringVault("a1b2")
        sentence = r"--vault file.*--vault memory"
        with pytest.raises(VaultMissing, match=sentence):
            vault.put("a", "b")
        with pytest.raises(VaultMissing, match=sentence):
            vault.get("a")
        with pytest.raises(VaultMissing, match=sentence):
            vault.delete("a")
    finally:
        keyring.set_keyring(before)


def test_a_key_store_that_keeps_nothing_is_noticed(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "set_password", lambda *_: None)
    with pytest.raises(VaultMissing):
        KeyringVault("a1b2").put("a", "b")


def test_the_file_holds_no_secret_and_no_name_in_the_open(tmp_path: Path) -> None:
    path = tmp_path / "secrets.vault"
    FileVault(path, lambda: "correct horse").put("quickbooks-refresh-token:934145", SECRET)
    content = path.read_bytes()
    assert SECRET.encode() not in content
    assert b"934145" not in content
    assert b"correct horse" not in content
    left = {one.name for one in tmp_path.iterdir()}
    assert left <= {"secrets.vault", "secrets.vault.lock"}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no mode bits; the user's folder protects the file")
def test_the_file_is_readable_by_its_user_alone(tmp_path: Path) -> None:
    path = tmp_path / "secrets.vault"
    FileVault(path, lambda: "correct horse").put("a", SECRET)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_another_program_with_the_passphrase_reads_what_was_written(tmp_path: Path) -> None:
    path = tmp_path / "secrets.vault"
    one, other = (FileVault(path, lambda: "correct horse") for _ in range(2))
    one.put("a", "1")
    assert other.get("a") == "1"
    other.put("b", "2")
    one.put("a", "3")
    assert (one.get("b"), other.get("a")) == ("2", "3")


def test_a_wrong_passphrase_opens_nothing_and_overwrites_nothing(tmp_path: Path) -> None:
    path = tmp_path / "secrets.vault"
    FileVault(path, lambda: "correct horse").put("a", SECRET)
    before = path.read_bytes()
    wrong = FileVault(path, lambda: "battery staple")
    with pytest.raises(VaultMissing, match="passphrase does not open"):
        wrong.get("a")
    with pytest.raises(VaultMissing):
        wrong.put("b", "x")
    assert path.read_bytes() == before
    answers = iter(["wrong again", "correct horse"])
    second = FileVault(path, lambda: next(answers))
    with pytest.raises(VaultMissing):
        second.get("a")
    assert second.get("a") == SECRET


def test_a_file_that_was_tampered_with_is_not_used(tmp_path: Path) -> None:
    path = tmp_path / "secrets.vault"
    FileVault(path, lambda: "correct horse").put("a", SECRET)
    whole = path.read_bytes()
    for broken in (b"", b"{}", whole[:-20], whole.replace(b'"cost":32768', b'"cost":65536')):
        path.write_bytes(broken)
        with pytest.raises(VaultMissing):
            FileVault(path, lambda: "correct horse").get("a")


def test_a_crash_while_writing_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "secrets.vault"
    vault = FileVault(path, lambda: "correct horse")
    vault.put("a", "old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(VaultMissing, match="could not be written"):
        vault.put("a", "new")
    monkeypatch.undo()
    assert vault.get("a") == "old"
    assert {one.name for one in tmp_path.iterdir()} <= {"secrets.vault", "secrets.vault.lock"}


def test_the_passphrase_is_asked_once_and_the_environment_comes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def ask() -> str:
        asked.append("x")
        return "correct horse"

    monkeypatch.delenv(PASSPHRASE, raising=False)
    vault, lock = open_vault(VaultKind.FILE, installation="a1b2", directory=tmp_path, ask=ask)
    vault.put("a", SECRET)
    vault.get("a")
    assert len(asked) == 1
    assert isinstance(lock, FileGrantLock)
    assert (tmp_path / "secrets-a1b2.vault").exists()
    monkeypatch.setenv(PASSPHRASE, "correct horse")
    again, _ = open_vault(VaultKind.FILE, installation="a1b2", directory=tmp_path)
    assert again.get("a") == SECRET


def test_without_a_passphrase_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(PASSPHRASE, raising=False)
    vault, _ = open_vault(VaultKind.FILE, installation="a1b2", directory=tmp_path)
    with pytest.raises(VaultMissing, match="MOBIUS_PASSPHRASE"):
        vault.put("a", SECRET)
    empty, _ = open_vault(VaultKind.FILE, installation="a1b2", directory=tmp_path, ask=lambda: "")
    with pytest.raises(VaultMissing, match="passphrase"):
        empty.put("a", SECRET)
    assert not list(tmp_path.glob("*.vault"))


@pytest.mark.usefixtures("store")
def test_each_kind_of_vault_comes_with_its_lock(tmp_path: Path) -> None:
    kept, lock = open_vault(VaultKind.KEYRING, installation="a1b2", directory=tmp_path)
    assert isinstance(kept, KeyringVault)
    assert isinstance(lock, FileGrantLock)
    forgotten, own = open_vault(VaultKind.MEMORY, installation="a1b2", directory=tmp_path)
    assert isinstance(forgotten, MemoryVault)
    assert isinstance(own, MemoryGrantLock)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("store")
def test_no_secret_is_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for make in (keyring_vault, file_vault, memory_vault):
        vault = make(tmp_path)
        vault.put("a", SECRET)
        vault.get("a")
        vault.delete("a")
    with pytest.raises(VaultMissing) as caught:
        KeyringVault("a1b2").put("a", SECRET * 40)
    assert SECRET not in caplog.text + str(caught.value)
