"""Compares our engine with LiteRT on random networks, and writes the tensors that the tests compare with.

    oracle.py check [--count N] [--seed S] [--runner PATH]   random networks; exit status 1 on any difference
    oracle.py golden [FOLDER]                                 rewrite Tests/InferenceTests/Golden
    oracle.py whole [FOLDER]                                  the same for the networks in Models/
    oracle.py refused [FOLDER]                                rewrite Tests/InferenceTests/Refused
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np
from ai_edge_litert.interpreter import Interpreter, OpResolverType

import random_networks
import refused_networks

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "Tests/InferenceTests/Golden"
REFUSED = ROOT / "Tests/InferenceTests/Refused"
# How many golden networks there are of each operator; those with more ways of being computed have more.
GOLDEN_COUNTS = Counter({kind: 4 for kind in random_networks.SINGLE}) + Counter(
    {"convolution": 8, "depthwise-convolution": 8, "fully-connected": 4, "addition": 4, "mean": 4})
GOLDEN_GRAPHS = 8
GOLDEN_BYTES = 12_000  # larger ones are passed over


class Reference:
    """A network in LiteRT, with its plain reference kernels or as it comes (XNNPACK)."""

    def __init__(self, network, plain=True):
        resolver = OpResolverType.BUILTIN_REF if plain else OpResolverType.BUILTIN
        self.interpreter = Interpreter(model_content=network, num_threads=1, experimental_op_resolver_type=resolver)
        self.interpreter.allocate_tensors()
        self.inputs = self.interpreter.get_input_details()
        self.outputs = self.interpreter.get_output_details()

    def run(self, values):
        for details, value in zip(self.inputs, values):
            self.interpreter.set_tensor(details["index"], value)
        self.interpreter.invoke()
        return [self.interpreter.get_tensor(details["index"]) for details in self.outputs]


def random_inputs(details, rng):
    """One set of inputs: anything, both ends, one end, or a few steps."""
    values = []
    for detail in details:
        shape, kind = detail["shape"], detail["dtype"]
        if kind == np.float32:
            values.append(rng.normal(0, 10 ** rng.uniform(-2, 1.5), shape).astype(np.float32))
            continue
        limits = np.iinfo(kind)
        ranges = [(limits.min, limits.max)] * 2 + [(limits.min, limits.min), (limits.max, limits.max),
                                                   (limits.max // 2 - 8, limits.max // 2 + 8)]
        low, high = ranges[rng.integers(len(ranges))]
        values.append(rng.integers(low, high, shape, endpoint=True).astype(kind))
    return values


def packed(sets):
    return b"".join(value.tobytes() for values in sets for value in values)


def random_network(seed):
    """The network of `seed`: its kind and its bytes."""
    rng = np.random.default_rng(seed)
    kinds = [*random_networks.SINGLE, "convolution", "depthwise-convolution", *["graph"] * 6]
    kind = kinds[rng.integers(len(kinds))]
    return kind, random_networks.graph(rng) if kind == "graph" else random_networks.single(kind, rng)


def check(arguments):
    different, tried, elements = Counter(), Counter(), Counter()
    xnnpack, largest = Counter(), Counter()
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        for first in range(arguments.seed, arguments.seed + arguments.count, 50):
            batch = []
            for seed in range(first, min(first + 50, arguments.seed + arguments.count)):
                kind, network = random_network(seed)
                reference = Reference(network)
                rng = np.random.default_rng([seed, 1])
                sets = [random_inputs(reference.inputs, rng) for _ in range(4)]
                expected = [reference.run(values) for values in sets]
                paths = [folder / f"{seed}.{end}" for end in ("tflite", "inputs", "outputs")]
                paths[0].write_bytes(network)
                paths[1].write_bytes(packed(sets))
                batch.append((seed, kind, network, sets, expected, paths))
            subprocess.run([arguments.runner, "model", "run", *(str(path) for item in batch for path in item[5])], check=True)
            for seed, kind, network, sets, expected, paths in batch:
                tried[kind] += 1
                wanted, found = packed(expected), paths[2].read_bytes()
                if found != wanted:
                    different[kind] += 1
                    report(seed, kind, wanted, found, paths[0], arguments)
                fast = Reference(network, plain=False)
                for values, plain in zip(sets, expected):
                    for one, other in zip(fast.run(values), plain):
                        elements[kind] += other.size
                        xnnpack[kind] += int((one != other).sum())
                        if other.dtype != np.float32:
                            steps = np.abs(one.astype(int) - other.astype(int)).max()
                            largest[kind] = max(largest[kind], int(steps))
                for path in paths:
                    path.unlink(missing_ok=True)
    print(f"{'operator':26}{'networks':>9}{'elements':>10}{'ours differs':>14}{'XNNPACK differs':>17}{'by up to':>10}")
    for kind in sorted(tried):
        share = f"{100 * xnnpack[kind] / elements[kind]:.3f} %"
        print(f"{kind:26}{tried[kind]:9}{elements[kind]:10}{different[kind]:14}{share:>17}{largest[kind]:10}")
    print(f"{sum(different.values())} of {arguments.count} networks from seed {arguments.seed} differ")
    return 1 if different else 0


def report(seed, kind, wanted, found, path, arguments):
    """Says where a network differs and keeps its file."""
    kept = Path(tempfile.gettempdir()) / f"difference-{seed}.tflite"
    kept.write_bytes(path.read_bytes())
    a, b = np.frombuffer(wanted, np.int8), np.frombuffer(found, np.int8)
    if a.shape != b.shape:
        print(f"seed {seed} ({kind}): {b.size} bytes, not {a.size}; see {kept}")
        return
    places = np.nonzero(a != b)[0]
    print(f"seed {seed} ({kind}): {places.size} of {a.size} bytes differ, first at {places[0]}: "
          f"{b[places[0]]}, not {a[places[0]]}; see {kept}")


def write_golden(folder, name, network, seed, count):
    """`name`.tflite and `name`.golden: `count` times inputs, then LiteRT's outputs for them, all raw."""
    reference = Reference(network)
    rng = np.random.default_rng([seed, 2])
    sets = [random_inputs(reference.inputs, rng) for _ in range(count)]
    content = b"".join(packed([values, reference.run(values)]) for values in sets)
    (folder / f"{name}.tflite").write_bytes(network)
    (folder / f"{name}.golden").write_bytes(content)
    return len(network) + len(content)


