#!/usr/bin/env python3
"""check.py [MOODBOX]: Snapcast's server and a client of it, from Debian's packages, and the box's player before them: what the
client in the other room plays must be the song, frame for frame. Prints what was found; exit status 1 when it is not so."""

import array
import json
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
import wave

HERE = os.path.dirname(os.path.abspath(__file__))
RATE = 48_000


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def song(path, seconds):
    """Noise, of which any two stretches differ."""
    noise = random.Random(1)
    samples = array.array("h", (noise.randrange(-8000, 8000) for _ in range(seconds * RATE * 2)))
    with wave.open(path, "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.tobytes())
    return samples.tobytes()


def wait(for_what, condition):
    for _ in range(400):
        if condition():
            return
        time.sleep(0.05)
    raise SystemExit(f"no {for_what} within 20 s")


def main():
    moodbox = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else ".build/release/moodbox")
    with tempfile.TemporaryDirectory() as folder:
        played = song(f"{folder}/song.wav", 6)
        pipe, heard = f"{folder}/pipe", f"{folder}/heard.raw"
        port = free_port()
        with open(f"{folder}/snapserver.conf", "w") as settings:
            settings.write(
                "[http]\nenabled = false\n[tcp]\nenabled = false\n"
                f"[server]\ndatadir = {folder}\n"
                f"[stream]\nbind_to_address = 127.0.0.1\nport = {port}\ncodec = pcm\n"
                f"source = pipe://{pipe}?name=moodbox&sampleformat={RATE}:16:2&mode=create\n")
        with open(f"{folder}/alsa.conf", "w") as settings:
            settings.write(f"</usr/share/alsa/alsa.conf>\n<{HERE}/asound.conf>\n")
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        server = subprocess.Popen(["snapserver", "--config", f"{folder}/snapserver.conf"], **quiet)
        client = kept = None
        try:
            wait("pipe of the server's", lambda: os.path.exists(pipe))
            # As moodbox-snapcast.service does.
            kept = subprocess.Popen(["sh", "-c", f"exec sleep infinity >{pipe}"])
            client = subprocess.Popen(
                ["snapclient", "--host", "127.0.0.1", "--port", str(port), "--hostID", "check",
                 "--player", f"file:filename={heard}", "--logsink", "null"], **quiet)
            wait("sound at the client", lambda: os.path.exists(heard) and os.path.getsize(heard) > 0)
            began = time.monotonic()
            figures = json.loads(subprocess.run(
                [moodbox, "sound", "play", f"{folder}/song.wav", "--device", "snapcast", "--json"], check=True,
                stdout=subprocess.PIPE,
                env=os.environ | {"ALSA_CONFIG_PATH": f"{folder}/alsa.conf", "MOODBOX_SNAPCAST_PIPE": pipe}).stdout)
            took = time.monotonic() - began
            # The client plays a second behind the server.
            time.sleep(3)
        finally:
            for process in (client, kept, server):
                if process:
                    process.terminate()
                    process.wait()
        with open(heard, "rb") as file:
            room = file.read()
    # To stay in time with others a client drops or doubles a frame now and then; between two such places it is the song.
    step = RATE * 4 // 10
    found = sum(room.find(played[start:start + step]) >= 0 for start in range(0, len(played) - step, step))
    tenths = len(range(0, len(played) - step, step))
    print(f"The first sample was with ALSA {figures['first_sample']:.1f} ms after the wish.")
    print(f"The box took {took:.1f} s for 6 s of music; of {tenths} tenths of a second the client played {found} bit for bit.")
    return 0 if found >= tenths * 0.9 and took > 4 else 1


if __name__ == "__main__":
    sys.exit(main())
