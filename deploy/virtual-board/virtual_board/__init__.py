"""Drives the virtual board: a Debian 13 for arm64 in QEMU, with a camera, a button, lamps, a sound card and a broker.

Only Python's standard library is used. `Machine` is the board, `House` listens to it over MQTT, `Recording` to its sound card;
`UsbCamera` is a camera that can be plugged in and pulled out; `prepared` makes a snapshot of a board with the box installed.
"""
from .facts import wait_for
from .house import House, Message
from .image import Image
from .machine import GuestFailure, Machine
from .pins import LAMPS, Pins
from .prepared import Prepared
from .recording import Recording
from .usb_camera import UsbCamera

__all__ = ["GuestFailure", "House", "Image", "LAMPS", "Machine", "Message", "Pins", "Prepared", "Recording", "UsbCamera", "wait_for"]
