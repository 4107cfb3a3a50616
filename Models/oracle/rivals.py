"""Times the box's engine beside LiteRT (with XNNPACK) and ONNX Runtime, on the same networks and in the same minute.

    rivals.py [--runner PATH] [--rounds N] [--json] [NETWORK…]

Prints one figure a line: "name value unit". All run on one thread and take turns, some hundred inferences each, so that a
machine that slows down slows all of them; a ratio is the median over the rounds of ours / theirs. LiteRT runs the very
same file. ONNX Runtime cannot read it: it is given the same integers, scales and zero points as an ONNX file in its own
quantised operators (onnx_file.py), and its outputs are compared with LiteRT's first.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np
from ai_edge_litert.interpreter import Interpreter

ROOT = Path(__file__).resolve().parents[2]


class LiteRT:
    name = "litert-xnnpack"

    def __init__(self, path):
        self.interpreter = Interpreter(str(path), num_threads=1)
        self.interpreter.allocate_tensors()
        self.input = self.interpreter.get_input_details()[0]
        self.give(np.random.default_rng(1).integers(-128, 128, self.input["shape"], dtype=np.int8))

    def give(self, values):
        self.interpreter.set_tensor(self.input["index"], values)

    def run(self):
        self.interpreter.invoke()

    def outputs(self):
        return [self.interpreter.get_tensor(each["index"]) for each in self.interpreter.get_output_details()]


class OnnxRuntime:
    name = "onnxruntime"

    def __init__(self, path):
        import onnx_file
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(onnx_file.converted(path), options, ["CPUExecutionProvider"])
        details = self.session.get_inputs()[0]
        self.give(np.random.default_rng(1).integers(-128, 128, details.shape, dtype=np.int8))

    def give(self, values):
        values = (values.astype(int) + 128).astype(np.uint8)
        self.values = {self.session.get_inputs()[0].name: values}

    def run(self):
        self.session.run(None, self.values)

    def outputs(self):
        return [(tensor.astype(int) - 128).astype(np.int8) for tensor in self.session.run(None, self.values)]


def median_of(rival, runs):
    """Median seconds of an inference."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        rival.run()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def ours(runner, path, runs):
    command = [runner, "model", "bench", str(path), "--runs", str(runs), "--json"]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("networks", nargs="*", type=Path)
    parser.add_argument("--runner", default=ROOT / ".build/release/moodbox")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--runs", type=int, default=300, help="inferences a round")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    figures = {}

    def figure(name, value, unit, digits=2):
        figures[name] = value
        if not options.json:
            print(f"{name} {value:.{digits}f} {unit}", flush=True)

    for path in options.networks or sorted((ROOT / "Models").glob("*.tflite")):
        rivals = [LiteRT(path)]
        try:
            rivals.append(OnnxRuntime(path))
        except (ImportError, NotImplementedError) as problem:
            print(f"{path.name}: no ONNX Runtime: {problem}", file=sys.stderr)
        for rival in rivals[1:]:
            apart = max(int(np.abs(a.astype(int) - b.astype(int)).max())
                        for a, b in zip(outputs_of(rivals[0]), outputs_of(rival)))
            figure(f"{path.stem}/{rival.name}/largest-difference", apart, "steps", 0)
        reports, seconds = [], {rival.name: [] for rival in rivals}
        for _ in range(options.rounds):
            reports.append(ours(options.runner, path, options.runs))
            for rival in rivals:
                seconds[rival.name].append(median_of(rival, options.runs))
        mine = [report["median_us"] for report in reports]
        kernels = reports[0]["kernels"]
        figure(f"{path.stem}/moodbox-{kernels}", statistics.median(mine), "us", 1)
        for rival in rivals:
            figure(f"{path.stem}/{rival.name}", 1e6 * statistics.median(seconds[rival.name]), "us", 1)
            ratios = [us / (1e6 * other) for us, other in zip(mine, seconds[rival.name])]
            figure(f"{path.stem}/moodbox/{rival.name}", statistics.median(ratios), "ratio")
        figure(f"{path.stem}/rate", statistics.median(report["rate_gmac_per_s"] for report in reports), "GMAC/s", 1)
        figure(f"{path.stem}/share-of-inner-loop",
               statistics.median(report["share_of_inner_loop_percent"] for report in reports), "%", 0)
        figure(f"{path.stem}/touched", reports[0]["touched_bytes"], "bytes", 0)
        figure(f"{path.stem}/load", statistics.median(report["load_us"] for report in reports), "us", 0)
    if options.json:
        print(json.dumps(figures, indent=1))


def outputs_of(rival):
    rival.run()
    return sorted(rival.outputs(), key=lambda tensor: tensor.shape)


if __name__ == "__main__":
    main()
