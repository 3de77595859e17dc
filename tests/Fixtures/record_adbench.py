#!/usr/bin/env python3
"""Records the values and gradients of ADBench's BA, GMM and LSTM, by PyTorch in double, for the tests to compare with.

    python3 tests/Fixtures/record_adbench.py

writes adbench.json beside itself. The data sets of ADBench are not needed: the inputs are sines, which the tests compute too. PyTorch 2.6 made
the file that is committed. The functions are in tests/Benchmarks/DifferentiatedFunctions.cs.
"""
import json
import math
import os

import torch

HERE = os.path.dirname(os.path.abspath(__file__))
torch.set_default_dtype(torch.float64)


def numbers(count, kind):
    return torch.tensor([0.5 * math.sin(kind + 1.7 * i) for i in range(count)], requires_grad=True)


def reproject(camera, point, weight, feature):
    rotation, centre = camera[:3], camera[3:6]
    x = point - centre
    angle = torch.sqrt((rotation * rotation).sum())
    axis = rotation / angle
    rotated = x * torch.cos(angle) + torch.linalg.cross(axis, x) * torch.sin(angle) + axis * (axis @ x) * (1 - torch.cos(angle))
    projected = rotated[:2] / rotated[2]
    squares = (projected * projected).sum()
    distorted = projected * (1 + camera[9] * squares + camera[10] * squares * squares)
    return weight * (distorted * camera[6] + camera[7:9] - feature)


def gmm(alphas, means, factors, x, gamma, m):
    components, d = means.shape
    diagonals, sums = torch.exp(factors[:, :d]), factors[:, :d].sum(1)
    terms = []
    for k in range(components):
        lower = torch.zeros(d, d)
        place = d
        for i in range(d):
            for j in range(i + 1, d):
                e = torch.zeros(d, d)
                e[j, i] = 1
                lower = lower + factors[k, place] * e
                place += 1
        product = (x - means[k]) @ (torch.diag(diagonals[k]) + lower).T
        terms.append(alphas[k] + sums[k] - 0.5 * (product * product).sum(1))
    likelihood = torch.logsumexp(torch.stack(terms, 1), 1).sum() - len(x) * torch.logsumexp(alphas, 0)
    return likelihood + 0.5 * gamma ** 2 * ((diagonals ** 2).sum() + (factors[:, d:] ** 2).sum()) - m * sums.sum()


def lstm(parameters, extra, state, sequence):
    width = extra.shape[1]
    states = [state[i] for i in range(len(state))]
    loss = 0
    for t in range(len(sequence) - 1):
        x = sequence[t] * extra[0]
        for layer in range(len(states) // 2):
            w, b = parameters[2 * layer].view(4, width), parameters[2 * layer + 1].view(4, width)
            hidden, cell = states[2 * layer], states[2 * layer + 1]
            forget, outgate = torch.sigmoid(x * w[0] + b[0]), torch.sigmoid(x * w[2] + b[2])
            cell = cell * forget + torch.sigmoid(hidden * w[1] + b[1]) * torch.tanh(hidden * w[3] + b[3])
            hidden = outgate * torch.tanh(cell)
            states[2 * layer], states[2 * layer + 1], x = hidden, cell, hidden
        y = x * extra[1] + extra[2]
        loss = loss - (sequence[t + 1] * (y - torch.log(2 + torch.exp(y).sum()))).sum()
    return loss / ((len(sequence) - 1) * width)


def gradients(value, inputs):
    return [float(value)] + [float(g) for grad in torch.autograd.grad(value, inputs) for g in grad.flatten()]


def main():
    camera = torch.tensor([0.1, -0.2, 0.3, 0.4, 0.5, -2, 500, 320, 240, 0.01, 0.002], requires_grad=True)
    point, weight = torch.tensor([0.3, 0.2, 1.5], requires_grad=True), torch.tensor(0.9, requires_grad=True)
    error = reproject(camera, point, weight, torch.tensor([300.0, 200.0]))
    ba = [float(error[0]), float(error[1])]
    for row in range(2):
        ba += [float(g) for grad in torch.autograd.grad(error[row], (camera, point, weight), retain_graph=True) for g in grad.flatten()]
    a, m, f, x = numbers(4, 1), numbers(12, 2), numbers(24, 3), numbers(18, 4)
    p, e, s, q = numbers(4 * 20, 5), numbers(15, 6), numbers(20, 7), numbers(30, 8)
    recorded = {
        "ba": ba,
        "gmm": gradients(gmm(a, m.view(4, 3), f.view(4, 6), x.view(6, 3).detach(), 1.5, 2), (a, m, f)),
        "lstm": gradients(lstm(p.view(4, 20), e.view(3, 5), s.view(4, 5).detach(), q.view(6, 5).detach()), (p, e)),
    }
    with open(os.path.join(HERE, "adbench.json"), "w") as file:
        json.dump(recorded, file, indent=1)
        file.write("\n")


main()
