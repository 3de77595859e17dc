using NetGen;

namespace Optimizers;

/// <summary>One way to go down: an optimizer with the size of its batches.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Rule">What it does with the gradient g of a parameter p.</param>
/// <param name="BatchSize">How many samples make a step.</param>
/// <param name="Make">Makes one with a learning rate.</param>
/// <param name="Rates">The learning rates that are tried.</param>
internal sealed record Contestant(string Name, string Rule, int BatchSize, Func<double, Optimizer> Make, double[] Rates)
{
    private const int MiniBatch = 32;

    private static readonly double[] Gradients = [0.01, 0.03, 0.1, 0.3, 1, 3, 10];
    private static readonly double[] Momenta = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1];
    private static readonly double[] Adaptive = [0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3];

    /// <summary>Different optimizers, on the same batches.</summary>
    public static readonly Contestant[] Optimizers =
    [
        new("SGD", "p ← p − lr·g", MiniBatch, static rate => new SGD(rate), Gradients),
        new("momentum 0.9", "b ← 0.9·b + g, p ← p − lr·b", MiniBatch, static rate => new SGD(rate, momentum: 0.9), Momenta),
        new("AdaGrad", "s ← s + g², p ← p − lr·g/√s", MiniBatch, static rate => new Adagrad(rate), Gradients),
        new("RMSprop", "s ← 0.99·s + 0.01·g², p ← p − lr·g/√s", MiniBatch, static rate => new RMSprop(rate), Adaptive),
        new("Adam", "m, v: means of g and g², p ← p − lr·m̂/√v̂", MiniBatch, static rate => new Adam(rate), Adaptive),
        new("AdamW", "p ← p − lr·0.01·p, then Adam", MiniBatch, static rate => new AdamW(rate), Adaptive),
    ];

    /// <summary>The same rule, on batches of different sizes.</summary>
    public static readonly Contestant[] Batches =
    [
        new("full batch", "one step an epoch, by the exact gradient", Trainer.FullBatch, static rate => new SGD(rate), Gradients),
        new("mini-batches of 32", "many steps an epoch, by estimates of the gradient", MiniBatch, static rate => new SGD(rate), Gradients),
        new("single samples", "a step for each sample, by the noisiest estimate", 1, static rate => new SGD(rate), [0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3]),
    ];
}
