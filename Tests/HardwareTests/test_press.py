"""A press: from the contact of the button to the song in the loudspeaker."""
import pathlib
import unittest

from board_test import COLOURS, BoardTest
from virtual_board import pictures


class Press(BoardTest):
    def test_a_press_opens_the_camera_and_ends_in_light_messages_and_the_right_song(self):
        self.board.plug_in_picture_camera("happy")
        self.press_and_see("happy")

    def test_every_emotion_has_its_colour(self):
        first, *others = sorted(COLOURS)
        self.board.plug_in_picture_camera(first)
        for emotion in (first, *others):
            with self.subTest(emotion):
                self.board.show(emotion)
                since = self.house.now
                self.board.pins.press()
                self.assertEqual(self.house.expect_event("detected", since)["emotion"], emotion)
                self.await_colour(COLOURS[emotion])

    def test_the_camera_is_off_before_and_after_a_look(self):
        self.board.plug_in_picture_camera("sad")
        self.assertNotIn("camera", self.board.pins.lamps())
        self.assertNotIn("moodbox", self.users_of_the_camera())
        self.press_and_see("sad")
        self.assertNotIn("moodbox", self.users_of_the_camera())

    def users_of_the_camera(self):
        """Programs that have the camera open, as the kernel lists them."""
        return self.board.attempt("for process in /proc/[0-9]*; do "
                                  "ls -l $process/fd 2>/dev/null | grep -q /dev/video0 && cat $process/comm; done; true")[1].split()

    def test_a_camera_that_is_to_deliver_colours_does_and_every_bit_of_its_pictures_arrives(self):
        picture = pathlib.Path(self.folder) / "sad.yuyv"
        picture.write_bytes(pictures.yuyv("sad"))
        self.assertEqual(self.board.upload([picture], "/srv/parcel/scenes/").returncode, 0)
        self.change_settings("camera:\n  format: yuyv")
        self.board.plug_in_picture_camera("sad", "yuyv")
        # The first pictures may be older than what feeds the camera.
        self.board.run("v4l2-ctl -d /dev/video0 --stream-mmap --stream-skip=30 --stream-count=1 --stream-to=/tmp/frame"
                       " && cmp /tmp/frame /srv/parcel/scenes/sad.yuyv")
        # What the box does not choose itself would be left as it is.
        self.board.run("v4l2-ctl -d /dev/video0 --set-fmt-video=pixelformat=NV12")
        self.press_and_see("sad")
        self.assertIn("'YUYV'", self.board.run("v4l2-ctl -d /dev/video0 --get-fmt-video"))

    def test_without_a_camera_a_press_plays_and_the_fault_is_told(self):
        since = self.house.now
        self.board.pins.press()
        self.house.expect_part("fault", "camera", since)
        self.expect_song(since)


if __name__ == "__main__":
    unittest.main()
