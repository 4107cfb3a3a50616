"""The box after power cuts by the hundred.

A board works while every write to its disk is logged. From the log come disks as cuts would have left them. Each is read by this machine's
own tools: e2fsck replays the journal as a kernel would and must then find the file system whole, SQLite, its own program code and not the
box's, must find both databases whole, and everything that had been acknowledged before the cut must be there: songs, a corrected
tag, listeners, privacy. Many a one is run instead, by a board that goes on and on: its kernel mounts the disk, guard and box are started from it
by their units and as their own users until they say that they are ready, and the box must know what it promised. Some are what a whole board is
started from.
"""
import dataclasses
import json
import pathlib
import shutil
import sqlite3
import subprocess
import time

from .facts import wait_for
from .house import House
from .machine import GuestFailure, Machine
from .write_log import Crashes, WriteLog
from . import songs

#: What runs the box from another disk than the board's own.
ELSEWHERE = """\
[Service]
RootDirectory=/cut
MountAPIVFS=yes
BindPaths=/run
StateDirectory=
ReadWritePaths=+/var/lib/{folder}
"""
#: Nanoseconds an instruction: the boards' clocks go by what they do, so that a busy machine makes this longer and not different.
PACE = 1
#: Seconds.
PATIENCE = 1200
UNITS = {"moodbox": "moodbox", "moodbox-privacy": "moodbox-guard"}
STATE = "/var/lib/moodbox"
#: Every so many-th disk is run by a board, or one to start a whole board from; the others are read.
RUN, WHOLE = 20, 40
#: As many as the box knows.
LISTENERS = 16


@dataclasses.dataclass(frozen=True)
class Promise:
    """What the box had acknowledged when the log had reached a place."""

    place: int
    songs: frozenset
    #: Of the first song.
    genre: str
    listeners: int
    privacy: bool


#: What the box knew before.
BEFORE = Promise(0, frozenset(songs.TONES), "", 0, False)


def raw(path, name):
    """Unlocked: the board that goes on and on has the disk in it, but has not mounted it, when another starts from it."""
    return ["-drive", f"if=none,id={name},driver=raw,file.driver=file,file.filename={path},file.locking=off", "-device", f"virtio-blk-pci,drive={name}"]


def copy(source, target):
    """Into the file that is there, if one is: a board may have it open."""
    subprocess.run(["cp", "--sparse=always", source, target], check=True)


class Work:
    """A board that works, with all its writes on record."""

    def __init__(self, prepared, folder, told):
        self.folder = folder
        self.certain, self.log = folder / "certain.raw", folder / "writes.log"
        self._prepared, self._told = prepared, told
        subprocess.run(["qemu-img", "convert", "-O", "raw", prepared.disk, self.certain], check=True)

    def run(self, seconds):
        """Has the box scan, play and store for so long, and returns what it promised."""
        disk = self.folder / "worked.raw"
        copy(self.certain, disk)
        self.log.touch()
        drives = ["-blockdev", f"driver=file,node-name=plain,filename={disk}", "-blockdev", f"driver=file,node-name=log,filename={self.log}",
                  "-blockdev", "driver=blklogwrites,node-name=logged,file=plain,log=log,log-sector-size=512,log-super-update-interval=1",
                  "-device", "virtio-blk-pci,drive=logged"]
        with Machine(self._prepared.image, None, drives=drives, pace=PACE) as machine, House(machine.mqtt) as house:
            machine.await_shell(PATIENCE)
            house.expect("availability", "the box to be online", lambda value: value == "online", within=PATIENCE)
            promises, end = [BEFORE], time.monotonic() + seconds
            while time.monotonic() < end or len(promises) == 1:
                promises.append(self._promise(machine, house, len(promises), promises[-1]))
                self._told(f"{len(promises) - 1} times worked and played, {promises[-1].place / 1e6:.0f} MB written")
            machine.cut_power()
        disk.unlink()
        return promises

    def _promise(self, machine, house, number, last):
        house.say("play/set", "happy")
        more = f"more-{number}"
        machine.run(f"cd /srv/moodbox/music && cp ash.wav {more}.wav && sync {more}.wav", within=PATIENCE)
        # A song that changed a moment ago may still be on its way, and a scan passes over it: what is listed was acknowledged.
        machine.run(f"until moodbox catalog scan --quiet && moodbox catalog list --json | grep -q {more}; do sleep 1; done", within=PATIENCE)
        genre = f"Genre {number}"
        machine.run(f"moodbox catalog set ash.wav 'genre={genre}'", within=PATIENCE)
        listeners = min(number, LISTENERS)
        if listeners > last.listeners:
            machine.run(f"moodbox listener create 'Listener {number}'", within=PATIENCE)
        since = house.now
        if last.privacy:
            machine.run("moodbox privacy off", within=PATIENCE)
        else:
            house.say("privacy/set", "on")
        house.expect_event("privacy_off" if last.privacy else "privacy_on", since, within=PATIENCE)
        return Promise(self.log.stat().st_size, last.songs | {more}, genre, listeners, not last.privacy)


