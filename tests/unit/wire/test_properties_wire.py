"""The wire, for values and bytes that nobody thought of: what may pass arrives as it was, and all else is a
`WireError`.
"""

from __future__ import annotations

import copy
import json
import math
import socket
import tracemalloc
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import torch
from hypothesis import example, given
from hypothesis import strategies as st

from autograder.exam.wire import messages
from autograder.exam.wire.messages import WireClosedError, WireError, receive, send
from autograder.exam.wire.values import Opaque, Unpacker, pack
from cnngrading.codec import TensorCodec
from cnngrading.tensors import DTYPES

CODEC = TensorCodec()

ARRAY_DTYPES = ("|b1", "|i1", "|u1", "<i2", ">i2", "<u4", "<i8", ">u8", "<f2", "<f4", ">f4", "<f8", "<c8", ">c16")

whole_texts = st.text(st.characters(exclude_categories=["Cs"]))
integers = st.integers() | st.integers(-(2**3000), 2**3000)
plain = st.none() | st.booleans() | integers | st.floats() | st.complex_numbers() | whole_texts
keys = st.recursive(plain, lambda some: st.lists(some, max_size=3).map(tuple), max_leaves=4)
bounds = st.none() | st.integers()


def filled(dtype_size: int, count: int, is_bool: bool) -> st.SearchStrategy[bytes]:
    """The bytes of so many values: any, but for truth values, which are 0 or 1."""
    size = dtype_size * count
    return st.binary(min_size=size, max_size=size).map(
        lambda data: bytes(byte & 1 for byte in data) if is_bool else data
    )


shapes = st.lists(st.integers(0, 4), max_size=4).filter(lambda shape: math.prod(shape) <= 64)

VIEWS: tuple[Callable[[torch.Tensor], torch.Tensor], ...] = (
    lambda tensor: tensor.transpose(0, -1) if tensor.dim() else tensor,
    lambda tensor: tensor[..., ::2] if tensor.dim() else tensor,
    lambda tensor: tensor[1:] if tensor.dim() else tensor,
    lambda tensor: tensor.unsqueeze(-1),
    lambda tensor: tensor.expand(3, *tensor.shape),
    lambda tensor: tensor.conj(),
)


@st.composite
def tensors(draw: st.DrawFn) -> torch.Tensor:
    """A tensor of any dtype and bits, seen whole or through views, with or without gradients."""
    dtype, shape = draw(st.sampled_from([*DTYPES.values()])), draw(shapes)
    data = bytearray(draw(filled(dtype.itemsize, math.prod(shape), dtype == torch.bool)))
    tensor = torch.frombuffer(data, dtype=dtype).reshape(shape) if data else torch.empty(shape, dtype=dtype)
    for view in draw(st.lists(st.sampled_from(VIEWS), max_size=2)):
        tensor = view(tensor)
    if dtype.is_floating_point or dtype.is_complex:
        kind = draw(st.sampled_from(["plain", "plain", "gradient", "parameter", "frozen parameter"]))
        if kind == "gradient":
            tensor.requires_grad_()
        elif kind != "plain":
            tensor = torch.nn.Parameter(tensor, requires_grad=kind == "parameter")
    return tensor


@st.composite
def arrays(draw: st.DrawFn) -> Any:
    """An array of any kind and bits, or one of its numbers."""
    dtype, shape = np.dtype(draw(st.sampled_from(ARRAY_DTYPES))), draw(shapes)
    data = draw(filled(dtype.itemsize, math.prod(shape), dtype.kind == "b"))
    array = np.frombuffer(data, dtype=dtype).reshape(shape)
    if array.size and draw(st.booleans()):
        return array.reshape(-1)[draw(st.integers(0, array.size - 1))]
    return draw(st.sampled_from([array, array.T, array[..., ::-1] if array.ndim else array]))


leaves = (
    plain
    | tensors()
    | arrays()
    | st.builds(slice, bounds, bounds, bounds)
    | st.lists(st.integers(0, 2**40), max_size=4).map(torch.Size)
    | st.sampled_from([*DTYPES.values()])
)
values = st.recursive(
    leaves,
    lambda some: (
        st.lists(some, max_size=4) | st.lists(some, max_size=4).map(tuple) | st.dictionaries(keys, some, max_size=4)
    ),
    max_leaves=8,
)


def across(message: dict[str, Any], blobs: messages.Blobs) -> tuple[dict[str, Any], memoryview]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        send(ours, message, blobs, 5.0)
        return receive(theirs, 5.0)


def bits(tensor: torch.Tensor) -> bytes:
    flat = torch.empty(tensor.numel(), dtype=tensor.dtype)
    flat.copy_(tensor.detach().reshape(-1))
    return flat.view(torch.uint8).numpy().tobytes()


