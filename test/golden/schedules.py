"""Makes schedules.json: thirty steps of PyTorch's Adam under LambdaLR, in double precision, from the initial weights in
net.json, on the first training images of MNIST. The rates of a schedule are lr times its factor.

    python3 schedules.py net.json train-images-idx3-ubyte.gz train-labels-idx1-ubyte.gz > schedules.json
"""

import gzip
import json
import sys

import numpy as np
import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)

# This epsilon keeps rounding small: with 1e-8, a gradient that is nearly zero makes a step as long as any other.
STEPS, BATCH, LR, EPSILON = 30, 64, 0.01, 1e-3
SHAPES = {
    "conv1.weight": (10, 1, 5, 5),
    "conv1.bias": (10,),
    "conv2.weight": (20, 10, 5, 5),
    "conv2.bias": (20,),
    "fc.weight": (10, 320),
    "fc.bias": (10,),
}


def linear(step):
    return 1 - step / STEPS


def one_cycle(step):
    share = step / STEPS
    return share / 0.15 if share < 0.15 else (1 - share) / 0.85


def idx(path, header):
    with open(path, "rb") as file:
        data = file.read()
    if data[:2] == b"\x1f\x8b":
        data = gzip.decompress(data)
    return np.frombuffer(data, np.uint8, offset=header)


def as_double(values):
    """Numbers that every engine holds in float32."""
    return torch.tensor(np.asarray(values, np.float32).astype(np.float64))


def forward(p, x):
    h = F.relu(F.max_pool2d(F.conv2d(x, p["conv1.weight"], p["conv1.bias"]), 2))
    h = F.relu(F.max_pool2d(F.conv2d(h, p["conv2.weight"], p["conv2.bias"]), 2))
    return h.flatten(1) @ p["fc.weight"].T + p["fc.bias"]


def train(name, factor, initial, images, labels):
    p = {key: as_double(initial[key]).reshape(shape).requires_grad_() for key, shape in SHAPES.items()}
    adam = torch.optim.Adam(p.values(), lr=LR, eps=EPSILON)
    schedule = torch.optim.lr_scheduler.LambdaLR(adam, factor)
    rates, objectives = [], []
    for step in range(STEPS):
        batch = slice(step * BATCH, (step + 1) * BATCH)
        losses = F.cross_entropy(forward(p, images[batch]), labels[batch], reduction="none")
        objective = losses.topk(BATCH // 3).values.mean()
        rates.append(adam.param_groups[0]["lr"])
        objectives.append(objective.item())
        adam.zero_grad()
        objective.backward()
        adam.step()
        schedule.step()
    return {
        "schedule": name,
        "lr": LR,
        "spec": {"name": "ohem", "ratio": 3},
        "rates": rates,
        "objectives": objectives,
        "finalWeights": {key: [float(f"{v:.9g}") for v in t.detach().flatten().tolist()] for key, t in p.items()},
    }


net_file, images_file, labels_file = sys.argv[1:]
with open(net_file) as file:
    initial = json.load(file)["initialWeights"]
count = STEPS * BATCH
images = as_double(idx(images_file, 16)[: count * 784].astype(np.float32) / np.float32(255)).reshape(-1, 1, 28, 28)
labels = torch.tensor(idx(labels_file, 8)[:count].astype(np.int64))
runs = [
    train(name, factor, initial, images, labels) for name, factor in {"linear": linear, "one-cycle": one_cycle}.items()
]
source = f"PyTorch {torch.__version__.split('+')[0]}, Adam with LambdaLR, double precision"
print(json.dumps({"source": source, "steps": STEPS, "batchSize": BATCH, "epsilon": EPSILON, "runs": runs}))
