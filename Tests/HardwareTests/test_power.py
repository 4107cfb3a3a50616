"""Power cuts: QEMU is killed, and what was not on the disk is gone."""
import json
import pathlib
import unittest

from board_test import BoardTest
from virtual_board import songs


class PowerCut(BoardTest):
    def assert_all_is_well(self):
        """The catalog is whole, all songs are there, and the box plays."""
        self.assertEqual(self.board.attempt("dmesg | grep -E 'EXT4-fs error|Buffer I/O error'")[1], "")
        # Nor was any part but the broker, which starts beside the box, missed for a moment.
        faults = self.board.attempt("journalctl --boot --no-pager -o cat -u moodbox | grep -E '^(lights|button|speaker|storage|library):'")[1]
        self.assertEqual(faults, "")
        known = json.loads(self.board.run("moodbox catalog list --json"))
        self.assertLessEqual({f"{name}.wav" for name in songs.TONES}, {track["path"] for track in known})
        self.board.run("systemctl stop moodbox && moodbox catalog check", within=300)
        since = self.house.now
        self.board.run("systemctl start moodbox", within=300)
        self.house.expect("availability", "the box to be online", lambda value: value == "online", since)
        return known

    def test_power_may_be_cut_while_it_plays(self):
        self.play()
        self.assertEqual(self.house.ask("volume", value=31)["status"], "ok")
        self.house.expect("player", "the volume", lambda value: value["volume"] == 31)
        self.board.cut_power()
        self.boot_again()
        self.assert_all_is_well()
        self.play()

    def test_power_may_be_cut_while_it_scans_and_no_song_that_was_known_is_lost(self):
        later = pathlib.Path(self.folder) / "larch.wav"
        later.write_bytes(songs.wav(songs.LATER["larch"]))
        self.assertEqual(self.board.upload([later], "/srv/moodbox/music/").returncode, 0)
        self.board.run("chgrp moodbox-music /srv/moodbox/music/larch.wav && sync")
        self.board.run("moodbox catalog scan", within=300)  # acknowledged
        for number in range(6):
            self.board.run(f"cp /srv/moodbox/music/larch.wav /srv/moodbox/music/copy-{number}.wav")
        self.board.run("sync")  # the songs themselves are to survive; it is the catalog that is on trial
        self.board.begin("moodbox catalog scan")
        self.board.run("until moodbox catalog list --json | grep -q copy-; do :; done", within=300)
        self.board.cut_power()
        self.boot_again()
        known = self.assert_all_is_well()
        self.assertIn("larch.wav", {track["path"] for track in known})

    def test_power_may_be_cut_the_moment_privacy_is_announced(self):
        since = self.house.now
        self.board.pins.hold()
        self.house.expect_event("privacy_on", since)
        self.board.cut_power()
        self.boot_again()
        self.await_lamps("privacy's light", lambda lamps: "privacy" in lamps)
        self.assertEqual(self.house.state("privacy/state"), "on")
        self.assert_all_is_well()


if __name__ == "__main__":
    unittest.main()