class Examiner:
    """A running board that runs the box from another disk, whose content may change whenever this has not mounted it."""

    def __init__(self, prepared, disk):
        own = prepared.copy(disk.parent)
        drives = ["-drive", f"if=none,id=disk,format=qcow2,file={own}", "-device", "virtio-blk-pci,drive=disk", *raw(disk, "cut")]
        self._machine = Machine(prepared.image, own, drives=drives, pace=PACE)
        self._machine.await_shell(PATIENCE)
        self._house = House(self._machine.mqtt)
        self._house.expect("availability", "the box to be online", lambda value: value == "online", within=PATIENCE)
        self._machine.run(f"systemctl stop {' '.join(UNITS)} && mkdir /cut")
        for unit, folder in UNITS.items():
            place = f"/run/systemd/system/{unit}.service.d"
            self._machine.run(f"mkdir -p {place} && cat >{place}/cut.conf <<'END'\n{ELSEWHERE.format(folder=folder)}END")
        self._machine.run("systemctl daemon-reload")

    def close(self):
        self._house.__exit__()
        self._machine.close()

    def problems(self, kept, following):
        """What is wrong with a box that runs from the disk; nothing, one hopes."""
        machine, house = self._machine, self._house
        try:
            machine.run("dmesg --clear; rm -rf /run/moodbox-guard; mount -t ext4 -o noatime /dev/vdb /cut")
        except GuestFailure as failure:
            return [str(failure)]
        since = house.now
        try:
            machine.run("systemctl reset-failed; systemctl start moodbox-privacy moodbox", within=PATIENCE)
            house.expect("availability", "the box to be online", lambda value: value == "online", since, within=PATIENCE)
            wrong = lost(machine, house, since, kept, following)
        except (GuestFailure, TimeoutError) as failure:
            wrong = [str(failure), machine.journal(20)]
        machine.run("systemctl stop moodbox moodbox-privacy; umount /cut", within=PATIENCE)
        code, text = machine.attempt("dmesg | grep -E 'EXT4-fs (error|warning)|I/O error'", within=PATIENCE)
        return wrong + ([f"the kernel: {text}"] if code == 0 else [])


def lost(machine, house, since, kept, following):
    """What a running box has forgotten of its promises."""
    songs = {song["path"]: song.get("genre") or "" for song in json.loads(machine.run("moodbox catalog list --json", within=PATIENCE))}
    listeners = json.loads(machine.run("moodbox listener list --json", within=PATIENCE))
    privacy = wait_for("word of privacy", lambda: next(
        (message.value for message in house.messages[since:] if message.topic == "privacy/state"), None), within=PATIENCE)
    return broken(kept, following, songs, len(listeners), privacy == "on")


def broken(kept, following, songs, listeners, privacy):
    """Which promises are broken. Between two of them the next one may already have been kept.

    - songs: path → genre."""
    wrong = []
    allowed = [kept, *([following] if following else [])]
    if missing := kept.songs - {pathlib.Path(path).stem for path in songs}:
        wrong.append(f"lost songs: {sorted(missing)}")
    if songs.get("ash.wav") not in {promise.genre for promise in allowed}:
        wrong.append(f"the genre is {songs.get('ash.wav')!r}, not {kept.genre!r}")
    if listeners < kept.listeners:
        wrong.append(f"{listeners} listeners of {kept.listeners}")
    if privacy not in {promise.privacy for promise in allowed}:
        wrong.append(f"privacy is {'on' if privacy else 'off'}")
    return wrong


