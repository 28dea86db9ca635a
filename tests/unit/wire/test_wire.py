"""What passes between examiner and candidate arrives as it was; what may not pass is refused, however it is claimed."""

from __future__ import annotations

import json
import math
import socket
import threading
from collections import OrderedDict, UserDict, namedtuple
from collections.abc import Iterator
from enum import IntEnum
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import torch

from autograder.course.codec import Codec
from autograder.exam.wire import messages, values
from autograder.exam.wire.messages import WireClosedError, WireError, WireTimeoutError, receive, send
from autograder.exam.wire.values import Opaque, Unpacker, pack
from cnngrading.codec import TensorCodec
from cnngrading.tensors import DTYPES as KNOWN
from cnnlab.probing import outcomes

CODEC = TensorCodec()


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    ours, theirs = socket.socketpair()
    yield ours, theirs
    ours.close()
    theirs.close()


def sent(value: Any) -> Any:
    """`value` after a trip: packed, through JSON and bytes, unpacked."""
    blobs: messages.Blobs = []
    tree = json.loads(json.dumps(pack(value, blobs, CODEC)))
    return Unpacker(memoryview(b"".join(blobs)), CODEC).read(tree)


# Plain values


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        False,
        0,
        -1,
        2**53,
        -(2**53),
        2**64 + 1,
        -(3**200),
        0.0,
        -0.0,
        0.1,
        5e-324,
        1.7976931348623157e308,
        math.inf,
        -math.inf,
        1j,
        complex(-0.0, math.inf),
        "",
        "ärger 🎓 \x00 \n",
        [],
        (),
        {},
        [1, (2.5, [None, "three"]), {"four": (4,)}],
        {1: "int", "1": "str", None: "none", (1, 2): "pair", 2.5: "float", False: "no"},
        Fraction(41, 288),
        Fraction(-(3**90), 2**70),
        slice(None),
        slice(1, -1, 2),
        (slice(0, 2), slice(None, None, -1)),
        torch.float32,
        torch.bfloat16,
    ],
    ids=repr,
)
def test_a_plain_value_arrives_as_it_was(value: Any) -> None:
    arrived = sent(value)
    assert type(arrived) is type(value)
    assert repr(arrived) == repr(value)


@pytest.mark.parametrize("bits", [0x7FF8000000000000, 0x7FF8000000000001, 0xFFF8DEADBEEF0000])
def test_not_a_number_keeps_its_payload_in_an_array(bits: int) -> None:
    array = np.array([bits], dtype=np.uint64).view(np.float64)
    assert sent(array).view(np.uint64)[0] == bits
    assert sent(torch.from_numpy(array)).view(torch.int64).item() % 2**64 == bits
    assert math.isnan(sent(float(array[0])))


@pytest.mark.parametrize("value", [torch.ones(2), torch.Size([2]), torch.float32, np.ones(2), np.float64(2)], ids=repr)
def test_only_a_subjects_codec_carries_what_is_not_pythons_own(value: Any) -> None:
    blobs: messages.Blobs = []
    tree = pack([value], blobs, Codec())
    assert (tree, blobs) == (["list", [["foreign", type(value).__name__]]], [])
    with pytest.raises(WireError, match="unknown kind"):
        Unpacker(memoryview(b""), Codec()).read(pack(value, [], CODEC))


def test_a_dict_keeps_its_order() -> None:
    assert list(sent({"b": 1, "a": 2})) == ["b", "a"]
    assert list(sent(OrderedDict(z=1, y=2)).items()) == [("z", 1), ("y", 2)]


def test_a_size_arrives_as_a_size() -> None:
    assert type(sent(torch.ones(2, 3).shape)) is torch.Size
    assert sent([torch.Size([])]) == [torch.Size([])]


# Tensors


