"""A ConnectWise PSA on 127.0.0.1: its REST API over the books of the sample firm."""

from mobius_desktop.sandbox.connectwise.app import SERVER, create_app

__all__ = ["SERVER", "create_app"]
