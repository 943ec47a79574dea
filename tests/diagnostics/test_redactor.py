"""Nothing secret gets into a log, an error or a report."""

from __future__ import annotations

import base64
import logging
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobius_desktop.diagnostics.log import LogFile, RedactingFormatter
from mobius_desktop.diagnostics.redactor import E_MAIL, REDACTED, Redactor

PRIVATE_KEY = "Zq8LmV2TtR5xWn3B"  # a ConnectWise key looks like this
TOKEN = "AB11762083994xUhZsDq0Lw5RkTt9YvN2mCbJfPgHsEaQoXi"  # a refresh token like this
ACCESS = "eyJlbmMiOiJBMTI4Q0JDLUhTMjU2IiwiYWxnIjoiZGlyIn0..vK0a1b2C3d4E5f6G7h8I9j.x"


@pytest.mark.parametrize(
    "text",
    [
        f"refresh_token={TOKEN}",
        f'{{"refresh_token": "{TOKEN}", "expires_in": 3600}}',
        f"{{'client_secret': '{TOKEN}'}}",
        f"GET https://example.com/callback?code={TOKEN}&state=abc&realmId=9341",
        f"the answer was {TOKEN}, which is odd",
        f"Authorization: Bearer {ACCESS}{TOKEN}",
        f"header 'Authorization': 'Basic {base64.b64encode(('gulfline+pub:' + TOKEN).encode()).decode()}'",
        f"proxy http://alex:{TOKEN}@proxy.example.com:8080 refused",
        f"Cookie: session={TOKEN}; other={TOKEN}",
        f"password={TOKEN}",
        f"MOBIUS_PASSPHRASE: {TOKEN}",
    ],
)
def test_a_token_is_taken_out_wherever_it_stands(text: str) -> None:
    assert TOKEN not in Redactor().text(text)
    assert TOKEN[:20] not in Redactor().text(text)


@pytest.mark.parametrize(
    "text",
    [
        f"private key {PRIVATE_KEY} refused",
        f"https://example.com/?x={PRIVATE_KEY}",
        base64.b64encode(PRIVATE_KEY.encode()).decode(),
        f"[{PRIVATE_KEY}]",
    ],
)
def test_a_secret_that_was_learned_is_taken_out_in_every_form(text: str) -> None:
    redactor = Redactor()
    redactor.learn(PRIVATE_KEY)
    shown = redactor.text(text)
    assert PRIVATE_KEY not in shown
    assert base64.b64encode(PRIVATE_KEY.encode()).decode() not in shown


@given(st.text("ABCdef123+/=&%# ", min_size=6, max_size=40), st.text(max_size=20), st.text(max_size=20))
def test_no_learned_secret_survives_any_text(secret: str, before: str, after: str) -> None:
    redactor = Redactor()
    redactor.learn(secret)
    assert secret not in redactor.text(before + secret + after).replace(REDACTED, "\0")


@pytest.mark.parametrize(
    "address", ["alex@example.com", "first.last+tag@mail.example.co.uk", "o'neil@example.org"]
)
def test_an_e_mail_address_is_never_written(address: str) -> None:
    assert Redactor().text(f"BillEmail {address}: invalid") == f"BillEmail {E_MAIL}: invalid"


@pytest.mark.parametrize(
    "text",
    [
        "Invoice 48231 is dated 10/30/2026; the books are closed through 10/31/2026.",
        "POST /v3/company/9341/invoice?requestid=0123456789abcdef0123456789abcdef&minorversion=75 -> 200",
        "intuit_tid 1-5f2e3d4c-0a1b2c3d4e5f60718293a4b5",
        "batch 214: 36 invoices, 62,120.47 USD",
        'File "/opt/mobius_desktop/transfer/run/course.py", line 240, in _stop_sending',
        "Origin gulfline, marker [CW-6002-cc70]",
        "8a2f" * 16,
    ],
)
def test_what_helps_and_harms_nobody_stays(text: str) -> None:
    assert Redactor().text(text) == text


def test_of_the_headers_only_the_harmless_ones_are_shown() -> None:
    shown = Redactor().headers({"Authorization": f"Bearer {TOKEN}", "Retry-After": "20", "X-New": "anything"})
    assert shown == {"Authorization": REDACTED, "Retry-After": "20", "X-New": REDACTED}


def test_an_argument_and_a_traceback_are_redacted_too() -> None:
    try:
        raise ValueError(f"bad token={TOKEN}")
    except ValueError as error:
        told = (ValueError, error, error.__traceback__)
        to = (f"alex@example.com?code={TOKEN}",)
        record = logging.LogRecord("x", logging.ERROR, __file__, 1, "sent to %s", to, told)
    shown = RedactingFormatter(Redactor()).format(record)
    assert TOKEN not in shown
    assert "alex@" not in shown
    assert "ValueError" in shown


def test_the_log_file_holds_lines_and_no_secret(tmp_path: Path) -> None:
    log = LogFile(tmp_path)
    log.start()
    try:
        logging.getLogger("mobius_desktop.test").info("Signed in with access_token=%s", TOKEN)
        logging.getLogger("urllib3.connectionpool").debug("https://example.com:443 GET /?code=%s", TOKEN)
    finally:
        log.stop()
    written = log.path.read_text(encoding="utf-8")
    assert "INFO MainThread mobius_desktop.test: Signed in with access_token=<redacted>" in written
    assert TOKEN not in written
    assert "urllib3" not in written


def test_a_folder_that_cannot_be_written_leaves_the_program_running(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("in the way")
    log = LogFile(tmp_path)
    log.start()
    log.stop()
