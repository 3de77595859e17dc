#!/usr/bin/env python3
"""Records what PyTorch computes for every loss and optimizer, for the tests to compare with.

    /usr/bin/python3 tests/Fixtures/record.py

writes losses.safetensors and optimizers.safetensors beside itself. Inputs are floats; results are computed from them in
double, so that what a test measures is the error of NetGen alone. PyTorch 2.6 made losses.safetensors, and PyTorch 1.13 optimizers.safetensors.
"""
import inspect
import json
import os
import struct
import sys

import torch
import torch.nn.functional as F

HERE = os.path.dirname(os.path.abspath(__file__))


def save(path, tensors):
    """The safetensors format: header length, JSON header padded with spaces to 8 bytes, then the data; widest type first."""
    names = {torch.float64: "F64", torch.float32: "F32"}
    ordered = sorted(tensors.items(), key=lambda item: (-item[1].element_size(), item[0]))
    header, offset = {}, 0
    for name, tensor in ordered:
        size = tensor.numel() * tensor.element_size()
        header[name] = {"dtype": names[tensor.dtype], "shape": list(tensor.shape), "data_offsets": [offset, offset + size]}
        offset += size
    text = json.dumps(header, separators=(",", ":")).encode("utf-8")
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)))
        file.write(text)
        for _, tensor in ordered:
            file.write(tensor.contiguous().numpy().tobytes())


# Losses -----------------------------------------------------------------------------------------------------------------

IGNORED = -100
SHAPES = [(1, 1), (3, 5), (17, 10), (5, 19)]


def class_weight(classes):
    """0.5, 0.75, 1, ... as the tests compute it too."""
    return torch.tensor([0.5 + 0.25 * k for k in range(classes)], dtype=torch.float64)


def normal(generator, shape, scale=1.0):
    return (torch.randn(shape, generator=generator, dtype=torch.float64) * scale).float()


def near_error(generator, shape, kink):
    """Outputs and targets with some errors of exactly 0 and of exactly ± the kink, unless there is to be none of them."""
    targets = torch.round(normal(generator, shape, 16)) / 16
    outputs = normal(generator, shape, 1.5)
    flat, wanted = outputs.view(-1), targets.view(-1)
    exact = [] if kink is None else [0.0, kink, -kink] * flat.numel()
    for i, error in zip(range(1, flat.numel(), 4), exact):
        flat[i] = wanted[i] + error
    return outputs, targets


def probabilities(generator, shape):
    return torch.softmax(normal(generator, shape, 2).double(), 1).float()


def indices(generator, shape, ignore=False):
    drawn = torch.randint(0, shape[1], (shape[0],), generator=generator)
    if ignore:
        drawn[::3] = IGNORED
        if shape[0] == 1:
            drawn[0] = 0
    return drawn


