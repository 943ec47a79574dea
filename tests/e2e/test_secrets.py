"""Known secrets go through all that the program does, well and badly, and are in nothing that it wrote."""

from __future__ import annotations

import base64
import datetime as dt
import io
import json
import logging
import sqlite3
import sys
import traceback
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from threading import Event as StopEvent
from urllib.parse import parse_qs, quote, urlsplit

import click
import pytest

from mobius_desktop.cli import main
from mobius_desktop.diagnostics.crash import CrashFile, told
from mobius_desktop.diagnostics.paths import resource_path
from mobius_desktop.domain.errors import Known
from mobius_desktop.domain.ids import BatchNumber, RealmId
from mobius_desktop.domain.options import Summary
from mobius_desktop.domain.quickbooks import ListKind
from mobius_desktop.domain.setup import SecretName
from mobius_desktop.history.export import ExportColumn, write_csv, write_xlsx
from mobius_desktop.history.history import History
from mobius_desktop.history.telling import as_values, batch_values
from mobius_desktop.sandbox.run import RunningSandbox, SandboxOptions, start_sandbox
from mobius_desktop.store import FILE_NAME
from mobius_desktop.transfer.batch import BatchRequest
from mobius_desktop.wiring import Program, ProgramOptions, open_program
from mobius_desktop.wiring.sandbox_servers import consent

REDIRECT = "https://www.gulfline.example/signin"
WRONG = {"private_key": "Wrong0Private0Key0", "client_secret": "wrong0client0secret0"}


@pytest.fixture
def sandbox() -> Iterator[RunningSandbox]:
    with start_sandbox(SandboxOptions(), sample_firm=resource_path("sample-firm")) as running:
        running.control.clock.set(dt.datetime.now(dt.UTC))
        yield running


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    opened = open_program(ProgramOptions(data_dir=tmp_path / "data", vault="memory"))
    yield opened
    opened.close()