def assert_same(arrived: Any, sent: Any) -> None:
    """The same type and the same value, to the bit, all the way down."""
    assert type(arrived) is type(sent)
    if isinstance(sent, torch.Tensor):
        assert (arrived.dtype, arrived.shape, arrived.requires_grad) == (sent.dtype, sent.shape, sent.requires_grad)
        assert bits(arrived) == bits(sent)
        spread = sum((size - 1) * stride for size, stride in zip(sent.shape, sent.stride(), strict=True))
        if not sent.is_conj() and (not sent.numel() or spread < 4 * sent.numel()):  # else it is made anew, without gaps
            assert arrived.stride() == sent.stride()
    elif isinstance(sent, (np.ndarray, np.generic)):
        assert (arrived.dtype, arrived.shape, arrived.tobytes()) == (sent.dtype, sent.shape, sent.tobytes())
    elif isinstance(sent, dict):
        assert_same(list(arrived.items()), list(sent.items()))
    elif isinstance(sent, (list, tuple)):
        assert len(arrived) == len(sent)
        for one, other in zip(arrived, sent, strict=True):
            assert_same(one, other)
    else:
        assert repr(arrived) == repr(sent)


@given(values)
def test_every_value_that_may_pass_arrives_as_it_was(value: Any) -> None:
    blobs: messages.Blobs = []
    message, body = across({"value": pack(value, blobs, CODEC)}, blobs)
    unpacker = Unpacker(body, CODEC)
    assert_same(unpacker.read(message["value"]), value)
    assert unpacker.at == len(body)


@given(st.lists(values, max_size=3), st.sampled_from([{1}, b"bytes", object(), range(3), len, 2**5000]))
def test_what_may_not_pass_costs_itself_alone(sent: list[Any], stranger: Any) -> None:
    blobs: messages.Blobs = []
    message, body = across({"value": pack([*sent, stranger, *sent], blobs, CODEC)}, blobs)
    arrived = Unpacker(body, CODEC).read(message["value"])
    assert isinstance(arrived.pop(len(sent)), Opaque)
    assert_same(arrived, [*sent, *sent])


# Trees that no `pack` has made


KINDS = (
    "float",
    "complex",
    "int",
    "list",
    "tuple",
    "size",
    "dict",
    "slice",
    "tensor",
    "array",
    "dtype",
    "foreign",
    "object",
    "__init__",
)
sizes = st.integers(-1, 5) | st.sampled_from([True, 2**20, 2**27, 2**31, 2**62, 2**64]) | st.none() | st.floats()
lengths = st.lists(sizes, max_size=4) | sizes
dtype_names = st.sampled_from(
    [*DTYPES, *ARRAY_DTYPES, "O", "U9", "V8", "M8[s]", "<f4,<f4", "(99999999,)f8", "qint8", "__class__", ""]
)
json_leaves = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(KINDS)
    | dtype_names
    | sizes
)
claims = st.one_of(
    st.tuples(st.just("tensor"), dtype_names, lengths, lengths, sizes, sizes).map(list),
    st.tuples(st.just("array"), dtype_names, lengths, sizes, st.booleans()).map(list),
)
any_trees = st.recursive(
    json_leaves | claims,
    lambda some: (
        st.lists(some, max_size=5)
        | st.tuples(st.sampled_from(KINDS), st.lists(some, max_size=4)).map(list)
        | st.tuples(st.just("dict"), st.lists(st.tuples(some, some).map(list), max_size=3)).map(list)
        | st.dictionaries(st.text(max_size=3), some, max_size=2)
    ),
    max_leaves=12,
)


@st.composite
def damaged(draw: st.DrawFn) -> tuple[Any, bytes]:
    """What `pack` makes of a value, with one or two parts replaced, and its bytes, which may have lost some."""
    blobs: messages.Blobs = []
    tree = copy.deepcopy(json.loads(json.dumps([pack(draw(values), blobs, CODEC)])))
    for _ in range(draw(st.integers(1, 2))):
        places = [(part, place) for part in lists_in(tree) for place in range(len(part))]
        part, place = draw(st.sampled_from(places))
        part[place] = draw(json_leaves | claims | lengths)
    body = b"".join(blobs)
    return tree[0], body[: len(body) - draw(st.integers(0, min(len(body), 9)))]


def lists_in(tree: Any) -> Iterator[list[Any]]:
    if isinstance(tree, list):
        if tree:
            yield tree
        for part in tree:
            yield from lists_in(part)


def parts_of(value: Any) -> Iterator[Any]:
    """The value and all that is in it."""
    yield value
    inside: list[Any] = []
    if isinstance(value, dict):
        inside = [*value.keys(), *value.values()]
    elif isinstance(value, (list, tuple)):
        inside = [*value]
    elif isinstance(value, slice):
        inside = [value.start, value.stop, value.step]
    for part in inside:
        yield from parts_of(part)


