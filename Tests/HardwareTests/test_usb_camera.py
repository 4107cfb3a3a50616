"""A webcam, which may be pulled out at any time."""
import unittest

from board_test import BoardTest
from virtual_board import UsbCamera, wait_for
from virtual_board import pictures
from virtual_board.usb_camera import YUYV


class Webcam(BoardTest):
    def test_a_press_is_seen_through_a_webcam_that_came_after_the_box_had_started(self):
        with UsbCamera(pictures.mjpeg("happy")) as camera:
            self.board.plug_in(camera)
            self.press_and_see("happy")

    def test_a_webcam_may_be_pulled_out_while_it_looks_and_works_again_when_it_is_back(self):
        # Nobody is in this picture, so that the look goes on.
        with UsbCamera(pictures.mjpeg_of_nobody()) as camera:
            self.board.plug_in(camera)
            since = self.house.now
            self.board.pins.press()
            shown = camera.frames
            wait_for("pictures to flow", lambda: camera.frames > shown)
            camera.unplug()
            self.house.expect_part("fault", "camera", since)
            self.expect_song(since)
            self.await_lamps("the camera's light to go out", lambda lamps: "camera" not in lamps)

            wait_for("the camera's node to go", lambda: self.board.attempt("test -e /dev/video0")[0] != 0)
            camera.picture = pictures.mjpeg("sad")
            self.board.plug_in(camera)
            since = self.house.now
            self.press_and_see("sad")
            self.house.expect_part("recovered", "camera", since)

    def test_a_camera_without_compression_is_read_too(self):
        with UsbCamera(pictures.yuyv("happy"), formats=(YUYV,)) as camera:
            self.board.plug_in(camera)
            self.press_and_see("happy")


if __name__ == "__main__":
    unittest.main()
