"""The batch engine: plan, run, recover, compare. Knows the domain and its ports only."""

from mobius_desktop.transfer.batch import (
    BatchRequest,
    Pace,
    Recovered,
    RecoveryReport,
    UnpostedList,
)
from mobius_desktop.transfer.service import TransferService

__all__ = ["BatchRequest", "Pace", "Recovered", "RecoveryReport", "TransferService", "UnpostedList"]