def golden(arguments):
    folder = Path(arguments.folder or GOLDEN)
    folder.mkdir(parents=True, exist_ok=True)
    for old in [*folder.glob("*.tflite"), *folder.glob("*.golden")]:
        if not old.stem.startswith("whole-"):
            old.unlink()
    total = 0
    for kind, count in [*GOLDEN_COUNTS.items(), ("graph", GOLDEN_GRAPHS)]:
        written, seed = 0, 0
        while written < count:
            rng = np.random.default_rng([seed, len(kind)])
            network = random_networks.graph(rng) if kind == "graph" else random_networks.single(kind, rng)
            reference = Reference(network)
            size = sum(int(np.prod(d["shape"])) * np.dtype(d["dtype"]).itemsize
                       for d in reference.inputs + reference.outputs)
            if len(network) + 3 * size <= GOLDEN_BYTES:
                written += 1
                total += write_golden(folder, f"{kind}-{written}", network, seed, 3)
            seed += 1
    print(f"{folder}: {total} bytes")
    return 0


def refused(arguments):
    folder = Path(arguments.folder or REFUSED)
    folder.mkdir(parents=True, exist_ok=True)
    for name, network in refused_networks.all_refused():
        (folder / f"{name}.tflite").write_bytes(network)
    return 0


def whole(arguments):
    folder = Path(arguments.folder or GOLDEN)
    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted((ROOT / "Models").glob("*.tflite")):
        network = path.read_bytes()
        reference = Reference(network)
        rng = np.random.default_rng(20)
        sets = [[smooth(d, rng) for d in reference.inputs] for _ in range(2)]
        content = b"".join(packed([values, reference.run(values)]) for values in sets)
        (folder / f"whole-{path.stem}.golden").write_bytes(content)
        print(f"whole-{path.stem}.golden: {len(content)} bytes")
    return 0


def smooth(details, rng):
    """A random picture that is smooth as pictures are: a coarse one, enlarged."""
    _, rows, columns, channels = details["shape"]
    coarse = rng.integers(-128, 128, (1, -(-rows // 8), -(-columns // 8), channels))
    fine = coarse.repeat(8, 1).repeat(8, 2)[:, :rows, :columns] + rng.integers(-6, 7, (1, rows, columns, channels))
    return np.clip(fine, -128, 127).astype(np.int8)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True)
    checking = commands.add_parser("check")
    checking.add_argument("--count", type=int, default=500)
    checking.add_argument("--seed", type=int, default=1)
    checking.add_argument("--runner", default=str(ROOT / ".build/debug/moodbox"))
    checking.set_defaults(run=check)
    for name, action in (("golden", golden), ("refused", refused), ("whole", whole)):
        writing = commands.add_parser(name)
        writing.add_argument("folder", nargs="?")
        writing.set_defaults(run=action)
    arguments = parser.parse_args()
    sys.exit(arguments.run(arguments))


if __name__ == "__main__":
    main()
