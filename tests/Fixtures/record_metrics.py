#!/usr/bin/env python3
"""Records what scikit-learn computes for every metric, for the tests to compare with.

    /usr/bin/python3 tests/Fixtures/record_metrics.py

writes metrics.safetensors beside itself. For each case there are its outputs, targets and weights in float, and the values in double, with and
without weights: "multi/roc_auc/macro" and "multi/roc_auc/macro/weights". scikit-learn 1.2.1 made metrics.safetensors.
"""
import json
import os
import struct

import numpy as np
from sklearn import metrics as m
from sklearn.preprocessing import label_binarize

HERE = os.path.dirname(os.path.abspath(__file__))
AVERAGES = ("macro", "micro", "weighted")
tensors = {}


def save(path):
    """The safetensors format: header length, JSON header padded with spaces to 8 bytes, then the data; widest type first."""
    names = {"float64": "F64", "float32": "F32"}
    ordered = sorted(tensors.items(), key=lambda item: (-item[1].itemsize, item[0]))
    header, offset = {}, 0
    for name, tensor in ordered:
        header[name] = {"dtype": names[tensor.dtype.name], "shape": list(tensor.shape), "data_offsets": [offset, offset + tensor.nbytes]}
        offset += tensor.nbytes
    text = json.dumps(header, separators=(",", ":")).encode("utf-8")
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + b"".join(np.ascontiguousarray(tensor).tobytes() for _, tensor in ordered))


def case(name, outputs, targets, weights):
    tensors[f"{name}/outputs"] = outputs.astype(np.float32)
    tensors[f"{name}/targets"] = targets.astype(np.float32)
    tensors[f"{name}/weights"] = weights.astype(np.float32)

    def record(metric, function):
        tensors[f"{name}/{metric}"] = np.array([function(None)], np.float64)
        tensors[f"{name}/{metric}/weights"] = np.array([function(weights.astype(np.float64))], np.float64)

    return record


def draw_weights(random, count):
    """Multiples of 1/4, some of them 0."""
    return random.integers(0, 9, count) / 4.0


def pr_auc(targets, scores, weights):
    precision, recall, _ = m.precision_recall_curve(targets, scores, sample_weight=weights)
    return m.auc(recall, precision)


def average(values, supports, kind):
    return np.average(values, weights=None if kind == "macro" else supports)


def rates(record, targets, predicted, averages):
    for kind in averages:
        for name, function in (("precision", m.precision_score), ("recall", m.recall_score), ("f1", m.f1_score)):
            record(f"{name}/{kind}", lambda weights: function(targets, predicted, average=kind, sample_weight=weights, zero_division=0))


def decisions(record, targets, predicted):
    record("accuracy", lambda weights: m.accuracy_score(targets, predicted, sample_weight=weights))
    record("balanced_accuracy", lambda weights: m.balanced_accuracy_score(targets, predicted, sample_weight=weights))
    record("matthews", lambda weights: m.matthews_corrcoef(targets, predicted, sample_weight=weights))


def binary(random, name, two_outputs):
    # Logits in steps of a quarter, so that many scores are tied.
    count = 300
    targets = random.integers(0, 2, count)
    logits = np.round((random.normal(size=count) + 0.8 * (2 * targets - 1)) * 4) / 4
    if two_outputs:
        # The difference is the logit; the sum says nothing.
        sums = random.integers(-8, 9, count) / 4.0
        outputs = np.stack([(sums - logits) / 2, (sums + logits) / 2], axis=1)
    else:
        outputs = logits[:, None]
    record = case(name, outputs, targets, draw_weights(random, count))
    predicted = (logits > 0).astype(int)
    probability = 1 / (1 + np.exp(-logits))
    record("roc_auc/macro", lambda weights: m.roc_auc_score(targets, logits, sample_weight=weights))
    record("average_precision/macro", lambda weights: m.average_precision_score(targets, logits, sample_weight=weights))
    record("pr_auc/macro", lambda weights: pr_auc(targets, logits, weights))
    record("log_loss", lambda weights: m.log_loss(targets, probability, sample_weight=weights))
    rates(record, targets, predicted, ("binary",) + AVERAGES)
    decisions(record, targets, predicted)


def one_against_rest(record, targets, scores, classes):
    onehot = label_binarize(targets, classes=range(classes))
    for kind in AVERAGES:
        record(f"roc_auc/{kind}", lambda weights: m.roc_auc_score(onehot, scores, average=kind, sample_weight=weights))
        record(f"average_precision/{kind}", lambda weights: m.average_precision_score(onehot, scores, average=kind, sample_weight=weights))
    # There is no function for it: the average of the classes by hand.
    for kind in ("macro", "weighted"):
        def value(weights):
            each = [pr_auc(onehot[:, k], scores[:, k], weights) for k in range(classes)]
            return average(each, np.average(onehot, axis=0, weights=weights), kind)
        record(f"pr_auc/{kind}", value)


