"""What both sandbox servers stand on: clock, faults, recorded requests, world events, switches."""

from mobius_desktop.sandbox.control.answers import decode, encode, json_answer
from mobius_desktop.sandbox.control.clock import SandboxClock
from mobius_desktop.sandbox.control.faults import Fault, FaultError, Faults
from mobius_desktop.sandbox.control.plane import Control, install, note_kind, pause, reads, unmarked, writes
from mobius_desktop.sandbox.control.recorder import RecordedRequest, Recorder
from mobius_desktop.sandbox.control.server import SandboxServer
from mobius_desktop.sandbox.control.world import Switch, Switches, World, WorldError

__all__ = [
    "Control",
    "Fault",
    "FaultError",
    "Faults",
    "RecordedRequest",
    "Recorder",
    "SandboxClock",
    "SandboxServer",
    "Switch",
    "Switches",
    "World",
    "WorldError",
    "decode",
    "encode",
    "install",
    "json_answer",
    "note_kind",
    "pause",
    "reads",
    "unmarked",
    "writes",
]
