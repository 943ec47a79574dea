"""What QuickBooks refuses, with its code and message.

Business errors are always HTTP 400 with the code in the body; the text before the colon of a detail repeats
the message, as the service does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

MESSAGES: dict[str, str] = {
    "500": "Unsupported Operation",
    "600": "Duplicate Request ID",
    "610": "Object Not Found",
    "620": "Txn ID Cannot Be Linked",
    "1040": "Batch Size Exceeded",
    "1050": "Invalid Content Type",
    "2010": "Request has invalid or unsupported property",
    "2020": "Required param missing, need to supply the required value for the API",
    "2030": "Invalid ID",
    "2040": "Invalid String",
    "2050": "String length is either shorter or longer than supported by specification",
    "2060": "Invalid Date",
    "2090": "Invalid Number",
    "2110": "Invalid Decimal Number",
    "2130": "Invalid Request Id",
    "2170": "Invalid Enumeration",
    "2210": "Invalid Email Address",
    "2220": "Invalid Currency",
    "2500": "Invalid Reference Id",
    "3001": "message=ThrottleExceeded; errorCode=003001; statusCode=429",
    "4000": "Error parsing query",
    "4001": "Invalid query",
    "5010": "Stale Object Error",
    "5020": "Permission Denied",
    "5030": "Feature Not Supported Error",
    "6000": "A business validation error has occurred while processing your request",
    "6010": "Account Type or Account SubType Required",
    "6070": "Amount calculation incorrect in the request",
    "6090": "Discount line requires an amount or a percentage",
    "6100": "Invalid Tax Code on Line",
    "6140": "Duplicate Document Number Error",
    "6180": "Sub-level limit exceeded",
    "6190": "Invalid Company Status",
    "6210": "Account Period Closed, Cannot Update Through Services API",
    "6230": "Invalid Tax Code",
    "6240": "Duplicate Name Exists Error",
    "6250": "Invalid Customer",
    "6270": "Inventory Transaction Before Start Date",
    "6420": "Email Address Required",
    "6430": "Invalid account type used",
    "6440": "Select an item or an account for each line",
    "6540": "Deposited Transaction Cannot Be Changed",
}

ONE_NAME = "You can only add or edit one name at a time. Please try again."
ONE_PRODUCT = "You can only add or edit one product or service at a time. Please try again."
TRY_AGAIN = (
    "An unexpected error occurred while accessing or saving your data."
    " Please wait a few minutes and try again."
)
INACTIVE = (
    "Something you're trying to use has been made inactive. Check the fields with accounts, customers, items,"
    " vendors or employees."
)


@dataclass(frozen=True, slots=True)
class Cause:
    """One entry of a Fault's list of errors."""

    code: str
    detail: str
    element: str = ""

    def as_record(self) -> dict[str, Any]:
        return {
            "Message": MESSAGES[self.code],
            "Detail": self.detail,
            "code": self.code,
            "element": self.element,
        }


class Refused(Exception):  # noqa: N818 - the sandbox refuses; it has not erred
    """QuickBooks answers with a Fault and changes nothing."""

    def __init__(self, *causes: Cause, fault_type: str = "ValidationFault") -> None:
        super().__init__("; ".join(f"{cause.code} {cause.detail}" for cause in causes))
        self.causes = causes
        self.fault_type = fault_type

    def as_record(self) -> dict[str, Any]:
        return {"Error": [cause.as_record() for cause in self.causes], "type": self.fault_type}


def refuse(code: str, detail: str, element: str = "") -> Refused:
    """A refusal for one cause, its detail led by the message as the service writes it."""
    return Refused(Cause(code, f"{MESSAGES[code]} : {detail}", element))


def business(detail: str, element: str = "") -> Refused:
    """Code 6000, whose detail says what is wrong."""
    return Refused(Cause("6000", f"Business Validation Error: {detail}", element))


def missing(parameter: str) -> Refused:
    return Refused(Cause("2020", f"Required parameter {parameter} is missing in the request", parameter))


def unsupported(name: str) -> Refused:
    return Refused(Cause("500", f"Operation {name} is not supported."))
