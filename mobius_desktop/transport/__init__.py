"""HTTP for both sides: sessions, certificates, proxies, timeouts, throttle, waiting.

What a failed attempt means is decided in `domain.retry`; what a body means, in the clients.
"""