def read(disk, kept, following):
    """What this machine's tools find wrong with a disk that no board has mounted. The journal is replayed."""
    repaired = subprocess.run(["/usr/sbin/e2fsck", "-p", disk], capture_output=True, text=True)
    checked = subprocess.run(["/usr/sbin/e2fsck", "-fn", disk], capture_output=True, text=True)
    # 1: the journal was replayed, or files without a name were cleared away, as any mount does.
    if repaired.returncode > 1 or checked.returncode:
        return [f"e2fsck: {repaired.stdout.strip()} {checked.stdout.strip()}"]
    names = [line.split("/")[5] for line in debugfs(disk, f"ls -p {STATE}").splitlines() if line.count("/") > 5]
    wrong = [f"{name} was set aside" for name in names if ".damaged-" in name]
    try:
        songs = dict(rows(disk, "catalog", "SELECT path, genre FROM tracks WHERE state = 'present'"))
        (listeners,), = rows(disk, "listeners", "SELECT count(*) FROM listeners WHERE id > 0")
    except sqlite3.DatabaseError as error:
        return [*wrong, str(error)]
    keys = debugfs(disk, f"ls -p {STATE}/keys").count(".key")
    privacy = "Type: regular" in debugfs(disk, "stat /var/lib/moodbox-guard/privacy")
    return wrong + broken(kept, following, songs, min(listeners, keys), privacy)


def rows(disk, name, query):
    """Of a database on the disk, which is checked first; its write-ahead log is replayed."""
    copied = disk.with_name(f"{name}.sqlite")
    for ending in ("", "-wal"):
        debugfs(disk, f"dump {STATE}/{name}.sqlite{ending} {copied}{ending}")
    try:
        database = sqlite3.connect(copied)
        try:
            if (answer := database.execute("PRAGMA integrity_check").fetchall()) != [("ok",)]:
                raise sqlite3.DatabaseError(f"{name}: {answer}")
            return database.execute(query).fetchall()
        finally:
            database.close()
    finally:
        for left in copied.parent.glob(f"{name}.sqlite*"):
            left.unlink()


def debugfs(disk, request):
    return subprocess.run(["/usr/sbin/debugfs", "-R", request, disk], check=True, capture_output=True, text=True).stdout


def whole_start(prepared, disk, kept, following):
    """What is wrong with a board that is switched on with a disk."""
    with Machine(prepared.image, None, drives=raw(disk, "disk"), pace=PACE) as machine, House(machine.mqtt) as house:
        try:
            machine.await_shell(PATIENCE)
            house.expect("availability", "the box to be online", lambda value: value == "online", within=PATIENCE)
            return lost(machine, house, 0, kept, following)
        except (EOFError, GuestFailure, TimeoutError) as failure:
            return [str(failure)]


def replay(prepared, work, promises, count, seed, told):
    """Yields what is wrong with each crash image, and tells of it."""
    reader = WriteLog(work.log)
    disk = work.folder / "cut.raw"
    copy(work.certain, disk)
    examiner = None
    for number, (place, fate, writes) in enumerate(Crashes(reader, work.certain, count, seed), 1):
        begun = time.monotonic()
        copy(work.certain, disk)
        with open(disk, "r+b") as file:
            for write in writes:
                reader.apply(write, file)
        kept = next(promise for promise in reversed(promises) if promise.place <= place)
        following = next((promise for promise in promises if promise.place > place), None)
        wrong = []
        if number % WHOLE == 0:
            how = "a whole board"
            wrong = whole_start(prepared, disk, kept, following)
        elif number % RUN == 0:
            how = "the box"
            examiner = examiner or Examiner(prepared, disk)
            wrong = examiner.problems(kept, following)
        else:
            how = "read"
        wrong += read(disk, kept, following)
        told(f"cut {number} of {count}, {how}, {fate} ({time.monotonic() - begun:.0f} s): {'; '.join(wrong) or 'well'}")
        if wrong:
            shutil.copy(disk, work.folder / f"failed-{number}.raw")
        yield how, wrong
    if examiner:
        examiner.close()
    reader.close()
