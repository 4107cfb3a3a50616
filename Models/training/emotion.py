"""The emotion network: train, quantise and export, evaluate.

    python emotion.py train      float training; a checkpoint every epoch, resumes by itself
    python emotion.py quantise   fold, calibrate, if asked train on with rounding, choose the temperature, write the file
    python emotion.py evaluate   score the file in LiteRT on the private test
"""

import argparse
import copy
import math
import re
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

import emotion_data as data
import looking
import quantisation as q
from weight_average import WeightAverage

ROOT = Path(__file__).resolve().parents[2]


class Block(nn.Module):
    """Two 3×3 convolutions and a way around them."""

    def __init__(self, inputs, outputs, stride=1):
        super().__init__()
        self.first = q.Convolution(inputs, outputs, stride=stride)
        self.second = q.Convolution(outputs, outputs, activation=None)
        self.around = (q.Convolution(inputs, outputs, kernel=1, stride=stride, activation=None)
                       if stride > 1 or inputs != outputs else nn.Identity())
        self.sum = q.Addition("relu")

    def forward(self, x):
        return self.sum(self.second(self.first(x)), self.around(x))


class EmotionNetwork(nn.Module):
    """Standardised crop [N, 1, 48, 48] → logits of the eight emotions [N, 8].

    Plain 3×3 convolutions rather than depthwise ones: they train six times faster on a CPU for the same
    multiplications, and cost fewer instructions each on the box.
    """

    def __init__(self, dropout=0.2):
        super().__init__()
        self.input = q.Input(1 / 32, 0)
        self.body = nn.Sequential(
            q.Convolution(1, 16), q.Convolution(16, 24, stride=2),
            Block(24, 24), Block(24, 48, 2), Block(48, 48), Block(48, 128, 2), Block(128, 128),
            q.Convolution(128, 256, kernel=1))
        self.mean = q.Mean()
        self.dropout = nn.Dropout(dropout)
        self.votes = q.Dense(256, 8)
        # Only for training: FER2013's own label of the same picture, seven classes.
        self.original = nn.Linear(256, 7)

    def features(self, x):
        return self.mean(self.body(self.input(x)))

    def forward(self, x):
        return self.votes(self.features(x))

    def both(self, x):
        features = self.dropout(self.features(x))
        return self.votes(features), self.original(features)


@torch.no_grad()
def logits_of(network, pictures, batch=512):
    """Logits of uint8 pictures [N, 48, 48], with the rounding of the int8 input."""
    network.eval()
    out = []
    for part in pictures.split(batch):
        x = data.quantised_input(part).permute(0, 3, 1, 2).float() / 32
        out.append(network(x.contiguous(memory_format=torch.channels_last)).float())
    return torch.cat(out)


def loss_of(network, x, target, original, weight):
    """Cross-entropy with the votes, and a quarter of that with FER2013's label where it is known."""
    votes, labels = network.both(x)
    loss = (weight * -(target * F.log_softmax(votes.float(), 1)).sum(1)).mean()
    known = original.sum(1) > 0
    second = -(original * F.log_softmax(labels.float(), 1)).sum(1)
    return loss + 0.25 * (second * known).sum() / known.sum().clamp_min(1)


