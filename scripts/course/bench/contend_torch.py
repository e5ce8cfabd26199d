"""PyTorch as a contender of `deno task bench`; see protocol.ts."""

import json
import sys
import time
from pathlib import Path

import numpy as np
import torch
from models import make_model
from torch import nn
from torch.utils.data import DataLoader, Subset, TensorDataset

SEED = 42

job = json.loads(sys.argv[1])
torch.set_num_threads(job["threads"])
torch.set_num_interop_threads(job["threads"])
torch.set_flush_denormal(True)  # as TensorFlow and our ops do
layout = (
    torch.channels_last
    if job["variant"] == "channels-last"
    else torch.contiguous_format
)


def laid_out(pictures):
    # With one channel, contiguous() takes either order for both formats, and
    # convolutions go by the strides that they find.
    if job["model"] == "conv-ae":
        return pictures.clone(memory_format=layout)
    return pictures.contiguous(memory_format=layout)


def read(split):
    folder = Path(job["dataDir"])
    folder /= "signs" if job["model"] == "cnn" else "fashion-mnist"
    pictures = torch.from_numpy(np.load(folder / f"{split}_pictures.npy"))
    labels = torch.from_numpy(np.load(folder / f"{split}_labels.npy")).long()
    # Channels first, as PyTorch has them, whatever the memory's order.
    pictures = laid_out(pictures.permute(0, 3, 1, 2))
    return TensorDataset(pictures, labels)


def make_optimizer():
    return torch.optim.Adam(model.parameters(), fused=job["variant"] == "fused")


def loss_of(pictures, labels):
    if job["model"] == "cnn":
        return nn.functional.nll_loss(model(pictures), labels)
    reconstruction, _code = model(pictures)
    return nn.functional.mse_loss(reconstruction, pictures)


def step(optimizer, pictures, labels):
    optimizer.zero_grad()
    loss = loss_of(pictures, labels)
    loss.backward()
    optimizer.step()
    return loss.item()


def epoch(optimizer, train_loader, held_out_loader):
    model.train()
    losses = []
    for pictures, labels in train_loader:
        pictures = laid_out(pictures)
        losses.append(step(optimizer, pictures, labels))
    model.eval()
    with torch.no_grad():
        for pictures, labels in held_out_loader:
            loss_of(laid_out(pictures), labels).item()
    return sum(losses) / len(losses)


def batches(size):
    """Four batches of the first training pictures, from the start if too few."""
    places = torch.arange(4 * size) % len(train)
    return [
        (laid_out(pictures), labels)
        for pictures, labels in (train[part] for part in places.split(size))
    ]


def timed(run):
    started_at = time.perf_counter()
    result = run()
    return (time.perf_counter() - started_at) * 1e3, result


def several(run, batches, count):
    runs = [timed(lambda: run(*batches[i % len(batches)])) for i in range(count)]
    return {"ms": [ms for ms, _ in runs], "loss": runs[-1][1]}


def answer(request):
    if job["model"] == "pooling":
        return several(pool, [(maps, slopes)], request["count"])
    size = request["batchSize"]
    if request["do"] == "steps":
        model.train()
        return several(
            lambda *batch: step(optimizer, *batch), batches(size), request["count"]
        )
    if request["do"] == "infer":
        model.eval()
        with torch.inference_mode():
            return several(
                lambda pictures, _: model(pictures), batches(size), request["count"]
            ) | {"loss": 0}
    model.load_state_dict(initial)
    torch.set_rng_state(generator)
    count = request["pictures"]
    selected = train if count == len(train) else Subset(train, range(count))
    train_loader = DataLoader(selected, batch_size=size, shuffle=True)
    held_out_loader = DataLoader(held_out, batch_size=len(held_out))
    ms, loss = timed(lambda: epoch(make_optimizer(), train_loader, held_out_loader))
    return {"ms": [ms], "loss": loss}


def pool(maps, slopes):
    """The autoencoder's pooling, forward and backward."""
    for x, slope in zip(maps, slopes, strict=True):
        x.grad = None
        y = nn.functional.max_pool2d(x, 2, 1)
        y.backward(slope)
    return y[0, 0, 0, 0].item()


if job["model"] == "pooling":
    # As in pooling.ts.
    shapes = [(64, 28, 28, 16), (64, 27, 27, 32), (64, 26, 26, 64)]

    def waves(shape):
        waves = torch.from_numpy(np.sin(np.arange(np.prod(shape))))
        waves = waves.float().reshape(shape).permute(0, 3, 1, 2)
        return waves.contiguous(memory_format=layout)

    maps = [waves(shape).requires_grad_() for shape in shapes]
    slopes = [waves((n, h - 1, w - 1, c)) for n, h, w, c in shapes]
else:
    train, held_out = read("train"), read("held_out")
    torch.manual_seed(SEED)
    model = make_model(job["model"], job["latentDim"]).to(memory_format=layout)
    generator = torch.get_rng_state()
    initial = {name: value.clone() for name, value in model.state_dict().items()}
    optimizer = make_optimizer()

print(json.dumps({"ready": True}), flush=True)
for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
