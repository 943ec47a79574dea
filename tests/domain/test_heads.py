"""Count and hash as people copy them from paper and PDF."""

from __future__ import annotations

import pytest

from mobius_desktop.domain.heads import BatchHead, Head, NoHead, printed
from mobius_desktop.domain.ids import BatchNumber

HASH = "ffab12cd34ef56ff" * 4
WHOLE = Head(512, bytes.fromhex(HASH))


@pytest.mark.parametrize(
    "typed",
    [
        f"512 {HASH}",
        f"512:{HASH}",
        f"  512: {HASH[:32]} {HASH[32:]} ",
        f"512 {HASH.upper()}",
        f"512 {HASH.replace('ff', chr(0xFB00))}",  # as a PDF joins them
    ],
)
def test_a_head_is_read_as_it_is_printed_and_copied(typed: str) -> None:
    assert printed(typed) == WHOLE


def test_sixteen_letters_of_the_hash_are_enough() -> None:
    found = printed(f"1,512 {HASH[:16]}…")
    assert isinstance(found, Head)
    assert found.count == 1512
    assert found.is_of(WHOLE.hash)


@pytest.mark.parametrize("typed", [f"batch 12: 512 {HASH}", f"Batch 12: 512:{HASH}", f"BATCH 12:512 {HASH}"])
def test_the_head_of_a_batch_is_read_as_it_is_printed(typed: str) -> None:
    assert printed(typed) == BatchHead(BatchNumber(12), WHOLE)
    assert printed(BatchHead(BatchNumber(12), WHOLE).text) == printed(typed)


@pytest.mark.parametrize(
    "typed", ["abc", "512", f"batch 12: {HASH}", "batch: 5 ab", f"-1 {HASH}", f"5 {HASH}ff"]
)
def test_what_is_no_head_is_refused(typed: str) -> None:
    with pytest.raises(NoHead, match="A certificate prints them"):
        printed(typed)
