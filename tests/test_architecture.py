"""Imports go one way, each library has its place, and nothing is left out of the contracts that say so."""

from __future__ import annotations

import configparser
import subprocess
import sys
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "mobius_desktop"
CONTRACTS = ROOT / ".importlinter"
_NAMES = ("protected_modules", "forbidden_modules", "source_modules", "allowed_importers")


def _contracts() -> configparser.ConfigParser:
    parsed = configparser.ConfigParser()
    parsed.read(CONTRACTS, encoding="utf-8")
    return parsed


def _named() -> set[str]:
    """Every library, and every package of ours, that some contract names."""
    found: set[str] = set()
    for section in _contracts().values():
        for option in _NAMES:
            found.update(section.get(option, "").split())
        layers = section.get("layers", "").replace("|", " ").replace("(", " ").replace(")", " ")
        found.update(f"mobius_desktop.{layer}" for layer in layers.split())
    return found


def _ours() -> set[str]:
    return {
        f"mobius_desktop.{path.stem}"
        for path in PACKAGE.iterdir()
        if (path.is_dir() and (path / "__init__.py").exists()) or path.suffix == ".py"
    } - {"mobius_desktop.__init__"}


def _unnamed(libraries: set[str], named: set[str]) -> set[str]:
    types_only = {"_typeshed"}
    return {library for library in libraries if library not in sys.stdlib_module_names} - named - types_only


def test_imports_go_one_way_and_libraries_stay_where_they_belong() -> None:
    linted = subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command as run; run()",
            "--no-cache",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert linted.returncode == 0, linted.stdout + linted.stderr


def test_every_package_is_named_by_a_contract() -> None:
    assert _ours() - _named() == set()


def test_every_library_is_named_by_a_contract() -> None:
    graph = grimp.build_graph("mobius_desktop", include_external_packages=True, cache_dir=None)
    libraries = {module for module in graph.modules if not module.startswith("mobius_desktop")}
    assert _unnamed(libraries, _named()) == set()


def test_a_library_that_nobody_has_placed_would_be_noticed() -> None:
    assert _unnamed({"sqlite3", "PySide6", "pandas"}, _named()) == {"pandas"}


@pytest.mark.parametrize("name", ["store", "history", "transfer", "diagnostics", "connectwise", "quickbooks"])
def test_a_package_is_imported_without_qt(name: str) -> None:
    code = f"import sys; sys.modules['PySide6'] = None; import mobius_desktop.{name}"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)  # noqa: S603 - our own package


def test_each_command_explains_itself_without_qt() -> None:
    code = (
        "import sys; sys.modules['PySide6'] = None\n"
        "from mobius_desktop.cli import COMMANDS, main\n"
        "for name in COMMANDS:\n"
        "    try:\n"
        "        main([name, '--help'])\n"
        "    except SystemExit as end:\n"
        "        assert not end.code, name\n"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True)  # noqa: S603 - our own


def test_the_store_opens_a_record_without_the_libraries_that_only_a_migration_needs(tmp_path: Path) -> None:
    code = (
        "import sys, datetime, types; from pathlib import Path\n"
        "from mobius_desktop.store import Store\n"
        "clock = types.SimpleNamespace(now=lambda: datetime.datetime.now(datetime.UTC))\n"
        "with Store.open(Path(sys.argv[1]), clock) as store: store.companies()\n"
        "print(*{'sqlite_utils', 'requests', 'keyring', 'flask', 'filelock'} & set(sys.modules))\n"
    )

    def loaded() -> str:
        told = subprocess.run(  # noqa: S603 - our own package
            [sys.executable, "-c", code, str(tmp_path / "mobius.db")],
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        )
        return told.stdout.strip()

    assert loaded() == "sqlite_utils"  # a new file is migrated
    assert loaded() == ""
