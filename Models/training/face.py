"""The face network: train, quantise and export, evaluate.

    python face.py train      float training; a checkpoint every epoch, resumes by itself
    python face.py unpack     a checkpoint of the released file, to go on from
    python face.py quantise   fold, calibrate, train a few epochs with rounding, choose the threshold, write the file
    python face.py evaluate   score the file in LiteRT on the test pictures
"""

import argparse
import copy
import itertools
import re
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn as nn

import composites
import face_data as data
import face_examination as examination
import quantisation as q
from face_network import STRIDES, FaceNetwork, detections, losses, network_input, overlap_of
from normalisation import renormalise
from weight_average import WeightAverage

ROOT = Path(__file__).resolve().parents[2]
ZOOMS = (1, 0.5, 1.6)
HARDER = ("a tenth of the light, noise", "head leaning by a further 30°", "40 % of the face beyond the edge",
          "20 to 30 % of the height, in a corner")
OUTPUT_NAMES = [f"{kind}{stride}" for stride in STRIDES for kind in ("score", "box", "points")]


def tensors(scenes: list[data.Scene]):
    """Scenes as the network's input and what `losses` wants."""
    stack = lambda field: torch.from_numpy(np.stack([getattr(scene, field) for scene in scenes]))
    x = network_input(np.stack([scene.luma for scene in scenes]))
    return x, stack("boxes"), stack("points"), stack("point_weights"), stack("ignored")


def scene_maker(options) -> data.SceneMaker:
    faces = data.load_faces(options.data, "train")
    backgrounds = data.load_backgrounds(options.data, "train")
    return data.SceneMaker(faces, backgrounds, data.load_crops(options.data, "training"), options.seed)


class Validation:
    """What choices are made on: people and backgrounds held out of the training split."""

    def __init__(self, folder: Path):
        self.faces = [examination.Examination.of_faces(folder, "validation", zoom) for zoom in ZOOMS]
        self.faces.append(examination.Examination.of_mean_faces(folder, "public-test", "validation", 200))
        self.faces += [examination.Examination.of_pictures(pictures)
                       for name, pictures in composites.sets(folder, "validation") if name in HARDER]
        self.backgrounds = examination.backgrounds(folder, "validation", more_views=True)

    def of(self, network):
        """Rows of each set of face pictures, and the best score in each background."""
        return [part.of(network) for part in self.faces], examination.alarms(network, self.backgrounds)


def merit(sets: list[np.ndarray], alarm_scores: np.ndarray) -> tuple[float, str]:
    """One figure to choose by (less is better), and a line to read."""
    faces = np.concatenate(sets)
    threshold = examination.choose_threshold(faces, alarm_scores)
    found = faces[:, 0] >= threshold
    alarmed = (alarm_scores >= threshold).mean()
    value = (1 - found.mean()) + 2 * alarmed + 0.5 * np.nan_to_num(faces[found, 1].mean(), nan=1)
    shares = " ".join(f"{(rows[:, 0] >= threshold).mean() * 100:.1f}" for rows in sets)
    return value, (f"threshold {threshold:.3f}: {examination.summary(faces, threshold)}; "
                   f"false alarms on {alarmed * 100:.2f} % of {len(alarm_scores)}; found by set {shares}")


def mine(network, maker: data.SceneMaker) -> None:
    """Shows a background more often the more the network sees a face in it, and learns nothing from faces that the
    network finds beside the annotated one: nobody said whether they are."""
    scores = examination.alarms(network, [data.letterbox(b.levels[0])[0] for b in maker.backgrounds])
    maker.background_weights = (1 + 8 * scores) / (1 + 8 * scores).sum()
    small = [data.letterbox(face.levels[0]) for face in maker.faces]
    for face, (_, scale), *found in zip(maker.faces, small, *examination.run(network, [picture for picture, _ in small])):
        _, boxes, _ = detections(*found, 0.7)
        own = face.box * scale
        others = [box / scale for box in boxes if overlap_of(box, own) < 0.3]
        face.others = np.float32(others[:2]).reshape(-1, 4)


def one_epoch(network, average, optimiser, maker, options, rate_at) -> np.ndarray:
    total, steps = np.zeros(3), options.scenes // options.batch
    network.train()
    for step in range(steps):
        for group in optimiser.param_groups:
            group["lr"] = rate_at(step / steps)
        x, *truth = tensors(maker.batch(options.batch))
        parts = losses(network(x), *truth)
        loss = parts[0] + 3 * parts[1] + 15 * parts[2]
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 5.0)
        optimiser.step()
        average.update(network)
        total += [part.item() for part in parts]
    return total / steps


def optimiser_for(network, rate, decay):
    matrices = [p for p in network.parameters() if p.ndim > 1]
    vectors = [p for p in network.parameters() if p.ndim <= 1]
    groups = [{"params": matrices, "weight_decay": decay}, {"params": vectors, "weight_decay": 0}]
    return torch.optim.AdamW(groups, lr=rate)


