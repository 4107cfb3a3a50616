"""The emotion network: train, quantise and export, evaluate.

    python emotion.py train      float training; a checkpoint every epoch, resumes by itself
    python emotion.py unpack     a checkpoint of the released file, to go on from
    python emotion.py quantise   fold, calibrate, choose the temperatures, write the file
    python emotion.py evaluate   score the file in LiteRT on the private test
"""

import argparse
import math
import re
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

import emotion_data as data
import quantisation as q
import template
from normalisation import renormalise
from processor import computes_bfloat16
from recogniser import RecogniserNetwork
from weight_average import WeightAverage

ROOT = Path(__file__).resolve().parents[2]


class EmotionNetwork(nn.Module):
    """Standardised crop [N, 1, 48, 48] → logits of the eight emotions [N, 8].

    Plain 3×3 convolutions rather than depthwise ones: they train six times faster on a CPU for the same
    multiplications, and cost fewer instructions each on the box.
    """

    def __init__(self, width=1, dropout=0.2):
        """`width` times as many channels as the box's network: a teacher."""
        super().__init__()
        a, b, c, d, e = (round(width * channels) for channels in (16, 24, 48, 128, 256))
        self.input = q.Input(1 / 32, 0)
        self.body = nn.Sequential(
            q.Convolution(1, a), q.Convolution(a, b, stride=2),
            q.Block(b, b), q.Block(b, c, 2), q.Block(c, c), q.Block(c, d, 2), q.Block(d, d),
            q.Convolution(d, e, kernel=1))
        self.mean = q.Mean()
        self.dropout = nn.Dropout(dropout)
        self.votes = q.Dense(e, 8)
        # Only for training: FER2013's own label of the same picture, seven classes.
        self.original = nn.Linear(e, 7)

    def features(self, x):
        return self.mean(self.body(self.input(x)))

    def forward(self, x):
        return self.votes(self.features(x))

    def both(self, x):
        features = self.dropout(self.features(x))
        return self.votes(features), self.original(features)


class BoxNetwork(nn.Module):
    """A trained network as the box runs it: each head's dense layer stands before the mean, as a 1×1 convolution. That
    says the same, since both are linear, and its values show where in the face a logit comes from."""

    HEADS = ("votes", "labels")

    def __init__(self, network):
        super().__init__()
        self.input, self.body = network.input, network.body
        for name, linear in zip(self.HEADS, (network.votes.linear, network.original)):
            place = q.Convolution(linear.in_features, linear.out_features, 1, activation=None, normalise=False)
            place.convolution.weight.data = linear.weight.detach()[:, :, None, None].clone()
            place.convolution.bias.data = linear.bias.detach().clone()
            self.add_module(f"{name}_map", place)
            self.add_module(name, q.Mean())

    def forward(self, x):
        """Logits of the votes [N, 8] and of FER2013's labels [N, 7], and the map [N, 8, 6, 6] whose mean the first are."""
        features = self.body(self.input(x))
        votes_map = self.votes_map(features)
        return self.votes(votes_map), self.labels(self.labels_map(features)), votes_map

    def both(self, x):
        return self(x)[:2]

    @torch.no_grad()
    def correct(self, corrections):
        """Gives each head's logits their bias, then divides them by their temperature; dividing weights, bias and scales
        alike leaves every integer as it was."""
        for name, (temperature, bias) in zip(self.HEADS, corrections):
            place = getattr(self, f"{name}_map")
            place.convolution.bias += bias
            for values in (place.convolution.weight, place.convolution.bias, place.range.scale,
                           getattr(self, name).range.scale):
                values /= temperature


@torch.no_grad()
def logits_of(network, pictures, batch=512):
    """Both heads' logits of uint8 pictures [N, 48, 48], with the rounding of the int8 input: [N, 8], [N, 7]"""
    network.eval()
    parts = []
    for part in pictures.split(batch):
        x = data.quantised_input(part).permute(0, 3, 1, 2).float() / 32
        parts.append([logits.float() for logits in network.both(x.contiguous(memory_format=torch.channels_last))])
    return [torch.cat(logits) for logits in zip(*parts)]


