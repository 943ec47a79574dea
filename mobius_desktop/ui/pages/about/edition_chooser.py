"""The dialog *Change edition…*: the three editions to choose from, and what the change locks or unlocks."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from mobius_desktop.domain.editions import EDITIONS, Edition
from mobius_desktop.domain.options import Summary
from mobius_desktop.ui.components.labels import Label
from mobius_desktop.ui.components.question import Question, QuestionContent
from mobius_desktop.ui.theme import theme

_KEPT = "Nothing is deleted. Who changed it and when is recorded."


def consequence(now: Edition, wanted: Edition, companies: Sequence[str]) -> str:
    """What another edition locks and unlocks here. `companies` are all connected ones, the default first."""
    before, after = EDITIONS[now], EDITIONS[wanted]
    if now is wanted:
        return f"{now.value} is the edition in use."
    told = []
    locked = companies[after.companies :] if after.companies is not None else ()
    waiting = companies[before.companies :] if before.companies is not None else ()
    if locked and not waiting:
        names = ", ".join(f"**{name}**" for name in locked)
        is_or_are = "is" if len(locked) == 1 else "are"
        told.append(f"{names} {is_or_are} locked: sign-in, options, links and past batches are kept.")
    if waiting and not locked:
        told.append(f"{', '.join(f'**{name}**' for name in waiting)} can be used again.")
    if before.location_filter and not after.location_filter:
        told.append("Batches list All locations; default Locations are kept and not used.")
    if after.location_filter and not before.location_filter:
        told.append("A Location can be chosen for a batch, and more companies connected.")
    if len(after.summaries) < len(before.summaries):
        told.append("Batches use the Default Summary; an option that needs Detailed is kept and not used.")
    if len(after.summaries) > len(before.summaries):
        told.append("All Invoice Summaries can be used.")
    return " ".join([*told, _KEPT])


class EditionDialog(Question):
    """Asks which edition; `chosen` says which."""

    def __init__(self, now: Edition, companies: Sequence[str], parent: QWidget | None) -> None:
        self._now, self._companies = now, list(companies)
        self._group = QButtonGroup()
        content = QuestionContent(
            "Which edition is this?", consequence(now, now, companies), f"Keep {now.value}", "Change"
        )
        super().__init__(content, parent, self._choices())
        self._group.setParent(self)
        self._group.idToggled.connect(self._on_group_toggled)
        self.buttons()[1].setEnabled(False)

    @property
    def chosen(self) -> Edition:
        """The edition that is marked."""
        return list(Edition)[self._group.checkedId()]

    def choose(self, edition: Edition) -> None:
        """Mark an edition, as the user does."""
        self._group.button(list(Edition).index(edition)).setChecked(True)

    def _choices(self) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().metrics.v(4))
        for place, edition in enumerate(Edition):
            button = QRadioButton(edition.value)
            button.setChecked(edition is self._now)
            button.setAccessibleDescription(_words(edition))
            self._group.addButton(button, place)
            column.addWidget(button)
            column.addWidget(Label(_words(edition), ink="text2", wrap=True))
        return box

    @Slot(int, bool)
    def _on_group_toggled(self, place: int, on: bool) -> None:
        if not on:
            return
        wanted = list(Edition)[place]
        self.set_body(consequence(self._now, wanted, self._companies))
        act = self.buttons()[1]
        act.setEnabled(wanted is not self._now)
        act.setText(f"Change to {wanted.value}")


def _words(edition: Edition) -> str:
    """`1 company · All locations only · Default, Condensed, Detailed`."""
    allowed = EDITIONS[edition]
    companies = "Any number of companies" if allowed.companies is None else f"{allowed.companies} company"
    places = "one Location or all" if allowed.location_filter else "All locations only"
    summaries = ", ".join(one.value for one in Summary if allowed.allows(one))
    return f"{companies} · {places} · {summaries}"
