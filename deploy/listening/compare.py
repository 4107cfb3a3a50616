#!/usr/bin/env python3
"""compare.py LISTENING MINUTES FILE…: what our analyser finds in real music, beside librosa and aubio, and how long each takes.

One thread, the same files, one after the other; seconds are the processor's. librosa's side computes what ours does: tempo from onset
strength, key from a chromagram with the tuning estimated, level and centroid, integrated loudness (by pyloudnorm, since librosa has none)
and true peak (the wave at four times its rate). It decodes each file once. It is asked twice: as its users write it (librosa's defaults:
beat tracking, constant-Q chromagram, its best resampler), and for as little as gives the same (tempo without beats, a chromagram of the same
transform as ours, its fastest resampler for the peak). Acousticness by harmonic-percussive separation, as many do it, is timed apart: ours
comes from energy.
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
import pyloudnorm
import soundfile

MAJOR = [6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88]
MINOR = [6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17]


def key_of(chroma):
    fits = {}
    for mode, profile in (("major", MAJOR), ("minor", MINOR)):
        for key in range(12):
            fits[key, mode] = np.corrcoef(np.roll(profile, key), chroma)[0, 1]
    return max(fits, key=fits.get)


class Watch:
    """Adds up the processor's seconds of what is done under a name."""

    def __init__(self):
        self.seconds = {}

    def __call__(self, name, work):
        start = time.process_time()
        result = work()
        self.seconds[name] = self.seconds.get(name, 0) + time.process_time() - start
        return result