def loss_of(network, batch, labels_share):
    """Cross-entropy with the votes, and `labels_share` of that with FER2013's label where it is known."""
    x, target, original, weight = batch
    votes, labels = (logits.float() for logits in network.both(x))
    known = (original.sum(1) > 0).float()
    loss = (weight * -(target * F.log_softmax(votes, 1)).sum(1)).mean()
    second = -(original * F.log_softmax(labels, 1)).sum(1)
    return loss + labels_share * (second * known).sum() / known.sum().clamp_min(1)


def load(path, key="average"):
    """A float network of either kind and any width from a checkpoint, ready to be asked."""
    state = torch.load(path, map_location=torch.get_default_device())[key]
    network = RecogniserNetwork() if "stem.weight" in state else EmotionNetwork(state["votes.linear.weight"].shape[1] / 256)
    network.to(memory_format=torch.channels_last).load_state_dict(state)
    return network.eval()


@torch.no_grad()
def start(network, path):
    """Gives a network the weights of a narrower or equal one: its channels come first and see little of the new ones."""
    narrow = torch.load(path, map_location=torch.get_default_device())["average"]
    for name, wide in network.state_dict().items():
        given = narrow[name]
        if wide.ndim == 0:
            wide.copy_(given)
            continue
        rows = given.shape[0]
        if wide.ndim > 1:
            wide[:rows, given.shape[1]:] *= 0.1
            wide[:rows, :given.shape[1]] = given
        else:
            wide[:rows] = given


class Teacher:
    """A trained network, corrected by what fits validation best, so that the sure and the hesitant count as they should."""

    def __init__(self, path, validation):
        self.network = load(path)
        self.corrections = corrections_of(self.logits(validation.pictures), validation)

    def logits(self, pictures):
        with torch.autocast(pictures.device.type, torch.bfloat16, enabled=computes_bfloat16(pictures.device.type)):
            return logits_of(self.network, pictures)

    def probabilities(self, pictures):
        """Of the votes [N, 8] and of FER2013's labels [N, 7]."""
        return [((logits + bias) / temperature).softmax(1)
                for logits, (temperature, bias) in zip(self.logits(pictures), self.corrections)]


@torch.no_grad()
def consensus(teachers, pictures, cuts):
    """What teachers see on average in each picture as it is, as the box cuts it, and mirrored: probabilities of the votes
    [N, 8] and of FER2013's labels [N, 7]. None has learnt the pictures by heart, so that this is a second opinion on the
    people's."""
    total = [torch.zeros(len(pictures), 8), torch.zeros(len(pictures), 7)]
    views = [pictures]
    whole = F.affine_grid(cuts, (len(cuts), 1, data.SIDE, data.SIDE), align_corners=False)
    views.append(torch.cat([F.grid_sample(part[:, None].float(), grid, padding_mode="reflection", align_corners=False)[:, 0]
                            for part, grid in zip(pictures.split(1024), whole.split(1024))]).round().to(torch.uint8))
    for teacher in teachers:
        for view in views:
            for mirrored in (view, view.flip(2)):
                for sum_, part in zip(total, teacher.probabilities(mirrored)):
                    sum_ += part
    return [sum_ / (4 * len(teachers)) for sum_ in total]


class TrainingSet:
    """Everything that training draws its batches from."""

    # Rare emotions weigh more, by this power of how much rarer than the most frequent they are.
    RARITY = 0.25

    def __init__(self, options, validation):
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
            self.cuts = data.aligning(np.load(points)[index.cpu().numpy()], template.TEMPLATE)
        else:
            print(f"no {points}: training on the crops as they are (alignment.py find makes it)")
            self.cuts = torch.eye(2, 3).repeat(len(index), 1, 1)
        self.mixup, self.strength = options.mixup, options.strength
        if options.teachers:
            teachers = [Teacher(Path(options.runs) / f"{name}.pt", validation) for name in options.teachers]
            votes, labels = consensus(teachers, self.pictures, self.cuts)
            self.targets = torch.lerp(self.targets, votes, options.taught)
            known = self.originals.sum(1, keepdim=True) > 0
            self.originals = torch.where(known, torch.lerp(self.originals, labels, options.taught), labels)

    def __len__(self):
        return len(self.pictures)

    def batch(self, chosen, generator):
        """(input, vote distribution, FER2013 label one-hot or zero, weight), augmented; every other batch mixed up."""
        x = data.augment(self.pictures[chosen], generator, self.cuts[chosen], self.strength)
        targets, originals, weights = self.targets[chosen], self.originals[chosen], self.weights[chosen]
        if self.mixup > 0 and torch.rand((), generator=generator) < 0.5:
            share = 1 - 0.5 * torch.rand(len(x), generator=generator) ** (1 / self.mixup)
            x = torch.lerp(x.flip(0), x, share[:, None, None, None])
            targets = torch.lerp(targets.flip(0), targets, share[:, None])
            originals = torch.lerp(originals.flip(0), originals, share[:, None])
            weights = torch.lerp(weights.flip(0), weights, share)
        return x.contiguous(memory_format=torch.channels_last), targets, originals, weights


