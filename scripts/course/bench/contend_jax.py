"""JAX as a contender of `deno task bench`; see protocol.ts.

The same models, weights at the start and Adam as PyTorch's, channels last, as
XLA prefers them; a step is one compiled function.
"""

import json
import os
import sys
import time
from functools import partial
from pathlib import Path

job = json.loads(sys.argv[1])
# XLA takes as many threads as it may use processors.
if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: job["threads"]])

import jax  # noqa: E402
import jax.numpy as jnp  # noqa: E402
import numpy as np  # noqa: E402
from jax import lax  # noqa: E402

LAYOUT = ("NHWC", "HWIO", "NHWC")
data = Path(job["dataDir"])


def read_weights():
    """Reads PyTorch's state dict from the workload's .safetensors file."""
    file = (data / f"{job['name']}.safetensors").read_bytes()
    length = int.from_bytes(file[:8], "little")
    head = json.loads(file[8 : 8 + length])
    head.pop("__metadata__", None)
    types = {"F32": np.float32, "I64": np.int64}
    weights = {}
    for name, tensor in head.items():
        start, end = (8 + length + offset for offset in tensor["data_offsets"])
        numbers = np.frombuffer(file[start:end], types[tensor["dtype"]])
        weights[name] = numbers.reshape(tensor["shape"])
    return weights


def channels_last(weights, rows, shape):
    """The order of a linear layer's inputs or outputs that are a picture."""
    order = np.arange(np.prod(shape)).reshape(shape).transpose(1, 2, 0).ravel()
    for name, axis in rows:
        weights[name] = np.take(weights[name], order, axis)


def convolve(x, filter, bias):
    y = lax.conv_general_dilated(x, filter, (1, 1), "SAME", dimension_numbers=LAYOUT)
    return y + bias


def convolve_transposed(x, filter, bias, padding, more):
    """A transposed convolution with stride 2 of a filter of 3 by 3."""
    edge = 2 - padding
    y = lax.conv_general_dilated(
        x,
        filter,
        (1, 1),
        [(edge, edge + more)] * 2,
        lhs_dilation=(2, 2),
        dimension_numbers=LAYOUT,
    )
    return y + bias


def pool(x, stride):
    return lax.reduce_window(
        x, -jnp.inf, lax.max, (1, 2, 2, 1), (1, stride, stride, 1), "VALID"
    )


def normalize(x, w, running, name):
    """Batch normalisation; also returns the new running statistics."""
    mean, variance = x.mean((0, 1, 2)), x.var((0, 1, 2))
    count = x.size // x.shape[-1]
    now = {"mean": mean, "var": variance * count / (count - 1)}
    running = {
        f"{name}.running_{kind}": 0.9 * running[f"{name}.running_{kind}"]
        + 0.1 * lax.stop_gradient(value)
        for kind, value in now.items()
    }
    scale = w[f"{name}.weight"] * lax.rsqrt(variance + 1e-5)
    return (x - mean) * scale + w[f"{name}.bias"], running


def linear(x, w, name):
    return x @ w[f"{name}.weight"].T + w[f"{name}.bias"]


def cnn_loss(w, running, pictures, labels):
    x, updated = pictures, {}
    for i in "12":
        x = convolve(x, w[f"conv{i}.weight"], w[f"conv{i}.bias"])
        x, statistics = normalize(x, w, running, f"bn{i}")
        x = pool(jax.nn.relu(x), 2)
        updated |= statistics
    x = jax.nn.relu(linear(x.reshape(len(x), -1), w, "fc1"))
    log_probs = jax.nn.log_softmax(linear(x, w, "fc2"))
    return -jnp.take_along_axis(log_probs, labels[:, None], 1).mean(), updated


def conv_ae_loss(w, running, pictures, labels):
    x = pictures
    for i in (0, 3, 6):
        x = convolve(x, w[f"encoder.{i}.weight"], w[f"encoder.{i}.bias"])
        x = pool(jax.nn.relu(x), 1)
    x = linear(linear(x.reshape(len(x), -1), w, "encoder.10"), w, "decoder.0")
    x = x.reshape(-1, 3, 3, 64)
    for i, padding in ((2, 0), (4, 1), (6, 1)):
        filter, bias = w[f"decoder.{i}.weight"], w[f"decoder.{i}.bias"]
        x = convolve_transposed(x, filter, bias, padding, padding)
        x = x if i == 6 else jax.nn.relu(x)
    return ((x - pictures) ** 2).mean(), running


def pca_ae_loss(w, running, pictures, labels):
    x = pictures.reshape(len(pictures), -1)
    y = linear(linear(x, w, "encoder"), w, "decoder")
    return ((y - x) ** 2).mean(), running


@partial(jax.jit, donate_argnums=0)
def step(state, pictures, labels):
    """PyTorch's Adam with its default settings."""
    w, running, m, v, t = state
    (loss, running), slope = jax.value_and_grad(loss_of, has_aux=True)(
        w, running, pictures, labels
    )
    t = t + 1
    m = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, m, slope)
    v = jax.tree.map(lambda v, g: 0.999 * v + 0.001 * g * g, v, slope)
    size = 1e-3 / (1 - 0.9**t)
    root = jnp.sqrt(1 - 0.999**t)
    w = jax.tree.map(
        lambda w, m, v: w - size * m / (jnp.sqrt(v) / root + 1e-8), w, m, v
    )
    return (w, running, m, v, t), loss


loss_of = {"cnn": cnn_loss, "conv-ae": conv_ae_loss, "pca-ae": pca_ae_loss}[
    job["model"]
]
weights = read_weights()
if job["model"] == "cnn":
    channels_last(weights, [("fc1.weight", 1)], (8, 16, 16))
if job["model"] == "conv-ae":
    channels_last(weights, [("encoder.10.weight", 1)], (64, 25, 25))
    channels_last(weights, [("decoder.0.weight", 0), ("decoder.0.bias", 0)], (64, 3, 3))
for name, values in weights.items():
    if values.ndim != 4:
        continue
    transposed = job["model"] == "conv-ae" and name.startswith("decoder")
    # PyTorch has [out, in, …], and [in, out, …] in a transposed convolution.
    weights[name] = (
        values.transpose(2, 3, 0, 1)[::-1, ::-1]
        if transposed
        else values.transpose(2, 3, 1, 0)
    )
running = {
    name: jnp.array(weights.pop(name))
    for name in list(weights)
    if name.endswith(("running_mean", "running_var"))
}
w = {
    name: jnp.array(values)
    for name, values in weights.items()
    if not name.endswith("num_batches_tracked")
}
m, v = jax.tree.map(jnp.zeros_like, (w, w))
state = (w, running, m, v, jnp.float32(0))
folder = data / ("signs" if job["model"] == "cnn" else "fashion-mnist")
pictures = np.load(folder / "train_pictures.npy", mmap_mode="r")
labels = np.load(folder / "train_labels.npy")


def answer(request):
    global state
    size = request["batchSize"]
    parts = [slice(i * size, (i + 1) * size) for i in range(4)]
    batches = [(jnp.array(pictures[part]), jnp.array(labels[part])) for part in parts]
    ms = []
    for i in range(request["count"]):
        started_at = time.perf_counter()
        state, loss = step(state, *batches[i % 4])
        loss = float(loss)
        ms.append((time.perf_counter() - started_at) * 1e3)
    return {"ms": ms, "loss": loss}


print(json.dumps({"ready": True}), flush=True)
for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