class TrainingSet:
    """Everything that training draws its batches from."""

    # Rare emotions weigh more, by this power of how much rarer than the most frequent they are.
    RARITY = 0.25

    def __init__(self, options):
        split = data.Split(options.data, "training")
        index, self.targets = split.targets()
        self.pictures = split.pictures[index]
        originals = split.original[index]
        self.originals = torch.where(originals[:, None] >= 0, F.one_hot(originals.clamp_min(0), 7), 0).float()
        rarity = (self.targets.sum(0).max() / self.targets.sum(0)) ** self.RARITY
        self.weights = self.targets @ rarity
        self.weights /= self.weights.mean()
        points = Path(options.runs) / "points-training.npy"
        if points.exists():
            self.cuts = data.aligning(np.load(points)[index.numpy()], looking.TEMPLATE)
        else:
            print(f"no {points}: training on the crops as they are (alignment.py find makes it)")
            self.cuts = torch.eye(2, 3).repeat(len(index), 1, 1)
        self.mixup = options.mixup

    def __len__(self):
        return len(self.pictures)

    def batch(self, chosen, generator):
        """(input, vote distribution, FER2013 label one-hot or zero, weight), augmented; every other batch mixed up."""
        x = data.augment(self.pictures[chosen], generator, self.cuts[chosen])
        targets, originals, weights = self.targets[chosen], self.originals[chosen], self.weights[chosen]
        if self.mixup > 0 and torch.rand((), generator=generator) < 0.5:
            share = 1 - 0.5 * torch.rand(len(x), generator=generator) ** (1 / self.mixup)
            x = torch.lerp(x.flip(0), x, share[:, None, None, None])
            targets = torch.lerp(targets.flip(0), targets, share[:, None])
            originals = torch.lerp(originals.flip(0), originals, share[:, None])
            weights = torch.lerp(weights.flip(0), weights, share)
        return x.contiguous(memory_format=torch.channels_last), targets, originals, weights


def validation_set(folder):
    """(pictures, labels) of the public test by the majority rule: every choice is made on these."""
    split = data.Split(folder, "public-test")
    index, labels = split.majority()
    return split.pictures[index], labels


def train(options):
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    runs = Path(options.runs)
    runs.mkdir(parents=True, exist_ok=True)
    checkpoint = runs / f"{options.name}.pt"
    training = TrainingSet(options)
    check_pictures, check_labels = validation_set(options.data)
    network = EmotionNetwork().to(memory_format=torch.channels_last)
    average = WeightAverage(network)
    decayed = [p for p in network.parameters() if p.ndim > 1]
    plain = [p for p in network.parameters() if p.ndim == 1]
    optimiser = torch.optim.AdamW([{"params": decayed, "weight_decay": options.decay},
                                   {"params": plain, "weight_decay": 0}], lr=options.rate)
    steps = len(training) // options.batch
    begin = 0
    if checkpoint.exists():
        saved = torch.load(checkpoint)
        network.load_state_dict(saved["network"])
        average.network.load_state_dict(saved["average"])
        average.steps = saved["steps"]
        optimiser.load_state_dict(saved["optimiser"])
        begin = saved["epoch"]
    print(f"{len(training)} pictures, {steps} steps an epoch, from epoch {begin}", flush=True)
    began = time.monotonic()

    def clock_share():
        """How far the cosine is by the clock: it ends with the epochs, or with the minutes if those run out first."""
        passed = (time.monotonic() - began) / (60 * options.minutes) if options.minutes else 0
        return min(1.0, begin / options.epochs + (1 - begin / options.epochs) * passed)

    for epoch in range(begin, options.epochs):
        generator = torch.Generator().manual_seed(options.seed * 1000 + epoch)
        order = torch.randperm(len(training), generator=generator)
        started, total = time.monotonic(), 0.0
        network.train()
        for step in range(steps):
            progress = max((epoch + step / steps) / options.epochs, clock_share())
            warm = min(1, (epoch * steps + step + 1) / (2 * steps))
            for group in optimiser.param_groups:
                group["lr"] = options.rate * warm * (0.5 * (1 + math.cos(math.pi * progress)) + 1e-3)
            chosen = order[step * options.batch:(step + 1) * options.batch]
            batch = training.batch(chosen, generator)
            with torch.autocast("cpu", torch.bfloat16, enabled=options.bfloat16):
                loss = loss_of(network, *batch)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 2.0)
            optimiser.step()
            average.update(network)
            total += loss.item()
        logits = logits_of(average.network, check_pictures)
        right = (logits.argmax(1) == check_labels).float().mean().item()
        entropy = F.cross_entropy(logits, check_labels).item()
        print(f"epoch {epoch + 1}/{options.epochs} loss {total / steps:.4f} validation {right:.4f} "
              f"cross-entropy {entropy:.4f} {time.monotonic() - started:.0f} s", flush=True)
        part = checkpoint.with_suffix(".part")
        torch.save({"network": network.state_dict(), "average": average.network.state_dict(),
                    "steps": average.steps, "optimiser": optimiser.state_dict(), "epoch": epoch + 1}, part)
        part.replace(checkpoint)
        if options.minutes and clock_share() >= 1:
            break


