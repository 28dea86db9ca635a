"""What answers do with models, as the labs on training and on looking inside ask for it: the same in one kernel and in
the exam, for a right answer and for wrong ones.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from autograder.exam.engines import close_engines
from tests.exam.test_given_functions import at_home
from tests.exam.test_proxy import told

MODEL = """
from collections import OrderedDict
torch.manual_seed(7)
model = nn.Sequential(OrderedDict(
    conv=nn.Conv2d(1, 3, 3), norm=nn.BatchNorm2d(3), relu=nn.ReLU(inplace=True), pool=nn.AdaptiveAvgPool2d(1),
    flat=nn.Flatten(), drop=nn.Dropout(0.5), last=nn.Linear(3, 4)))
X, y = torch.randn(6, 1, 7, 8), torch.tensor([0, 1, 2, 3, 0, 1])
with torch.no_grad():
    model(X)
"""


@pytest.fixture(scope="module", autouse=True)
def closed() -> Iterator[None]:
    """One engine for the module: the first exam starts it."""
    yield
    close_engines()


def held(answers: dict[str, str], test: str) -> dict[str, str]:
    """What comes of each answer, without the reason: that names numbers which a wrong answer has drawn."""
    outcomes = {name: told(answer, MODEL + test)[0].split(":")[0] for name, answer in answers.items()}
    assert {name: at_home(answer, MODEL + test).split(":")[0] for name, answer in answers.items()} == outcomes
    return outcomes


CAPTURE = """
def answer(model, name, X):
    kept = []
    hook = model.get_submodule(name).register_forward_hook(lambda layer, args, out: kept.append({KEPT}))
    mode = model.training
    model.eval()
    model(X)
    {END}
    return kept[{WHICH}]
"""


def captured(kept: str = "out.clone()", end: str = "hook.remove(); model.train(mode)", which: str = "0") -> str:
    return CAPTURE.replace("{KEPT}", kept).replace("{END}", end).replace("{WHICH}", which)


def test_an_activation_is_captured_and_what_is_left_behind_is_seen() -> None:
    answers = {
        "right": captured(),
        "the hook stays": captured(end="model.train(mode)"),
        "the mode stays": captured(end="hook.remove()"),
        "detached": captured("out.detach().clone()"),
        "overwritten": captured("out"),
    }
    test = """
A = answer(model, "norm", X)
assert model.training and all(part.training for part in model.modules())
assert not any(part._forward_hooks for part in model.modules())
model.eval()
expected = model.norm(model.conv(X))
expect_close(A, expected)
assert A.requires_grad
A.square().sum().backward()
grad = model.conv.weight.grad.clone()
model.zero_grad()
expected.square().sum().backward()
expect_close(grad, model.conv.weight.grad)"""
    assert held(answers, test) == {"right": "passed", **dict.fromkeys(list(answers)[1:], "failed")}


def test_a_saliency_leaves_no_gradients_behind() -> None:
    right = """
def answer(model, X, y):
    X = X.clone().requires_grad_()
    scores = model(X).gather(1, y[:, None]).sum()
    return torch.autograd.grad(scores, X)[0].abs().amax(1)"""
    backward = right.replace("torch.autograd.grad(scores, X)[0]", "(scores.backward(), X.grad)[1]")
    on_x = backward.replace("X.clone().requires_grad_()", "X.requires_grad_()")
    test = """
model.eval()
plain = X.clone()
M = answer(model, X, y)
Z = plain.clone().requires_grad_()
model(Z).gather(1, y[:, None]).sum().backward()
expect_close(M, Z.grad.abs().amax(1))
model.zero_grad()
answer(model, X, y)
assert all(value.grad is None for value in model.parameters())
assert not X.requires_grad and X.grad is None"""
    outcomes = held({"right": right, "backward": backward, "on X": on_x}, test)
    assert outcomes == {"right": "passed", "backward": "failed", "on X": "failed"}


def test_gradients_of_the_parameters_that_stay_are_seen() -> None:
    backward = "def answer(model, X):\n    model(X).sum().backward()"
    test = "answer(model, X)\nassert all(value.grad is None for value in model.parameters())"
    assert held({"": backward}, test) == {"": "failed"}


def test_a_model_is_evaluated_in_its_mode_without_a_graph() -> None:
    right = """
def answer(model, X, y, batch_size):
    mode, loss, hits = model.training, 0.0, 0
    model.eval()
    with torch.no_grad():
        for start in range(0, len(X), batch_size):
            scores, classes = model(X[start : start + batch_size]), y[start : start + batch_size]
            loss += F.cross_entropy(scores, classes, reduction="sum").item()
            hits += int((scores.argmax(1) == classes).sum())
    model.train(mode)
    return loss / len(X), hits / len(X)"""
    answers = {
        "right": right,
        "train mode": right.replace("    model.eval()\n", ""),
        "mode not restored": right.replace("    model.train(mode)\n", ""),
        "always trains": right.replace("model.train(mode)", "model.train()"),
        "a tensor": right.replace(".item()", ""),
    }
    test = """
