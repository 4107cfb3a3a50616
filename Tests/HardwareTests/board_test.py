"""What every test on the virtual board begins with."""
import os
import pathlib
import shutil
import sys
import tempfile
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "deploy" / "virtual-board"))

from virtual_board import House, Machine, Prepared, songs, wait_for  # noqa: E402

#: The colour of each emotion (Sources/Domain/Colour.swift, README: "seven moods a colour each").
COLOURS = {
    "angry": {"red"}, "disgust": {"green"}, "fear": {"red", "blue"}, "happy": {"red", "green"}, "neutral": {"red", "green", "blue"},
    "sad": {"blue"}, "surprise": {"green", "blue"},
}


class BoardTest(unittest.TestCase):
    """Each test has a board of its own, with the box installed and running: `board`; and a subscriber: `house`.

    What a test says of the box, it sees from outside the board: lamps and button at the chip's lines, sound at the card's output,
    messages at a port of the broker, files and commands over SSH.
    """

    prepared = None

    @classmethod
    def setUpClass(cls):
        if BoardTest.prepared is None:
            package = os.environ.get("MOODBOX_PACKAGE")
            if not package:
                raise RuntimeError("MOODBOX_PACKAGE names no Debian package: `make test-board` makes one and runs the tests")
            BoardTest.prepared = Prepared(package, told=lambda text: print(text, file=sys.stderr))

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="board-test-")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.start = time.monotonic()
        self.take(self.prepared.begin(self.folder))
        self.house.expect("availability", "the box to be online", lambda value: value == "online")

    def take(self, machine):
        """From now on this is the board."""
        self.board = machine
        self.addCleanup(machine.close)
        self.house = House(machine.mqtt)
        self.addCleanup(self.house.__exit__)

    def tearDown(self):
        failed = any(problem for _, problem in getattr(self._outcome, "errors", [])) or any(
            test is self for test, _ in self._outcome.result.failures + self._outcome.result.errors)
        if failed and self.board.process.poll() is None:
            try:
                print(f"\nThe box's log:\n{self.board.journal()}", file=sys.stderr)
            except Exception as error:  # the board may be what is broken
                print(f"\nThe box's log cannot be had: {error}", file=sys.stderr)

    # Power

    def boot_again(self):
        """Switches the board on again, with the disk it had, after its power was cut or it was shut down."""
        self.house.__exit__()
        machine = Machine(self.prepared.image, pathlib.Path(self.folder) / "disk.qcow2", parcel=self.prepared.parcel)
        self.take(machine)
        machine.await_shell()
        self.house.expect("availability", "the box to be online after a start", lambda value: value == "online", within=300)

    # The owner

    def change_settings(self, lines):
        """Adds to the settings, and starts the box again."""
        since = self.house.now
        self.board.run(f"cat >>/etc/moodbox/moodbox.yaml <<'END'\n{lines}\nEND\nsystemctl restart moodbox", within=300)
        self.house.expect("availability", "the box to be online", lambda value: value == "online", since)

    # The button and the lamps

    def await_lamps(self, what, matches, within=90):
        wait_for(lambda: f"{what} (the lamps show {sorted(self.board.pins.lamps())})", lambda: matches(self.board.pins.lamps()), within)

    def await_colour(self, colour):
        """The lamp rests at a colour, and the camera is off."""
        def rests():
            for _ in range(4):  # longer than a blink takes
                if self.board.pins.lamps() & {"red", "green", "blue", "camera"} != colour:
                    return False
                time.sleep(0.15)
            return True

        wait_for(lambda: f"the lamps at {sorted(colour)} (they show {sorted(self.board.pins.lamps())})", rests)

    def press_and_see(self, emotion):
        """Presses once, and checks all that follows up to the song that sounds; its name is returned."""
        since = self.house.now
        self.board.pins.press()
        self.await_lamps("the camera's light", lambda lamps: "camera" in lamps)
        event = self.house.expect_event("detected", since)
        self.assertEqual(event["emotion"], emotion)
        self.house.expect("mood", emotion, lambda value: value and value["emotion"] == emotion, since)
        self.await_colour(COLOURS[emotion])
        return self.expect_song(since)

    # Songs

    def play(self, emotion="happy"):
        """Has the box play, without a look."""
        since = self.house.now
        self.house.say("play/set", emotion)
        return self.expect_song(since)

    def expect_song(self, since):
        """The song that the box says it plays, which must be the one that sounds; its name is returned."""
        started = self.house.expect_event("track_started", since)
        path = started["track"]["path"]
        self.house.expect("player", f"{path} playing", lambda value: value["state"] == "playing" and value["track"]["path"] == path, since)
        self.expect_sound(path)
        return path

    def expect_sound(self, path, tones=None):
        """From now on, this song sounds."""
        tones = tones or songs.TONES
        tone = tones[pathlib.Path(path).stem]
        recording = self.board.sound

        def heard():
            end = len(recording)
            return end > 24_000 and recording.tone(tones.values(), end - 24_000, 24_000)

        # What still sounds may be the end of the song before.
        wait_for(lambda: f"{path}, {tone} Hz (what sounds is {heard()} Hz)", lambda: heard() == tone, every=0.3)

    def expect_silence(self):
        """From now on, nothing is played: the recording does not grow."""
        def quiet():
            before = len(self.board.sound)
            time.sleep(1)
            return len(self.board.sound) == before or self.board.sound.loudness(before, 48_000) < 0.0005

        wait_for("silence", quiet)
