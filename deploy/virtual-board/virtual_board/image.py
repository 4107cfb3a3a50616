"""The files that `create` makes."""
import pathlib
import subprocess

FOLDER = pathlib.Path(__file__).resolve().parent.parent


class Image:
    """Where disk, kernel and so on of the virtual board are; they are made if they are not there yet."""

    def __init__(self):
        subprocess.run([FOLDER / "create"], check=True, stdout=subprocess.DEVNULL)
        place = subprocess.run(
            ["bash", "-c", 'source "$0" && echo "$virtual_board"', FOLDER / "location"],
            check=True, capture_output=True, text=True).stdout.strip()
        self.folder = pathlib.Path(place)
        self.disk = self.folder / "disk.qcow2"
        self.kernel = self.folder / "vmlinuz"
        self.initrd = self.folder / "initrd"
        self.tree = self.folder / "board.dtb"
        #: An owner's key for SSH.
        self.key = self.folder / "key"
