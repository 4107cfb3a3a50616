"""The points network: five points of a face, to a fraction of a pixel, from a cut at the picture's full resolution.

    python points.py train      float training; a checkpoint every epoch, resumes by itself
    python points.py quantise   fold, calibrate, write the file
    python points.py evaluate   score the file in LiteRT on the test pictures, behind the face network
"""

import argparse
import math
import re
import time
from pathlib import Path

import cv2
import numpy as np
import torch
import torch.nn as nn

import emotion_data
import face_data
import face_examination
import points_data as data
import quantisation as q
from face_network import detections, overlap_of
from processor import computes_bfloat16
from weight_average import WeightAverage

ROOT = Path(__file__).resolve().parents[2]
FAR = 0.2  # of the distance between the eyes: farther off than this, annotation and network are drawn side by side
SHEET_COLUMNS = 8


class PointsNetwork(nn.Module):
    """Standardised cut [N, 1, 64, 64] → x and y of the five points [N, 10], in sides of the cut from its middle."""

    def __init__(self):
        super().__init__()
        self.input = q.Input(1 / 32, 0)
        self.body = nn.Sequential(
            q.Convolution(1, 16, stride=2), q.Convolution(16, 24, stride=2), q.Block(24, 24), q.Block(24, 48, 2),
            q.Block(48, 48), q.Block(48, 96, 2), q.Convolution(96, 64, kernel=1))
        self.points = q.Dense(64 * 16, 10)
        nn.init.normal_(self.points.linear.weight, std=0.005)

    def forward(self, x):
        return self.points(self.body(self.input(x)))


def network_input(cuts: torch.Tensor) -> torch.Tensor:
    """Cuts 0…255 [N, 1, 64, 64] → the int8 input's real values."""
    x = (emotion_data.standardise(cuts) * 32).round().clamp(-128, 127) / 32
    return x.contiguous(memory_format=torch.channels_last)


def points_of(outputs: torch.Tensor) -> torch.Tensor:
    """Cut pixels [N, 5, 2]"""
    return (outputs.float().unflatten(1, (5, 2)) + 0.5) * data.SIDE


def errors(found: torch.Tensor, points: torch.Tensor) -> torch.Tensor:
    """Mean distance of the five points of each face, over the distance between its eyes [N]"""
    distances = ((found - points).square().sum(2) + 1e-4).sqrt().mean(1)
    return distances / (points[:, 1] - points[:, 0]).norm(dim=1)


class Validation:
    """People who are held out of training, each face in four cuts that are off as a detector is."""

    def __init__(self, folder: Path):
        faces, random = data.load(folder, "validation"), np.random.default_rng(5)
        views, self.by_hand = [], torch.tensor([face.person.startswith("helen") for face in faces]).repeat_interleave(4)
        for face in faces:
            for _ in range(4):
                matrix = data.place(face.box, face.points, math.exp(random.normal(0, 0.06)),
                                    random.normal(0, 0.03, 2), random.normal(0, 6))
                views.append((data.cut(face.levels[0], matrix), face_data.transform(data.inverse(matrix), face.points)))
        self.x = network_input(torch.from_numpy(np.stack([luma for luma, _ in views]))[:, None].float())
        self.points = torch.from_numpy(np.stack([points for _, points in views])).float()

    @torch.no_grad()
    def of(self, network) -> str:
        network.eval()
        found = torch.cat([points_of(network(x)) for x in self.x.split(256)])
        error = errors(found, self.points) * 100
        return (f"off by {error.mean():.2f} % (median {error.median():.2f} %), where annotated by hand "
                f"{error[self.by_hand].mean():.2f} %")


@torch.no_grad()
def disagreement(network, faces) -> np.ndarray:
    """How far each annotation is from where the network sees the points, in lengths of typical eyes."""
    matrices = [data.place(face.box, face.points) for face in faces]
    cuts = torch.from_numpy(np.stack([data.cut(face.levels[0], m) for face, m in zip(faces, matrices)]))[:, None].float()
    found = torch.cat([points_of(network(network_input(part))) for part in cuts.split(256)]).numpy()
    points = np.stack([face_data.transform(data.inverse(m), face.points) for face, m in zip(faces, matrices)])
    return np.linalg.norm(found - points, axis=2).mean(1) / (data.TYPICAL * data.SIDE / data.REACH)


