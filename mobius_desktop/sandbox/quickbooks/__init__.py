"""A QuickBooks Online on 127.0.0.1: its OAuth, its v3 accounting API, and the rules it refuses by.

`app.create_app` is the way in. Flask is imported there only, so that naming this package costs nothing.
"""
