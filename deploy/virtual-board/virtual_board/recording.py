"""What came out of the board's sound card."""
import array
import math

RATE = 48_000
HEADER = 44  # bytes before the samples of the WAV file that QEMU writes
FRAME = 4    # bytes: 16 bits, left and right


class Recording:
    """A WAV file that grows while the card plays; it holds no pauses between sounds. Places are frames of 1/48000 s."""

    def __init__(self, path):
        self.path = path

    def __len__(self):
        try:
            return max(0, self.path.stat().st_size - HEADER) // FRAME
        except FileNotFoundError:
            return 0

    def samples(self, start, count):
        """The left channel, -1 to 1."""
        with open(self.path, "rb") as file:
            file.seek(HEADER + start * FRAME)
            data = file.read(count * FRAME)
        values = array.array("h", data[:len(data) // FRAME * FRAME])
        return [value / 32768 for value in values[::2]]

    def loudness(self, start, count):
        """Root of the mean square, 0 to 1."""
        samples = self.samples(start, count)
        return math.sqrt(sum(sample * sample for sample in samples) / len(samples)) if samples else 0.0

    def strength(self, frequency, start, count):
        """Amplitude of a tone (Goertzel's algorithm), 0 to 1."""
        return strength(frequency, self.samples(start, count))

    def tone(self, frequencies, start, count=RATE // 2):
        """Which of these tones was played; None when no one stands out tenfold among them, or all is silent."""
        samples = self.samples(start, count)
        ranked = sorted(((strength(frequency, samples), frequency) for frequency in frequencies), reverse=True)
        return ranked[0][1] if ranked[0][0] > 0.005 and ranked[0][0] > 10 * ranked[1][0] else None

    def longest_gap(self, start, count):
        """The longest run of zeros, in seconds."""
        longest = run = 0
        for sample in self.samples(start, count):
            run = run + 1 if sample == 0 else 0
            longest = max(longest, run)
        return longest / RATE


def strength(frequency, samples):
    coefficient = 2 * math.cos(2 * math.pi * frequency / RATE)
    last = before = 0.0
    for sample in samples:
        last, before = sample + coefficient * last - before, last
    power = last * last + before * before - coefficient * last * before
    return 2 * math.sqrt(max(0.0, power)) / len(samples) if samples else 0.0
