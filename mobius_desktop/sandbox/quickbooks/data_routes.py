"""The routes of `/v3/company/{realm}/`: who may come in, and what each path does."""

from __future__ import annotations

import json
import logging
from decimal import Decimal
from typing import Any

from flask import Blueprint, Response, g, request

from mobius_desktop.sandbox.control import Control, Switches, note_kind, reads, writes
from mobius_desktop.sandbox.control.plane import RELEASED
from mobius_desktop.sandbox.quickbooks import batch, cdc, query, schema
from mobius_desktop.sandbox.quickbooks.answers import answer, gateway_fault, stored, throttled
from mobius_desktop.sandbox.quickbooks.company import DOCUMENTS, LISTS, READ_ONLY, Company, shown
from mobius_desktop.sandbox.quickbooks.flights import conflicting
from mobius_desktop.sandbox.quickbooks.grants import Grants
from mobius_desktop.sandbox.quickbooks.operations import execute, operation_of
from mobius_desktop.sandbox.quickbooks.refusals import (
    ONE_NAME,
    ONE_PRODUCT,
    TRY_AGAIN,
    Cause,
    Refused,
    business,
    missing,
    refuse,
    unsupported,
)
from mobius_desktop.sandbox.quickbooks.replay import check_length, duplicate, executed, refuse_parked
from mobius_desktop.sandbox.quickbooks.throttle import Throttle

_log = logging.getLogger(__name__)
_ONE_AT_A_TIME = {"Customer": ONE_NAME, "Vendor": ONE_NAME, "Item": ONE_PRODUCT}


def data_routes(
    companies: dict[str, Company], grants: Grants, control: Control, switches: Switches
) -> Blueprint:
    """All of the accounting API, behind its gate."""
    blueprint = Blueprint("data", __name__, url_prefix="/v3/company/<realm>")
    gate = _Gate(companies, grants, control, switches)
    routes = _Data(companies, control)
    blueprint.before_request(gate.admit)
    add = blueprint.add_url_rule
    add("/query", "query", reads(routes.query), methods=["GET", "POST"])
    add("/batch", "batch", writes(routes.batch), methods=["POST"])
    add("/cdc", "cdc", reads(routes.cdc))
    add("/companyinfo/<_id>", "companyinfo", reads(routes.company_info))
    add("/preferences", "preferences", reads(routes.preferences))
    add("/<entity>", "write", writes(routes.write), methods=["POST"])
    add("/<entity>/<record_id>", "read", reads(routes.read))
    return blueprint


class _Gate:
    """Token, company and throttle: what answers before the books are asked."""

    def __init__(
        self, companies: dict[str, Company], grants: Grants, control: Control, switches: Switches
    ) -> None:
        self._companies = companies
        self._grants = grants
        self._clock = control.clock
        self._switches = switches
        self._throttle = Throttle(control.clock)

    def admit(self) -> Response | None:
        realm = (request.view_args or {}).get("realm", "")
        token = request.headers.get("Authorization", "")
        if not token.startswith("Bearer "):
            return self._unauthorized("Missing or malformed Authorization header")
        late = bool(request.environ.get(RELEASED))
        grant, why = self._grants.check(token.removeprefix("Bearer ").strip(), late=late)
        if grant is None:
            return self._unauthorized(why)
        if grant.realm != realm or realm not in self._companies:
            return gateway_fault(
                403,
                "ApplicationAuthorizationFailed",
                code="3100",
                detail=None,
                kind="SERVICE",
                at=self._milliseconds(),
            )
        if self._switches["throttle"] == "on" and not late:
            is_batch = request.path.lower().endswith("/batch")
            if not self._throttle.admits(realm, batch=is_batch):
                return throttled(self._switches["throttle_answer"])
        if "minorversion" not in request.args:
            _log.debug("a request without minorversion: %s", request.path)
        return None

    def _unauthorized(self, detail: str) -> Response:
        return gateway_fault(
            401,
            "AuthenticationFailed",
            code="3200",
            detail=detail,
            kind="AUTHENTICATION",
            at=self._milliseconds(),
        )

    def _milliseconds(self) -> int:
        return int(self._clock.now().timestamp() * 1000)


