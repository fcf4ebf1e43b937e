"""The net and the training loop of `ohem train`, in PyTorch, as a peer for the benchmark.

    python pytorch.py --data FOLDER --loss ohem --ratio 3 --epochs 3

Trains on the four IDX files in FOLDER, all tensors in memory, float32. Prints one JSON line per epoch, with its
seconds, and finally the test accuracy and the seconds since torch was imported. Without --epochs it prints a line when
it is ready, and then reads commands from stdin, one a line: `epoch`, `evaluate`. So a process can wait between rounds.

The defaults are the fastest of the variants on CPUs (see --help): channels_last, fused Adam. --step is the way that
hard examples are mined:
  full    the whole batch forward, topk of the per-example losses, backward of their mean, as it is usually written
  rerun   the whole batch forward without a gradient, then only the selected examples forward again and backward: the
          same gradient for less work
"""

import argparse
import gzip
import json
import os
import sys
import time

import torch
from torch import nn
from torch.nn import functional


class Net(nn.Module):
    def __init__(self, classes):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 10, 5)
        self.conv2 = nn.Conv2d(10, 20, 5)
        self.fc = nn.Linear(320, classes)

    def forward(self, x):
        x = functional.relu(functional.max_pool2d(self.conv1(x), 2))
        x = functional.relu(functional.max_pool2d(self.conv2(x), 2))
        return self.fc(x.flatten(1))


def read_idx(folder, name, header):
    path = os.path.join(folder, name)
    opened = open(path, "rb") if os.path.exists(path) else gzip.open(path + ".gz", "rb")
    with opened as file:
        return torch.frombuffer(bytearray(file.read()), dtype=torch.uint8, offset=header)


def read_split(folder, prefix, memory_format, device):
    """Images [N, 1, 28, 28] from 0 to 1, and labels [N]."""
    images = read_idx(folder, f"{prefix}-images-idx3-ubyte", 16).reshape(-1, 1, 28, 28).float() / 255
    labels = read_idx(folder, f"{prefix}-labels-idx1-ubyte", 8).long()
    return images.to(device=device, memory_format=memory_format), labels.to(device)


def ce(net, images, labels):
    return functional.cross_entropy(net(images), labels)


def ohem_full(ratio):
    def objective(net, images, labels):
        losses = functional.cross_entropy(net(images), labels, reduction="none")
        return losses.topk(kept(len(labels), ratio)).values.mean()

    return objective


def ohem_rerun(ratio):
    def objective(net, images, labels):
        with torch.no_grad():
            losses = functional.cross_entropy(net(images), labels, reduction="none")
        hard = losses.topk(kept(len(labels), ratio)).indices
        return functional.cross_entropy(net(images[hard]), labels[hard])

    return objective


def kept(count, ratio):
    return max(1, int(count / ratio))


def one_cycle(share):
    """The factor of the learning rate when this share of the run's steps is done, as in `ohem train`."""
    rise = 0.15
    return share / rise if share < rise else (1 - share) / (1 - rise)


def train_epoch(net, objective_of, optimizer, schedule, images, labels, batch_size):
    """Returns its seconds and the mean objective of its steps."""
    total = torch.zeros((), device=labels.device)
    started = time.perf_counter()
    batches = torch.randperm(len(labels), device=labels.device).split(batch_size)
    for batch in batches:
        loss = objective_of(net, images[batch], labels[batch])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if schedule is not None:
            schedule.step()
        total += loss.detach()
    objective = total.item() / len(batches)  # waits for a GPU
    return {"seconds": time.perf_counter() - started, "objective": objective}


@torch.no_grad()
def evaluate(net, images, labels):
    right = sum((net(x).argmax(1) == y).sum().item() for x, y in zip(images.split(1000), labels.split(1000)))
    return {"testAccuracy": right / len(labels)}


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True, help="folder with the four IDX files")
    parser.add_argument("--epochs", type=int, help="train this many and exit")
    parser.add_argument("--loss", choices=["ce", "ohem"], default="ohem")
    parser.add_argument("--ratio", type=float, default=3)
    parser.add_argument("--step", choices=["full", "rerun"], default="full")
    parser.add_argument("--batch-size", type=int, default=64)
    parser.add_argument("--lr", type=float, default=1e-3)
    parser.add_argument("--lr-schedule", choices=["constant", "one-cycle"], default="constant")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--device", default="cpu", help="cpu or cuda")
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    parser.add_argument("--memory-format", choices=["channels_last", "contiguous"], default="channels_last")
    parser.add_argument("--adam", choices=["fused", "foreach", "plain"], default="fused")
    parser.add_argument("--compile", action="store_true", help="torch.compile the net; needs a C++ compiler")
    arguments = parser.parse_args()
    if arguments.lr_schedule != "constant" and arguments.epochs is None:
        parser.error("--lr-schedule depends on the run's length: it needs --epochs")
    return arguments


def say(line):
    print(json.dumps(line), flush=True)


def main():
    arguments = parse_arguments()
    started = time.perf_counter()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(arguments.seed)
    formats = {"channels_last": torch.channels_last, "contiguous": torch.contiguous_format}
    memory_format = formats[arguments.memory_format]
    train = read_split(arguments.data, "train", memory_format, arguments.device)
    test = read_split(arguments.data, "t10k", memory_format, arguments.device)
    net = Net(int(train[1].max()) + 1).to(device=arguments.device, memory_format=memory_format)
    kind = {"fused": arguments.adam == "fused", "foreach": arguments.adam == "foreach"}
    optimizer = torch.optim.Adam(net.parameters(), lr=arguments.lr, **kind)
    steps = len(train[1].split(arguments.batch_size))
    schedule = None
    if arguments.lr_schedule == "one-cycle":
        total = arguments.epochs * steps
        schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: one_cycle(step / total))
    mined = {"full": ohem_full, "rerun": ohem_rerun}[arguments.step]
    objective = ce if arguments.loss == "ce" else mined(arguments.ratio)
    trained = torch.compile(net) if arguments.compile else net
    commands = {
        "epoch": lambda: train_epoch(trained, objective, optimizer, schedule, *train, arguments.batch_size),
        "evaluate": lambda: evaluate(net, *test),
    }
    if arguments.epochs is None:
        variant = [arguments.memory_format, f"{arguments.adam} Adam"] + ["compiled"] * arguments.compile
        say({"torch": torch.__version__, "variant": ", ".join(variant), "steps": steps})
        asked = (line.strip() for line in sys.stdin)
    else:
        asked = ["epoch"] * arguments.epochs + ["evaluate"]
    for command in asked:
        answer = commands[command]()
        if arguments.epochs is not None and command == "evaluate":
            answer["seconds"] = time.perf_counter() - started
        say(answer)


main()
