"""Cameras that are seen through libcamera's V4L2 layer, as those at a CSI connector are."""
import pathlib
import subprocess
import unittest

from board_test import ROOT, BoardTest
from virtual_board import UsbCamera, pictures

LAYER = "/usr/libexec/aarch64-linux-gnu/libcamera/v4l2-compat.so"
BUS = "/sys/devices/platform/vhci_hcd.0"
# libcamera names a camera by the place of its bus in the firmware's tables (pipeline/uvcvideo, "Can not find controller ID"), and
# USB over a network has none. So the folder of that bus is shown with one more link in it.
PLACE = f"""
set -e
mkdir /run/bus
mount --bind {BUS} /run/bus
mount --make-private /run/bus
mount -t tmpfs bus {BUS}
cd /run/bus
for entry in *; do
  if [ -L "$entry" ]; then ln -s "$(readlink "$entry")" {BUS}/
  elif [ -d "$entry" ]; then mkdir "{BUS}/$entry"; mount --bind "$entry" "{BUS}/$entry"; fi
done
ln -s /sys/firmware/devicetree/base {BUS}/of_node
"""


class CSICamera(BoardTest):
    def install(self, *names):
        """Debian packages, as an owner would, but for the network, which the board has none of."""
        fetched = subprocess.run([ROOT / "deploy" / "virtual-board" / "fetch", *names], check=True, stdout=subprocess.PIPE, text=True)
        packages = pathlib.Path(fetched.stdout.strip()).glob("*.deb")
        self.board.run("mkdir /srv/packages")
        done = self.board.upload(packages, "/srv/packages/", within=300)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.board.run("apt-get install -y -o Dpkg::Use-Pty=0 /srv/packages/*.deb", within=600)

    def test_a_press_is_seen_through_libcamera(self):
        self.install("libcamera-v4l2", "libcamera-ipa")
        with UsbCamera(pictures.mjpeg("happy")) as camera:
            self.board.plug_in(camera)
            self.board.run(PLACE)
            # As the drop-in tells its reader to.
            self.board.run("install -D -m 644 /usr/share/moodbox/moodbox-csi.conf /etc/systemd/system/moodbox.service.d/csi.conf"
                           " && mkdir -p /run/systemd/system/moodbox.service.d"
                           " && printf '[Service]\\nEnvironment=LIBCAMERA_LOG_LEVELS=V4L2Compat:DEBUG\\n'"
                           " >/run/systemd/system/moodbox.service.d/z-told.conf && systemctl daemon-reload")
            self.change_settings("")
            process = self.board.run("systemctl show -P MainPID moodbox")
            self.board.run(f"grep -q {LAYER} /proc/{process}/maps")
            self.press_and_see("happy")
            self.assertGreater(camera.frames, 0)
            told = self.board.run("journalctl --no-pager -u moodbox")
            for call in ("vidioc_s_fmt", "vidioc_streamon", "vidioc_dqbuf", "vidioc_streamoff"):
                self.assertIn(call, told)


if __name__ == "__main__":
    unittest.main()
