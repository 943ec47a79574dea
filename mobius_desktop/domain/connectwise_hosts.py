"""ConnectWise's own hosts: a cloud site has its API on a host of its own, a server in the house has not."""

from __future__ import annotations

CLOUD_HOSTS = frozenset(
    {
        "api-na.myconnectwise.net",
        "api-eu.myconnectwise.net",
        "api-au.myconnectwise.net",
        "api-aus.myconnectwise.net",
        "api-za.myconnectwise.net",
        "api-staging.connectwisedev.com",
    }
)
"""Where the API of a cloud site may be."""
_DOMAINS = (".myconnectwise.net", ".connectwisedev.com")
_API = "api-"


def is_cloud(host: str) -> bool:
    """Whether a host is one of ConnectWise's own."""
    return host.lower().endswith(_DOMAINS)


def api_host(site: str) -> str:
    """The host of the API of a cloud site: `na.myconnectwise.net` has it on `api-na.myconnectwise.net`."""
    return site if site.startswith(_API) else f"{_API}{site}"


def web_host(api: str) -> str:
    """The host that the browser signs in to: a cloud site's without `api-`, any other as it is."""
    return api.removeprefix(_API) if is_cloud(api) else api
