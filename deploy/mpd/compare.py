#!/usr/bin/env python3
"""compare.py [MOODBOX]: plays the same FLAC and MP3 with MPD and with the box's player, taking turns in one run, both into
ALSA's null device and so as fast as they can. Prints figures, one a line, "name value unit": the processor time that each
takes for a file (the median of five rounds), the most memory it had resident, and ours / theirs."""

import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time

ROUNDS = 5
SECONDS = 240


def songs(folder):
    """Four minutes of plucked strings over noise, at the rate of a CD."""
    wave = f"{folder}/song.wav"
    subprocess.run(
        ["sox", "-n", "-r", "44100", "-b", "16", "-c", "2", wave, "synth", str(SECONDS), "pluck", "C3", "pluck", "E4",
         "synth", str(SECONDS), "pinknoise", "mix", "gain", "-3"], check=True, stderr=subprocess.DEVNULL)
    subprocess.run(["flac", "--silent", "--force", wave, "-o", f"{folder}/song.flac"], check=True)
    subprocess.run(["lame", "--quiet", "-b", "192", wave, f"{folder}/song.mp3"], check=True)
    os.remove(wave)
    return ["song.flac", "song.mp3"]


class Mpd:
    """The daemon with nothing but what it takes to play a file into ALSA's null device."""

    def __init__(self, folder):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        with open(f"{folder}/mpd.conf", "w") as settings:
            settings.write(
                f'music_directory "{folder}"\ndb_file "{folder}/mpd.db"\nlog_file "{folder}/mpd.log"\n'
                f'bind_to_address "127.0.0.1"\nport "{self.port}"\nzeroconf_enabled "no"\n'
                'audio_output {\n  type "alsa"\n  name "null"\n  device "null"\n  mixer_type "none"\n}\n')
        self.process = subprocess.Popen(["mpd", "--no-daemon", f"{folder}/mpd.conf"], stderr=subprocess.DEVNULL)
        while True:
            try:
                self.line = socket.create_connection(("127.0.0.1", self.port)).makefile("rw")
                break
            except ConnectionRefusedError:
                time.sleep(0.05)
        self.line.readline()
        self.ask("update")
        while "updating_db" in self.ask("status"):
            time.sleep(0.05)

    def ask(self, command):
        self.line.write(command + "\n")
        self.line.flush()
        answer = {}
        while (line := self.line.readline().rstrip("\n")) != "OK":
            if not line or line.startswith("ACK"):
                raise SystemExit(f"mpd: {command}: {line}")
            key, value = line.split(": ", 1)
            answer[key] = value
        return answer

    def processor_time(self):
        with open(f"/proc/{self.process.pid}/stat") as status:
            fields = status.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self):
        with open(f"/proc/{self.process.pid}/status") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) * 1024 / 1e6

    def play(self, song):
        before = self.processor_time()
        self.ask("clear")
        self.ask(f'add "{song}"')
        self.ask("play")
        while (status := self.ask("status"))["state"] != "stop":
            time.sleep(0.02)
        if "error" in status:
            raise SystemExit(f"mpd: {status['error']}")
        return self.processor_time() - before

    def end(self):
        self.process.terminate()
        self.process.wait()


def ours(moodbox, path):
    output = subprocess.run(
        [moodbox, "sound", "play", path, "--device", "null"], check=True, capture_output=True, text=True).stdout
    figures = {line.split()[0]: float(line.split()[1]) for line in output.splitlines()}
    return figures["processor"], figures["memory"], figures["first-sample"]


def main():
    moodbox = sys.argv[1] if len(sys.argv) > 1 else ".build/release/moodbox"
    worst = 0
    with tempfile.TemporaryDirectory() as folder:
        names = songs(folder)
        mpd = Mpd(folder)
        try:
            for name in names:
                kind = name.split(".")[1]
                rounds = [(ours(moodbox, f"{folder}/{name}"), mpd.play(name)) for _ in range(ROUNDS)]
                mine = statistics.median(round[0][0] for round in rounds)
                theirs = statistics.median(round[1] for round in rounds)
                ratio = statistics.median(round[0][0] / round[1] for round in rounds)
                worst = max(worst, ratio)
                print(f"{kind}/moodbox/processor {mine:.3f} s")
                print(f"{kind}/mpd/processor {theirs:.3f} s")
                print(f"{kind}/ours-by-theirs {ratio:.2f}")
                print(f"{kind}/moodbox/memory {max(round[0][1] for round in rounds):.1f} MB")
                print(f"{kind}/moodbox/first-sample {statistics.median(round[0][2] for round in rounds):.1f} ms")
            print(f"mpd/memory {mpd.memory():.1f} MB", flush=True)
        finally:
            mpd.end()
    return 0 if worst <= 1 else 1


if __name__ == "__main__":
    sys.exit(main())
