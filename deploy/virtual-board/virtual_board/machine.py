"""The board itself: a QEMU process."""
import ctypes
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
import time

from .console import Console
from .facts import PATIENCE, wait_for
from .monitor import Monitor, Probe, connect
from .pins import Pins
from .recording import Recording

#: What this machine is called on the board's network.
HOST = "10.0.2.2"
QUICK = "quiet mitigations=off audit=0 apparmor=0 cryptomgr.notests nokaslr"


class GuestFailure(Exception):
    """A command on the board that failed."""


def die_with_parent():
    """Called in QEMU's process: it ends when what drives it does, however that ends (prctl(2), PR_SET_PDEATHSIG)."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Machine:
    """A board that is switched on; a context, at whose end its power is cut.

    `disk` is a qcow2 file that it writes to; `snapshot` the name of one in it, to begin there instead of at the power-on. `parcel`
    is a file that the board sees as /dev/vdb. `serial` is QEMU's word for where its serial console is; without it, in a log. A board
    with a `pace` has one processor, which takes so many nanoseconds for an instruction (a power of two): all its clocks, the sound card's
    too, go by instructions then, however busy this machine is. `drives` replaces what QEMU is told of its disk.
    """

    def __init__(self, image, disk, *, snapshot=None, parcel=None, serial=None, mqtt=None, ssh=None, pace=None, drives=()):
        self.image = image
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="virtual-board-"))
        self.mqtt = mqtt or free_port()
        self.ssh_port = ssh or free_port()
        self.sound = Recording(self.folder / "sound.wav")
        accelerator = ["-accel", "tcg,thread=single", "-icount", f"shift={pace.bit_length() - 1}"] if pace else ["-accel", "tcg,thread=multi"]
        words = f"console=ttyAMA0 {QUICK}{' maxcpus=1' if pace else ''}"
        drives = list(drives) or ["-drive", f"if=none,id=disk,format=qcow2,file={disk}", "-device", "virtio-blk-pci,drive=disk"]
        if parcel:
            drives += ["-drive", f"if=none,id=parcel,format=raw,readonly=on,file={parcel}", "-device", "virtio-blk-pci,drive=parcel"]
        arguments = [
            "qemu-system-aarch64", "-M", "virt", "-cpu", "cortex-a72", "-smp", "2", "-m", "1024", *accelerator,
            "-display", "none", "-nodefaults", "-no-reboot",
            "-kernel", image.kernel, "-initrd", image.initrd, "-dtb", image.tree, "-append", words, *drives,
            "-serial", serial or f"file:{self.folder}/serial.log",
            "-device", "virtio-serial-pci", *self._socket("console"), "-device", "virtconsole,chardev=console",
            *self._socket("monitor"), "-mon", "chardev=monitor,mode=control",
            "-qtest", f"unix:{self.folder}/probe,server=on,wait=off", "-qtest-log", "/dev/null",
            "-netdev", f"user,id=net,hostfwd=tcp:127.0.0.1:{self.mqtt}-:1883,hostfwd=tcp:127.0.0.1:{self.ssh_port}-:22",
            "-device", "virtio-net-pci,netdev=net,romfile=",
            "-audiodev", f"wav,id=sound,path={self.sound.path},out.frequency=48000,out.format=s16,out.channels=2",
            "-device", "intel-hda", "-device", "hda-output,audiodev=sound",
        ]
        if snapshot:
            arguments += ["-loadvm", snapshot]
        # By its own clocks such a board is never late, and by this machine's it may be.
        self._patience = PATIENCE if pace is None else 20 * PATIENCE
        self.started = time.monotonic()
        with open(self.folder / "qemu.log", "w") as log:
            self.process = subprocess.Popen(
                arguments, stdin=subprocess.DEVNULL, stdout=log, stderr=log, preexec_fn=die_with_parent)
        try:
            self.monitor = Monitor(connect(self.folder / "monitor", self.process))
            self._console = Console(connect(self.folder / "console", self.process))
            self.pins = Pins(self.monitor, Probe(connect(self.folder / "probe", self.process)))
        except Exception as error:
            log = (self.folder / "qemu.log").read_text()
            self.cut_power()
            raise RuntimeError(f"QEMU did not start: {log}") from error

    def _socket(self, name):
        return ["-chardev", f"socket,id={name},path={self.folder}/{name},server=on,wait=off"]

    @property
    def age(self):
        """Seconds since it was switched on."""
        return time.monotonic() - self.started

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    # Power

    def await_shell(self, within=300):
        """Returns once somebody could work on it."""
        self._console.await_shell(within)

    def await_start(self, within=300):
        """Returns once everything that starts with the board has started, and it has its address."""
        self.await_shell(within)
        wait_for("the end of the board's start", lambda: self.attempt("systemctl is-system-running")[1] != "starting", within, 0.5)
        wait_for("the board's address", lambda: "10.0.2.15" in self.attempt("ip -brief address")[1])

    def cut_power(self):
        """Kills QEMU: what is not on the disk is lost."""
        self.process.kill()
        self.process.wait()

    def switch_off(self):
        """Ends QEMU in good order, so that the recording is whole; for the board it is a power cut."""
        try:
            self.monitor.send("quit")
            self.process.wait(30)
        except (OSError, subprocess.TimeoutExpired):
            self.cut_power()

    def shut_down(self, within=120):
        """Lets the board shut down by itself."""
        self.attempt("systemctl poweroff --no-block")
        self.process.wait(within)

    def close(self):
        if self.process.poll() is None:
            self.switch_off()
        shutil.rmtree(self.folder, ignore_errors=True)

    def save(self, name):
        """Makes a snapshot of disk and memory."""
        self.monitor.human(f"savevm {name}")

    def set_clock(self, seconds=None):
        """Sets it, by default to this machine's: a board begun from a snapshot thinks it is still then."""
        self.run(f"date -u -s @{int(seconds if seconds is not None else time.time())}")

    # Work on it as root, whatever the network does

    def run(self, command, within=None):
        """The output of a shell command on the board; GuestFailure when it fails."""
        code, output = self.attempt(command, within)
        if code:
            raise GuestFailure(f"{command}: exit code {code}: {output}")
        return output

    def attempt(self, command, within=None):
        """Exit code and output of a shell command on the board."""
        return self._console.run(command, within or self._patience)

    def begin(self, command, log="/dev/null"):
        """Starts a program on the board that goes on."""
        self.run(f"setsid sh -c '{command}' >{log} 2>&1 </dev/null &")

    def journal(self, lines=60):
        """What the box told its log."""
        return self.attempt(f"journalctl --no-pager -o short-monotonic -u 'moodbox*' -n {lines}")[1]

    # Work on it as people do, over the network

    def _ssh(self, program, user, options=()):
        return [program, "-q", "-F", "none", "-i", str(self.image.key), "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null",
                "-o", "ConnectTimeout=60", "-o", f"User={user}", *options]

    def login(self, command, user="root", within=PATIENCE):
        """Runs a command over SSH; the completed process, with its output as text."""
        return subprocess.run(
            [*self._ssh("ssh", user, ["-p", str(self.ssh_port)]), "127.0.0.1", command],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=within)

    def upload(self, files, folder, user="root", within=PATIENCE):
        """Copies files to the board with scp."""
        return subprocess.run(
            [*self._ssh("scp", user, ["-P", str(self.ssh_port)]), *map(str, files), f"127.0.0.1:{folder}"],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=within)

    # Its camera without a cable: the kernel's vivid, whose output this feeds

    def plug_in_picture_camera(self, scene, layout="grey"):
        """Gives the board a camera that sees a scene of the parcel, in 256 greys, exactly and all the time.

        `layout` is the one of its pictures: grey, or yuyv, whose files must have been brought to the board."""
        self.run("modprobe vivid n_devs=1 node_types=0x101 num_inputs=1 input_types=3 num_outputs=1 output_types=1 no_error_inj=1"
                 " && udevadm settle")
        # 0 is a test pattern, 1 an unplugged cable, 2 the output of this very driver; the size follows the cable's signal.
        self.run("v4l2-ctl -d /dev/video1 --set-dv-bt-timings index=0 && v4l2-ctl -d /dev/video0 -c hdmi_000_0_is_connected_to=2"
                 " && v4l2-ctl -d /dev/video0 -c osd_text_mode=2 && v4l2-ctl -d /dev/video0 --set-dv-bt-timings index=0"
                 f" && v4l2-ctl -d /dev/video0 --set-fmt-video=width=640,height=480,pixelformat={layout.upper()}"
                 f" && v4l2-ctl -d /dev/video1 --set-fmt-video-out=width=640,height=480,pixelformat={layout.upper()}")
        self.show(scene, layout)

    def show(self, scene, layout="grey"):
        """Puts another scene before that camera."""
        self.attempt("pkill v4l2-ctl; while pgrep v4l2-ctl; do sleep 0.1; done")
        self.begin(f"exec v4l2-ctl -d /dev/video1 --stream-out-mmap --stream-from=/srv/parcel/scenes/{scene}.{layout} --stream-loop")

    # Its USB socket

    def plug_in(self, camera):
        """Plugs a `UsbCamera` in."""
        self.run(f"modprobe vhci-hcd && usbip --tcp-port {camera.port} attach -r {HOST} -b {camera.BUS}")
        wait_for("the camera's device node", lambda: self.attempt("udevadm settle; test -e /dev/video0")[0] == 0)
