"""A root shell on the board that a program talks to, whatever the network does."""
import itertools
import re
import socket
import time

from .facts import PATIENCE


class Console:
    """Behind a virtio console stands `board-console.service`: a shell that echoes nothing and prompts for nothing."""

    _numbers = itertools.count()

    def __init__(self, connection):
        self._socket = connection
        self._received = b""

    def await_shell(self, within):
        """Returns once the shell answers."""
        end = time.monotonic() + within
        while time.monotonic() < end:
            # What was sent before the shell was there may have been lost, so it is asked again and again.
            mark = f"here-{next(self._numbers)}"
            self._socket.settimeout(1)
            try:
                self._socket.sendall(f"\necho {mark}''.\n".encode())
            except TimeoutError:
                continue  # nobody has read what was sent before
            if self._read_until(f"{mark}.".encode(), time.monotonic() + 1):
                # Answers to what was asked before may still follow.
                self.run("true", PATIENCE)
                return
        raise TimeoutError(f"the board's shell did not answer within {within} s")

    def run(self, command, within):
        """Exit code and output, errors among it, of a shell command."""
        mark = f"done-{next(self._numbers)}"
        self._socket.sendall(f"( {command}\n) 2>&1 </dev/null; status=$?; echo; echo {mark}''. $status\n".encode())
        pattern = re.compile(rb"\n?" + mark.encode() + rb"\. (\d+)\r?\n")
        end = time.monotonic() + within
        while not (found := pattern.search(self._received)):
            if not self._read(end):
                raise TimeoutError(f"{command}: did not end within {within} s; so far: {self._received[-1000:]!r}")
        output = self._received[:found.start()].decode(errors="replace").replace("\r", "").strip("\n")
        self._received = self._received[found.end():]
        return int(found[1]), output

    def _read_until(self, mark, end):
        while mark not in self._received:
            if not self._read(end):
                return False
        return True

    def _read(self, end):
        self._socket.settimeout(max(0.01, end - time.monotonic()))
        try:
            data = self._socket.recv(65536)
        except socket.timeout:
            return False
        if not data:
            raise EOFError("QEMU has ended")
        self._received += data
        return True