def loss_cases():
    """name, outputs, targets as the tests get them, and the loss as a function of the outputs in double."""
    for shape in SHAPES:
        g = torch.Generator().manual_seed(1000 * shape[0] + shape[1])
        size = f"{shape[0]}x{shape[1]}"
        classes = shape[1]

        for name, kink, function in [
            ("mse", 1.0, F.mse_loss),
            ("l1", 1.0, F.l1_loss),
            ("huber", 1.0, F.huber_loss),
            ("huber_delta_0.5", 0.5, lambda x, y: F.huber_loss(x, y, delta=0.5)),
            ("smooth_l1", 1.0, F.smooth_l1_loss),
            ("smooth_l1_beta_0.25", 0.25, lambda x, y: F.smooth_l1_loss(x, y, beta=0.25)),
            # At an error of 0 PyTorch's derivative is then −1, though that of l1_loss is 0, which NetGen takes for both.
            ("smooth_l1_beta_0", None, lambda x, y: F.smooth_l1_loss(x, y, beta=0.0)),
        ]:
            outputs, targets = near_error(g, shape, kink)
            yield f"{name}/{size}", outputs, targets, lambda x, f=function, y=targets.double(): f(x, y)

        outputs = normal(g, shape, 2)
        signs = torch.sign(normal(g, shape))
        outputs.view(-1)[0] = signs.view(-1)[0]  # at the kink
        yield f"hinge/{size}", outputs, signs, lambda x, y=signs.double(): F.margin_ranking_loss(
            x, torch.zeros_like(x), y, margin=1.0)

        for name, scale in [("bce", 3.0), ("bce_far", 300.0)]:
            outputs = normal(g, shape, scale)
            hard = (normal(g, shape) > 0).float()
            soft = torch.rand(shape, generator=g)
            for kind, targets in [("hard", hard), ("soft", soft)]:
                y = targets.double()
                yield f"{name}_{kind}/{size}", outputs, targets, lambda x, y=y: F.binary_cross_entropy_with_logits(x, y)
                yield f"{name}_{kind}_weight_3/{size}", outputs, targets, lambda x, y=y: F.binary_cross_entropy_with_logits(
                    x, y, pos_weight=torch.tensor(3.0, dtype=torch.float64))
                yield f"{name}_{kind}_weights/{size}", outputs, targets, lambda x, y=y, w=class_weight(classes): (
                    F.binary_cross_entropy_with_logits(x, y, pos_weight=w))

        logs = torch.log_softmax(normal(g, shape, 2).double(), 1).float()
        targets = probabilities(g, shape)
        if classes > 1:
            targets[0, 0] = 0
            targets[0] /= targets[0].sum()
        for reduction in ["mean", "batchmean"]:
            yield f"kl_{reduction}/{size}", logs, targets, lambda x, y=targets.double(), r=reduction: F.kl_div(x, y, reduction=r)

        for weighted in [False, True]:
            for ignore in [False, True]:
                y = indices(g, shape, ignore)
                w = class_weight(classes) if weighted else None
                name = "nll" + "_weight" * weighted + "_ignore" * ignore
                yield f"{name}/{size}", logs, y.float(), lambda x, y=y, w=w: F.nll_loss(x, y, weight=w)

        for scale_name, scale in [("", 2.0), ("_far", 300.0)]:
            outputs = normal(g, shape, scale)
            for weighted in [False, True]:
                for ignore in [False, True]:
                    for smoothing in [0.0, 0.1]:
                        y = indices(g, shape, ignore)
                        w = class_weight(classes) if weighted else None
                        name = "ce" + scale_name + "_weight" * weighted + "_ignore" * ignore + "_smooth" * (smoothing > 0)
                        yield f"{name}/{size}", outputs, y.float(), lambda x, y=y, w=w, s=smoothing: F.cross_entropy(
                            x, y, weight=w, label_smoothing=s)
                for smoothing in [0.0, 0.1]:
                    targets = probabilities(g, shape)
                    w = class_weight(classes) if weighted else None
                    name = "ce_probabilities" + scale_name + "_weight" * weighted + "_smooth" * (smoothing > 0)
                    yield f"{name}/{size}", outputs, targets, lambda x, y=targets.double(), w=w, s=smoothing: F.cross_entropy(
                        x, y, weight=w, label_smoothing=s)


def record_losses():
    tensors = {}
    for name, outputs, targets, function in loss_cases():
        x = outputs.double().requires_grad_(True)
        value = function(x)
        value.backward()
        tensors[f"{name}/outputs"] = outputs
        tensors[f"{name}/targets"] = targets
        tensors[f"{name}/loss"] = value.detach().reshape(1)
        tensors[f"{name}/gradients"] = x.grad
    save(os.path.join(HERE, "losses.safetensors"), tensors)


# Optimizers -------------------------------------------------------------------------------------------------------------

STEPS = 30
PARAMETERS = 13  # one vector and a rest
SLOWER_FROM = 15  # from which step on "_schedule" variants take half the learning rate


def correct_nadam():
    """PyTorch 1.13 multiplies μₜ into the product of the next step twice, against its own documentation; version 2 does not."""
    module = sys.modules[torch.optim.NAdam.__module__]
    source = inspect.getsource(module._single_tensor_nadam)
    wrong = "mu_product * mu * mu_next"
    if wrong in source:
        exec(source.replace(wrong, "mu_product * mu_next"), module.__dict__)


