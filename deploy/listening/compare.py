#!/usr/bin/env python3
"""compare.py LISTENING MINUTES FILE…: what our analyser finds in real music, beside librosa and aubio, and how long each takes.

One thread, the same files, one after the other; seconds are the processor's. librosa is asked twice: for as little as gives the same
features (sound at 22 050 Hz, onset strength and tempo, a chromagram of the same transform as ours, centroid and level), and the way its
tutorial and its users do (beat tracking, constant-Q chromagram, centroid and level). Neither measures loudness or true peak, as ours does.
"""
import json
import os
import subprocess
import sys
import time

os.environ.update(OMP_NUM_THREADS="1", NUMBA_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")
import aubio
import librosa
import numpy as np
import soundfile

MAJOR = [6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88]
MINOR = [6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17]


def key_of(chroma):
    fits = {}
    for mode, profile in (("major", MAJOR), ("minor", MINOR)):
        for key in range(12):
            fits[key, mode] = np.corrcoef(np.roll(profile, key), chroma)[0, 1]
    return max(fits, key=fits.get)


def by_librosa(path):
    start = time.process_time()
    samples, rate = librosa.load(path, sr=22050, mono=True)
    onsets = librosa.onset.onset_strength(y=samples, sr=rate)
    tempo = float(np.atleast_1d(librosa.feature.tempo(onset_envelope=onsets, sr=rate))[0])
    chroma = librosa.feature.chroma_stft(y=samples, sr=rate, n_fft=8192, hop_length=4096).mean(axis=1)
    centroid = float(librosa.feature.spectral_centroid(y=samples, sr=rate).mean())
    level = float(librosa.feature.rms(y=samples).mean())
    return time.process_time() - start, tempo, key_of(chroma), centroid, level, len(samples) / rate


def usual_seconds(path):
    start = time.process_time()
    samples, rate = librosa.load(path)
    librosa.beat.beat_track(y=samples, sr=rate)
    librosa.feature.chroma_cqt(y=samples, sr=rate).mean(axis=1)
    librosa.feature.spectral_centroid(y=samples, sr=rate)
    librosa.feature.rms(y=samples)
    return time.process_time() - start


def decoding_seconds(path):
    start = time.process_time()
    with soundfile.SoundFile(path) as file:
        for _ in file.blocks(4096, dtype="float32"):
            pass
    return time.process_time() - start


def by_aubio(path):
    start = time.process_time()
    source = aubio.source(path, 0, 512)
    tempo = aubio.tempo("default", 1024, 512, source.samplerate)
    while True:
        samples, count = source()
        tempo(samples)
        if count < 512:
            break
    return time.process_time() - start, float(tempo.get_bpm())


def relation(one, other):
    if not other:
        return "other"
    ratio = one / other
    for name, factors in (("same", [1]), ("octave", [2, 0.5, 3, 1 / 3]), ("related", [1.5, 2 / 3, 4 / 3, 0.75])):
        if any(abs(ratio / factor - 1) <= 0.04 for factor in factors):
            return name
    return "other"


def key_relation(one, other):
    (key, mode), (second, second_mode) = one, other
    if one == other:
        return "same"
    interval = (key - second) % 12
    if mode == second_mode and interval in (5, 7):
        return "near"
    if mode != second_mode and interval in (0, 9 if second_mode == "major" else 3):
        return "near"
    return "other"


def main():
    listening, limit, paths = sys.argv[1], float(sys.argv[2]) * 60, sys.argv[3:]
    # The first call compiles: that is not counted.
    librosa.feature.tempo(onset_envelope=np.random.rand(2000), sr=22050)
    noise = np.random.rand(100000)
    librosa.feature.chroma_stft(y=noise, sr=22050)
    librosa.feature.chroma_cqt(y=noise, sr=22050)
    librosa.beat.beat_track(y=noise, sr=22050)
    rows, seconds, usual, decoding = [], 0.0, 0.0, 0.0
    for path in paths:
        answer = subprocess.run([listening, "features", path], capture_output=True, text=True)
        ours = json.loads(answer.stdout or "{}")
        if "tempo" not in ours:
            print(f"not heard: {path}", file=sys.stderr)
            continue
        theirs = by_librosa(path)
        if theirs[5] < 30:
            continue
        try:
            third = by_aubio(path)
        except RuntimeError:
            third = (0.0, 0.0)
        rows.append((path, ours, theirs, third))
        seconds += theirs[5]
        usual += usual_seconds(path)
        decoding += decoding_seconds(path)
        if sys.stderr.isatty():
            print(f"\r{seconds / 60:.0f} min", end="", file=sys.stderr)
        if seconds >= limit:
            break

    def share(name, relations, wanted):
        count = len(relations)
        print(f"{name:44}" + "".join(f"{100 * relations.count(word) / count:7.0f} %" for word in wanted))

    print(f"{len(rows)} pieces, {seconds / 60:.0f} minutes")
    words = ["same", "octave", "related", "other"]
    print(f"{'tempo within 4 %':44}" + "".join(f"{word:>9}" for word in words))
    share("ours and librosa's", [relation(o["tempo"], l[1]) for _, o, l, _ in rows], words)
    with_aubio = [(o, l, a) for _, o, l, a in rows if a[1]]
    share("ours and aubio's", [relation(o["tempo"], a[1]) for o, _, a in with_aubio], words)
    share("librosa's and aubio's", [relation(l[1], a[1]) for _, l, a in with_aubio], words)
    sure = [(o, l) for _, o, l, _ in rows if o.get("tempo_confidence", 0) >= 0.5]
    share(f"ours, where sure ({len(sure)}), and librosa's", [relation(o["tempo"], l[1]) for o, l in sure] or ["other"], words)
    words = ["same", "near", "other"]
    print(f"{'key and mode':44}" + "".join(f"{word:>9}" for word in words))
    share("ours and librosa's chroma with Krumhansl's", [key_relation((o["key"], o["mode"]), l[2]) for _, o, l, _ in rows], words)
    level = [20 * np.log10(max(l[4], 1e-6)) for _, _, l, _ in rows]
    print(f"loudness and librosa's level: correlation {np.corrcoef([o['loudness'] for _, o, _, _ in rows], level)[0, 1]:.2f}")
    for name in ("energy", "valence", "arousal", "danceability", "acousticness", "tempo_confidence"):
        values = [o[name] for _, o, _, _ in rows if name in o]
        quarters = np.percentile(values, [5, 25, 50, 75, 95])
        print(f"{name:17} 5, 25, 50, 75, 95 %: " + "  ".join(f"{value:.2f}" for value in quarters))
    own, librosas, aubios = (sum(row[i][0] if i > 1 else row[1]["seconds"] for row in rows) for i in (1, 2, 3))
    minutes = seconds / 60
    print("processor seconds a minute of music")
    for name, sum_ in (
        ("decoding alone", decoding), ("ours", own), ("librosa, the least", librosas), ("librosa, as usual", usual),
        ("aubio, tempo alone", aubios),
    ):
        print(f"  {name:20}{sum_ / minutes:7.3f}  / ours {sum_ / own:5.1f}")
    rest = own - decoding
    print(f"without decoding: librosa, the least / ours {(librosas - decoding) / rest:.1f}, as usual / ours {(usual - decoding) / rest:.1f}")
    with open(os.environ.get("LISTENING_ROWS", os.devnull), "w") as file:
        for path, ours, theirs, third in rows:
            file.write(json.dumps({"path": path, "ours": ours, "librosa": theirs[1:5], "aubio": third[1]}, default=str) + "\n")


main()
