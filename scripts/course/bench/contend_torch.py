"""PyTorch as a contender of `deno task bench`; see protocol.ts."""

import json
import sys
import time
from pathlib import Path

import numpy as np
import torch
from models import CnnClassifier, ConvAutoencoder, PcaAutoencoder
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

SEED = 42

job = json.loads(sys.argv[1])
MODELS = {
    "cnn": CnnClassifier,
    "conv-ae": lambda: ConvAutoencoder(job["latentDim"]),
    "pca-ae": lambda: PcaAutoencoder(784, job["latentDim"]),
}
batch_size = job["batchSize"]
torch.set_num_threads(job["threads"])
torch.set_num_interop_threads(job["threads"])
layout = (
    torch.channels_last
    if job["variant"] == "channels-last"
    else torch.contiguous_format
)


def read(split):
    folder = Path(job["dataDir"])
    folder /= "signs" if job["model"] == "cnn" else "fashion-mnist"
    pictures = torch.from_numpy(np.load(folder / f"{split}_pictures.npy"))
    labels = torch.from_numpy(np.load(folder / f"{split}_labels.npy")).long()
    # Channels first, as PyTorch has them, whatever the memory's order.
    pictures = pictures.permute(0, 3, 1, 2).contiguous(memory_format=layout)
    return TensorDataset(pictures, labels)


def loss_of(model, pictures, labels):
    if job["model"] == "cnn":
        return nn.functional.nll_loss(model(pictures), labels)
    reconstruction, _code = model(pictures)
    return nn.functional.mse_loss(reconstruction, pictures)


def step(model, optimizer, pictures, labels):
    optimizer.zero_grad()
    loss = loss_of(model, pictures, labels)
    loss.backward()
    optimizer.step()
    return loss.item()


def epoch(model, optimizer, train_loader, held_out_loader):
    model.train()
    losses = []
    for pictures, labels in train_loader:
        pictures = pictures.contiguous(memory_format=layout)
        losses.append(step(model, optimizer, pictures, labels))
    model.eval()
    with torch.no_grad():
        for pictures, labels in held_out_loader:
            pictures = pictures.contiguous(memory_format=layout)
            loss_of(model, pictures, labels).item()
    return sum(losses) / len(losses)


def timed(run):
    started_at = time.perf_counter()
    result = run()
    return (time.perf_counter() - started_at) * 1e3, result


def answer(request):
    if request["do"] == "steps":
        model.train()
        runs = [
            timed(lambda: step(model, optimizer, *batches[i % len(batches)]))
            for i in range(request["count"])
        ]
        return {"ms": [ms for ms, _ in runs], "loss": runs[-1][1]}
    # The same model, so that what was compiled stays in use, but all its
    # numbers and those of the generator as they were at the start.
    model.load_state_dict(initial)
    fresh = torch.optim.Adam(model.parameters())
    torch.set_rng_state(generator)
    selected = torch.utils.data.Subset(train, range(request["pictures"]))
    if request["pictures"] == len(train):
        selected = train
    ms, loss = timed(
        lambda: epoch(
            model,
            fresh,
            DataLoader(selected, batch_size=batch_size, shuffle=True),
            DataLoader(held_out, batch_size=len(held_out)),
        )
    )
    return {"ms": [ms], "loss": loss}


train, held_out = read("train"), read("held_out")
batches = [
    tuple(
        part.contiguous(memory_format=layout) if part.ndim == 4 else part
        for part in train[i * batch_size : (i + 1) * batch_size]
    )
    for i in range(4)
]
torch.manual_seed(SEED)
model = MODELS[job["model"]]().to(memory_format=layout)
generator = torch.get_rng_state()
if job["variant"] == "compile":
    model = torch.compile(model)
initial = {name: value.clone() for name, value in model.state_dict().items()}
optimizer = torch.optim.Adam(model.parameters())

print(json.dumps({"ready": True}), flush=True)
for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