DTYPES = [getattr(torch, name) for name in KNOWN]


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
@pytest.mark.parametrize("shape", [(), (1,), (0,), (3, 0, 2), (2, 3), (2, 1, 3, 2)], ids=str)
def test_a_tensor_of_each_dtype_and_shape_arrives_as_it_was(dtype: torch.dtype, shape: tuple[int, ...]) -> None:
    tensor = (torch.arange(math.prod(shape)).reshape(shape) - 2).to(dtype)
    arrived = sent(tensor)
    assert (type(arrived), arrived.dtype, arrived.shape, arrived.stride()) == (
        torch.Tensor,
        dtype,
        tensor.shape,
        tensor.stride(),
    )
    assert torch.equal(arrived, tensor)


@pytest.mark.parametrize(
    "view",
    [
        lambda x: x.t(),
        lambda x: x[:, 1:3],
        lambda x: x[::2],
        lambda x: x.unsqueeze(1).expand(4, 3, 6),
        lambda x: x.unfold(0, 2, 1),
        lambda x: x[2:3, 3:4],
    ],
    ids=["transposed", "columns", "every other", "expanded", "unfolded", "one"],
)
def test_strides_are_kept(view: Any) -> None:
    tensor = view(torch.arange(24.0).reshape(4, 6))
    arrived = sent(tensor)
    assert arrived.stride() == tensor.stride()
    assert torch.equal(arrived, tensor)


def test_a_view_of_little_in_much_memory_takes_the_little_with_it() -> None:
    blobs: messages.Blobs = []
    tree = pack(torch.zeros(1000, 1000)[::999, ::999], blobs, CODEC)
    assert sum(map(len, blobs)) == 4 * 4
    assert Unpacker(memoryview(b"".join(blobs)), CODEC).read(tree).shape == (2, 2)


def test_lazy_conjugates_and_negatives_arrive_as_values() -> None:
    tensor = torch.tensor([1 + 2j, 3 - 4j])
    assert torch.equal(sent(tensor.conj()), torch.tensor([1 - 2j, 3 + 4j]))
    assert torch.equal(sent(tensor.conj().imag), torch.tensor([-2.0, 4.0]))


def test_gradients_parameters_and_graphs_are_told() -> None:
    assert sent(torch.ones(2, requires_grad=True)).requires_grad
    assert not sent(torch.ones(2)).requires_grad
    parameter = sent(torch.nn.Parameter(torch.ones(2), requires_grad=False))
    assert type(parameter) is torch.nn.Parameter
    assert not parameter.requires_grad
    product = sent(torch.ones(2, requires_grad=True) * 2)
    assert product.requires_grad and product.grad_fn is None


def test_a_received_tensor_has_memory_of_its_own_that_can_be_written() -> None:
    tensor = torch.zeros(3)
    arrived = sent(tensor)
    arrived += 1
    assert tensor.sum() == 0