class Journey:
    """A user sets the program up, makes every mistake on the way, and sends a batch."""

    def __init__(self, program: Program, sandbox: RunningSandbox, out: Path) -> None:
        self.program, self.sandbox, self.out = program, sandbox, out
        self.sentences: list[str] = []
        self.addresses: list[str] = []
        out.mkdir()

    def go(self) -> None:
        """The whole way."""
        self._connectwise()
        realm = self._quickbooks()
        self._token_of_the_playground(realm)
        self._batch(realm)
        self._files(realm)
        self._reconnect_when_ended(realm)

    def _fails(self, error: Known) -> None:
        self.sentences += [error.sentence, str(error), repr(error), *traceback.format_exception(error)]

    def _connectwise(self) -> None:
        about = self.sandbox.describe()["connectwise"]
        typed = {name: about[name] for name in ("company_id", "public_key", "private_key", "client_id")}
        typed["site"] = about["base_url"]
        for wrong in ({"private_key": WRONG["private_key"]}, {"company_id": "nobody"}):
            report = self.program.setting_up.save_connectwise({**typed, **wrong})
            self.sentences += [step.sentence for step in report.steps]
        assert self.program.setting_up.save_connectwise(typed).passed
        self.program.connect()

    def _quickbooks(self) -> RealmId:
        program, realm = self.program, self.sandbox.realms[0][0]
        page = program.setting_up.begin_sign_in(self._app(client_secret=WRONG["client_secret"]))
        with pytest.raises(Known) as refused:
            program.setting_up.finish_sign_in(self._ends_on(page, realm))
        self._fails(refused.value)
        page = program.setting_up.begin_sign_in(self._app())
        ends_on = self._ends_on(page, realm)
        for wrong in (ends_on.replace("state=", "state=x"), f"{REDIRECT}?code=abc"):
            with pytest.raises(Known) as refused:
                program.setting_up.finish_sign_in(wrong)
            self._fails(refused.value)
        return program.setting_up.finish_sign_in(ends_on).realm

    def _token_of_the_playground(self, realm: RealmId) -> None:
        token = self.program.sides._vault.get(f"{SecretName.QUICKBOOKS_REFRESH_TOKEN}:{realm}")
        assert token
        entries = self._app(company_id=realm, refresh_token=token, realm=realm)
        self.program.setting_up.sign_in_with_token(entries)

    def _app(self, **other: str) -> dict[str, str]:
        about = self.sandbox.describe()["quickbooks"]
        return {
            "client_id": about["client_id"],
            "client_secret": about["client_secret"],
            "environment": "Custom",
            "discovery_url": about["discovery_url"],
            "base_url": self.sandbox.quickbooks_base_url,
            "redirect_uri": REDIRECT,
            **other,
        }

    def _ends_on(self, page: str, realm: str) -> str:
        self.addresses.append(consent(f"{page}&realm={realm}"))
        return self.addresses[-1]

    def _batch(self, realm: RealmId) -> None:
        program, faults = self.program, self.sandbox.control.faults
        faults.add(preset="html", server="quickbooks", path="/invoice", when="after")
        faults.add(kind="drop", server="quickbooks", path="/customer", when="after")
        faults.add(preset="unavailable", server="connectwise", path="/batches")
        listed = program.list_unposted(realm).offered[:12]
        ids = tuple(one.billing_log_id for one in listed)
        request = BatchRequest(ids, Summary.DETAILED, allow_creation=True, listed=listed)
        program.run(realm, program.plan(realm, request))
        program.configuring.read(realm, lambda _: None, StopEvent())

    def _files(self, realm: RealmId) -> None:
        program, out = self.program, self.out
        program.configuring.export_to(realm, out / "configuration.json")
        books = program.configuring.books(realm)
        assert books is not None
        program.configuring.export_links(books, ListKind.CUSTOMER, out / "links.csv")
        story = History(program.store, program.clock).batch(BatchNumber(1))
        assert story is not None
        text = as_values(batch_values(story))
        (out / "history.json").write_text(text, encoding="utf-8")
        rows = [(name, json.dumps(value, default=str)) for name, value in json.loads(text).items()]
        write_csv(out / "history.csv", [ExportColumn("name"), ExportColumn("value")], rows)
        write_xlsx(out / "history.xlsx", [ExportColumn("name"), ExportColumn("value")], rows)

    def _reconnect_when_ended(self, realm: RealmId) -> None:
        self.sandbox.control.do("quickbooks", "revoke_grant", realm=realm)
        report = self.program.setting_up.test_quickbooks(realm)
        assert not report.passed
        self.sentences += [step.sentence for step in report.steps]


def travelled(sandbox: RunningSandbox, addresses: Iterable[str]) -> set[str]:
    """Every secret there is: what was typed, what the sandbox gave out, and the headers made of it."""
    connectwise, quickbooks = (sandbox.describe()[side] for side in ("connectwise", "quickbooks"))
    found: set[str] = set(WRONG.values())
    for private in (connectwise["private_key"], WRONG["private_key"]):
        found |= {private, f"{connectwise['company_id']}+{connectwise['public_key']}:{private}"}
    for secret in (quickbooks["client_secret"], WRONG["client_secret"]):
        found |= {secret, f"{quickbooks['client_id']}:{secret}"}
    for grant in sandbox.quickbooks_state.grants.values():
        found |= {grant.refresh_token, *grant.access_tokens}
    for request in sandbox.control.recorder.find(path="token"):
        form = parse_qs(request.body)
        found |= {value for name in ("code", "refresh_token", "token") for value in form.get(name, [])}
    for address in addresses:
        found |= {address, *parse_qs(urlsplit(address).query)["code"]}
    return {one for one in found if one}


