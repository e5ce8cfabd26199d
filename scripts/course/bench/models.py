"""The sheet's models in PyTorch, as its readers write them."""

from torch import nn


def cnn():
    return nn.Sequential(
        nn.Conv2d(3, 4, 3, padding="same"),
        nn.BatchNorm2d(4),
        nn.ReLU(),
        nn.MaxPool2d(2, 2),
        nn.Conv2d(4, 8, 3, padding="same"),
        nn.BatchNorm2d(8),
        nn.ReLU(),
        nn.MaxPool2d(2, 2),
        nn.Flatten(),
        nn.Linear(2048, 64),
        nn.ReLU(),
        nn.Linear(64, 6),
        nn.LogSoftmax(dim=1),
    )


def conv_autoencoder(latent_dim):
    up = {"stride": 2, "padding": 1, "output_padding": 1}
    return nn.Sequential(
        nn.Conv2d(1, 16, 3, padding="same"),
        nn.ReLU(),
        nn.MaxPool2d(2, 1),
        nn.Conv2d(16, 32, 3, padding="same"),
        nn.ReLU(),
        nn.MaxPool2d(2, 1),
        nn.Conv2d(32, 64, 3, padding="same"),
        nn.ReLU(),
        nn.MaxPool2d(2, 1),
        nn.Flatten(),
        nn.Linear(40000, latent_dim),
        nn.Linear(latent_dim, 576),
        nn.Unflatten(1, (64, 3, 3)),
        nn.ConvTranspose2d(64, 32, 3, stride=2),
        nn.ReLU(),
        nn.ConvTranspose2d(32, 16, 3, **up),
        nn.ReLU(),
        nn.ConvTranspose2d(16, 1, 3, **up),
    )


def pca_autoencoder(latent_dim):
    return nn.Sequential(
        nn.Flatten(),
        nn.Linear(784, latent_dim),
        nn.Linear(latent_dim, 784),
        nn.Unflatten(1, (1, 28, 28)),
    )


def make(name, latent_dim):
    if name == "cnn":
        return cnn()
    return {"conv-ae": conv_autoencoder, "pca-ae": pca_autoencoder}[name](latent_dim)
