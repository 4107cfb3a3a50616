"""A USB camera that hangs on the network: a USB/IP server whose one device is a camera of the USB Video Class 1.0.

The board's own uvcvideo driver talks to it. Sources: the kernel's Documentation/usb/usbip_protocol.rst; USB Device Class Definition
for Video Devices, revision 1.1, and its payload specifications for MJPEG and for uncompressed video.
"""
import socket
import struct
import threading
import time

WIDTH, HEIGHT = 640, 480
MJPEG, YUYV = "MJPEG", "YUYV"
INTERVAL = 666_666          # 100 ns units: 15 frames a second
VENDOR, PRODUCT = 0x1D6B, 0x0104
HIGH_SPEED = 3
ENDPOINT = 0x81             # bulk, to the host
STREAM_HEADER = 2           # bytes before each payload
CONTROLS = {1: "probe", 2: "commit"}


def descriptors(formats):
    """Device and configuration descriptor of a camera that offers these formats, in this order."""
    color = bytes([6, 0x24, 0x0D, 1, 1, 4])

    def frame(kind):
        bits = WIDTH * HEIGHT * 16
        return struct.pack("<BBBBBHHIIIIBI", 30, 0x24, kind, 1, 0, WIDTH, HEIGHT, bits, bits * 15, WIDTH * HEIGHT * 2, INTERVAL, 1, INTERVAL)

    def described(number, name):
        if name == MJPEG:
            return bytes([11, 0x24, 6, number, 1, 1, 1, 0, 0, 0, 0]) + frame(7) + color
        guid = b"YUY2\x00\x00\x10\x00\x80\x00\x00\xaa\x00\x38\x9b\x71"
        return bytes([27, 0x24, 4, number, 1]) + guid + bytes([16, 1, 0, 0, 0, 0]) + frame(5) + color

    video = b"".join(described(number, name) for number, name in enumerate(formats, 1))
    length = 13 + len(formats)
    header = struct.pack("<BBBBHBBBBBBB", length, 0x24, 1, len(formats), length + len(video), ENDPOINT, 0, 2, 0, 0, 0, 1) + bytes(len(formats))
    streaming = header + video
    units = bytes([18, 0x24, 2, 1, 0x01, 0x02, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0]) + bytes([9, 0x24, 3, 2, 0x01, 0x01, 0, 1, 0])
    control = struct.pack("<BBBHHIBB", 13, 0x24, 1, 0x0100, 13 + len(units), 6_000_000, 1, 1) + units
    body = (
        bytes([8, 11, 0, 2, 0x0E, 3, 0, 0])             # both interfaces are one function
        + bytes([9, 4, 0, 0, 0, 0x0E, 1, 0, 0]) + control
        + bytes([9, 4, 1, 0, 1, 0x0E, 2, 0, 0]) + streaming
        + struct.pack("<BBBBHB", 7, 5, ENDPOINT, 2, 512, 0))
    configuration = struct.pack("<BBHBBBBB", 9, 2, 9 + len(body), 2, 1, 0, 0x80, 250) + body
    device = struct.pack("<BBHBBBBHHHBBBB", 18, 1, 0x0200, 0xEF, 2, 1, 64, VENDOR, PRODUCT, 0x0100, 1, 2, 3, 1)
    return device, configuration