def score(name, network, pictures, labels):
    logits = logits_of(network, pictures)
    right = (logits.argmax(1) == labels).float().mean().item()
    print(f"{name}: validation {right:.4f} cross-entropy {F.cross_entropy(logits, labels).item():.4f}", flush=True)
    return right, logits


def quantise(options):
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    checkpoint = Path(options.runs) / f"{options.name}.pt"
    training = TrainingSet(options)
    check_pictures, check_labels = validation_set(options.data)
    network = EmotionNetwork().to(memory_format=torch.channels_last)
    network.load_state_dict(torch.load(checkpoint)["average"])
    score("float", network, check_pictures, check_labels)
    q.fold(network)
    generator = torch.Generator().manual_seed(options.seed)
    order = torch.randperm(len(training), generator=generator)
    q.calibrate(network, [data.standardise(training.pictures[part][:, None].float()) for part in order[:2048].split(256)])
    best, _ = score("calibrated", network, check_pictures, check_labels)
    best_weights = copy.deepcopy(network.state_dict())

    # Quantisation-aware training, only kept where it helps.
    optimiser = torch.optim.Adam(network.parameters(), lr=options.tuning_rate)
    average = WeightAverage(network, 0.99)
    steps = len(training) // options.batch
    for epoch in range(options.tuning_epochs):
        network.train()
        started = time.monotonic()
        order = torch.randperm(len(training), generator=generator)
        for step in range(steps):
            progress = (epoch + step / steps) / options.tuning_epochs
            optimiser.param_groups[0]["lr"] = options.tuning_rate * 0.5 * (1 + math.cos(math.pi * progress))
            chosen = order[step * options.batch:(step + 1) * options.batch]
            batch = training.batch(chosen, generator)
            loss = loss_of(network, *batch)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            average.update(network)
        right, _ = score(f"tuned {epoch + 1}/{options.tuning_epochs} ({time.monotonic() - started:.0f} s)",
                         average.network, check_pictures, check_labels)
        if right > best:
            best, best_weights = right, copy.deepcopy(average.network.state_dict())
    network.load_state_dict(best_weights)
    network.eval()
    _, logits = score("chosen", network, check_pictures, check_labels)

    temperature = best_temperature(logits, check_labels)
    # Dividing weights, bias and scale alike leaves every integer as it was.
    with torch.no_grad():
        network.votes.linear.weight /= temperature
        network.votes.linear.bias /= temperature
        network.votes.range.scale /= temperature
    graph = q.graph_of(network, torch.zeros(1, 1, data.SIDE, data.SIDE), ["logits"],
                       f"emotion: logits of {' '.join(data.EMOTIONS)}; temperature {temperature:.3f}")
    size = graph.write(options.file)
    print(f"{options.file}: {size} bytes, temperature {temperature:.3f}")


def best_temperature(logits, labels):
    candidates = torch.linspace(0.3, 2.5, 221)
    losses = torch.stack([F.cross_entropy(logits / t, labels) for t in candidates])
    return candidates[losses.argmin()].item()


class File:
    """The .tflite file in LiteRT: with XNNPACK, or with the reference kernels, whose bits the box's engine gives."""

    def __init__(self, path, reference=False):
        from ai_edge_litert.interpreter import Interpreter, OpResolverType
        kernels = OpResolverType.BUILTIN_REF if reference else OpResolverType.AUTO
        self.interpreter = Interpreter(str(path), num_threads=1, experimental_op_resolver_type=kernels)
        self.interpreter.allocate_tensors()
        self.input = self.interpreter.get_input_details()[0]
        self.output = self.interpreter.get_output_details()[0]

    def logits(self, pictures):
        """uint8 [N, 48, 48] → float [N, 8]"""
        scale, zero_point = self.output["quantization"]
        out = []
        for x in data.quantised_input(pictures).numpy():
            self.interpreter.set_tensor(self.input["index"], x[None])
            self.interpreter.invoke()
            out.append(torch.from_numpy(self.interpreter.get_tensor(self.output["index"])[0].astype("float32")))
        return (torch.stack(out) - zero_point) * scale


