"""What an owner does over SSH."""
import json
import pathlib
import unittest

from board_test import BoardTest
from virtual_board import songs


class Owner(BoardTest):
    def setUp(self):
        super().setUp()
        self.board.run("useradd --create-home --groups moodbox-music,moodbox resident"
                       " && install -d -m 700 -o resident -g resident /home/resident/.ssh"
                       " && install -m 600 -o resident -g resident /root/.ssh/authorized_keys /home/resident/.ssh/")

    def test_a_song_that_an_owner_copies_to_the_box_is_found_and_can_be_played_without_a_restart(self):
        later = pathlib.Path(self.folder) / "larch.wav"
        later.write_bytes(songs.wav(songs.LATER["larch"]))
        since = self.house.now
        done = self.board.upload([later], "/srv/moodbox/music/", user="resident")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.house.expect_event("songs_changed", since)["added"], 1)
        # Whatever the mood, it is the new song that plays when there is no other.
        since = self.house.now
        self.board.run("rm /srv/moodbox/music/{" + ",".join(songs.TONES) + "}.wav")
        self.house.expect("event", "no other song", lambda value: value.get("songs") == 1, since)
        since = self.house.now
        self.house.say("play/set", "happy")
        self.assertEqual(self.house.expect_event("track_started", since)["track"]["path"], "larch.wav")
        self.expect_sound("larch.wav", {**songs.TONES, **songs.LATER})

    def test_the_catalog_can_be_read_over_ssh(self):
        done = self.board.login("moodbox catalog list --json", user="resident")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual({track["path"] for track in json.loads(done.stdout)}, {f"{name}.wav" for name in songs.TONES})
        done = self.board.login("moodbox status", user="resident")
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_who_may_bring_songs_may_do_nothing_else(self):
        for path in ("/var/lib/moodbox", "/etc/moodbox", "/usr/share/moodbox"):
            done = self.board.login(f"touch {path}/mine", user="resident")
            self.assertNotEqual(done.returncode, 0, f"{path} can be written by who brings songs")


if __name__ == "__main__":
    unittest.main()
