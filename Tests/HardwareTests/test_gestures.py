"""What a finger can do beside a plain press."""
import unittest

from board_test import BoardTest
from virtual_board import wait_for


class Gestures(BoardTest):
    def test_two_quick_presses_skip_and_nobody_is_looked_at(self):
        self.board.plug_in_picture_camera("happy")
        first = self.play()
        since = self.house.now
        # This machine may have been too busy to be quick, which is no fault of the box.
        wait_for("a double press quick enough", self.board.pins.press_twice, every=5)
        second = self.expect_song(since)
        self.assertNotEqual(first, second)
        self.assertNotIn("detected", self.house.events(since))

    def test_a_bouncing_contact_gives_one_press(self):
        self.board.plug_in_picture_camera("surprise")
        since = self.house.now
        self.board.pins.press_bouncing()
        self.assertEqual(self.house.expect_event("detected", since)["emotion"], "surprise")
        self.expect_song(since)
        # A second press would have cancelled the look or skipped a song.
        self.assertEqual(self.house.events(since), ["detected", "track_started"])


class Privacy(BoardTest):
    #: As setpriv(1) has it; the service is in `video` by its unit.
    SERVICE = "--reuid=moodbox --regid=moodbox --groups=video"
    MEMBER = "--reuid=nobody --regid=nogroup --groups=video"

    def can_open(self, who):
        """Opens the camera as somebody, and does nothing more."""
        return self.board.attempt(f"setpriv {who} sh -c ': </dev/video0'")[0] == 0

    def assert_nobody_can_look(self):
        self.assertFalse(self.can_open(self.SERVICE), "the service's user can open the camera")
        self.assertFalse(self.can_open(self.MEMBER), "a member of video can open the camera")

    def await_privacy(self):
        self.await_lamps("privacy's light", lambda lamps: "privacy" in lamps)
        wait_for("the camera to be taken away", lambda: not self.can_open(self.MEMBER))

    def test_holding_the_button_takes_the_camera_away_whatever_the_network_says_and_power_cuts_do(self):
        self.board.plug_in_picture_camera("happy")
        self.assertTrue(self.can_open(self.SERVICE))
        self.assertTrue(self.can_open(self.MEMBER))
        since = self.house.now
        self.board.pins.hold()
        self.house.expect_event("privacy_on", since)
        self.await_privacy()
        self.assert_nobody_can_look()

        for word in ("off", "false", "0"):
            self.house.say("privacy/set", word)
        self.assertEqual(self.house.ask("privacy", on=False)["status"], "error")
        since = self.house.now
        self.board.pins.press()
        self.expect_song(since)
        self.assertNotIn("detected", self.house.events(since))
        self.assertIn("privacy", self.board.pins.lamps())
        self.assert_nobody_can_look()

        self.board.cut_power()
        self.boot_again()
        self.await_lamps("privacy's light after a start", lambda lamps: "privacy" in lamps)
        self.board.plug_in_picture_camera("happy")
        self.await_privacy()
        self.assert_nobody_can_look()
        self.assertEqual(self.house.state("privacy/state"), "on")

        since = self.house.now
        self.board.pins.hold()
        self.house.expect_event("privacy_off", since)
        wait_for("the camera to be given back", lambda: self.can_open(self.SERVICE))
        self.press_and_see("happy")

    def test_anyone_may_turn_privacy_on_over_mqtt(self):
        self.board.plug_in_picture_camera("happy")
        since = self.house.now
        self.house.say("privacy/set", "on")
        self.house.expect_event("privacy_on", since)
        self.await_privacy()
        self.assert_nobody_can_look()


if __name__ == "__main__":
    unittest.main()