def check(votes, labels, split):
    """A line about both heads on a split: the votes by the majority rule, FER2013's labels."""
    index, wanted = split.majority()
    known = split.original >= 0
    right = (labels[known].argmax(1) == split.original[known]).float().mean()
    return (f"validation {(votes[index].argmax(1) == wanted).float().mean():.4f} cross-entropy "
            f"{F.cross_entropy(votes[index], wanted):.4f} FER2013 labels {right:.4f}")


def train(options):
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    runs = Path(options.runs)
    runs.mkdir(parents=True, exist_ok=True)
    checkpoint = runs / f"{options.name}.pt"
    validation = data.Split(options.data, "public-test")
    training = TrainingSet(options, validation)
    device = torch.get_default_device()
    network = RecogniserNetwork() if options.recogniser else EmotionNetwork(options.width)
    network.to(memory_format=torch.channels_last)
    if not checkpoint.exists():
        if options.recogniser:
            network.recall(some_crops(training.pictures))
        if options.start:
            start(network, runs / f"{options.start}.pt")
    average = WeightAverage(network, options.averaging)
    learnt = [p for p in network.parameters() if p.requires_grad]
    decayed = [p for p in learnt if p.ndim > 1]
    plain = [p for p in learnt if p.ndim == 1]
    optimiser = torch.optim.AdamW([{"params": decayed, "weight_decay": options.decay},
                                   {"params": plain, "weight_decay": 0}], lr=options.rate)
    steps = len(training) // options.batch
    begin = 0
    if checkpoint.exists():
        saved = torch.load(checkpoint, map_location=device)
        network.load_state_dict(saved["network"])
        average.network.load_state_dict(saved["average"])
        average.steps = saved["steps"]
        optimiser.load_state_dict(saved["optimiser"])
        begin = saved["epoch"]
    bfloat16 = computes_bfloat16(device.type)
    print(f"{len(training)} pictures, {steps} steps an epoch, from epoch {begin}", flush=True)
    began = time.monotonic()

    def clock_share():
        """How far the cosine is by the clock: it ends with the epochs, or with the minutes if those run out first."""
        passed = (time.monotonic() - began) / (60 * options.minutes) if options.minutes else 0
        return min(1.0, begin / options.epochs + (1 - begin / options.epochs) * passed)

    for epoch in range(begin, options.epochs):
        generator = torch.Generator(device).manual_seed(options.seed * 1000 + epoch)
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
            with torch.autocast(device.type, torch.bfloat16, enabled=bfloat16):
                loss = loss_of(network, batch, options.labels)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(learnt, 2.0)
            optimiser.step()
            average.update(network)
            total += loss.item()
        with torch.autocast(device.type, torch.bfloat16, enabled=bfloat16):
            seen = logits_of(average.network, validation.pictures)
        print(f"epoch {epoch + 1}/{options.epochs} loss {total / steps:.4f} {check(*seen, validation)} "
              f"{time.monotonic() - started:.0f} s", flush=True)
        part = checkpoint.with_suffix(".part")
        torch.save({"network": network.state_dict(), "average": average.network.state_dict(),
                    "steps": average.steps, "optimiser": optimiser.state_dict(), "epoch": epoch + 1}, part)
        part.replace(checkpoint)
        if options.minutes and clock_share() >= 1:
            break