class _Data:
    """The views."""

    def __init__(self, companies: dict[str, Company], control: Control) -> None:
        self._companies = companies
        self._control = control

    def query(self, realm: str) -> Response:
        company = self._companies[realm]
        text = request.args.get("query", "")
        if request.method == "POST":
            text = _text(request.get_data()) or text
        if not text.strip():
            raise Refused(Cause("4000", 'QueryParserError: Encountered "<EOF>" at line 0, column 0.'))
        with company.lock:
            found = query.run(company, text)
        return answer({"QueryResponse": found, "time": company.envelope_time()})

    def cdc(self, realm: str) -> Response:
        company = self._companies[realm]
        asked = request.args
        with company.lock:
            found = cdc.changes(company, asked.get("entities", ""), asked.get("changedSince", ""))
        return answer({"CDCResponse": [{"QueryResponse": found}], "time": company.envelope_time()})

    def company_info(self, realm: str, _id: str) -> Response:
        company = self._companies[realm]
        if _id not in (realm, company.state.books.company_info.get("Id", "1")):
            raise refuse("610", "There is no such company here")
        return self._one(company, "CompanyInfo", company.state.books.company_info)

    def preferences(self, realm: str) -> Response:
        company = self._companies[realm]
        return self._one(company, "Preferences", company.state.books.preferences)

    def read(self, realm: str, entity: str, record_id: str) -> Response:
        company = self._companies[realm]
        name = _entity(entity)
        if name not in (*LISTS, *DOCUMENTS, *READ_ONLY):
            raise unsupported(entity)
        with company.lock:
            return self._one(company, name, company.get(name, record_id))

    def write(self, realm: str, entity: str) -> Response:
        company = self._companies[realm]
        name = _entity(entity)
        requestid = request.args.get("requestid", "")
        check_length(requestid)
        if conflicting("requestid") and company.switches["requestid_running"] == "fault_600":
            raise duplicate(requestid)
        refuse_parked(company, self._control, requestid)
        if conflicting("list"):
            raise business(_ONE_AT_A_TIME.get(name, TRY_AGAIN))
        body = _json()
        include = request.args.get("include", "")
        operation = operation_of(request.args.get("operation", "").lower(), include, body)
        given = executed(company, requestid, lambda: execute(company, name, operation, body, include))
        return stored(given.body, given.status)

    def batch(self, realm: str) -> Response:
        company = self._companies[realm]
        requestid = request.args.get("requestid", "")
        check_length(requestid)
        items = batch.items_of(_json())
        if batch.only_reads(items) and "sandbox_record" in g:
            note_kind("read")
        refuse_parked(company, self._control, requestid)
        answers = batch.run(company, items, requestid)
        return answer({"BatchItemResponse": answers, "time": company.envelope_time()})

    @staticmethod
    def _one(company: Company, entity: str, record: dict[str, Any]) -> Response:
        return answer({entity: shown(entity, record), "time": company.envelope_time()})


def _entity(name: str) -> str:
    """The entity of a path, whatever its case."""
    for entity in schema.entities():
        if entity.lower() == name.lower():
            return entity
    raise unsupported(name)


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        byte = raw[error.start]
        raise Refused(
            Cause(
                "2010",
                f"Property Name:Invalid UTF-8 middle byte 0x{byte:x} specified is unsupported or invalid",
            )
        ) from error


def _json() -> object:
    """The body: JSON only, numbers as Decimal, nothing that is no number."""
    if request.mimetype != "application/json":
        raise refuse("1050", f"Content type {request.mimetype or 'none'} is not supported")
    text = _text(request.get_data())
    if not text.strip():
        raise missing("body")
    try:
        return json.loads(text, parse_float=Decimal, parse_constant=_no_number)
    except ValueError as error:
        raise Refused(Cause("2010", f"Property Name:{error} specified is unsupported or invalid")) from error


def _no_number(name: str) -> None:
    raise ValueError(f"Non-standard token '{name}'")