def optimizer_cases():
    sgd = lambda **settings: (torch.optim.SGD, dict(dict(lr=1e-3), **settings))
    yield "sgd", *sgd()
    yield "sgd_decay", *sgd(lr=0.1, weight_decay=0.1)
    yield "sgd_momentum", *sgd(lr=0.05, momentum=0.9)
    yield "sgd_momentum_schedule", *sgd(lr=0.05, momentum=0.9)
    yield "sgd_dampening", *sgd(lr=0.05, momentum=0.9, dampening=0.5, weight_decay=0.01)
    yield "sgd_nesterov", *sgd(lr=0.05, momentum=0.9, weight_decay=0.01, nesterov=True)
    yield "adagrad", torch.optim.Adagrad, {}
    yield "adagrad_decay", torch.optim.Adagrad, dict(
        lr=0.1, lr_decay=0.05, weight_decay=0.01, initial_accumulator_value=0.1, eps=1e-6)
    yield "rmsprop", torch.optim.RMSprop, {}
    yield "rmsprop_momentum", torch.optim.RMSprop, dict(lr=0.003, alpha=0.9, momentum=0.8, weight_decay=0.01)
    yield "rmsprop_centered", torch.optim.RMSprop, dict(centered=True)
    yield "rmsprop_centered_momentum", torch.optim.RMSprop, dict(lr=0.003, alpha=0.95, eps=1e-4, momentum=0.8, centered=True)
    for name, kind in [("adam", torch.optim.Adam), ("adamw", torch.optim.AdamW)]:
        yield name, kind, {}
        yield f"{name}_schedule", kind, dict(lr=0.01)
        yield f"{name}_decay", kind, dict(lr=0.01, betas=(0.8, 0.95), eps=1e-4, weight_decay=0.1)
        yield f"{name}_amsgrad", kind, dict(lr=0.01, betas=(0.7, 0.8), amsgrad=True)
    yield "nadam", torch.optim.NAdam, {}
    yield "nadam_decay", torch.optim.NAdam, dict(lr=0.01, betas=(0.8, 0.95), eps=1e-4, weight_decay=0.1, momentum_decay=0.05)
    yield "adadelta", torch.optim.Adadelta, {}
    yield "adadelta_decay", torch.optim.Adadelta, dict(lr=0.5, rho=0.8, eps=1e-4, weight_decay=0.1)


def walk(kind, settings, slower, initial, gradients):
    parameter = initial.clone().requires_grad_(True)
    optimizer = kind([parameter], **settings)
    path = []
    for step in range(STEPS):
        if slower and step == SLOWER_FROM:
            for group in optimizer.param_groups:
                group["lr"] *= 0.5
        parameter.grad = gradients[step].clone()
        optimizer.step()
        path.append(parameter.detach().clone())
    return torch.stack(path)


def record_optimizers():
    g = torch.Generator().manual_seed(7)
    initial = normal(g, PARAMETERS)
    # Each parameter has gradients of its own size, 0.01 to 10, around a mean of its own; some are exactly 0.
    size = torch.logspace(-2, 1, PARAMETERS)
    gradients = normal(g, (STEPS, PARAMETERS)) * size + normal(g, PARAMETERS) * size
    gradients[::7, 3] = 0
    # One that is padding: zero, with zero gradients.
    initial[5] = 0
    gradients[:, 5] = 0
    correct_nadam()
    tensors = {"initial": initial, "gradients": gradients}
    for name, kind, settings in optimizer_cases():
        slower = name.endswith("_schedule")
        tensors[f"{name}/double"] = walk(kind, settings, slower, initial.double(), gradients.double())
        tensors[f"{name}/single"] = walk(kind, settings, slower, initial, gradients)
    holder = torch.zeros(PARAMETERS, requires_grad=True)
    for name, maximum in [("clip_1", 1.0), ("clip_1000", 1000.0)]:
        holder.grad = gradients[0].clone()
        norm = torch.nn.utils.clip_grad_norm_([holder], maximum)
        tensors[f"{name}/norm"] = norm.reshape(1)
        tensors[f"{name}/gradients"] = holder.grad.clone()
    holder.grad = gradients[0].clone()
    torch.nn.utils.clip_grad_value_([holder], 0.5)
    tensors["clip_value_0.5/gradients"] = holder.grad.clone()
    save(os.path.join(HERE, "optimizers.safetensors"), tensors)


if __name__ == "__main__":
    torch.use_deterministic_algorithms(True)
    record_losses()
    record_optimizers()
    for name in ["losses.safetensors", "optimizers.safetensors"]:
        print(f"{name}: {os.path.getsize(os.path.join(HERE, name))} bytes")
