"""QEMU's two control sockets."""
import json
import socket
import threading

from .facts import wait_for


def connect(path, process):
    """A connected socket at a path that QEMU is about to make."""
    connection = socket.socket(socket.AF_UNIX)

    def attempt():
        if process.poll() is not None:
            raise RuntimeError("QEMU ended at once; its log says why")
        try:
            connection.connect(str(path))
            return True
        except OSError:
            return False

    wait_for(f"QEMU's socket {path}", attempt)
    return connection


class Monitor:
    """QMP: QEMU's machine protocol, one JSON object a line."""

    def __init__(self, connection):
        self._file = connection.makefile("rwb")
        self._receive()
        self.execute("qmp_capabilities")

    def execute(self, command, **arguments):
        """The command's answer; events in between are skipped. RuntimeError where QEMU refuses."""
        self.send(command, **arguments)
        while True:
            answer = self._receive()
            if "return" in answer:
                return answer["return"]
            if "error" in answer:
                raise RuntimeError(f"{command}: {answer['error']['desc']}")

    def send(self, command, **arguments):
        """Sends a command and awaits no answer."""
        self._file.write(json.dumps({"execute": command, "arguments": arguments}).encode() + b"\n")
        self._file.flush()

    def human(self, line):
        """A command for people; an answer is a complaint."""
        answer = self.execute("human-monitor-command", **{"command-line": line})
        if answer.strip():
            raise RuntimeError(f"{line}: {answer.strip()}")

    def _receive(self):
        line = self._file.readline()
        if not line:
            raise EOFError("QEMU has ended")
        return json.loads(line)


class Probe:
    """qtest: reads the board's registers and pulls its lines, while the board runs."""

    def __init__(self, connection):
        self._file = connection.makefile("rwb", buffering=0)
        self._asking = threading.Lock()

    def command(self, line):
        """The answer behind OK. Messages about interrupts in between are skipped. Any thread may ask."""
        with self._asking:
            self._file.write(line.encode() + b"\n")
            while True:
                answer = self._file.readline().decode()
                if not answer:
                    raise EOFError("QEMU has ended")
                if answer.startswith("OK"):
                    return answer[2:].strip()
                if answer.startswith(("FAIL", "ERR")):
                    raise RuntimeError(f"{line}: {answer.strip()}")

    def read(self, address):
        """A word of 32 bits."""
        return int(self.command(f"readl {address:#x}"), 16)