def train(options):
    torch.manual_seed(options.seed)
    options.runs.mkdir(parents=True, exist_ok=True)
    checkpoint = options.runs / f"{options.name}.pt"
    training, validation = data.TrainingSet(options.data), Validation(options.data)
    network = PointsNetwork().to(memory_format=torch.channels_last)
    average = WeightAverage(network)
    matrices = [p for p in network.parameters() if p.ndim > 1]
    vectors = [p for p in network.parameters() if p.ndim == 1]
    optimiser = torch.optim.AdamW([{"params": matrices, "weight_decay": options.decay},
                                   {"params": vectors, "weight_decay": 0}], lr=options.rate)
    begin = 0
    if checkpoint.exists():
        saved = torch.load(checkpoint)
        network.load_state_dict(saved["network"])
        average.network.load_state_dict(saved["average"])
        optimiser.load_state_dict(saved["optimiser"])
        average.steps, begin = saved["steps"], saved["epoch"]
    steps = options.views // options.batch
    bfloat16 = computes_bfloat16("cpu")
    print(f"{len(training.faces)} faces, {steps} steps an epoch, from epoch {begin}", flush=True)
    for epoch in range(begin, options.epochs):
        random, started, total = np.random.default_rng([options.seed, epoch]), time.monotonic(), 0.0
        if epoch >= options.trusting and (epoch % 8 == 0 or epoch == begin):
            print(training.believe(disagreement(average.network, training.faces)), flush=True)
        network.train()
        for step in range(steps):
            progress = (epoch + step / steps) / options.epochs
            for group in optimiser.param_groups:
                group["lr"] = options.rate * (0.5 * (1 + math.cos(math.pi * progress)) + 1e-3)
            cuts, points = training.batch(options.batch, random)
            with torch.autocast("cpu", torch.bfloat16, enabled=bfloat16):
                found = network(network_input(cuts))
            distances = ((points_of(found) - points).square().sum(2) + 0.04).sqrt()
            loss = distances.mean() / 10
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 2.0)
            optimiser.step()
            average.update(network)
            total += loss.item()
        line = f" validation {validation.of(average.network)}" if epoch % 4 == 3 or epoch + 1 == options.epochs else ""
        print(f"epoch {epoch + 1}/{options.epochs} loss {total / steps:.4f}{line} {time.monotonic() - started:.0f} s",
              flush=True)
        saved = {"network": network.state_dict(), "average": average.network.state_dict(), "steps": average.steps,
                 "optimiser": optimiser.state_dict(), "epoch": epoch + 1}
        torch.save(saved, checkpoint.with_suffix(".part"))
        checkpoint.with_suffix(".part").replace(checkpoint)


def network_of(options):
    network = PointsNetwork().to(memory_format=torch.channels_last)
    network.load_state_dict(torch.load(options.runs / f"{options.name}.pt")["average"])
    return network.eval()


def quantise(options):
    torch.manual_seed(options.seed)
    training, validation, network = data.TrainingSet(options.data), Validation(options.data), network_of(options)
    print(f"float       {validation.of(network)}", flush=True)
    q.fold(network)
    random = np.random.default_rng([options.seed, 1_000_000])
    q.calibrate(network, [network_input(training.batch(64, random)[0]) for _ in range(16)])
    print(f"calibrated  {validation.of(network)}", flush=True)
    graph = q.graph_of(network, torch.zeros(1, 1, data.SIDE, data.SIDE), ["points"],
                       f"points: image-left eye, image-right eye, nose tip, mouth corners; reach {data.REACH}")
    print(f"{options.file}: {graph.write(options.file)} bytes")


class File:
    """points.tflite in LiteRT: with XNNPACK, or with the reference kernels, whose bits the box's engine gives."""

    def __init__(self, path: Path, reference: bool = False):
        from ai_edge_litert.interpreter import Interpreter, OpResolverType
        kernels = OpResolverType.BUILTIN_REF if reference else OpResolverType.AUTO
        self.interpreter = Interpreter(str(path), num_threads=1, experimental_op_resolver_type=kernels)
        self.interpreter.allocate_tensors()
        self.input = self.interpreter.get_input_details()[0]
        self.output = self.interpreter.get_output_details()[0]

    def points(self, picture: np.ndarray, box, points) -> np.ndarray:
        """The five points of a face that the detector found in a grey picture of any size [5, 2]"""
        matrix = data.place(box, points)
        x = network_input(torch.from_numpy(data.cut(picture, matrix))[None, None].float())
        self.interpreter.set_tensor(self.input["index"], (x[0, 0, :, :, None] * 32).to(torch.int8).numpy()[None])
        self.interpreter.invoke()
        scale, zero_point = self.output["quantization"]
        values = (self.interpreter.get_tensor(self.output["index"]).astype(np.float32) - zero_point) * scale
        return face_data.transform(matrix, points_of(torch.from_numpy(values))[0].numpy())


