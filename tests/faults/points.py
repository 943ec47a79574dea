"""The ten named points around each commit and each POST of one invoice."""

from __future__ import annotations

from enum import Enum


class Point(Enum):
    """What is about to happen or has just happened: (commit or post, operation, section, when)."""

    BEFORE_PLAN_IS_WRITTEN = ("plan", "", "", "before")
    AFTER_PLAN_IS_WRITTEN = ("plan", "", "", "after")
    BEFORE_REQUEST_IS_WRITTEN = ("create request", "create Invoice", "", "before")
    BEFORE_POST_TO_QUICKBOOKS = ("create request", "create Invoice", "", "after")
    AFTER_POST_TO_QUICKBOOKS = ("post", "create Invoice", "", "after")
    AFTER_ANSWER_IS_WRITTEN = ("create answer", "", "/invoices/", "after")
    BEFORE_MARK_IS_WRITTEN = ("mark request", "create batch", "", "before")
    BEFORE_POST_TO_CONNECTWISE = ("mark request", "create batch", "", "after")
    AFTER_POST_TO_CONNECTWISE = ("post", "create batch", "", "after")
    AFTER_MARK_ANSWER_IS_WRITTEN = ("mark answer", "", "/mark/", "after")

    @property
    def commit(self) -> str:
        return self.value[0]

    @property
    def operation(self) -> str:
        return self.value[1]

    @property
    def section(self) -> str:
        return self.value[2]

    @property
    def when(self) -> str:
        return self.value[3]