def written(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Everything in a folder, bodies in the record and files in zips unpacked."""
    for path in folder.rglob("*"):
        if not path.is_file():
            continue
        yield path.name, path.read_bytes()
        if path.suffix in {".zip", ".xlsx"}:
            with zipfile.ZipFile(path) as packed:
                yield from ((f"{path.name}/{name}", packed.read(name)) for name in packed.namelist())
        if path.suffix == ".db":
            yield from _values(path)


def _values(path: Path) -> Iterator[tuple[str, bytes]]:
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as record:
        tables = [row[0] for row in record.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            for row in record.execute(f'SELECT * FROM "{table}"'):  # noqa: S608 - names of our own schema
                for value in row:
                    yield f"{path.name}/{table}", _bytes(value)


def _bytes(value: object) -> bytes:
    if isinstance(value, bytes):
        try:
            return zlib.decompress(value)
        except zlib.error:
            return value
    return str(value).encode()


def forms(secret: str) -> set[bytes]:
    """A secret as it is, quoted for an address, in base64 and in JSON."""
    made = {
        secret,
        quote(secret, safe=""),
        base64.b64encode(secret.encode()).decode(),
        json.dumps(secret)[1:-1],
    }
    return {one.encode() for one in made}


def leaks(secrets: Iterable[str], places: Iterable[tuple[str, bytes]]) -> set[str]:
    """Where a secret stands, without the secret."""
    wanted = [form for secret in secrets for form in forms(secret)]
    return {name for name, content in places for form in wanted if form in content}


def test_no_secret_is_in_anything_that_was_written_said_logged_or_passed_on(
    program: Program,
    sandbox: RunningSandbox,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    journey = Journey(program, sandbox, tmp_path / "out")
    journey.go()
    secrets = travelled(sandbox, journey.addresses)
    assert len(secrets) > 12
    assert leaks(secrets, [("log records", caplog.text.encode())]) == set()
    careless(secrets, program.folder)
    support = program.support
    support.save(support.parts(), tmp_path / "out" / "support.zip")
    captured = capfd.readouterr()
    said = "\n".join([*journey.sentences, captured.out, captured.err, " ".join(sys.argv)])
    program.close()
    places = [("said or printed", said.encode()), *written(tmp_path)]
    assert leaks(secrets, places) == set()
    names = {name for name, _ in places}
    assert {"support.zip", "configuration.json", "history.xlsx", f"{FILE_NAME}/body"} <= names
    assert any("crash" in name for name in names)
    assert any(b"It was <redacted>" in content for name, content in places if name.endswith(".log"))


def careless(secrets: Iterable[str], folder: Path) -> None:
    """Whoever logs and raises without care is kept from giving a secret away."""
    crash = CrashFile(folder)
    for secret in sorted(secrets):
        logging.getLogger("mobius_desktop.careless").warning("It was %s, in %r", secret, {"token": secret})
        try:
            raise RuntimeError(f"it was {secret}")
        except RuntimeError as error:
            logging.getLogger("mobius_desktop.careless").warning("It was %s", secret, exc_info=True)
            crash.write(error, f"a thread for {secret}")
            told(error)


def test_the_search_itself_finds_a_secret_in_every_kind_of_file(tmp_path: Path) -> None:
    """A test that finds nothing anywhere would always pass."""
    secret = "Open0Sesame0/+1"
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("inside.txt", secret)
    with sqlite3.connect(tmp_path / "b.db") as record:
        record.execute("CREATE TABLE body (content BLOB)")
        record.execute("INSERT INTO body VALUES (?)", (zlib.compress(secret.encode()),))
    record.close()
    (tmp_path / "c.txt").write_text(quote(secret, safe=""), encoding="utf-8")
    (tmp_path / "d.txt").write_bytes(base64.b64encode(secret.encode()))
    assert leaks([secret], written(tmp_path)) == {"a.zip/inside.txt", "b.db/body", "c.txt", "d.txt"}
    assert leaks([secret], [("e", io.BytesIO(b"nothing").read())]) == set()


def test_no_command_takes_a_secret_as_an_argument() -> None:
    """The list of processes shows arguments to everybody on the computer."""
    words = ("key", "secret", "token", "password", "passphrase", "code")
    taken = [
        f"{name} {option}"
        for name, command in _commands(main, "mobius-desktop")
        for option in (text for parameter in command.params for text in parameter.opts)
        if any(word in option.strip("-").split("-") for word in words)
    ]
    assert taken == []


def _commands(command: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    yield name, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for sub in command.list_commands(context):
            found = command.get_command(context, sub)
            if found is not None:
                yield from _commands(found, f"{name} {sub}")
