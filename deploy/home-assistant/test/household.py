"""The programs of a house, each on loopback with folders of its own: a broker, a box, Home Assistant."""

import math
import os
import shutil
import signal
import socket
import struct
import subprocess
import time
import wave
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[3]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Process:
    """A program that is started, stopped and killed; what it says goes into a file."""

    def __init__(self, name: str, folder: Path) -> None:
        self.log = folder / f"{name}.log"
        self.child: subprocess.Popen | None = None

    def launch(self, *command: object, **options) -> None:
        with self.log.open("ab") as log:
            self.child = subprocess.Popen([str(word) for word in command], stdout=log, stderr=log, **options)

    def stop(self, by: int = signal.SIGTERM) -> None:
        if self.child is None:
            return
        self.child.send_signal(by)
        try:
            self.child.wait(60)
        except subprocess.TimeoutExpired:
            self.child.kill()
            self.child.wait()
        self.child = None


class Broker(Process):
    """mosquitto that keeps nothing on the disk: who starts it again has lost what was retained."""

    def __init__(self, folder: Path) -> None:
        super().__init__("mosquitto", folder)
        self.port = free_port()
        self.settings = folder / "mosquitto.conf"
        self.settings.write_text(f"listener {self.port} 127.0.0.1\nallow_anonymous true\npersistence false\n")

    def start(self) -> None:
        path = os.environ["PATH"] + ":/usr/sbin"
        self.launch("mosquitto", "-c", self.settings, env={**os.environ, "PATH": path})
        for _ in range(500):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.01)
        raise RuntimeError(f"mosquitto does not start; see {self.log}")

    def retained(self) -> dict[str, str]:
        """What the broker keeps, by topic."""
        command = ["mosquitto_sub", "-p", str(self.port), "-t", "#", "-v", "--retained-only", "-W", "1"]
        lines = subprocess.run(command, capture_output=True, text=True).stdout.splitlines()
        return dict(line.split(" ", 1) for line in lines if " " in line)

    def forget(self) -> None:
        """Deletes all that the broker keeps."""
        for topic in self.retained():
            subprocess.run(["mosquitto_pub", "-p", str(self.port), "-t", topic, "-r", "-n"], check=True)


class Box(Process):
    """The real box on a desk: pictures for a camera, a file for a sound card, a pipe for the button."""

    def __init__(self, folder: Path, broker: Broker, program: Path) -> None:
        super().__init__("moodbox", folder)
        self.folder = folder
        self.broker = broker
        self.program = program
        self.settings = folder / "moodbox.yaml"
        for name in ("music", "pictures", "state"):
            (folder / name).mkdir()
        for number, emotion in enumerate(("happy", "sad", "angry"), start=1):
            picture = CHECKOUT / f"Tests/Fixtures/scenes/{emotion}.png"
            shutil.copy(picture, folder / f"pictures/{number}.png")
        for tempo in (70, 100, 140):
            compose(folder / f"music/Beat {tempo}.wav", tempo)
        self.configure()
        self.command("catalog", "scan", "--quiet")
        self.command("listener", "create", "Ada")

    def configure(self, identifier: str = "den", name: str = "Moodbox", discovery: str = "device") -> None:
        self.settings.write_text(
            f"""
id: {identifier}
name: {name}
board: {CHECKOUT}/Board/desk.yaml
models: {CHECKOUT}/Models
state: {self.folder}/state
socket: {self.folder}/control.sock
camera: {{device: none}}
music: {{folder: {self.folder}/music}}
player: {{device: file}}
hub: {{enabled: true, host: 127.0.0.1, port: {self.broker.port}, discovery: {discovery}}}
desk: {{pictures: {self.folder}/pictures, sound-file: {self.folder}/sound.wav}}
"""
        )

    def command(self, *words: str) -> str:
        """What somebody types on the box, and the answer."""
        command = [self.program, *words, "--settings", self.settings]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    def start(self, **settings: str) -> None:
        self.configure(**settings)
        self.launch(self.program, "run", "--settings", self.settings, stdin=subprocess.PIPE)

    def press(self, key: bytes = b" ") -> None:
        """A space presses the button; `p` holds it for privacy."""
        self.child.stdin.write(key)
        self.child.stdin.flush()


class HomeAssistant(Process):
    """The real Home Assistant, in the Debian 13 build root."""

    def __init__(self, folder: Path, installation: str) -> None:
        super().__init__("home-assistant", folder)
        self.port = free_port()
        self.installation = installation
        self.config = folder / "config"
        blueprints = self.config / "blueprints/automation/moodbox"
        blueprints.mkdir(parents=True)
        shutil.copy(CHECKOUT / "deploy/home-assistant/blueprints/mood.yaml", blueprints)
        view = (CHECKOUT / "deploy/home-assistant/dashboard.yaml").read_text()
        (self.config / "dashboard.yaml").write_text("views:\n" + "".join(f"  {line}\n" for line in view.splitlines()))
        settings = (CHECKOUT / "deploy/home-assistant/test/configuration.yaml").read_text()
        (self.config / "configuration.yaml").write_text(settings.replace("PORT", str(self.port)))

    def start(self) -> None:
        self.launch(
            CHECKOUT / "deploy/build-root/run", f"{self.installation}/bin/hass", "-c", self.config, "--skip-pip",
            "--log-no-color", cwd=CHECKOUT,
        )


def compose(path: Path, tempo: int) -> None:
    """A song of twenty seconds: a beep on every beat."""
    rate, beat = 22050, 60 / tempo
    with wave.open(str(path), "wb") as song:
        song.setparams((1, 2, rate, 0, "NONE", ""))
        for frame in range(20 * rate):
            place = (frame / rate) % beat
            level = math.exp(-6 * place) * math.sin(2 * math.pi * 440 * place)
            song.writeframesraw(struct.pack("<h", int(20000 * level)))
    # The box leaves files alone that somebody may still be writing.
    os.utime(path, (0, 1_700_000_000))
