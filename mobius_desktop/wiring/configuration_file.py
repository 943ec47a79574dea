"""A company's configuration as a file: options and links, never keys or sign-ins."""

from __future__ import annotations

from dataclasses import dataclass, fields
from decimal import Decimal
from pathlib import Path
from typing import Any, get_type_hints

import msgspec

from mobius_desktop.domain.errors import NotSetUp, StorageFailed
from mobius_desktop.domain.ids import RealmId
from mobius_desktop.domain.options import CompanyOptions
from mobius_desktop.domain.plan import Link
from mobius_desktop.transfer.linking.importing import ImpossibleOption

FORMAT = "mobius-desktop configuration"
VERSION = 1
_LARGEST = 20_000_000
_DAMAGED = "This file is damaged, or is no configuration. Nothing was changed."


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfigurationFile:
    """What the file holds."""

    format: str
    version: int
    options: CompanyOptions
    links: tuple[Link, ...] = ()
    realm: str = ""
    """Whose links they are: the Ids of one QuickBooks company mean nothing in another."""


def write_configuration(file: Path, options: CompanyOptions, links: tuple[Link, ...], realm: RealmId) -> None:
    """Write the file whole or not at all. StorageFailed says why it could not be."""
    content = ConfigurationFile(format=FORMAT, version=VERSION, options=options, links=links, realm=realm)
    part = file.with_name(f"{file.name}.part")
    try:
        part.write_bytes(msgspec.json.format(msgspec.json.encode(content), indent=2))
        part.replace(file)
    except OSError as error:
        raise StorageFailed(
            f"The file could not be written: {error.strerror}. Nothing was changed."
        ) from error


def read_configuration(file: Path) -> ConfigurationFile:
    """Read such a file. NotSetUp says what is wrong with it; nothing is changed by reading."""
    try:
        if file.stat().st_size > _LARGEST:
            raise NotSetUp("This file is too large to be a configuration. Nothing was changed.")
        content = msgspec.json.decode(file.read_bytes())
    except OSError as error:
        raise NotSetUp(f"The file could not be read: {error.strerror}. Nothing was changed.") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise NotSetUp(_DAMAGED) from error
    return _understood(content)


def _understood(content: Any) -> ConfigurationFile:
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise NotSetUp("This file is no configuration of Mobius Desktop. Nothing was changed.")
    version, options = content.get("version"), content.get("options") or {}
    if not isinstance(options, dict):
        raise NotSetUp(_DAMAGED)
    unknown = set(options) - {one.name for one in fields(CompanyOptions)}
    if not isinstance(version, int) or version > VERSION or unknown:
        raise NotSetUp("This configuration was written by a newer version. Nothing was changed.")
    try:
        found = msgspec.convert(content, ConfigurationFile)
    except msgspec.ValidationError as error:
        _say_which(options)
        raise NotSetUp(_DAMAGED) from error
    for name in options:
        value = getattr(found.options, name)
        if isinstance(value, Decimal) and not value.is_finite():
            raise ImpossibleOption(name, str(value))
    return found


def _say_which(options: dict[str, Any]) -> None:
    """Raise ImpossibleOption for the first option that cannot have its value."""
    kinds = get_type_hints(CompanyOptions)
    for name, value in options.items():
        try:
            msgspec.convert(value, kinds[name])
        except msgspec.ValidationError as error:
            raise ImpossibleOption(name, str(value)) from error