class Loud(torch.Tensor):
    @classmethod
    def __torch_function__(cls, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        return super().__torch_function__(func, types, args, kwargs or {})

    def __eq__(self, other: object) -> Any:
        return torch.ones(self.shape, dtype=torch.bool)


def test_a_tensor_subclass_arrives_as_a_plain_tensor() -> None:
    arrived = sent(torch.zeros(2).as_subclass(Loud))
    assert type(arrived) is torch.Tensor
    assert not (arrived == 1).any()


def test_a_sparse_tensor_arrives_as_the_dense_one() -> None:
    assert torch.equal(sent(torch.eye(3).to_sparse()), torch.eye(3))


def test_a_tensor_that_is_not_in_memory_arrives_as_opaque() -> None:
    arrived = sent(torch.ones(2, device="meta"))
    assert isinstance(arrived, Opaque)
    assert "tensor" in arrived.kind


# Arrays


@pytest.mark.parametrize("dtype", ["?", "i1", "<i8", ">i4", "u2", "f2", "<f4", ">f8", "c8", "c16"])
@pytest.mark.parametrize("shape", [(), (0,), (2, 3), (2, 0)], ids=str)
def test_an_array_of_each_dtype_arrives_as_it_was(dtype: str, shape: tuple[int, ...]) -> None:
    array = np.arange(math.prod(shape)).reshape(shape).astype(dtype)
    arrived = sent(array)
    assert (type(arrived), arrived.dtype, arrived.shape) == (np.ndarray, array.dtype, array.shape)
    assert np.array_equal(arrived, array)


def test_a_numpy_number_arrives_as_one() -> None:
    assert type(sent(np.float32(0.1))) is np.float32
    assert type(sent(np.bool_(True))) is np.bool_
    assert sent(np.int64(-7)) == -7


@pytest.mark.parametrize(
    "array", [np.array([object()]), np.array(["text"]), np.array(["2026-01-01"], dtype="M8[D]"), np.zeros(1, "i4,f4")]
)
def test_an_array_of_anything_but_numbers_arrives_as_opaque(array: Any) -> None:
    assert isinstance(sent(array), Opaque)


# What is no plain value


class Seven(float):
    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = float.__hash__


class Word(str):
    pass


class Many(list):  # type: ignore[type-arg]
    pass


class Colour(IntEnum):
    RED = 1


class Equal:
    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = None  # type: ignore[assignment]


@pytest.mark.parametrize(
    "value",
    [
        Seven(7),
        Word("w"),
        Many([1]),
        Colour.RED,
        Equal(),
        object(),
        {1, 2},
        b"bytes",
        namedtuple("P", "x")(1),
        UserDict(a=1),
        range(3),
        ...,
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_subclass_or_another_object_arrives_as_opaque_and_cannot_be_compared(value: Any) -> None:
    for arrived in (sent(value), sent([value])[0]):
        assert isinstance(arrived, Opaque)
        assert type(arrived).__name__ == arrived.kind == type(value).__name__
        for other in (arrived, 7, "w", None):
            with pytest.raises(TypeError, match="cannot be checked here"):
                assert arrived == other
            with pytest.raises(TypeError, match="cannot be checked here"):
                assert other != arrived
        with pytest.raises(TypeError, match="cannot be checked here"):
            bool(arrived)


def test_a_type_with_a_hostile_name_is_a_name_only() -> None:
    hostile = type("X\n__import__('os') " + "y" * 100, (), {})()
    arrived = sent(hostile)
    assert type(arrived).__name__.isidentifier()
    assert len(type(arrived).__name__) <= 40
    assert len(arrived.kind) <= 80


def test_an_integer_of_over_a_thousand_digits_arrives_as_opaque() -> None:
    assert sent(16**997) == 16**997
    assert isinstance(sent(16**1000), Opaque)


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (16**1000, "int of over a thousand digits"),
        (torch.ones(2, device="meta"), "meta torch.strided float32 tensor"),
        ({1}, "set"),
    ],
    ids=["int", "tensor", "set"],
)
def test_a_probe_is_told_the_whole_name_under_which_a_value_was_sent(value: Any, name: str) -> None:
    assert outcomes.read(sent(value)) == ("foreign", name)
    assert outcomes.read([sent(value)]) == ("list", 1, (("foreign", name),))


def test_a_probe_is_told_no_control_characters_or_markup_of_a_types_name() -> None:
    assert outcomes.read(sent(type("<b>evil\n\x1b[2J", (), {})())) == ("foreign", "bevil2J")


def test_a_list_that_holds_itself_ends() -> None:
    value: list[Any] = []
    value.append(value)
    with pytest.raises(WireError, match="nested too deeply"):
        sent(value)


@pytest.mark.parametrize("special", [lambda value, blobs: ["object", 5], lambda value, blobs: None])
def test_special_is_asked_about_what_is_not_plain(special: Any) -> None:
    tree = pack([1, object()], [], CODEC, special)
    assert tree == ["list", [1, special(None, None) or ["foreign", "object"]]]


# What a hostile sender may claim


def read(tree: Any, body: bytes = b"") -> Any:
    return Unpacker(memoryview(body), CODEC).read(tree)


FOUR = b"\0" * 16


@pytest.mark.parametrize(
    "tree",
    [
        ["tensor", "float32", [4], [1], 12, 0],
        ["tensor", "float32", [5], [1], 20, 0],
        ["tensor", "float32", [4], [2], 16, 0],
        ["tensor", "float32", [-4], [1], 16, 0],
        ["tensor", "float32", [4], [-1], 16, 0],
        ["tensor", "float32", [4.0], [1], 16, 0],
        ["tensor", "float32", [True], [1], 4, 0],
        ["tensor", "float32", ["4"], [1], 16, 0],
        ["tensor", "float32", [4], [1, 1], 16, 0],
        ["tensor", "float32", [4, 1], [1], 16, 0],
        ["tensor", "float32", 4, 1, 16, 0],
        ["tensor", "float32", [4], [1], -16, 0],
        ["tensor", "float32", [4], [1], "16", 0],
        ["tensor", "float32", [4], [1], 16.0, 0],
        ["tensor", "float32", [2**62, 2**62], [0, 0], 4, 0],
        ["tensor", "float32", [2**40], [0], 4, 0],
        ["tensor", "float32", [1] * 17, [1] * 17, 4, 0],
        ["tensor", "qint8", [4], [1], 4, 0],
        ["tensor", "__class__", [4], [1], 4, 0],
        ["tensor", ["float32"], [4], [1], 16, 0],
        ["tensor", "float32", [4], [1], 16],
        ["tensor", "float32", [4], [1], 16, "flags"],
        ["tensor"],
        ["array", "<f4", [5], 20, False],
        ["array", "<f4", [4], 12, False],
        ["array", "<f4", [-4], 16, False],
        ["array", "<f4", [2**40, 2**40], 16, False],
        ["array", "O", [2], 16, False],
        ["array", "V16", [1], 16, False],
        ["array", "U4", [1], 16, False],
        ["array", "i4,f4", [2], 16, False],
        ["array", "<f4" * 1000, [4], 16, False],
        ["array", {"names": ["a"], "formats": ["O"]}, [2], 16, False],
        ["float", "seven"],
        ["float", 7],
        ["float"],
        ["complex", "0x1p0"],
        ["int", "f" * 2000],
        ["int", "0x"],
        ["int", 5],
        ["list", 5],
        ["list", None],
        ["dict", [[1]]],
        ["dict", [[["list", []], 1]]],
        ["dict", {"a": 1}],
        ["slice", 1, 2, 3, 4],
        ["dtype", "qint8"],
        ["size", [["float", "0x1p0"]]],
        ["size", ["a"]],
        ["pickle", "gASVAAAAAAAAAIwF"],
        ["object", 5],
        ["__reduce__"],
        [],
        [5],
        [["list"]],
        {"list": []},
        1.5,
    ],
    ids=lambda tree: json.dumps(tree)[:60],
)
def test_a_claim_that_does_not_fit_is_refused(tree: Any) -> None:
    with pytest.raises(WireError):
        read(tree, FOUR)
    with pytest.raises(WireError):
        read(["list", [tree]], FOUR)


def test_two_values_cannot_claim_the_same_bytes() -> None:
    tensor = ["tensor", "float32", [4], [1], 16, 0]
    assert read(tensor, FOUR).shape == (4,)
    with pytest.raises(WireError, match="more bytes announced than sent"):
        read(["list", [tensor, tensor]], FOUR)


def test_a_value_nested_too_deeply_is_refused() -> None:
    tree: Any = None
    for _ in range(values.MOST_DEPTH):
        tree = ["list", [tree]]
    assert read(tree) == sent(read(tree))
    with pytest.raises(WireError, match="nested too deeply"):
        read(["list", [tree]])


# Messages


def test_a_message_arrives_with_its_bytes(pair: tuple[socket.socket, socket.socket]) -> None:
    send(pair[0], {"op": "value", "n": [1, None]}, [b"abc", b"", b"de"])
    message, body = receive(pair[1])
    assert message == {"op": "value", "n": [1, None]}
    assert bytes(body) == b"abcde"


def test_messages_come_one_by_one(pair: tuple[socket.socket, socket.socket]) -> None:
    for number in range(3):
        send(pair[0], {"n": number}, [bytes([number])])
    assert [receive(pair[1])[0]["n"] for _ in range(3)] == [0, 1, 2]


@pytest.mark.parametrize(
    "data",
    [
        messages.HEADER.pack(b"exan", 2, 0) + b"{}",
        messages.HEADER.pack(messages.MAGIC, messages.MOST_JSON + 1, 0),
        messages.HEADER.pack(messages.MAGIC, 2, messages.MOST_BYTES + 1) + b"{}",
        messages.HEADER.pack(messages.MAGIC, 2**32 - 1, 2**64 - 1),
        messages.HEADER.pack(messages.MAGIC, 3, 0) + b"{]}",
        messages.HEADER.pack(messages.MAGIC, 2, 0) + b"[]",
        messages.HEADER.pack(messages.MAGIC, 0, 0),
        messages.HEADER.pack(messages.MAGIC, 4, 0) + b"\xff\xfe\xfd\xfc",
        messages.HEADER.pack(messages.MAGIC, 13, 0) + b'{"a": "\xed\xa0\x80"}'.ljust(13),
        messages.HEADER.pack(messages.MAGIC, 30, 0) + '{"a": "\\ud800"}'.encode("utf-16-le"),
        messages.HEADER.pack(messages.MAGIC, 200_000, 0) + b"[" * 200_000,
        b"HTTP/1.1 200 OK\r\n\r\n",
    ],
    ids=[
        "magic",
        "json size",
        "body size",
        "both sizes",
        "no json",
        "no object",
        "empty",
        "no utf-8",
        "half a character",
        "utf-16",
        "deep",
        "http",
    ],
)
def test_what_is_no_message_is_refused(pair: tuple[socket.socket, socket.socket], data: bytes) -> None:
    threading.Thread(target=pair[0].sendall, args=(data,), daemon=True).start()
    with pytest.raises(WireError) as refused:
        receive(pair[1], 5.0)
    assert not isinstance(refused.value, (WireTimeoutError, WireClosedError))


def test_a_length_that_is_only_claimed_costs_no_memory_and_no_patience(
    pair: tuple[socket.socket, socket.socket],
) -> None:
    pair[0].sendall(messages.HEADER.pack(messages.MAGIC, 2, messages.MOST_BYTES) + b"{}" + b"x" * 100)
    with pytest.raises(WireTimeoutError):
        receive(pair[1], 0.1)
    pair[0].close()
    with pytest.raises(WireClosedError):
        receive(pair[1], 0.1)


def test_who_sends_byte_by_byte_gains_no_time(pair: tuple[socket.socket, socket.socket]) -> None:
    stop = threading.Event()

    def drip() -> None:
        for byte in messages.HEADER.pack(messages.MAGIC, 1000, 0) + b" " * 1000:
            if stop.wait(0.05):
                return
            pair[0].send(bytes([byte]))

    thread = threading.Thread(target=drip)
    thread.start()
    with pytest.raises(WireTimeoutError):
        receive(pair[1], 0.3)
    stop.set()
    thread.join()


def test_a_closed_connection_is_told_on_both_ends(pair: tuple[socket.socket, socket.socket]) -> None:
    pair[0].close()
    with pytest.raises(WireClosedError):
        receive(pair[1])
    with pytest.raises(WireClosedError):
        send(pair[1], {}, [b"x" * 2**20])


def test_a_message_that_is_too_large_is_not_sent(pair: tuple[socket.socket, socket.socket]) -> None:
    with pytest.raises(WireError, match="too large to send"):
        send(pair[0], {"text": "x" * messages.MOST_JSON}, [])
    send(pair[0], {"op": "still here"}, [])
    assert receive(pair[1])[0] == {"op": "still here"}
