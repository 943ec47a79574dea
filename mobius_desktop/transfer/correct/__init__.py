"""Corrections: what was sent is taken back, replaced, accepted, marked or released, each with a reason.

`service.CorrectionService` is the way in; `values` holds what its previews and runs give.
"""