def macro_f1(found, labels, classes=8):
    table = torch.bincount(labels * classes + found, minlength=classes * classes).reshape(classes, classes).double()
    hits = table.diagonal()
    return (2 * hits / (table.sum(0) + table.sum(1)).clamp_min(1)).mean().item(), table.long()


def calibration_error(logits, labels, bins=15):
    """Expected calibration error: mean gap between confidence and accuracy, over equal bins of confidence."""
    confidence, found = logits.softmax(1).max(1)
    right = (found == labels).float()
    place = (confidence * bins).long().clamp_max(bins - 1)
    gaps = [(confidence[place == b].sum() - right[place == b].sum()).abs() for b in range(bins)]
    return sum(gaps).item() / len(labels)


def report(name, logits, split, temperature=None):
    for rule, (index, labels) in {"majority rule": split.majority(), "plain winner": split.plurality()}.items():
        for without in (False, True):
            keep = ~split.copies[index] if without else torch.ones(len(index), dtype=torch.bool)
            given, wanted = logits[index][keep], labels[keep]
            found = given.argmax(1)
            f1, table = macro_f1(found, wanted)
            print(f"{name}, {rule}{', without copies of training pictures' if without else ''}: "
                  f"{len(wanted)} pictures, accuracy {(found == wanted).float().mean() * 100:.2f} %, "
                  f"macro-F1 {f1:.3f}")
            if rule == "majority rule" and not without and temperature:
                print(f"{name}, {rule}: calibration error before temperature "
                      f"{calibration_error(given * temperature, wanted):.3f}, after "
                      f"{calibration_error(given, wanted):.3f}")
                print("rows: voted, columns: found, in the order " + " ".join(data.EMOTIONS))
                print("\n".join(" ".join(f"{n:5d}" for n in row) + f"   {row[i] / row.sum().clamp_min(1) * 100:.0f} %"
                                for i, row in enumerate(table)))


def evaluate(options):
    torch.set_num_threads(options.threads)
    split = data.Split(options.data, options.split)
    temperature = float(re.search(rb"temperature ([0-9.]+)", Path(options.file).read_bytes()).group(1))
    report("int8", File(options.file, options.kernels == "reference").logits(split.pictures), split, temperature)
    checkpoint = Path(options.runs) / f"{options.name}.pt"
    if checkpoint.exists():
        network = EmotionNetwork().to(memory_format=torch.channels_last)
        network.load_state_dict(torch.load(checkpoint)["average"])
        report("float", logits_of(network, split.pictures), split)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=["train", "quantise", "evaluate"])
    parser.add_argument("--data", default=ROOT / "../shared/data", type=Path)
    parser.add_argument("--runs", default=ROOT / "Models/training/runs", type=Path)
    parser.add_argument("--name", default="emotion")
    parser.add_argument("--epochs", type=int, default=60)
    parser.add_argument("--minutes", type=float, default=0, help="train: end sooner if need be; 0: no limit")
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--rate", type=float, default=3e-3)
    parser.add_argument("--decay", type=float, default=0.05)
    parser.add_argument("--mixup", type=float, default=0.2, help="0: none")
    parser.add_argument("--tuning-epochs", type=int, default=0, help="quantisation-aware; 0: calibrate only")
    parser.add_argument("--tuning-rate", type=float, default=1e-4)
    parser.add_argument("--file", default=ROOT / "Models/emotion.tflite", type=Path)
    parser.add_argument("--kernels", choices=["reference", "xnnpack"], default="reference", help="evaluate: LiteRT's")
    parser.add_argument("--split", default="private-test", help="evaluate: private-test or public-test")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--bfloat16", action=argparse.BooleanOptionalAction, default=True)
    return parser.parse_args()


if __name__ == "__main__":
    options = arguments()
    {"train": train, "quantise": quantise, "evaluate": evaluate}[options.command](options)
