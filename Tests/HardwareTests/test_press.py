"""A press: from the contact of the button to the song in the loudspeaker."""
import unittest

from board_test import COLOURS, BoardTest


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

    def test_without_a_camera_a_press_plays_and_the_fault_is_told(self):
        since = self.house.now
        self.board.pins.press()
        self.house.expect_part("fault", "camera", since)
        self.expect_song(since)


if __name__ == "__main__":
    unittest.main()
