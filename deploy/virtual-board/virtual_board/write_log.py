"""Disks as a power cut would have left them, from a log of every write.

QEMU's `blklogwrites` writes the log in the format of the kernel's dm-log-writes (Documentation/admin-guide/device-mapper/log-writes.rst):
a header, and for each request a sector that describes it, followed by what was written.
"""
import dataclasses
import random
import struct

MAGIC, VERSION = 0x6A736677736872, 1
FLUSH, FUA, DISCARD = 1, 2, 4
SECTOR = 512


@dataclasses.dataclass
class Write:
    #: Places in bytes: on the disk, and of the data in the log.
    place: int
    data: int
    length: int
    flags: int
    #: Where the entry ends in the log.
    end: int


class WriteLog:
    """Reads a log that may still grow."""

    def __init__(self, path):
        self._file = open(path, "rb")
        magic, version, _, size = struct.unpack("<QQQI", self._file.read(28))
        if (magic, version, size) != (MAGIC, VERSION, SECTOR):
            raise ValueError(f"{path}: not a log of writes with sectors of {SECTOR} bytes")

    def close(self):
        self._file.close()

    def writes(self):
        """All entries in order, up to the first that is not whole."""
        place = SECTOR
        self._file.seek(0, 2)
        total = self._file.tell()
        while place + SECTOR <= total:
            self._file.seek(place)
            sector, count, flags, _ = struct.unpack("<QQQQ", self._file.read(32))
            length = 0 if flags & DISCARD else count * SECTOR
            end = place + SECTOR + length
            if end > total or (count == 0 and not flags & FLUSH):
                return
            yield Write(sector * SECTOR, place + SECTOR, length, flags, end)
            place = end

    def apply(self, write, disk):
        """Does one write to an open file. What is discarded may keep its bytes."""
        if write.length:
            self._file.seek(write.data)
            disk.seek(write.place)
            disk.write(self._file.read(write.length))


class Crashes:
    """Crash images in the order of time, made on one disk that is certain and grows."""

    def __init__(self, log, certain, count, seed):
        """`certain` is the path of the disk as it was when the log began; it is changed."""
        self._log = log
        self._writes = list(log.writes())
        self._certain = certain
        self._random = random.Random(seed)
        # A cut is between two entries.
        self._cuts = sorted(self._random.sample(range(1, len(self._writes) + 1), min(count, len(self._writes))))

    def __iter__(self):
        """Yields for each cut how far the log had come, in bytes, in words what was lost, and the writes that were not certain and that this
        disk kept."""
        done = 0
        for cut in self._cuts:
            flushed = max((index + 1 for index in range(done, cut) if self._writes[index].flags & FLUSH), default=done)
            with open(self._certain, "r+b") as disk:
                for write in self._writes[done:flushed]:
                    self._log.apply(write, disk)
            done = flushed
            doubtful = self._writes[flushed:cut]
            # What was written through is there. Of the rest a disk may have kept nothing, everything, or any part.
            share = self._random.choice((0, 0.5, 1))
            kept = [write for write in doubtful if write.flags & FUA or self._random.random() < share]
            end = self._writes[cut - 1].end
            yield end, f"cut at {end / 1e6:.2f} MB, {len(doubtful) - len(kept)} of {len(doubtful)} unflushed writes lost", kept
