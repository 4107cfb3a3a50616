"""A broker that goes away and comes back changes only what it must."""
import time
import unittest

from board_test import BoardTest
from virtual_board import wait_for


class Broker(BoardTest):
    def test_music_button_and_light_need_no_broker_and_the_house_hears_of_it_afterwards(self):
        self.board.plug_in_picture_camera("happy")
        self.play()
        self.board.run("systemctl stop mosquitto")
        gone = time.monotonic()
        before = len(self.board.sound)
        self.board.pins.press()
        self.await_lamps("the camera's light", lambda lamps: "camera" in lamps)
        self.await_lamps("yellow", lambda lamps: lamps & {"red", "green", "blue", "camera"} == {"red", "green"})
        wait_for("the music to go on", lambda: len(self.board.sound) > before + 48_000)
        wait_for("the minute to be over", lambda: time.monotonic() - gone > 60, every=1)

        since = self.house.now
        self.board.run("systemctl start mosquitto")
        self.house.expect("availability", "the box to be online", lambda value: value == "online", since)
        self.house.expect("mood", "happy", lambda value: value and value["emotion"] == "happy", since)
        self.house.expect("player", "playing", lambda value: value["state"] == "playing", since)


if __name__ == "__main__":
    unittest.main()