for mode in (True, False):
    model.train(mode)
    loss, accuracy = answer(model, X, y, 4)
    assert model.training is mode
    model.eval()
    assert type(loss) is float
    expect_close(torch.tensor(loss), F.cross_entropy(model(X), y).detach())
    assert abs(accuracy - (model(X).argmax(1) == y).double().mean()) < 1e-6"""
    assert held(answers, test) == {"right": "passed", **dict.fromkeys(list(answers)[1:], "failed")}


def test_a_model_learns_and_its_history_is_made_of_floats() -> None:
    right = """
def answer(model, X, y, epochs, batch_size, lr, generator):
    step, losses = torch.optim.Adam(model.parameters(), lr=lr), []
    model.train()
    for _ in range(epochs):
        total = 0.0
        for batch in torch.randperm(len(X), generator=generator).split(batch_size):
            step.zero_grad()
            loss = F.cross_entropy(model(X[batch]), y[batch])
            loss.backward()
            step.step()
            total += loss.item() * len(batch)
        losses.append(total / len(X))
    return losses"""
    answers = {
        "right": right,
        "accumulated": right.replace("            step.zero_grad()\n", ""),
        "no step": right.replace("            step.step()\n", ""),
        "left in eval": right.replace("    return losses", "    model.eval()\n    return losses"),
        "tensors": right.replace("loss.item()", "loss.detach()"),
        "its own order": right.replace(", generator=generator", ""),
    }
    test = """
model = nn.Sequential(nn.Flatten(), nn.Linear(56, 4))
generator, batches = (torch.Generator().manual_seed(3) for _ in range(2))
weight = model[1].weight
weight.grad = torch.ones(4, 56)
other = copy.deepcopy(model)
losses = answer(model, X, y, 2, 4, 0.01, generator)
assert model.training and model[1].weight is weight
step = torch.optim.Adam(other.parameters(), lr=0.01)
for _ in range(2):
    for batch in torch.randperm(6, generator=batches).split(4):
        step.zero_grad()
        F.cross_entropy(other(X[batch]), y[batch]).backward()
        step.step()
expect_close(weight, other[1].weight)
assert [type(loss) for loss in losses] == [float, float]
assert torch.equal(generator.get_state(), batches.get_state())"""
    assert held(answers, test) == {"right": "passed", **dict.fromkeys(list(answers)[1:], "failed")}


def test_a_batch_norm_is_folded_into_a_convolution_of_its_own() -> None:
    right = """
def answer(conv, norm):
    scale = norm.weight / torch.sqrt(norm.running_var + norm.eps)
    new = copy.deepcopy(conv)
    new.weight = nn.Parameter(conv.weight * scale[:, None, None, None])
    new.bias = nn.Parameter((conv.bias - norm.running_mean) * scale + norm.bias)
    return new"""
    answers = {
        "right": right,
        "in place": right.replace("copy.deepcopy(conv)", "conv"),
        "no eps": right.replace(" + norm.eps", ""),
        "the same": "def answer(conv, norm):\n    return conv",
    }
    test = """
model.norm.running_var.mul_(0.01).add_(1e-6)
model.eval()
before = model.conv.weight.clone()
folded = answer(model.conv, model.norm)
assert torch.equal(model.conv.weight, before)
expect_close(folded(X), model.norm(model.conv(X)))"""
    assert held(answers, test) == {"right": "passed", **dict.fromkeys(list(answers)[1:], "failed")}


def test_a_sick_model_is_told_from_a_well_one() -> None:
    answer = """
def answer(model, X, y):
    model.zero_grad()
    F.cross_entropy(model(X), y).backward()
    reached = {name: value.grad is not None and bool(value.grad.any()) for name, value in model.named_parameters()}
    model.zero_grad()
    return {"reached": reached, "softmax": any(isinstance(part, nn.Softmax) for part in model.modules())}"""
    test = """
model.drop.p = 0.0
well = answer(model, X, y)
assert all(well["reached"].values()) and not well["softmax"]
model.conv.weight.requires_grad_(False)
assert answer(model, X, y)["reached"]["conv.weight"] is False
model.add_module("soft", nn.Softmax(1))
assert answer(model, X, y)["softmax"]
with torch.no_grad():
    model.norm.bias.fill_(-100.0)
assert not any(value for name, value in answer(model, X, y)["reached"].items() if name.startswith("norm"))"""
    assert held({"": answer}, test) == {"": "passed"}


def test_the_field_of_a_model_is_measured_on_a_copy_of_it() -> None:
    answer = """
def answer(model, size):
    model = copy.deepcopy(model)
    for value in model.parameters():
        value.data = value.data.abs() + 0.1
    X = torch.ones(1, 1, *size, requires_grad=True)
    Y = model(X)
    Y[0, 0, Y.shape[2] // 2, Y.shape[3] // 2].backward()
    rows, columns = X.grad[0, 0].nonzero().t()
    return rows.min().item(), rows.max().item(), columns.min().item(), columns.max().item()"""
    test = """
model = nn.Sequential(nn.Conv2d(1, 2, 3), nn.MaxPool2d(1), nn.Conv2d(2, 1, (3, 5)))
before = [value.clone() for value in model.parameters()]
assert answer(model, (11, 13)) == (3, 7, 3, 9)
assert all(torch.equal(*pair) for pair in zip(before, model.parameters()))"""
    assert held({"": answer}, test) == {"": "passed"}
