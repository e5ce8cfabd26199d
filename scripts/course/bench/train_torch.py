"""Trains one of the sheet's models with PyTorch, as `deno task train` does.

The same files are read, the same pictures selected, the same epochs trained and
validated, and as much is written: history and weights, and for autoencoders
after each epoch all that is needed to go on from there.
"""

import csv
import gzip
import json
import sys
from pathlib import Path

import numpy as np
import torch
from models import make_model
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

job = json.loads(sys.argv[1])
torch.set_num_threads(job["threads"])
data, out = Path(job["data"]), Path(job["out"])
is_classifier = job["model"] == "cnn"


def read_signs(split):
    pictures = torch.from_numpy(np.load(data / f"X_{split}.npy"))
    labels = torch.from_numpy(np.load(data / f"Y_{split}.npy")).long().flatten()
    pictures = pictures.permute(0, 3, 1, 2).float() / 255
    return TensorDataset(pictures.contiguous(), labels)


def read_idx(name, head):
    packed = data / f"{name}.gz"
    if packed.exists():
        content = gzip.decompress(packed.read_bytes())
    else:
        content = (data / name).read_bytes()
    return np.frombuffer(content, np.uint8)[head:]


def read_fashion(split, per_class):
    pictures = read_idx(f"{split}-images-idx3-ubyte", 16).reshape(-1, 1, 28, 28)
    labels = read_idx(f"{split}-labels-idx1-ubyte", 8)
    chosen = np.concatenate(
        [np.flatnonzero(labels == c)[:per_class] for c in range(10)]
    )
    pictures = torch.from_numpy(pictures[chosen]).float().div(255)
    return TensorDataset(
        pictures.sub(0.5).div(0.5), torch.from_numpy(labels[chosen]).long()
    )


def loss_of(pictures, labels):
    """The loss, and how many pictures are classified correctly."""
    if not is_classifier:
        reconstruction, _code = model(pictures)
        return nn.functional.mse_loss(reconstruction, pictures), 0
    log_probs = model(pictures)
    correct = (log_probs.argmax(1) == labels).sum().item()
    return nn.functional.nll_loss(log_probs, labels), correct


@torch.no_grad()
def evaluate(loader):
    model.eval()
    sums = [0.0, 0]
    for pictures, labels in loader:
        loss, correct = loss_of(pictures, labels)
        sums[0] += loss.item() * len(labels)
        sums[1] += correct
    return [total / len(loader.dataset) for total in sums]


if is_classifier:
    train, held_out, test = (read_signs(split) for split in ("train", "val", "test"))
else:
    train, held_out = read_fashion("train", 1000), read_fashion("t10k", 10)
torch.manual_seed(42)
model = make_model(job["model"], job["latentDim"])
optimizer = torch.optim.Adam(model.parameters())
train_loader = DataLoader(train, batch_size=64, shuffle=True)
held_out_loader = DataLoader(held_out, batch_size=len(held_out))
out.mkdir(parents=True, exist_ok=True)

history, best, best_weights = [], -1.0, None
for epoch in range(1, job["epochs"] + 1):
    model.train()
    losses, correct = [], 0
    for pictures, labels in train_loader:
        optimizer.zero_grad()
        loss, right = loss_of(pictures, labels)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        correct += right
    loss, accuracy = evaluate(held_out_loader)
    mean = sum(losses) / len(losses)
    history.append([epoch, mean, correct / len(train), loss, accuracy])
    print(f"Epoch {epoch}: {mean:.4f}, {loss:.4f}, {accuracy:.4f}", flush=True)
    if not is_classifier:
        state = {"model": model.state_dict(), "optimizer": optimizer.state_dict()}
        state |= {"history": history, "generator": torch.get_rng_state()}
        torch.save(state, out / "checkpoint.pt")
    elif accuracy > best:
        best = accuracy
        best_weights = {k: v.clone() for k, v in model.state_dict().items()}

with (out / "history.csv").open("w", newline="") as file:
    rows = csv.writer(file)
    rows.writerow(["epoch", "loss", "accuracy", "held_out_loss", "held_out_accuracy"])
    rows.writerows(history)
torch.save(model.state_dict(), out / "last.pt")
if is_classifier:
    torch.save(best_weights, out / "best.pt")
    test_loader = DataLoader(test, batch_size=len(test))
    print("Test accuracy of the last weights:", evaluate(test_loader)[1])
    model.load_state_dict(best_weights)
    print("Test accuracy of the best weights:", evaluate(test_loader)[1])
