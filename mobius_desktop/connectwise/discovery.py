"""From what the user types to the API's address.

`companyinfo` answers without keys, so its word is not enough: it may name ConnectWise's own cloud hosts or
the host that the user typed, nothing else, and a code base that looks like one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from mobius_desktop.connectwise import wire
from mobius_desktop.connectwise.client import TIMEOUTS
from mobius_desktop.connectwise.sentences import NAME, SIDE, judge
from mobius_desktop.domain.connectwise_hosts import CLOUD_HOSTS, api_host, is_cloud
from mobius_desktop.domain.errors import NotSetUp, RemoteUnknown, Unreachable
from mobius_desktop.domain.origin import origin_of
from mobius_desktop.domain.ports import Clock
from mobius_desktop.domain.retry import Trouble
from mobius_desktop.domain.typed import trimmed
from mobius_desktop.transport import decode
from mobius_desktop.transport.addresses import NAME_NOT_FOUND, checked, host_of, is_loopback, names_a_host
from mobius_desktop.transport.channel import Call, Channel, Fixed, Silence, no_answer
from mobius_desktop.transport.throttle import Throttle

_LOOK = (
    "Look at the field Site: where ConnectWise PSA is opened in the browser, such as na.myconnectwise.net."
)
_CODEBASE = re.compile(r"v\d{1,4}(_\w{1,12}){0,3}")


@dataclass(frozen=True, slots=True)
class Discovered:
    """A found site. `base_url` ends with `/apis/3.0`; the origin is frozen when it is saved."""

    base_url: str
    origin: str
    company_name: str
    version: str
    is_cloud: bool


def discover(site: str, company_id: str, *, clock: Clock, loopback_only: bool = False) -> Discovered:
    """Ask the site for its code base. Raises NotSetUp when the site or company ID cannot be right."""
    typed = site_address(site, loopback_only=loopback_only)
    company = trimmed(company_id)
    if not company:
        raise NotSetUp("The company ID is missing: it is what you type when you sign in.", side=SIDE)
    channel = Channel(
        side=SIDE,
        base_url=typed,
        timeouts=TIMEOUTS,
        throttle=Throttle(clock, 10),
        clock=clock,
        authority=Fixed({}),
        headers={"Accept": "application/json"},
        loopback_only=loopback_only,
    )
    try:
        call = Call("GET", f"/login/companyinfo/{quote(company, safe='')}")
        reply = channel.exchange(call, judge, writes=False)
    finally:
        channel.close()
    if isinstance(reply, Silence):
        raise _unanswered(host_of(typed), reply)
    if reply.status >= 500:
        raise RemoteUnknown("ConnectWise could not answer just now. Try again in a few minutes.", side=SIDE)
    if reply.status != 200:
        raise NotSetUp(
            f"{host_of(typed)} is no ConnectWise site, or does not know the company ID “{company}”."
            " Write both exactly as when you sign in to ConnectWise, capitals and small letters too.",
            side=SIDE,
        )
    info: wire.CompanyInfo | None = None
    if reply.body.strip() != b"null":
        info = decode.read(reply.body, wire.CompanyInfo, name=NAME, side=SIDE)
    if info is None:
        raise NotSetUp(
            f"ConnectWise does not know the company ID “{company}”. Write it exactly as when you sign in"
            " to ConnectWise, capitals and small letters too.",
            side=SIDE,
        )
    base_url = api_base(typed, info, loopback_only=loopback_only)
    return Discovered(
        base_url=base_url,
        origin=origin_of(company, base_url),
        company_name=info.company_name or "",
        version=info.version_number or "",
        is_cloud=str(info.is_cloud).lower() == "true",
    )


def _unanswered(host: str, silence: Silence) -> RemoteUnknown:
    """Which of the two to look at: what was typed, or the network. A cloud site of ConnectWise is spelled
    right, and no network lies between this computer and itself."""
    if silence.trouble is not Trouble.NOT_SENT or api_host(host) in CLOUD_HOSTS:
        return no_answer(silence, f"ConnectWise at {host}", side=SIDE)
    found = "was not found" if silence.reason == NAME_NOT_FOUND else "could not be reached"
    network = "" if is_loopback(host) else " If it is right, check the network connection, then try again."
    return Unreachable(f"The site {host} {found}: {silence.reason}. {_LOOK}{network}", side=SIDE)


def site_address(site: str, *, loopback_only: bool = False) -> str:
    """What the user typed as an address with nothing behind the host: `na.myconnectwise.net` is enough."""
    text = trimmed(site)
    address = text if "//" in text else f"https://{text}"
    if not names_a_host(address):
        raise NotSetUp(f"“{text}” cannot be a site. {_LOOK}", side=SIDE)
    parts = urlsplit(address)
    return checked(f"{parts.scheme}://{parts.netloc}", loopback_only=loopback_only, side=SIDE)


def api_base(typed: str, info: wire.CompanyInfo, *, loopback_only: bool = False) -> str:
    """The API's address for an answer of companyinfo; NotSetUp when it names a host that is not allowed."""
    codebase = (info.codebase or "v4_6_release/").strip("/")
    if not _CODEBASE.fullmatch(codebase):
        raise NotSetUp(f"ConnectWise named a code base that is none: “{codebase}”.", side=SIDE)
    host = _api_host(typed, info)
    return checked(f"{host}/{codebase}/apis/3.0", loopback_only=loopback_only, side=SIDE)


def _api_host(typed: str, info: wire.CompanyInfo) -> str:
    own = host_of(typed)
    site_url = info.site_url or ""
    named = host_of(site_url if "//" in site_url else f"//{site_url}")
    if named in {"", own}:
        return f"https://{api_host(own)}" if is_cloud(own) else typed
    cloud = api_host(named)
    if cloud not in CLOUD_HOSTS:
        raise NotSetUp(
            f"{own} points to {named}, which is not one of ConnectWise's own hosts. The keys were not sent."
            " Type the site that you sign in to.",
            side=SIDE,
        )
    return f"https://{cloud}"