def some_crops(pictures):
    """A few hundred pictures of all, standardised, to learn from how layers are normalised."""
    return data.standardise(pictures[::28][:, None].float())


@torch.no_grad()
def unpack(options):
    """A checkpoint of the file, biases and temperatures included, that training goes on from without the runs that led to it."""
    network = EmotionNetwork().to(memory_format=torch.channels_last)
    values = q.unfold(network, options.file)
    for head, linear in zip(BoxNetwork.HEADS, (network.votes.linear, network.original)):
        linear.weight.copy_(values[f"{head}_map/weights"].flatten(1))
        linear.bias.copy_(values[f"{head}_map/bias"])
    crops = some_crops(data.Split(options.data, "training").pictures)
    renormalise(network, lambda: [network(part) for part in crops.split(256)])
    options.runs.mkdir(parents=True, exist_ok=True)
    torch.save({"average": network.state_dict()}, options.runs / f"{options.name}.pt")
    validation = data.Split(options.data, "public-test")
    print(f"{options.name}: {check(*logits_of(network, validation.pictures), validation)}")


def quantise(options):
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    validation = data.Split(options.data, "public-test")
    training, network = TrainingSet(options, validation), load(Path(options.runs) / f"{options.name}.pt")

    def say(name):
        print(f"{name}: {check(*logits_of(network, validation.pictures), validation)}", flush=True)

    say("float")
    network = BoxNetwork(network).to(memory_format=torch.channels_last)
    q.fold(network)
    chosen = torch.randperm(len(training), generator=torch.Generator().manual_seed(options.seed))[:2048]
    pictures = data.standardise(training.pictures[chosen][:, None].float())
    q.calibrate(network, pictures.split(256))
    say("calibrated")
    corrections = corrections_of(logits_of(network, validation.pictures), validation)
    network.correct(corrections)
    temperatures = [temperature for temperature, _ in corrections]
    graph = q.graph_of(network, torch.zeros(1, 1, data.SIDE, data.SIDE), ["logits", "labels", "map"],
                       f"emotion: logits of {' '.join(data.EMOTIONS)}, by FER+'s votes and by FER2013's labels; "
                       f"temperature {temperatures[0]:.3f} and {temperatures[1]:.3f}")
    size = graph.write(options.file)
    print(f"{options.file}: {size} bytes")
    for head, (temperature, bias) in zip(network.HEADS, corrections):
        print(f"{head}: temperature {temperature:.3f}, bias {' '.join(f'{b:+.2f}' for b in bias)}")
    for kernels in ("reference", "xnnpack"):
        print(f"{kernels}: {check(*File(options.file, kernels == 'reference').logits(validation.pictures), validation)}")


def best_correction(logits, labels):
    """(temperature, bias [classes]): `(logits + bias) / temperature` has the least cross-entropy with the labels.

    The bias undoes that training weighs rare emotions more, and that the targets' mean is not how often people see each.
    Temperature scaling with a bias: Guo et al., On Calibration of Modern Neural Networks, 2017."""
    sharpness = torch.ones(1, requires_grad=True)
    bias = torch.zeros(logits.shape[1], requires_grad=True)
    optimiser = torch.optim.LBFGS([sharpness, bias], max_iter=100, line_search_fn="strong_wolfe")

    def loss():
        optimiser.zero_grad()
        # A little decay, since the softmax leaves the biases' mean open.
        value = F.cross_entropy((logits + bias) * sharpness, labels) + 1e-4 * bias.square().sum()
        value.backward()
        return value

    optimiser.step(loss)
    return 1 / sharpness.item(), bias.detach()


def corrections_of(logits, split):
    """The best correction of the votes' and of the labels' logits on a split, by the majority rule and FER2013's labels."""
    votes, labels = logits
    index, wanted = split.majority()
    known = split.original >= 0
    return [best_correction(votes[index], wanted), best_correction(labels[known], split.original[known])]


