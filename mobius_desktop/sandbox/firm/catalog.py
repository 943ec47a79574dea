"""What the firm sells: the items of ConnectWise's catalog and the account each earns on."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Product:
    """One catalog item. `account` is the income account of its lines in ConnectWise."""

    identifier: str
    description: str
    account: str
    price: Decimal
    cost: Decimal
    unit: str = "Each"
    subcategory: str = "Hardware"
    taxable: bool = True
    recurring: bool = False


def _hardware(identifier: str, description: str, price: str, subcategory: str, unit: str = "Each") -> Product:
    amount = Decimal(price)
    return Product(
        identifier,
        description,
        "40100",
        amount,
        (amount * Decimal("0.72")).quantize(Decimal("0.01")),
        unit,
        subcategory,
    )


def _software(identifier: str, description: str, price: str) -> Product:
    amount = Decimal(price)
    cost = (amount * Decimal("0.8")).quantize(Decimal("0.01"))
    return Product(identifier, description, "40110", amount, cost, "License", "Software", taxable=False)


def _subscription(identifier: str, description: str, price: str, unit: str = "Seat") -> Product:
    amount = Decimal(price)
    cost = (amount * Decimal("0.75")).quantize(Decimal("0.01"))
    return Product(
        identifier, description, "40210", amount, cost, unit, "Cloud", taxable=False, recurring=True
    )


SAMPLE: tuple[Product, ...] = (
    _hardware("CAT6-10", "10 ft Cat6 patch cable", "20.00", "Cabling"),
    _hardware("CAT6-TOOL", "Cat6 crimping tool", "100.00", "Cabling"),
    _hardware("FIBER-M", "Multimode fiber, per meter", "9.97", "Cabling", "Meter"),
    _hardware("SSD-CAB", "SSD mounting cable set", "33.33", "Components"),
    _hardware("MON-24", "24-inch monitor", "150.00", "Displays"),
    _hardware("SRV-R650", "Rack server R650", "6250.00", "Servers"),
    _hardware("SRV-T150", "Tower server T150", "3000.00", "Servers"),
    _hardware("FW-60F", "Firewall 60F", "500.00", "Network"),
    _hardware("AP-WIFI6", "Wi-Fi 6 access point", "312.50", "Network"),
    _hardware("DOCK-USB", "USB-C docking station", "100.00", "Peripherals"),
    _hardware("SW-24P", "24-port switch", "389.00", "Network"),
    _hardware("UPS-650", "650 VA battery backup", "42.50", "Power"),
    _hardware("NAS-4B", "4-bay network storage", "640.00", "Storage"),
    Product(
        "PATCH-24", "24-port patch panel", "40150", Decimal("89.00"), Decimal("61.00"), "Each", "Cabling"
    ),
    _software("AV-SEAT", "Antivirus, one seat for a year", "5.25"),
    _subscription("M365-BP", "Microsoft 365 Business Premium", "20.00"),
    _subscription("M365-E3", "Microsoft 365 E3", "22.00"),
    _subscription("EDR-INCL", "Endpoint detection, included", "0.00"),
    _subscription("BKP-TB", "Backup storage, per TB", "25.00", "TB"),
)
"""The items of the sample invoices."""

OTHERS: tuple[Product, ...] = (
    _hardware("CAT6-25", "25 ft Cat6 patch cable", "28.50", "Cabling"),
    _hardware("CAT6A-BOX", "Cat6A cable, box of 1,000 ft", "285.00", "Cabling"),
    _hardware("KEY-JACK", "Keystone jack", "4.75", "Cabling"),
    _hardware("RACK-12U", "Wall rack, 12 units", "319.00", "Cabling"),
    _hardware("MON-27", "27-inch monitor", "229.00", "Displays"),
    _hardware("MON-ARM", "Monitor arm", "89.90", "Displays"),
    _hardware("LAP-14", "14-inch business laptop", "1149.00", "Computers"),
    _hardware("LAP-15", "15-inch business laptop", "1279.00", "Computers"),
    _hardware("DT-SFF", "Small desktop computer", "879.00", "Computers"),
    _hardware("RAM-16", "16 GB memory module", "64.20", "Components"),
    _hardware("SSD-1T", "1 TB solid state drive", "98.40", "Components"),
    _hardware("HDD-8T", "8 TB server disk", "214.00", "Components"),
    _hardware("SW-8P", "8-port switch", "129.00", "Network"),
    _hardware("SW-48P", "48-port switch", "740.00", "Network"),
    _hardware("FW-40F", "Firewall 40F", "395.00", "Network"),
    _hardware("SFP-10G", "10 Gb transceiver", "47.80", "Network"),
    _hardware("HEADSET", "Wireless headset", "119.00", "Peripherals"),
    _hardware("KB-MOUSE", "Keyboard and mouse set", "54.95", "Peripherals"),
    _hardware("WEBCAM", "Conference camera", "142.00", "Peripherals"),
    _hardware("PRN-MONO", "Mono laser printer", "268.00", "Printers"),
    _hardware("TONER-BK", "Black toner", "79.00", "Printers"),
    _hardware("UPS-1500", "1500 VA battery backup", "189.00", "Power"),
    _hardware("PDU-8", "8-outlet power strip, rack", "74.00", "Power"),
    _hardware("NAS-2B", "2-bay network storage", "310.00", "Storage"),
    _hardware("PHONE-IP", "Desk phone", "96.00", "Phones"),
    _software("ACRO-STD", "PDF editor, one year", "155.88"),
    _software("CAD-LT", "Drawing software, one year", "460.00"),
    _software("WIN-SRV", "Server operating system, 16 cores", "780.00"),
    _software("SQL-STD", "Database server, two cores", "3586.00"),
    _software("RDS-CAL", "Remote desktop license", "124.00"),
    _subscription("M365-BS", "Microsoft 365 Business Standard", "12.50"),
    _subscription("M365-F1", "Microsoft 365 F1", "2.25"),
    _subscription("EXO-P1", "Exchange Online Plan 1", "4.00"),
    _subscription("EDR-SEAT", "Endpoint detection and response", "8.50"),
    _subscription("MFA-SEAT", "Multi-factor sign-in", "3.00"),
    _subscription("DNS-FILT", "DNS filtering", "1.75"),
    _subscription("MAIL-ARC", "E-mail archive", "3.20"),
    _subscription("VOIP-LINE", "Hosted phone line", "24.95", "Line"),
    _subscription("RMM-AGENT", "Remote monitoring agent", "4.50"),
    _subscription("VPS-SM", "Virtual server, small", "68.00"),
)
"""What else stands in the catalog."""

PRODUCTS: dict[str, Product] = {product.identifier: product for product in (*SAMPLE, *OTHERS)}
"""In catalog order; the catalog id of the n-th is 740 + n."""
