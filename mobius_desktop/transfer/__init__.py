"""The batch engine: plan, run, recover, compare. Knows the domain and its ports only.

`service.TransferService` is the way in; `batch` holds the values that go in and come out.
"""