class File:
    """The .tflite file in LiteRT: with XNNPACK, or with the reference kernels, whose bits the box's engine gives."""

    def __init__(self, path, reference=False):
        from ai_edge_litert.interpreter import Interpreter, OpResolverType
        kernels = OpResolverType.BUILTIN_REF if reference else OpResolverType.AUTO
        self.interpreter = Interpreter(str(path), num_threads=1, experimental_op_resolver_type=kernels)
        self.interpreter.allocate_tensors()
        self.input = self.interpreter.get_input_details()[0]

    def logits(self, pictures):
        """uint8 [N, 48, 48] → float [N, 8], [N, 7]"""
        heads = {tuple(output["shape"]): output for output in self.interpreter.get_output_details()}
        heads = [heads[1, 8], heads[1, 7]]
        parts = []
        for x in data.quantised_input(pictures).numpy():
            self.interpreter.set_tensor(self.input["index"], x[None])
            self.interpreter.invoke()
            parts.append([torch.from_numpy(self.interpreter.get_tensor(head["index"])[0].astype("float32")) for head in heads])
        real = lambda values, scale, zero_point: (torch.stack(values) - zero_point) * scale
        return [real(values, *head["quantization"]) for values, head in zip(zip(*parts), heads)]


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
    votes, labels = logits
    rules = {"FER+ majority rule": (votes, *split.majority()), "FER+ plain winner": (votes, *split.plurality()),
             "FER2013 labels": (labels, (split.original >= 0).nonzero()[:, 0], split.original[split.original >= 0])}
    for rule, (head, index, wanted) in rules.items():
        for without in (False, True):
            keep = ~split.copies[index] if without else torch.ones(len(index), dtype=torch.bool)
            given, truth = head[index][keep], wanted[keep]
            found = given.argmax(1)
            f1, table = macro_f1(found, truth, head.shape[1])
            print(f"{name}, {rule}{', without copies of training pictures' if without else ''}: "
                  f"{len(truth)} pictures, accuracy {(found == truth).float().mean() * 100:.2f} %, "
                  f"macro-F1 {f1:.3f}")
            if head is votes and rule.endswith("majority rule") and not without and temperature:
                print(f"{name}, {rule}: calibration error before temperature "
                      f"{calibration_error(given * temperature, truth):.3f}, after "
                      f"{calibration_error(given, truth):.3f}")
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
        report("float", logits_of(load(checkpoint), split.pictures), split)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=["train", "unpack", "quantise", "evaluate"])
    parser.add_argument("--data", default=ROOT / "../shared/data", type=Path)
    parser.add_argument("--runs", default=ROOT / "Models/training/runs", type=Path)
    parser.add_argument("--name", default="emotion")
    parser.add_argument("--epochs", type=int, default=60)
    parser.add_argument("--minutes", type=float, default=0, help="train: end sooner if need be; 0: no limit")
    parser.add_argument("--strength", type=float, default=1, help="train: how far pictures are varied, 0…1")
    parser.add_argument("--width", type=float, default=1, help="train: times the channels of the box's network")
    parser.add_argument("--recogniser", action="store_true", help="train: a teacher that begins as dlib's face recogniser")
    parser.add_argument("--start", help="train: begin with the weights of this run, of no more width")
    parser.add_argument("--teachers", nargs="+", metavar="NAME",
                        help="train: learn also from what the networks of these runs see on average")
    parser.add_argument("--taught", type=float, default=0.75, help="train: how much of a target is what teachers see, 0…1")
    parser.add_argument("--labels", type=float, default=0.5, help="weight of FER2013's own labels beside the votes")
    parser.add_argument("--averaging", type=float, default=0.999)
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--rate", type=float, default=3e-3)
    parser.add_argument("--decay", type=float, default=0.05)
    parser.add_argument("--mixup", type=float, default=0.2, help="0: none")
    parser.add_argument("--file", default=ROOT / "Models/emotion.tflite", type=Path)
    parser.add_argument("--kernels", choices=["reference", "xnnpack"], default="reference", help="evaluate: LiteRT's")
    parser.add_argument("--split", default="private-test", help="evaluate: private-test or public-test")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu", help="train: where")
    return parser.parse_args()


if __name__ == "__main__":
    options = arguments()
    if options.command == "train":
        torch.set_default_device(options.device)
    {"train": train, "unpack": unpack, "quantise": quantise, "evaluate": evaluate}[options.command](options)
