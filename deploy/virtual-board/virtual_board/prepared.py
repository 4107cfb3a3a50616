"""A board with the box installed and running, kept as a snapshot, so that a test begins in a second."""
import hashlib
import io
import pathlib
import re
import shutil
import subprocess
import tarfile
import tempfile

from . import pictures, songs
from .facts import wait_for
from .house import House
from .image import Image
from .machine import Machine

SNAPSHOT = "ready"
#: What an owner writes into the settings.
SETTINGS = """\
id: box
board: qemu-virt
hub:
  enabled: true
"""


class Prepared:
    """Makes it if it is not there yet for this Debian package of the box, as an owner would: with apt."""

    def __init__(self, package, told=lambda text: None):
        self.image = Image()
        package = pathlib.Path(package)
        digest = hashlib.sha256()
        sources = [pathlib.Path(__file__), pathlib.Path(songs.__file__), pathlib.Path(pictures.__file__), package]
        for file in sources:
            digest.update(file.read_bytes())
        digest.update(subprocess.run(["qemu-system-aarch64", "--version"], check=True, capture_output=True).stdout)
        self.folder = self.image.folder / f"prepared-{digest.hexdigest()[:12]}"
        self.disk = self.folder / "disk.qcow2"
        self.parcel = self.folder / "parcel.tar"
        if not (self.folder / "complete").exists():
            self._prepare(package, told)

    def copy(self, folder):
        """A disk of its own for one test."""
        disk = pathlib.Path(folder) / "disk.qcow2"
        subprocess.run(["cp", "--reflink=auto", "--sparse=always", self.disk, disk], check=True)
        return disk

    def begin(self, folder, **options):
        """A board with the box running on it, as it was when the snapshot was made; its clock too says that it is then.

        Set right, the clock would jump, and mosquitto believe that it has not heard of anybody for long."""
        machine = Machine(self.image, self.copy(folder), snapshot=SNAPSHOT, parcel=self.parcel, **options)
        machine.await_shell()
        return machine

    def _prepare(self, package, told):
        for old in self.image.folder.glob("prepared-*"):
            shutil.rmtree(old)
        self.folder.mkdir()
        self._pack(package)
        subprocess.run(
            ["qemu-img", "create", "-q", "-f", "qcow2", "-b", self.image.disk, "-F", "qcow2", self.disk], check=True)
        with Machine(self.image, self.disk, parcel=self.parcel) as machine:
            machine.await_start()
            told(f"The board is up after {machine.age:.0f} s.")
            self._install(machine)
            told(f"The box is installed and knows its songs after {machine.age:.0f} s.")
            machine.save(SNAPSHOT)
        (self.folder / "complete").touch()

    def _pack(self, package):
        """A tar file with what is brought to the board."""
        with tarfile.open(self.parcel, "w") as parcel:
            def add(name, content):
                member = tarfile.TarInfo(name)
                member.size = len(content)
                parcel.addfile(member, io.BytesIO(content))
            add("moodbox.deb", package.read_bytes())
            for scene in pictures.names():
                add(f"scenes/{scene}.grey", pictures.grey(scene))
            for name, content in songs.all_wavs(songs.TONES).items():
                add(f"songs/{name}", content)

    def _install(self, machine):
        machine.set_clock()
        machine.run("mkdir -p /srv/parcel && tar -x -C /srv/parcel -f /dev/vdb")
        # Without the network: what the package depends on is on the board already.
        machine.run("apt-get install -y -o Dpkg::Use-Pty=0 /srv/parcel/moodbox.deb", within=600)
        machine.run(f"cat >/etc/moodbox/moodbox.yaml <<'END'\n{SETTINGS}END")
        machine.run("cp /srv/parcel/songs/*.wav /srv/moodbox/music/ && chgrp moodbox-music /srv/moodbox/music/*")
        with House(machine.mqtt) as house:
            machine.run("systemctl restart moodbox.service", within=300)
            house.expect("availability", "online", lambda value: value == "online", within=300)
        machine.run("moodbox catalog scan", within=600)
        # It listens to them when nobody else wants the processor.
        heard = re.compile(rf"^analysed +{len(songs.TONES)}$", re.MULTILINE)
        wait_for("the box to have listened to all songs", lambda: heard.search(machine.run("moodbox catalog stats")), within=600, every=2)
        machine.run("sync")
