"""What stops the work with a company, as a banner: which one, and the ways on that it offers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from mobius_desktop.domain.errors import (
    InUse,
    Known,
    RecordDamaged,
    SignInLost,
    StorageFailed,
    SubscriptionEnded,
)
from mobius_desktop.ui.shell.notices import BannerKind


class Way(StrEnum):
    """What a banner's button says."""

    TRY_AGAIN = "Try again"
    RECONNECT = "Reconnect…"
    KEYS = "Open Set up ConnectWise PSA"
    FOLDER = "Open folder"
    SHOW = "Show"


@dataclass(frozen=True, slots=True)
class Stop:
    """A banner, and the ways on from it."""

    kind: BannerKind
    ways: tuple[Way, ...] = ()


def stop_of(error: Known) -> Stop | None:
    """The stop that an error means; None where only what was asked has failed."""
    if isinstance(error, InUse):
        return Stop(BannerKind.LOCKED_BY_ANOTHER, (Way.TRY_AGAIN,))
    if isinstance(error, SignInLost):
        way = Way.KEYS if error.side == "connectwise" else Way.RECONNECT
        return Stop(BannerKind.SIGN_IN_LOST, (way,))
    if isinstance(error, SubscriptionEnded):
        return Stop(BannerKind.SIGN_IN_LOST, (Way.TRY_AGAIN,))
    if isinstance(error, StorageFailed):
        return Stop(BannerKind.DAMAGED_RECORD, (Way.FOLDER, Way.TRY_AGAIN))
    if isinstance(error, RecordDamaged):
        return Stop(BannerKind.DAMAGED_RECORD, (Way.FOLDER,))
    return None


OF_CODES = {
    "SIGN_IN_LOST": Stop(BannerKind.SIGN_IN_LOST, (Way.RECONNECT, Way.SHOW)),
    "KEYS_REFUSED": Stop(BannerKind.SIGN_IN_LOST, (Way.KEYS, Way.SHOW)),
    "SUBSCRIPTION_ENDED": Stop(BannerKind.SIGN_IN_LOST, (Way.SHOW,)),
    "STOPPED": Stop(BannerKind.INTERRUPTED, (Way.SHOW,)),
}
"""The same by the cause under which a batch has left its invoices."""
