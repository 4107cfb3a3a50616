"""The board's PL061: eight lines, of which one is pulled by a button and five drive lamps (Board/qemu-virt.yaml)."""
import time

CHIP = 0x0903_0000  # where QEMU's `virt` machine has it
# PL061's data register answers at 256 places; address bits 2 to 9 choose the lines (ARM DDI 0190B, 3.3.1).
ALL_LINES = CHIP + (0xFF << 2)
BUTTON = 3
LAMPS = {"red": 0, "green": 1, "blue": 2, "camera": 4, "privacy": 5}
#: A second press counts as one with the first within this time, in seconds (CONTRIBUTING: gestures).
DOUBLE = 0.35


class Pins:
    """The button as a finger has it, and the lamps as an eye has them."""

    def __init__(self, monitor, probe):
        self._probe = probe
        unattached = monitor.execute("qom-list", path="/machine/unattached")
        self._chip = next(f"/machine/unattached/{item['name']}" for item in unattached if item["type"] == "child<pl061>")

    def set_button(self, down):
        self._probe.command(f"set_irq_in {self._chip} unnamed-gpio-in {BUTTON} {int(down)}")

    def press(self, seconds=0.08):
        """Presses and lets go."""
        self.set_button(True)
        time.sleep(seconds)
        self.set_button(False)

    def press_twice(self):
        """Presses twice, quickly enough to count as one gesture; says whether the machine that runs this was quick enough, too."""
        start = time.monotonic()
        self.press(0.05)
        time.sleep(0.06)
        self.press(0.05)
        return time.monotonic() - start < DOUBLE

    def hold(self, seconds=2.0):
        """Holds for privacy."""
        self.press(seconds)

    def press_bouncing(self, times=12):
        """One press whose contact bounces for some milliseconds at both ends, as worn ones do."""
        for down in (True, False):
            for _ in range(times):
                self.set_button(down)
                self.set_button(not down)
            self.set_button(down)
            time.sleep(0.1)

    def lamps(self):
        """The names of those that are lit, as voltages on the chip's lines say."""
        levels = self._probe.read(ALL_LINES)
        return {name for name, line in LAMPS.items() if levels >> line & 1}

    def colour(self):
        """The part of `lamps` that makes the mood's colour."""
        return self.lamps() & {"red", "green", "blue"}