def train(options):
    """Warm up, train at one rate, and let the rate fall over the last half: the end may be moved while training."""
    torch.manual_seed(options.seed)
    options.runs.mkdir(parents=True, exist_ok=True)
    checkpoint = options.runs / f"{options.name}.pt"
    maker, validation = scene_maker(options), Validation(options.data)
    network = FaceNetwork().to(memory_format=torch.channels_last)
    average = WeightAverage(network)
    optimiser = optimiser_for(network, options.rate, options.decay)
    begin = 0
    if checkpoint.exists():
        saved = torch.load(checkpoint)
        network.load_state_dict(saved["network"])
        average.network.load_state_dict(saved["average"])
        optimiser.load_state_dict(saved["optimiser"])
        average.steps, begin = saved["steps"], saved["epoch"]
    elif options.start:
        given = torch.load(options.runs / f"{options.start}.pt")["average"]
        network.load_state_dict(given)
        average.network.load_state_dict(given)
    if checkpoint.exists() or options.start:
        mine(average.network, maker)
    print(f"{len(maker.faces)} faces, {len(maker.backgrounds)} backgrounds, from epoch {begin}", flush=True)
    for epoch in range(begin, options.epochs):
        maker.random = np.random.default_rng([options.seed, epoch])
        started = time.monotonic()

        def rate_at(share):
            left = (options.epochs - epoch - share) / (options.cool * options.epochs)
            return options.rate * min(1, (epoch + share) / 2 + 0.01, left + 0.005)

        parts = one_epoch(network, average, optimiser, maker, options, rate_at)
        line = "score {:.3f} box {:.3f} points {:.4f}".format(*parts)
        if epoch % 3 == 2 or epoch + 1 == options.epochs:
            if epoch >= 8 or options.start:
                mine(average.network, maker)
            line += " | " + merit(*validation.of(average.network))[1]
        print(f"epoch {epoch + 1}/{options.epochs} {line} {time.monotonic() - started:.0f} s", flush=True)
        saved = {"network": network.state_dict(), "average": average.network.state_dict(), "steps": average.steps,
                 "optimiser": optimiser.state_dict(), "epoch": epoch + 1}
        torch.save(saved, checkpoint.with_suffix(".part"))
        checkpoint.with_suffix(".part").replace(checkpoint)


def unpack(options):
    """A checkpoint of the file, that training goes on from without the run that led to it."""
    torch.manual_seed(options.seed)
    maker = scene_maker(options)
    network = FaceNetwork().to(memory_format=torch.channels_last)
    q.unfold(network, options.file)
    scenes = [tensors(maker.batch(64))[0] for _ in range(16)]
    renormalise(network, lambda: [network(x) for x in scenes])
    options.runs.mkdir(parents=True, exist_ok=True)
    torch.save({"average": network.state_dict()}, options.runs / f"{options.name}.pt")
    print(f"{options.name}: {merit(*Validation(options.data).of(network.eval()))[1]}")


def sharpen_scores(network, lowest: float = -10) -> None:
    """Spends the scores' 256 steps on logits that decide something: what is surely no face need not be told apart."""
    for head in network.heads:
        own = head.score.range
        low, high = ((end - own.zero_point.item()) * own.scale.item() for end in (-128, 127))
        low = max(low, lowest)
        own.scale.fill_((high - low) / 255)
        own.zero_point.fill_(round(-128 - low * 255 / (high - low)))


def quantise(options):
    torch.manual_seed(options.seed)
    maker, validation = scene_maker(options), Validation(options.data)
    maker.random = np.random.default_rng([options.seed, 1_000_000])
    network = FaceNetwork().to(memory_format=torch.channels_last)
    network.load_state_dict(torch.load(options.runs / f"{options.name}.pt")["average"])
    mine(network, maker)
    print(f"float       {merit(*validation.of(network))[1]}", flush=True)
    q.fold(network)
    q.calibrate(network, [tensors(maker.batch(64))[0] for _ in range(16)])
    sharpen_scores(network)
    best, line = merit(*validation.of(network))
    print(f"calibrated  {line}", flush=True)
    best_weights = copy.deepcopy(network.state_dict())

    # Quantisation-aware training, only kept where it helps.
    average = WeightAverage(network, 0.995)
    optimiser = optimiser_for(network, options.tuning_rate, 0)
    for epoch in range(options.tuning_epochs):
        started = time.monotonic()
        rate_at = lambda share: options.tuning_rate * (1.02 - (epoch + share) / options.tuning_epochs)
        one_epoch(network, average, optimiser, maker, options, rate_at)
        value, line = merit(*validation.of(average.network))
        print(f"tuned {epoch + 1}/{options.tuning_epochs}   {line} {time.monotonic() - started:.0f} s", flush=True)
        if value < best:
            best, best_weights = value, copy.deepcopy(average.network.state_dict())
    network.load_state_dict(best_weights)
    network.eval()
    sets, alarm_scores = validation.of(network)
    threshold = examination.choose_threshold(np.concatenate(sets), alarm_scores)
    graph = q.graph_of(network, network_input(np.zeros((1, data.HEIGHT, data.WIDTH), np.uint8)), OUTPUT_NAMES,
                       f"face: score, box and five points for strides 8, 16, 32; threshold {threshold:.3f}")
    size = graph.write(options.file)
    print(f"{options.file}: {size} bytes, threshold {threshold:.3f}")
    compare(network, options.file, validation.faces[0].pictures[::20])


