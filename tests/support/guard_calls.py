"""Calls for tests/unit/cnnlab/test_guard.py: the ways to a library's convolution or pooling, and what is no such thing.
Each runs by itself.
"""

from __future__ import annotations

import functools
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import PIL.Image
import PIL.ImageFilter
import scipy.fft
import scipy.linalg
import scipy.ndimage
import scipy.signal
import torch
import torchvision.ops
from d2l import torch as d2l
from scipy.ndimage import maximum_filter as imported_before
from scipy.signal import correlate2d
from torch import nn
from torch.nn import functional as F
from torch.utils._python_dispatch import TorchDispatchMode
from torchvision.transforms import functional as transforms

X, K = torch.arange(64.0).reshape(1, 1, 8, 8), torch.tensor([[[[1.0, -2.0], [3.0, 0.5]]]])
image, kernel = X[0, 0], K[0, 0]
x, k = image.numpy(), kernel.numpy()
picture = PIL.Image.fromarray(x.astype("uint8"))
graph = F.conv2d(X, K.clone().requires_grad_())
layer = nn.Sequential(nn.Conv2d(1, 1, 2), nn.ReLU())


def plain_convolution(images: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
    return F.conv2d(images, weights)


def one_dimensional_pool(images: torch.Tensor) -> torch.Tensor:
    return torch.max_pool1d(images, [2])


def with_default(images: torch.Tensor, work: Callable[..., Any] = F.conv2d) -> Any:
    return work(images, K)


with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # TorchScript is deprecated, and still there
    scripted, scripted_pool = torch.jit.script(plain_convolution), torch.jit.script(one_dimensional_pool)
    scripted_relu = torch.jit.script(nn.ReLU())
    traced = torch.jit.trace(plain_convolution, (X, K))


class Mode(TorchDispatchMode):
    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        return F.conv2d(X, K)


class Sub(torch.Tensor):
    @classmethod
    def __torch_dispatch__(cls, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        return F.conv2d(X, K)


class Step(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, images: torch.Tensor) -> torch.Tensor:
        return F.conv2d(images, K)


@torch.library.custom_op("guardcalls::slide", mutates_args=())
def operator_of_ones_own(images: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
    return F.conv2d(images, weights)


@torch.library.custom_op("guardcalls::doubled", mutates_args=())
def harmless_operator(images: torch.Tensor) -> torch.Tensor:
    return images * 2


def in_a_mode() -> Any:
    with Mode():
        return X + 1


def hooked() -> None:
    weights = K.clone().requires_grad_()
    weights.register_hook(lambda grad: F.conv2d(X, K).sum() * grad)
    weights.sum().backward()


def twice_differentiated() -> None:
    weights = K.clone().requires_grad_()
    with torch.no_grad():
        images = X.clone()
    (slope,) = torch.autograd.grad(F.conv2d(images.requires_grad_(), weights).pow(2).sum(), weights, create_graph=True)
    slope.sum().backward()


SHORTCUTS: dict[str, Callable[[], Any]] = {
    "F.conv1d": lambda: F.conv1d(image[None], torch.ones(1, 8, 2)),
    "F.conv2d": lambda: F.conv2d(X, K),
    "F.conv3d": lambda: F.conv3d(X[None], K[None]),
    "torch.conv2d": lambda: torch.conv2d(X, K),
    "torch.convolution": lambda: torch.convolution(X, K, None, [1, 1], [0, 0], [1, 1], False, [0, 0], 1),
    "torch.conv_tbc": lambda: torch.conv_tbc(torch.ones(5, 1, 2), torch.ones(3, 2, 2), torch.ones(2)),
    "torch.ops.aten.convolution": lambda: torch.ops.aten.convolution(
        X, K, None, [1, 1], [0, 0], [1, 1], False, [0, 0], 1
    ),
    "mkldnn_convolution": lambda: torch.mkldnn_convolution(X, K, None, (0, 0), (1, 1), (1, 1), 1),
    "slow_conv3d": lambda: torch._C._nn.slow_conv3d(X[None], K[None], [1, 2, 2]),
    "F.conv_transpose2d": lambda: F.conv_transpose2d(X, K),
    "nn.ConvTranspose2d": lambda: nn.ConvTranspose2d(1, 1, 2)(X),
    "nn.Conv2d": lambda: nn.Conv2d(1, 1, 2)(X),
    "nn.LazyConv2d": lambda: nn.LazyConv2d(1, 2)(X),
    "nn.Sequential": lambda: layer(X),
    "a default argument": lambda: with_default(X),
    "functools.partial": functools.partial(F.conv2d, X, K),
    "map": lambda: list(map(torch.max_pool1d, [X[0]], [2])),
    "vmap": lambda: torch.vmap(lambda one: F.conv2d(one[None], K))(X),
    "func.grad": lambda: torch.func.grad(lambda weights: F.conv2d(X, weights).sum())(K),
    "functionalize": lambda: torch.func.functionalize(lambda images: F.conv2d(images, K))(X),
    "jvp": lambda: torch.func.jvp(lambda images: F.conv2d(images, K), (X,), (X,)),
    "a dispatch mode": in_a_mode,
    "a tensor's own dispatch": lambda: X.as_subclass(Sub) + 1,
    "an autograd function": lambda: Step.apply(X),
    "an operator of one's own": lambda: operator_of_ones_own(X, K),
    "a gradient's hook": hooked,
    "no_grad": lambda: torch.no_grad()(F.max_pool1d)(X[0], 2),
    "inference_mode": lambda: torch.inference_mode()(F.conv2d)(X, K),
    "meta device": lambda: F.conv2d(X.to("meta"), K.to("meta")),
    "torch.jit.script": lambda: scripted(X, K),
    "torch.jit.script of a pool": lambda: scripted_pool(X[0]),
    "torch.jit.trace": lambda: traced(X, K),
    "backward of an earlier convolution": lambda: graph.sum().backward(retain_graph=True),
    "double backward": twice_differentiated,
    "torch.nn.grad": lambda: torch.nn.grad.conv2d_input((1, 1, 9, 9), K, X),
    "quantized": lambda: F.max_pool2d(torch.quantize_per_tensor(X, 1.0, 0, torch.quint8), 2),
    "mkldnn pool": lambda: F.max_pool2d(X.to_mkldnn(), 2),
    "F.max_pool1d": lambda: F.max_pool1d(X[0], 2),
    "F.max_pool2d": lambda: F.max_pool2d(X, 2),
    "return_indices": lambda: F.max_pool2d(X, 2, return_indices=True),
    "F.max_pool3d": lambda: F.max_pool3d(X, (1, 2, 2)),
    "nn.MaxPool2d": lambda: nn.MaxPool2d(2)(X),
    "F.max_unpool2d": lambda: F.max_unpool2d(X[..., :1, :1], torch.zeros(1, 1, 1, 1, dtype=torch.int64), 2),
    "F.avg_pool2d": lambda: F.avg_pool2d(X, 2),
    "F.lp_pool2d": lambda: F.lp_pool2d(X, 1.0, 2),
    "F.fractional_max_pool2d": lambda: F.fractional_max_pool2d(X, 2, 4),
    "F.adaptive_avg_pool2d": lambda: F.adaptive_avg_pool2d(X, 4),
    "F.adaptive_max_pool2d": lambda: F.adaptive_max_pool2d(X, 4),
    "F.interpolate by area": lambda: F.interpolate(X, scale_factor=0.5, mode="area"),
    "F.local_response_norm": lambda: F.local_response_norm(X, 2),
    "torchvision's gaussian_blur": lambda: transforms.gaussian_blur(X, 3),
    "torchvision's deform_conv2d": lambda: torchvision.ops.deform_conv2d(X, torch.zeros(1, 8, 7, 7), K),
    "torchvision's roi_align": lambda: torchvision.ops.roi_align(X, torch.tensor([[0, 0, 0, 7, 7.0]]), 4),
    "np.convolve": lambda: np.convolve(x[0], k[0]),
    "np.correlate": lambda: np.correlate(x[0], k[0]),
    "np.ma.convolve": lambda: np.ma.convolve(x[0], k[0]),
    "np.polymul": lambda: np.polymul(x[0], k[0]),
    "np.apply_along_axis": lambda: np.apply_along_axis(np.convolve, 1, x, k[0]),
    "numpy's C function": lambda: np._core.multiarray.correlate(x[0], k[0]),
    "scipy.signal.correlate2d": lambda: correlate2d(x, k),
    "scipy.signal.convolve": lambda: scipy.signal.convolve(x, k),
    "scipy.signal.fftconvolve": lambda: scipy.signal.fftconvolve(x, k),
    "scipy.signal.oaconvolve": lambda: scipy.signal.oaconvolve(x, k),
    "scipy.signal.lfilter": lambda: scipy.signal.lfilter(k[0], 1, x[0]),
    "scipy.signal.sepfir2d": lambda: scipy.signal.sepfir2d(x, [1.0, 2.0, 1.0], [1.0, 2.0, 1.0]),
    "scipy.signal.upfirdn": lambda: scipy.signal.upfirdn(k[0], x[0]),
    "scipy.ndimage.correlate": lambda: scipy.ndimage.correlate(x, k),
    "scipy.ndimage.uniform_filter": lambda: scipy.ndimage.uniform_filter(x, 2),
    "scipy.ndimage.generic_filter": lambda: scipy.ndimage.generic_filter(x, np.max, (2, 2)),
    "scipy.ndimage.grey_dilation": lambda: scipy.ndimage.grey_dilation(x, (2, 2)),
    "scipy.ndimage.sobel": lambda: scipy.ndimage.sobel(x),
    "an alias from before": lambda: imported_before(x, 2),
    "scipy.linalg.convolution_matrix": lambda: scipy.linalg.convolution_matrix(k[0], 8),
    "pandas' rolling": lambda: pd.DataFrame(x).rolling(2).max(),
    "PIL's filter": lambda: picture.filter(PIL.ImageFilter.Kernel((3, 3), list(range(9)))),
    "PIL's reduce": lambda: picture.reduce(2),
    "PIL's resize": lambda: picture.resize((4, 4), PIL.Image.Resampling.BOX),
    "d2l.corr2d": lambda: d2l.corr2d(image, kernel),
}

FREE: dict[str, Callable[[], Any]] = {
    "slices and loops": lambda: torch.stack([(image[i : i + 2, :2] * kernel).sum() for i in range(3)]),
    "F.unfold": lambda: F.unfold(X, 2),
    "F.fold": lambda: F.fold(F.unfold(X, 2), (8, 8), 2),
    "backward of F.unfold": lambda: F.unfold(X.clone().requires_grad_(), 2).sum().backward(),
    "Tensor.unfold": lambda: image.unfold(0, 2, 1).unfold(1, 2, 1).amax((2, 3)),
    "einsum": lambda: torch.einsum("ijab,ab->ij", image.unfold(0, 2, 1).unfold(1, 2, 1), kernel),
    "matmul": lambda: image @ image,
    "as_strided": lambda: image.as_strided((7, 7, 2, 2), (8, 1, 8, 1)),
    "torch.fft": lambda: torch.fft.irfft2(torch.fft.rfft2(image) * torch.fft.rfft2(kernel, s=(8, 8))),
    "np.fft": lambda: np.fft.rfft2(x),
    "scipy.fft": lambda: scipy.fft.fft2(x),
    "cumsum": lambda: image.cumsum(0),
    "sliding_window_view": lambda: np.lib.stride_tricks.sliding_window_view(x, (2, 2)).max(axis=(2, 3)),
    "F.pad": lambda: F.pad(X, (1, 1, 1, 1), mode="reflect"),
    "nearest upsampling": lambda: F.interpolate(X, scale_factor=2),
    "toeplitz": lambda: scipy.linalg.toeplitz(x[0]),
    "kron": lambda: torch.kron(image, kernel),
    "dtypes": lambda: X.double().to(torch.int64).type(torch.bfloat16).float(),
    "operators named convert": lambda: image.to_sparse().to_sparse_csr().to_dense(),
    "torch._prims.convert_element_type": lambda: torch._prims.convert_element_type(image, torch.float64),
    "numpy and back": lambda: torch.from_numpy(image.numpy().copy()).tolist(),
    "vmap": lambda: torch.vmap(lambda row: row.sum())(image),
    "func.grad": lambda: torch.func.grad(lambda images: images.square().sum())(image),
    "an operator of one's own": lambda: harmless_operator(X),
    "printing": lambda: str(image),
    "torch.jit.script": lambda: scripted_relu(X),
    "a layer that is only made": lambda: nn.Conv2d(1, 1, 2).weight.shape,
    "a class with such a name": lambda: type("Conv2d", (), {"pool": 1})().pool,
}