def evaluate(options):
    """Point errors of the face network alone and of both, where the face network finds the annotated face."""
    faces, file = face_examination.File(options.faces), File(options.file, reference=True)
    threshold = float(re.search(rb"threshold ([0-9.]+)", options.faces.read_bytes()).group(1))
    for zoom in (1, 0.5, 1.6):
        coarse, fine, by_hand, views = [], [], [], []
        for row in face_data.face_rows(options.data, options.split):
            grey, _ = face_data.read_grey(options.data / "faces" / "images" / row["image"], longest=10_000)
            box, points = face_data.annotation(row)
            small, matrix = face_examination.zoomed(grey, box, zoom)
            found = [part[0] for part in face_examination.run(faces, [small])]
            back = data.inverse(matrix)
            for _, own, where in zip(*detections(*found, threshold)):
                own, where = face_data.transform(back, own.reshape(2, 2)).flatten(), face_data.transform(back, where)
                if overlap_of(own, box) >= face_examination.RIGHT:
                    eyes = np.linalg.norm(points[1] - points[0])
                    coarse.append(np.linalg.norm(where - points, axis=1).mean() / eyes)
                    finer = file.points(grey, own, where)
                    fine.append(np.linalg.norm(finer - points, axis=1).mean() / eyes)
                    by_hand.append(row["image"].startswith("helen"))
                    if fine[-1] > FAR:
                        views.append(side_by_side(grey, box, points, finer))
                    break
        for name, part in ("face network alone", np.array(coarse)), ("points network behind it", np.array(fine)):
            own = part[by_hand]
            print(f"zoom {zoom}, {len(part)} faces, {name}: off by {part.mean() * 100:.2f} % of the distance between "
                  f"the eyes (median {np.median(part) * 100:.2f} %); of these {len(own)} annotated by hand: "
                  f"{own.mean() * 100:.2f} % (median {np.median(own) * 100:.2f} %)", flush=True)
        fine, by_hand = np.array(fine), np.array(by_hand)
        far = fine > FAR
        print(f"zoom {zoom}, points network: {far.sum()} faces differ from their annotation by more than {FAR * 100:.0f} %, "
              f"{(far & by_hand).sum()} of them annotated by hand; without them: off by {fine[~far].mean() * 100:.2f} %", flush=True)
        if zoom == 1 and options.sheet and views:
            views += [np.zeros_like(views[0])] * (-len(views) % SHEET_COLUMNS)
            rows = [np.hstack(views[i:i + SHEET_COLUMNS]) for i in range(0, len(views), SHEET_COLUMNS)]
            cv2.imwrite(str(options.sheet), np.vstack(rows))


def side_by_side(grey, box, annotated, found) -> np.ndarray:
    """A face, 160 pixels across, with its annotated points in red and the found ones in green."""
    side, grow = 160, 1.5
    scale = grow * math.sqrt(np.prod(box[2:] - box[:2])) / side
    corner = (box[:2] + box[2:]) / 2 - side * scale / 2
    matrix = np.column_stack([np.eye(2) * scale, corner])
    view = cv2.warpAffine(grey, matrix, (side, side), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)
    view = cv2.cvtColor(view, cv2.COLOR_GRAY2BGR)
    for points, colour in ((annotated, (0, 0, 255)), (found, (0, 255, 0))):
        for place in (points - corner) / scale:
            cv2.circle(view, tuple(int(x) for x in place), 2, colour, -1)
    return view


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=["train", "quantise", "evaluate"])
    parser.add_argument("--data", default=ROOT / "../shared/data", type=Path)
    parser.add_argument("--runs", default=ROOT / "Models/training/runs", type=Path)
    parser.add_argument("--name", default="points")
    parser.add_argument("--epochs", type=int, default=120)
    parser.add_argument("--trusting", type=int, default=24, help="epochs before annotations are doubted")
    parser.add_argument("--views", type=int, default=8192, help="an epoch")
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--decay", type=float, default=0.03)
    parser.add_argument("--file", default=ROOT / "Models/points.tflite", type=Path)
    parser.add_argument("--faces", default=ROOT / "Models/face.tflite", type=Path, help="evaluate: the face network")
    parser.add_argument("--split", default="test", help="evaluate: test or validation")
    parser.add_argument("--sheet", type=Path, help="evaluate: draw the faces where annotation and network differ most")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    options = arguments()
    torch.set_num_threads(options.threads)
    cv2.setNumThreads(1)
    {"train": train, "quantise": quantise, "evaluate": evaluate}[options.command](options)