def compare(network, path: Path, pictures: list[np.ndarray]) -> None:
    """Checks the file against the simulation: each layer is given LiteRT's own input, and may differ by its rounding."""
    file = examination.File(path, every_tensor=True)
    outputs = {f"heads.{index}.{kind}": f"{kind}{stride}"
               for index, stride in enumerate(STRIDES) for kind in ("score", "box", "points")}
    equal, largest, count = 0, 0, 0

    def check(name):
        def hook(module, given, result):
            nonlocal equal, largest, count
            theirs, scale, zero_point = file.tensor(name)
            difference = np.abs(np.round(result.permute(0, 2, 3, 1).numpy() / scale) + zero_point - theirs)
            equal, largest = equal + (difference == 0).sum(), max(largest, int(difference.max()))
            count += difference.size
            return torch.from_numpy((theirs.astype(np.float32) - zero_point) * np.float32(scale)).permute(0, 3, 1, 2)
        return hook

    layers = (q.Input, q.Convolution, q.Addition, q.Enlarge)
    hooks = [module.register_forward_hook(check(outputs.get(name, name.replace(".", "/"))))
             for name, module in network.named_modules() if isinstance(module, layers)]
    with torch.no_grad():
        for picture in pictures:
            x = network_input(picture[None])
            file.integers(x[0])
            network(x)
    for hook in hooks:
        hook.remove()
    print(f"layer by layer on {len(pictures)} pictures, LiteRT equals the simulation in {equal / count * 100:.4f} % of "
          f"{count} values; elsewhere it is at most {largest} step off")


def evaluate(options):
    file = examination.File(options.file)
    written = re.search(rb"threshold ([0-9.]+)", options.file.read_bytes())
    threshold = options.threshold or float(written.group(1))
    print(f"{options.file}, score threshold {threshold:.3f}, {options.split} split")
    for zoom in ZOOMS:
        faces = examination.Examination.of_faces(options.data, options.split, zoom).of(file)
        print(f"face pictures, zoom {zoom}: {examination.summary(faces, threshold)}")
    crops = "private-test" if options.split == "test" else "public-test"
    faces = examination.Examination.of_mean_faces(options.data, crops, options.split).of(file)
    print(f"mean FER2013 faces: {examination.summary(faces, threshold)}")
    wanted = options.data, options.split, options.every
    for name, pictures in itertools.chain(composites.sets(*wanted), composites.far_sets(*wanted)):
        if pictures[0][1]:
            print(f"{name}: {examination.summary(examination.Examination.of_pictures(pictures).of(file), threshold)}")
        else:
            alarmed = examination.alarms(file, [data.letterbox(grey)[0] for grey, _ in pictures]) >= threshold
            print(f"{name}: {alarmed.sum()} of {len(alarmed)} ({alarmed.mean() * 100:.2f} %)")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=["train", "unpack", "quantise", "evaluate"])
    parser.add_argument("--data", default=ROOT / "../shared/data", type=Path)
    parser.add_argument("--runs", default=ROOT / "Models/training/runs", type=Path)
    parser.add_argument("--name", default="face")
    parser.add_argument("--start", help="train: begin with the weights of this run")
    parser.add_argument("--epochs", type=int, default=58)
    parser.add_argument("--cool", type=float, default=0.5, help="share of the epochs over which the rate falls")
    parser.add_argument("--scenes", type=int, default=8192, help="an epoch")
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--decay", type=float, default=0.02)
    parser.add_argument("--tuning-epochs", type=int, default=3, help="quantisation-aware; 0: calibrate only")
    parser.add_argument("--tuning-rate", type=float, default=2e-4)
    parser.add_argument("--file", default=ROOT / "Models/face.tflite", type=Path)
    parser.add_argument("--split", default="test", help="evaluate: test or validation")
    parser.add_argument("--every", type=int, default=1, help="evaluate: make each n-th picture a harder one")
    parser.add_argument("--threshold", type=float, help="evaluate: another score threshold than the file's")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    options = arguments()
    torch.set_num_threads(options.threads)
    {"train": train, "unpack": unpack, "quantise": quantise, "evaluate": evaluate}[options.command](options)
