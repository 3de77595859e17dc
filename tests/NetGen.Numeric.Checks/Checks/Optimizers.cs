namespace NetGen.Numeric.Checks;

/// <summary>Every optimizer, with what could move a parameter besides its gradient.</summary>
internal static class Optimizers
{
    public static IReadOnlyList<(string Name, Func<Optimizer> Create)> All { get; } =
    [
        ("SGD", static () => new SGD(0.01)),
        ("SGD with Nesterov momentum", static () => new SGD(0.01, momentum: 0.9, weightDecay: 0.01, nesterov: true)),
        ("Adagrad", static () => new Adagrad(weightDecay: 0.01)),
        ("RMSprop", static () => new RMSprop(weightDecay: 0.01, momentum: 0.9, centered: true)),
        ("Adam", static () => new Adam()),
        ("Adam with AMSGrad", static () => new Adam(weightDecay: 0.01, amsGrad: true)),
        ("AdamW", static () => new AdamW()),
        ("NAdam", static () => new NAdam(weightDecay: 0.01)),
        ("Adadelta", static () => new Adadelta(weightDecay: 0.01)),
    ];
}