def by_librosa(path, watch):
    """Tempo, key, centroid, level, loudness, true peak, length in seconds. Other names than "usual" and "least" are parts of both."""
    stereo, native = watch("decoding", lambda: librosa.load(path, sr=None, mono=False))
    channels = np.atleast_2d(stereo)
    # What librosa.load does by default, without decoding again.
    samples = watch("shared", lambda: librosa.resample(librosa.to_mono(stereo), orig_sr=native, target_sr=22050))
    rate = 22050
    onsets = watch("shared", lambda: librosa.onset.onset_strength(y=samples, sr=rate))
    centroid = watch("shared", lambda: librosa.feature.spectral_centroid(y=samples, sr=rate).mean())
    level = watch("shared", lambda: librosa.feature.rms(y=samples).mean())
    loudness = watch("shared", lambda: pyloudnorm.Meter(native).integrated_loudness(channels.T))

    def peak(kind):
        wave = librosa.resample(channels, orig_sr=native, target_sr=4 * native, res_type=kind)
        return 20 * np.log10(max(1e-5, np.abs(wave).max()))

    watch("usual", lambda: librosa.beat.beat_track(onset_envelope=onsets, sr=rate))
    watch("usual", lambda: librosa.feature.chroma_cqt(y=samples, sr=rate).mean(axis=1))
    watch("usual", lambda: peak("soxr_hq"))
    tempo = watch("least", lambda: librosa.feature.tempo(onset_envelope=onsets, sr=rate))
    chroma = watch("least", lambda: librosa.feature.chroma_stft(y=samples, sr=rate, n_fft=8192, hop_length=4096).mean(axis=1))
    highest = watch("least", lambda: peak("soxr_lq"))
    if len(samples) < 400 * rate and watch.seconds.get("separated music", 0) < 600:
        # Longer pieces need too much memory, and ten minutes of it are enough.
        watch("separated", lambda: librosa.decompose.hpss(np.abs(librosa.stft(samples))))
        watch.seconds["separated music"] = watch.seconds.get("separated music", 0) + len(samples) / rate
    tempo = float(np.atleast_1d(tempo)[0])
    return tempo, key_of(chroma), float(centroid), float(level), float(loudness), float(highest), len(samples) / rate


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
    pyloudnorm.Meter(44100).integrated_loudness(noise)
    rows, seconds, watch = [], 0.0, Watch()
    for path in paths:
        answer = subprocess.run([listening, "features", path], capture_output=True, text=True)
        ours = json.loads(answer.stdout or "{}")
        if "tempo" not in ours:
            print(f"not heard: {path}", file=sys.stderr)
            continue
        if soundfile.info(path).duration < 30:
            continue
        theirs = by_librosa(path, watch)
        try:
            third = by_aubio(path)
        except RuntimeError:
            third = (0.0, 0.0)
        rows.append((path, ours, theirs, third))
        seconds += theirs[-1]
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
    share("ours and librosa's", [relation(o["tempo"], l[0]) for _, o, l, _ in rows], words)
    with_aubio = [(o, l, a) for _, o, l, a in rows if a[1]]
    share("ours and aubio's", [relation(o["tempo"], a[1]) for o, _, a in with_aubio], words)
    share("librosa's and aubio's", [relation(l[0], a[1]) for _, l, a in with_aubio], words)
    sure = [(o, l) for _, o, l, _ in rows if o.get("tempo_confidence", 0) >= 0.5]
    share(f"ours, where sure ({len(sure)}), and librosa's", [relation(o["tempo"], l[0]) for o, l in sure] or ["other"], words)
    words = ["same", "near", "other"]
    print(f"{'key and mode':44}" + "".join(f"{word:>9}" for word in words))
    share("ours and librosa's chroma with Krumhansl's", [key_relation((o["key"], o["mode"]), l[1]) for _, o, l, _ in rows], words)
    level = [20 * np.log10(max(l[3], 1e-6)) for _, _, l, _ in rows]
    print(f"loudness and librosa's level: correlation {np.corrcoef([o['loudness'] for _, o, _, _ in rows], level)[0, 1]:.2f}")
    for name, place in (("loudness", 4), ("peak", 5)):
        apart = [abs(o[name] - l[place]) for _, o, l, _ in rows if name in o and np.isfinite(l[place])]
        print(f"{name}, ours and theirs: {np.median(apart):.2f} dB apart (median), at most {max(apart):.2f}")
    for name in ("energy", "valence", "arousal", "danceability", "acousticness", "tempo_confidence"):
        values = [o[name] for _, o, _, _ in rows if name in o]
        quarters = np.percentile(values, [5, 25, 50, 75, 95])
        print(f"{name:17} 5, 25, 50, 75, 95 %: " + "  ".join(f"{value:.2f}" for value in quarters))
    minutes = seconds / 60
    own = sum(ours["seconds"] for _, ours, _, _ in rows)
    decoding = sum(ours["decoding"] for _, ours, _, _ in rows)
    theirs = watch.seconds
    usual, least = (theirs["shared"] + theirs[name] for name in ("usual", "least"))
    print("processor's seconds a minute of music")
    for name, value in (
        ("ours.decoding", decoding), ("ours.analysis", own - decoding), ("ours.total", own),
        ("librosa.decoding", theirs["decoding"]), ("librosa.analysis", usual), ("librosa.total", theirs["decoding"] + usual),
        ("librosa.least.analysis", least), ("librosa.least.total", theirs["decoding"] + least),
        ("aubio.tempo.total", sum(third[0] for *_, third in rows)),
    ):
        print(f"{name:26}{value / minutes:8.3f} s/min")
    if "separated" in theirs:
        print(f"{'librosa.separation':26}{theirs['separated'] / theirs['separated music'] * 60:8.3f} s/min")
    for name, value in (
        ("analysis.speed", usual / (own - decoding)), ("total.speed", (theirs["decoding"] + usual) / own),
        ("analysis.speed.least", least / (own - decoding)), ("total.speed.least", (theirs["decoding"] + least) / own),
    ):
        print(f"{name:26}{value:8.1f} ×")
    with open(os.environ.get("LISTENING_ROWS", os.devnull), "w") as file:
        for path, ours, librosas, third in rows:
            file.write(json.dumps({"path": path, "ours": ours, "librosa": librosas[:6], "aubio": third[1]}, default=str) + "\n")


main()
