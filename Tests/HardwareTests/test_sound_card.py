"""A sound card with a clock and controls of its own."""
import math
import re
import unittest

from board_test import BoardTest
from virtual_board import wait_for

CARD = "/sys/bus/pci/drivers/snd_hda_intel"
STEPS = 74


class SoundCard(BoardTest):
    def test_a_sound_card_may_go_while_it_plays_and_the_song_goes_on_when_it_is_back(self):
        song = self.play()
        since = self.house.now
        address = self.board.run(f"basename $(ls -d {CARD}/0000:*)")
        self.board.run(f"echo {address} >{CARD}/unbind")
        self.house.expect_part("fault", "speaker", since)

        before = len(self.board.sound)
        self.board.run(f"echo {address} >{CARD}/bind")
        self.house.expect_part("recovered", "speaker", since)
        wait_for("sound", lambda: len(self.board.sound) > before + 24_000)
        self.expect_sound(self.house.state("player")["track"]["path"])
        self.assertEqual(self.house.state("player")["track"]["path"], song)

    def control(self):
        """Where the card's own control stands, in decibels."""
        return float(re.search(r"\[(-?[\d.]+)dB\]", self.board.run("amixer -c 0 sget Master"))[1])

    def loudness(self):
        """Of two seconds from now on, in which the songs swell several times."""
        start = len(self.board.sound) + 48_000  # what the box and the card hold already
        wait_for("sound", lambda: len(self.board.sound) > start + 96_000)
        return self.board.sound.loudness(start, 96_000)

    def test_the_volume_is_turned_at_the_card_and_the_recording_follows(self):
        self.assertEqual(self.house.ask("volume", value=100)["status"], "ok")
        self.play()
        wait_for("full volume", lambda: self.control() == 0)
        loud = self.loudness()
        self.house.ask("volume", value=30)
        wait_for("the control to be turned down", lambda: self.control() < 0)
        turned = self.control()
        self.assertAlmostEqual(turned, 60 * math.log10(0.3), delta=1)
        # The card that QEMU plays takes its 74 steps of 1 dB for steps of one 74th (hw/audio/hda-codec.c).
        self.assertAlmostEqual(self.loudness() / loud, (STEPS + turned) / STEPS, delta=0.1)

    def test_music_goes_on_when_the_board_has_slept(self):
        self.play()
        since = self.house.now
        # Puts all devices to sleep and wakes them after five seconds (Documentation/power/basic-pm-debugging.rst).
        self.board.run("echo devices >/sys/power/pm_test && echo freeze >/sys/power/state", within=120)
        started = self.house.expect_event("track_started", since)
        self.expect_sound(started["track"]["path"])
        self.assertNotIn("fault", self.house.events(since))

    def test_music_goes_on_when_the_card_has_run_dry(self):
        song = self.play()
        underruns = self.house.ask("health")["data"]["underruns"]
        # Longer than what the card holds.
        self.board.run("box=$(systemctl show -P MainPID moodbox) && kill -STOP $box && sleep 2 && kill -CONT $box")
        before = len(self.board.sound)
        wait_for("sound", lambda: len(self.board.sound) > before + 48_000)
        self.expect_sound(song)
        self.assertGreater(self.house.ask("health")["data"]["underruns"], underruns)


if __name__ == "__main__":
    unittest.main()