class UsbCamera:
    """Shows `picture`, the bytes of one frame in the format that the driver chose; may be set at any time. A context."""

    BUS = "1-1"
    _NAMES = ("", "Moodbox", "Virtual camera", "1")

    def __init__(self, picture, formats=(MJPEG,)):
        self.picture = picture
        self._formats = formats
        self._device, self._configuration = descriptors(formats)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._plug = None
        #: Frames sent so far.
        self.frames = 0
        threading.Thread(target=self._serve, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._listener.close()
        self.unplug()

    def unplug(self):
        """Pulls the cable."""
        if self._plug:
            self._plug.cut()

    def _serve(self):
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self._plug = _Plug(self, connection)
            self._plug.run()


class _Plug:
    """The camera as long as one cable holds."""

    def __init__(self, camera, connection):
        self._camera = camera
        self._connection = connection
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._file = connection.makefile("rb")
        self._sending = threading.Lock()
        # Transfers that the driver has asked for and awaits: number and greatest length.
        self._wanted = []
        self._changed = threading.Condition()
        self._holds = True
        self._agreed = {name: self._proposal(1) for name in CONTROLS.values()}

    def cut(self):
        try:
            self._connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass

    def run(self):
        try:
            self._introduce()
            threading.Thread(target=self._stream, daemon=True).start()
            while True:
                self._answer()
        except (EOFError, OSError):
            pass
        with self._changed:
            self._holds = False
            self._changed.notify_all()
        self._connection.close()

    def _read(self, count):
        data = self._file.read(count)
        if data is None or len(data) < count:
            raise EOFError
        return data

    def _send(self, data):
        with self._sending:
            self._connection.sendall(data)

    # USB/IP

    def _introduce(self):
        """OP_REQ_IMPORT and its reply."""
        self._read(40)
        self._send(
            struct.pack(">HHI", 0x0111, 3, 0) + b"/sys/devices/camera".ljust(256, b"\0") + UsbCamera.BUS.encode().ljust(32, b"\0")
            + struct.pack(">IIIHHHBBBBBB", 1, 2, HIGH_SPEED, VENDOR, PRODUCT, 0x100, 0xEF, 2, 1, 1, 1, 2))

    def _answer(self):
        command, number, _, direction, endpoint = struct.unpack(">IIIII", self._read(20))
        if command == 1:  # USBIP_CMD_SUBMIT
            _, length, _, _, _ = struct.unpack(">IIiiI", self._read(20))
            setup = self._read(8)
            data = self._read(length) if direction == 0 else b""
            if endpoint:
                with self._changed:
                    self._wanted.append((number, length))
                    self._changed.notify()
                return
            answer = self._control(setup, data)
            if direction == 0:
                self._return(number, b"", len(data), refused=answer is None)
            else:
                answer = None if answer is None else answer[:length]
                self._return(number, answer or b"", len(answer or b""), refused=answer is None)
        elif command == 2:  # USBIP_CMD_UNLINK
            victim, = struct.unpack(">I", self._read(4))
            self._read(24)
            with self._changed:
                waited = any(wanted[0] == victim for wanted in self._wanted)
                self._wanted = [wanted for wanted in self._wanted if wanted[0] != victim]
            self._send(struct.pack(">IIIIIi24x", 4, number, 0, 0, 0, -104 if waited else 0))  # ECONNRESET: it was taken back

    def _return(self, number, data, length, refused=False):
        self._send(struct.pack(">IIIIIiiiii8x", 3, number, 0, 0, 0, -32 if refused else 0, length, 0, 0, 0) + data)  # EPIPE: a stall

    # USB and its video class

    def _control(self, setup, data):
        """The answer to a request on endpoint 0; None refuses it."""
        kind, request, value, index, _ = struct.unpack("<BBHHH", setup)
        if kind == 0x80 and request == 6:  # GET_DESCRIPTOR
            return self._descriptor(value >> 8, value & 0xFF)
        if kind & 0x60 == 0:
            return b"\0\0" if kind & 0x80 else b""
        name = CONTROLS.get(value >> 8)
        if kind & 0x1F != 1 or index & 0xFF != 1 or not name:
            return None
        if request == 1:  # SET_CUR
            proposal = self._proposal(data[2])
            self._agreed[name] = proposal
            self._agreed["probe"] = proposal
            return b""
        agreed = self._agreed[name]
        # GET_CUR, MIN, MAX, RES, LEN, INFO, DEF
        return {0x81: agreed, 0x82: agreed, 0x83: agreed, 0x84: bytes(26), 0x85: b"\x1a\0", 0x86: b"\x03", 0x87: agreed}.get(request)

    def _descriptor(self, kind, number):
        if kind == 1:
            return self._camera._device
        if kind == 2:
            return self._camera._configuration
        if kind == 3 and number == 0:
            return bytes([4, 3, 9, 4])  # English
        if kind == 3 and number < len(UsbCamera._NAMES):
            text = UsbCamera._NAMES[number].encode("utf-16-le")
            return bytes([2 + len(text), 3]) + text
        return None

    @staticmethod
    def _proposal(number):
        """Probe and commit controls: the format of that number at our one size and rate."""
        return struct.pack("<HBBIHHHHHII", 1, number or 1, 1, INTERVAL, 0, 0, 0, 0, 0, WIDTH * HEIGHT * 2, 65536)

    def _stream(self):
        """Sends a frame every 1/15 s, as long as the driver wants any."""
        toggle = 0
        due = 0.0
        while self._await_wanted():
            due = max(due, time.monotonic())
            time.sleep(due - time.monotonic() if due > time.monotonic() else 0)
            due += INTERVAL / 1e7
            picture = self._camera.picture
            sent = 0
            while sent < len(picture) and (wanted := self._await_wanted()):
                number, length = wanted
                # One byte less than it takes, so that each transfer ends a payload.
                piece = picture[sent:sent + length - STREAM_HEADER - 1]
                sent += len(piece)
                last = 2 if sent >= len(picture) else 0
                with self._changed:
                    if wanted not in self._wanted:
                        break
                    self._wanted.remove(wanted)
                try:
                    self._return(number, bytes([STREAM_HEADER, 0x80 | toggle | last]) + piece, STREAM_HEADER + len(piece))
                except OSError:
                    return
            toggle ^= 1
            self._camera.frames += 1

    def _await_wanted(self):
        """The oldest transfer that is awaited; None when the cable is out."""
        with self._changed:
            self._changed.wait_for(lambda: self._wanted or not self._holds)
            return self._wanted[0] if self._holds else None
