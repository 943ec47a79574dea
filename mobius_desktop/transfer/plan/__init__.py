"""The plan: a pure function from what ConnectWise and QuickBooks say to what will be sent, and why not.

One builder makes the document that the preview shows and the run sends.
"""

from mobius_desktop.transfer.plan.builder import build_plan
from mobius_desktop.transfer.plan.canonical import canonical_form, canonical_hash
from mobius_desktop.transfer.plan.look import Look, look_for

__all__ = ["Look", "build_plan", "canonical_form", "canonical_hash", "look_for"]