def multi(random):
    # Probabilities in steps of 1/64, none of them 0.
    count, classes = 400, 5
    targets = random.choice(classes, count, p=[0.4, 0.3, 0.15, 0.1, 0.05])
    outputs = np.empty((count, classes))
    for i, target in enumerate(targets):
        share = random.dirichlet(np.ones(classes) + 1.5 * (np.arange(classes) == target))
        outputs[i] = (1 + random.multinomial(64 - classes, share)) / 64
    record = case("multi", outputs, targets, draw_weights(random, count))
    one_against_rest(record, targets, outputs, classes)
    for kind in ("macro", "weighted"):
        check = m.roc_auc_score(targets, outputs, multi_class="ovr", average=kind)
        assert abs(check - tensors[f"multi/roc_auc/{kind}"][0]) < 1e-12
    predicted = outputs.argmax(axis=1)
    record("log_loss", lambda weights: m.log_loss(targets, outputs, sample_weight=weights))
    rates(record, targets, predicted, AVERAGES)
    decisions(record, targets, predicted)


def logits(random):
    count, classes = 250, 4
    targets = random.integers(0, classes, count)
    outputs = (random.normal(size=(count, classes)) * 1.5 + 1.2 * np.eye(classes)[targets]).astype(np.float32).astype(np.float64)
    record = case("logits", outputs, targets, draw_weights(random, count))
    exponentials = np.exp(outputs - outputs.max(axis=1, keepdims=True))
    probabilities = exponentials / exponentials.sum(axis=1, keepdims=True)
    one_against_rest(record, targets, probabilities, classes)
    record("log_loss", lambda weights: m.log_loss(targets, probabilities, sample_weight=weights))
    for k in (1, 2, 3):
        record(f"top_k/{k}", lambda weights: m.top_k_accuracy_score(targets, outputs, k=k, sample_weight=weights))


def rare(random):
    """A class that is never predicted, one that is never there, and one that occurs nowhere."""
    count, classes = 60, 5
    targets = random.choice([0, 1, 2], count, p=[0.6, 0.3, 0.1])
    predicted = np.where(random.random(count) < 0.6, np.minimum(targets, 1), random.choice([0, 1, 3], count))
    outputs = np.eye(classes)[predicted]
    record = case("rare", outputs, targets, draw_weights(random, count))
    rates(record, targets, predicted, AVERAGES)
    decisions(record, targets, predicted)


def labels(random):
    count, size = 200, 3
    targets = (random.random((count, size)) < [0.5, 0.2, 0.7]).astype(int)
    outputs = np.round((random.normal(size=(count, size)) + [0.9, 0.6, 0.3] * (2 * targets - 1)) * 4) / 4
    record = case("labels", outputs, targets, draw_weights(random, count))
    for kind in AVERAGES:
        record(f"roc_auc/{kind}", lambda weights: m.roc_auc_score(targets, outputs, average=kind, sample_weight=weights))
        record(f"average_precision/{kind}", lambda weights: m.average_precision_score(targets, outputs, average=kind, sample_weight=weights))
    rates(record, targets, (outputs > 0).astype(int), AVERAGES)


def regression(random, name, size):
    count = 200
    targets = (random.normal(size=(count, size)) * [3.0, 0.5, 20.0][:size] + [100.0, -2.0, 7.0][:size]).astype(np.float32).astype(np.float64)
    outputs = (targets + random.normal(size=(count, size)) * [1.0, 0.4, 25.0][:size]).astype(np.float32).astype(np.float64)
    record = case(name, outputs, targets, draw_weights(random, count))
    record("r2", lambda weights: m.r2_score(targets, outputs, sample_weight=weights))
    record("mae", lambda weights: m.mean_absolute_error(targets, outputs, sample_weight=weights))
    record("mape", lambda weights: m.mean_absolute_percentage_error(targets, outputs, sample_weight=weights))
    if size == 1:
        record("rmse", lambda weights: m.mean_squared_error(targets, outputs, sample_weight=weights, squared=False))


if __name__ == "__main__":
    generator = np.random.default_rng(9)
    binary(generator, "binary", two_outputs=False)
    binary(generator, "two", two_outputs=True)
    multi(generator)
    logits(generator)
    rare(generator)
    labels(generator)
    regression(generator, "one", 1)
    regression(generator, "several", 3)
    save(os.path.join(HERE, "metrics.safetensors"))
