"""Songs that a recording can be told by: each is one tone, beating at a tempo of its own."""
import array
import io
import math
import wave

RATE = 48_000
#: The tone of each song in hertz. None is near a multiple of another.
TONES = {"ash": 311, "birch": 392, "cedar": 494, "elm": 587, "fir": 698, "hazel": 831}
#: One more, for an owner to bring later.
LATER = {"larch": 932}


def wav(tone, seconds=12, beats=100):
    """A WAV file, mono, whose loudness swells with every beat; the tone itself never stops, so that a gap in it is a gap."""
    beat = 60 / beats
    samples = array.array("h")
    for index in range(int(seconds * RATE)):
        time = index / RATE
        swell = 0.5 + 0.5 * math.exp(-4 * (time % beat) / beat)
        samples.append(int(16000 * swell * math.sin(2 * math.pi * tone * time)))
    file = io.BytesIO()
    with wave.open(file, "wb") as song:
        song.setnchannels(1)
        song.setsampwidth(2)
        song.setframerate(RATE)
        song.writeframes(samples.tobytes())
    return file.getvalue()


def all_wavs(tones):
    """Name and content of each file."""
    return {f"{name}.wav": wav(tone, beats=80 + 12 * number) for number, (name, tone) in enumerate(sorted(tones.items()))}
