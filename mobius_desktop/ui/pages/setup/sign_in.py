"""One sign-in to QuickBooks from the window's side: which step it is at, its job, and its action bar."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from mobius_desktop.domain.errors import Cancelled, Known
from mobius_desktop.domain.ids import RealmId
from mobius_desktop.domain.setup import QuickBooksSetup
from mobius_desktop.ui.components.announce import announce
from mobius_desktop.ui.pages.setup.connecting import ConnectingView, ConnectStep
from mobius_desktop.ui.services import Services
from mobius_desktop.ui.shell.page import Action, ActionBarContent
from mobius_desktop.workers.hub import Job


class SignIn(QObject):
    """Drives the three cards. `open_address` is called in the window's thread, never from the job."""

    changed = Signal()
    connected = Signal(object)
    """The realm of the company that was connected and confirmed."""

    def __init__(
        self, services: Services, view: ConnectingView, open_address: Callable[[str], object]
    ) -> None:
        super().__init__(view)
        self._services, self._view, self._open = services, view, open_address
        self.step: ConnectStep | None = None
        self._again: QuickBooksSetup | None = None
        self._job: Job | None = None
        self._found: QuickBooksSetup | None = None
        self._known: frozenset[RealmId] = frozenset()
        self._problem = ""
        self._pasting = False
        view.app.changed.connect(self._on_app_changed)
        view.sign_in.open_wanted.connect(self._on_open_wanted)
        view.sign_in.pasted.connect(self.changed)

    @property
    def title(self) -> str:
        """What the page is called while this goes on."""
        return f"Reconnect {self._again.name}" if self._again else "Add company"

    # Going through the steps

    def begin(self) -> None:
        """Step 1 for a new company."""
        self._again, self._found, self._problem = None, None, ""
        self._go(ConnectStep.APP)
        self._view.app.client_id.setFocus()

    def begin_again(self, setup: QuickBooksSetup) -> None:
        """Sign in anew to a known company, with the app's saved keys: straight to the browser."""
        self._again, self._found, self._problem = setup, None, ""
        self._start(
            {
                "realm": setup.realm,
                "environment": setup.environment.value,
                "discovery_url": setup.discovery_url,
                "base_url": setup.base_url,
                "redirect_uri": setup.redirect_uri,
            }
        )

    def sign_in(self) -> None:
        """Step 2 with what was typed."""
        form = self._view.app
        if not form.missing() and not form.wrong() and self._job is None:
            self._start(self._view.app.entries())

    def cancel(self) -> None:
        """Back to the list; a sign-in that waits for the browser ends."""
        if self._job is not None:
            self._job.forget()
            self._job = None
        self._end()

    def _start(self, entries: dict[str, str]) -> None:
        program = self._services.program
        self._known = frozenset(one.realm for one in program.companies())
        self._problem, self._pasting = "", False
        if "refresh_token" in entries or entries.get("redirect_uri", "").startswith("https:"):
            self._start_elsewhere(entries)
            return

        def work(job: Job) -> QuickBooksSetup:
            return program.setting_up.connect_quickbooks(entries, job.report, job.stop)

        self._view.sign_in.show_address("")
        self._job = self._services.ask(
            work, self._on_signed_in, self._on_failed, self._on_address, name="sign-in"
        )
        self._go(ConnectStep.SIGN_IN)

    def _start_elsewhere(self, entries: dict[str, str]) -> None:
        """The browser will not come back here: its address is pasted, or a token was typed."""
        program = self._services.program
        self._view.sign_in.show_address("")
        if "refresh_token" in entries:
            self._job = self._services.ask(
                lambda _: program.setting_up.sign_in_with_token(entries),
                self._on_signed_in,
                self._on_failed,
                name="sign-in",
            )
        else:
            self._job = self._services.ask(
                lambda _: program.setting_up.begin_sign_in(entries),
                self._on_page_made,
                self._on_failed,
                name="sign-in",
            )
        self._go(ConnectStep.SIGN_IN)

    def _on_page_made(self, address: str) -> None:
        self._job, self._pasting = None, True
        self._view.sign_in.show_address(address, paste=True)
        self._open(address)
        self._view.sign_in.paste.setFocus()
        self.changed.emit()
        announce(self._view, "The browser was opened. Sign in there, then paste the address it ends on.")

    def _take_pasted(self) -> None:
        program, address = self._services.program, self._view.sign_in.paste.text()
        if self._job is not None or not address.strip():
            return
        self._problem = ""
        self._job = self._services.ask(
            lambda _: program.setting_up.finish_sign_in(address),
            self._on_signed_in,
            self._on_failed,
            name="sign-in",
        )
        self.changed.emit()

    def _on_address(self, addresses: list[str]) -> None:
        self._view.sign_in.show_address(addresses[-1])
        self._open(addresses[-1])
        announce(self._view, "The browser was opened. Sign in there.")

    def _on_signed_in(self, setup: QuickBooksSetup) -> None:
        self._job, self._pasting = None, False
        self._found = setup
        self._view.app.forget_secrets()
        self._view.sign_in.paste.clear()
        self._view.confirm.show_company(setup, known=setup.realm in self._known)
        self._go(ConnectStep.CONFIRM)
        announce(self._view, f"Signed in to {setup.name}.")

    def _on_failed(self, error: Known) -> None:
        self._job = None
        if isinstance(error, Cancelled):
            self._end()
            return
        self._problem = error.sentence
        self._view.sign_in.show_failure(error.sentence, over=not self._pasting)
        announce(self._view, error.sentence, at_once=True)
        self.changed.emit()

    def _confirm(self) -> None:
        found = self._found
        self._end()
        if found is not None:
            self.connected.emit(found.realm)

    def _refuse(self) -> None:
        """Not the company that was meant: its sign-in is given back."""
        found, program = self._found, self._services.program
        if found is None or self._job is not None:
            return

        def work(job: Job) -> None:
            del job
            program.setting_up.disconnect_quickbooks(found.realm)

        def done(result: object) -> None:
            del result
            self._job = None
            self._services.companies_changed.emit()
            self.begin()

        def failed(error: Known) -> None:
            self._job = None
            self._problem = error.sentence
            self.changed.emit()

        self._job = self._services.ask(work, done, failed, name="sign-in given back")
        self.changed.emit()

    def _end(self) -> None:
        self._view.app.forget_secrets()
        self._view.sign_in.paste.clear()
        self._found, self._pasting = None, False
        self.step = None
        self.changed.emit()

    def _go(self, step: ConnectStep) -> None:
        self.step = step
        self._view.show_step(step)
        self.changed.emit()

    def _type_keys(self) -> None:
        """After a failure: look at the app's keys."""
        self._problem, self._pasting = "", False
        self._go(ConnectStep.APP)

    def _sign_in_again(self) -> None:
        if self._again is not None and self._job is None:
            self.begin_again(self._again)

    # The action bar

    def bar(self) -> ActionBarContent:
        """Sentence and buttons of the step."""
        match self.step:
            case ConnectStep.APP:
                return self._app_bar()
            case ConnectStep.CONFIRM:
                return self._confirm_bar()
            case _:
                return self._sign_in_bar()

    def _app_bar(self) -> ActionBarContent:
        missing, wrong = self._view.app.missing(), self._view.app.wrong()
        why = f"Still empty: {', '.join(missing)}." if missing else ""
        why = why or (f"To be corrected: {', '.join(wrong)}." if wrong else "")
        return ActionBarContent(
            why or "The browser opens next, at Intuit's own sign-in.",
            actions=(
                Action("Cance&l", self.cancel),
                Action("Si&gn in in the browser", self.sign_in, primary=True, enabled=not why, why=why),
            ),
        )

    def _sign_in_bar(self) -> ActionBarContent:
        if self._job is not None:
            return ActionBarContent(
                "Nothing is changed before the browser comes back.",
                actions=(Action("Cance&l sign-in", self.cancel, sign="stop"),),
            )
        actions = [Action("Cance&l", self.cancel)]
        if self._pasting:
            return self._paste_bar(actions)
        if self._again is not None:
            actions.append(Action("App's &keys…", self._type_keys))
            actions.append(Action("Si&gn in again", self._sign_in_again, primary=True))
        else:
            actions.append(Action("Back to the app's &keys", self._type_keys, primary=True))
        return ActionBarContent(self._ended(), sign="failed", sign_colour="bad", actions=tuple(actions))

    def _ended(self) -> str:
        """What a failure comes to: why it failed stands in the card."""
        return "The sign-in was not renewed." if self._again is not None else "No company was connected."

    def _paste_bar(self, actions: list[Action]) -> ActionBarContent:
        why = "" if self._view.sign_in.paste.text().strip() else "Paste the address the browser ended on."
        go_on = Action("&Go on with this address", self._take_pasted, primary=True, enabled=not why, why=why)
        keys = Action("App's &keys…", self._type_keys)
        return ActionBarContent(
            self._ended() if self._problem else why,
            sign="failed" if self._problem else "",
            sign_colour="bad",
            actions=(*actions, keys, go_on),
        )

    def _confirm_bar(self) -> ActionBarContent:
        found = self._found
        name = found.name if found else ""
        if self._job is not None:
            return ActionBarContent("The sign-in is given back.")
        actions = [Action(f"&Use {name}", self._confirm, primary=True)]
        if found is not None and found.realm not in self._known:
            actions.insert(0, Action("&Not this one", self._refuse))
        return ActionBarContent(self._problem or f"Signed in to **{name}**.", actions=tuple(actions))

    @Slot()
    def _on_app_changed(self) -> None:
        if self.step is ConnectStep.APP:
            self.changed.emit()

    @Slot(str)
    def _on_open_wanted(self, address: str) -> None:
        self._open(address)
