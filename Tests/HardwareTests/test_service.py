"""The service, in a world that is not always well."""
import time
import unittest

from board_test import BoardTest
from virtual_board import wait_for


class Service(BoardTest):
    def test_told_to_end_it_says_goodbye_and_has_ended_within_two_seconds(self):
        self.board.plug_in_picture_camera("happy")
        self.play()
        since = self.house.now
        self.board.run("systemctl stop moodbox")
        self.house.expect("availability", "offline", lambda value: value == "offline", since)
        # In microseconds, from the signal to the end of the process, by the service manager's own clock.
        told, ended = (int(self.board.run(f"systemctl show -P {moment}TimestampMonotonic moodbox")) for moment in ("ActiveExit", "ExecMainExit"))
        self.assertLess(ended - told, 2_000_000)
        self.assertEqual(self.board.pins.lamps(), set())
        self.expect_silence()
        self.assertEqual(self.board.run("systemctl show -P Result moodbox"), "success")

    def test_a_clock_that_jumps_by_years_changes_nothing(self):
        self.board.plug_in_picture_camera("happy")
        self.play()
        for seconds in (time.time() - 10 * 365 * 86400, time.time() + 10 * 365 * 86400, time.time()):
            self.jump(seconds)
            self.press_and_see("happy")

    def test_a_clock_that_was_wrong_at_the_start_may_be_set_right(self):
        self.board.run("systemctl stop moodbox")
        self.board.set_clock(86_400)  # 1970; the kernel refuses to be older than its start
        since = self.house.now
        self.board.run("systemctl start moodbox")
        self.house.expect("availability", "the box to be online", lambda value: value == "online", since)
        self.jump()
        self.play()

    def jump(self, seconds=None):
        """Sets the clock. Mosquitto goes by it, too, and would hang up on everybody at some moment: it does so at once."""
        self.board.set_clock(seconds)
        since = self.house.now
        self.board.run("systemctl restart mosquitto")
        self.house.expect("availability", "the box to be online", lambda value: value == "online", since)

    def test_a_full_disk_stops_no_music_and_is_told(self):
        self.board.plug_in_picture_camera("happy")
        self.board.attempt("fallocate -l $(($(stat -f -c '%a * %S' /))) /filler; dd if=/dev/zero of=/filler2 bs=4k 2>/dev/null", within=300)
        since = self.house.now
        self.play()
        self.board.pins.hold()
        # In force at once, and told, though it cannot be remembered.
        self.await_lamps("privacy's light", lambda lamps: "privacy" in lamps)
        self.house.expect_part("fault", "storage", since)
        self.house.expect_event("privacy_on", since)
        since = self.house.now
        self.board.run("rm /filler /filler2")
        self.house.expect_part("recovered", "storage", since)


if __name__ == "__main__":
    unittest.main()
