"""`mobius-desktop links`: out, changed by hand, shown first, in again."""

from __future__ import annotations

import csv
from pathlib import Path

from tests.cli.correcting import command


def test_links_go_out_and_come_in_again(tmp_path: Path) -> None:
    folder, file = tmp_path / "data", tmp_path / "customers.csv"
    out = command(folder, "links", "export", "customers", str(file), "--json")
    assert out.code == 0
    with file.open(encoding="utf-8-sig", newline="") as stream:
        lines = {line["Key"]: line for line in csv.DictReader(stream)}
    assert out.json["lines"] == len(lines)
    suggested = lines["customer:252"]["Suggested id"]
    file.write_text(f"Key,QuickBooks id\ncustomer:252,{suggested}\n", encoding="utf-8")
    shown = command(folder, "links", "import", "customers", str(file), "--dry-run", "--json")
    assert shown.code == 1
    assert [one["what"] for one in shown.json["changes"]] == ["Linked"]
    done = command(folder, "links", "import", "customers", str(file))
    assert done.code == 0
    assert "O'Malley & Sons Plumbing, Inc.: Linked, none →" in done.out
    again = command(folder, "links", "import", "customers", str(file), "--json")
    assert again.json["changes"] == []


def test_a_wrong_file_ends_with_2_and_its_sentence(tmp_path: Path) -> None:
    file = tmp_path / "customers.csv"
    file.write_text("Name\nAcme\n", encoding="utf-8")
    ran = command(tmp_path / "data", "links", "import", "customers", str(file))
    assert ran.code == 2
    assert "no column “Key”" in ran.err
