"""Music beside programs that take all the processor they get.

The board has one processor here, and all its clocks go by the instructions that this executes, the sound card's too. So a machine that
emulates it and is busy with other things makes the trial longer and not different: whoever is late on this board was made so by what
runs on it.
"""
import json
import subprocess
import tarfile
import time

from .machine import Machine

#: Nanoseconds for an instruction: one processor of 250 million a second, where a Raspberry Pi 4 has four with 1500 million cycles.
PACE = 4
NEIGHBOURS = 2
RATE = 44_100
#: The longest song, in seconds.
SONG = 300
#: Bytes of the recording that a gap has at least: 2 ms of 16 bits, left and right, at 48 kHz.
GAP = 2 * 48 * 4


def parcel(folder, seconds):
    """A tar file with plucked strings over noise, at the rate of a CD, as FLAC. Nothing of it is silent."""
    wave, song = folder / "song.wav", folder / "song.flac"
    subprocess.run(
        ["sox", "-R", "-n", "-r", str(RATE), "-b", "16", "-c", "2", wave, "synth", str(seconds), "pluck", "C3", "pluck", "E4",
         "synth", str(seconds), "pinknoise", "mix", "gain", "-3"], check=True, capture_output=True)
    subprocess.run(["flac", "--silent", "--force", wave, "-o", song], check=True)
    wave.unlink()
    with tarfile.open(folder / "parcel.tar", "w") as packed:
        packed.add(song, "song.flac")
    return folder / "parcel.tar"


def listen(prepared, folder, minutes, told):
    """Plays for so long, and returns figures: name → (value, unit)."""
    length = min(SONG, minutes * 60)
    songs = parcel(folder, length)
    with Machine(prepared.image, prepared.copy(folder), parcel=songs, pace=PACE) as machine:
        machine.await_shell(1800)
        machine.run("until systemctl is-active moodbox; do sleep 1; done; systemctl stop moodbox", within=1800)
        machine.run("mkdir /srv/songs && tar -x -C /srv/songs -f /dev/vdb", within=600)
        for _ in range(NEIGHBOURS):
            machine.begin("exec busybox yes >/dev/null")
        # As the service has it: its user, its group for sound, its right to priority, and no more.
        names = " ".join(["/srv/songs/song.flac"] * -(-minutes * 60 // length))
        machine.begin("systemd-run --quiet --pipe --wait --unit=trial -p User=moodbox -p SupplementaryGroups=audio -p LimitRTPRIO=20 "
                      f"moodbox sound play {names} --json", log="/run/trial")
        began = time.monotonic()
        while machine.attempt("test -s /run/trial", within=1800)[0]:
            told(f"{len(machine.sound) / 48_000:.0f} s of {minutes * 60} played after {time.monotonic() - began:.0f} s")
            time.sleep(20)
        text = machine.run("cat /run/trial; pkill busybox", within=600)
        machine.switch_off()
        played = len(machine.sound) / 48_000
        gaps = silences(machine.sound.path)
    figures = json.loads(text.splitlines()[0])
    return {
        "played": (f"{played:.0f}", "s of sound that left the card"),
        "ran-dry": (f"{figures['ran_dry']:.0f}", "times"),
        "late": (f"{figures['late']:.0f}", "times"),
        "gaps": (str(len(gaps)), " ".join(["silences of 2 ms or more in the recording", *(f"at {gap:.2f} s" for gap in gaps[:9])])),
        "processor": (f"{figures['processor']:.1f}", f"s of a processor of {1000 // PACE} million instructions a second"),
        "first-sample": (f"{figures['first_sample']:.0f}", "ms"),
        "memory": (f"{figures['memory']:.1f}", "MB"),
    }


def silences(path):
    """When, in seconds, nothing but zeros stands in a recording for 2 ms, but for its ends."""
    with open(path, "rb") as file:
        sound = file.read()[44:].strip(b"\0")
    found_at, place = [], 0
    while (found := sound.find(bytes(GAP), place)) >= 0:
        found_at.append(found / 4 / 48_000)
        place = found + GAP
        while place < len(sound) and sound[place] == 0:
            place += 1
    return found_at