PLAIN = (
    type(None),
    bool,
    int,
    float,
    complex,
    str,
    list,
    tuple,
    dict,
    slice,
    torch.Size,
    torch.dtype,
    torch.Tensor,
    torch.nn.Parameter,
)


def assert_harmless(tree: Any, body: bytes) -> None:
    """Reading gives plain values or the error, and takes no more memory than came."""
    unpacker = Unpacker(memoryview(body), CODEC)
    came = len(json.dumps(tree)) + len(body)
    tracemalloc.start()
    try:
        value = unpacker.read(tree)
    except WireError as error:
        assert str(error)
        return
    finally:
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak < 100_000 + 100 * came
    assert unpacker.at <= len(body)
    parts = list(parts_of(value))
    assert all(type(part) in PLAIN or isinstance(part, (Opaque, np.ndarray, np.generic)) for part in parts)
    held = [part for part in parts if isinstance(part, torch.Tensor)]
    arrays_held = [part for part in parts if isinstance(part, (np.ndarray, np.generic))]
    assert all(array.dtype.kind in "biufc" for array in arrays_held)
    assert sum(tensor.untyped_storage().nbytes() for tensor in held) + sum(
        array.nbytes for array in arrays_held
    ) <= len(body)
    assert sum(tensor.numel() * tensor.element_size() for tensor in held) <= messages.MOST_BYTES


@given(any_trees, st.binary(max_size=80))
@example(["tensor", "uint8", [2**27], [0], 1, 0], b"x")
@example(["list", [["tensor", "uint8", [2**27], [0], 1, 0]] * 2], b"xx")
@example(["array", "|u1", [2**27], 2**27, False], b"x")
def test_any_tree_is_plain_values_or_refused(tree: Any, body: bytes) -> None:
    assert_harmless(tree, body)


@given(damaged())
def test_a_damaged_value_is_plain_values_or_refused(sent: tuple[Any, bytes]) -> None:
    assert_harmless(*sent)


# Bytes that no `send` has sent


ENCODINGS = ("utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1")
any_texts = st.text() | st.sampled_from(["\ud800", "a\udfff", "\ud83d\ude00", "\\ud800"])  # half characters, too
objects = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | any_texts,
    lambda some: st.lists(some, max_size=3) | st.dictionaries(any_texts, some, max_size=3),
    max_leaves=6,
)


def encoded(value: Any, is_ascii: bool, encoding: str) -> bytes:
    handler = "replace" if encoding == "latin-1" else "surrogatepass"
    return json.dumps(value, ensure_ascii=is_ascii).encode(encoding, handler)


json_bytes = st.builds(encoded, objects, st.booleans(), st.sampled_from(ENCODINGS))


@st.composite
def streams(draw: st.DrawFn) -> bytes:
    """A header and what follows it, right or wrong, whole or cut off."""
    text, body = draw(json_bytes | st.binary(max_size=40)), draw(st.binary(max_size=20))
    text_size = draw(st.just(len(text)) | st.integers(0, 2**32 - 1))
    body_size = draw(st.just(len(body)) | st.integers(0, 2**64 - 1))
    stream = (
        messages.HEADER.pack(draw(st.just(messages.MAGIC) | st.binary(min_size=4, max_size=4)), text_size, body_size)
        + text
        + body
    )
    return stream[: draw(st.just(len(stream)) | st.integers(0, len(stream)))]


@given(streams() | st.binary(max_size=64))
def test_any_bytes_are_a_message_or_refused(stream: bytes) -> None:
    ours, theirs = socket.socketpair()
    with theirs:
        with ours:
            ours.sendall(stream)
        tracemalloc.start()
        try:
            message, body = receive(theirs, 5.0)
        except WireError:
            return
        finally:
            _, peak = tracemalloc.get_traced_memory()
            tracemalloc.stop()
            assert peak < 2**21 + 100 * len(stream), "a claimed length takes memory"
    assert type(message) is dict
    assert bytes(body) == stream[len(stream) - len(body) :]
    json.dumps(message, ensure_ascii=False).encode("utf-8")  # it can be written to a file


@example({"text": "\ud800"}, False, "utf-8")
@example({"text": "\ud800"}, True, "utf-16-le")
@given(st.dictionaries(any_texts, objects, max_size=3), st.booleans(), st.sampled_from(ENCODINGS[:-1]))
def test_a_text_with_half_characters_arrives_whole_or_not_at_all(
    message: dict[str, Any], is_ascii: bool, encoding: str
) -> None:
    text = encoded(message, is_ascii, encoding)
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.sendall(messages.HEADER.pack(messages.MAGIC, len(text), 0) + text)
        try:
            arrived, _ = receive(theirs, 5.0)
        except WireError as error:
            assert not isinstance(error, WireClosedError)
            return
    json.dumps(arrived, ensure_ascii=False).encode("utf-8")
    assert len(arrived) <= len(message)
