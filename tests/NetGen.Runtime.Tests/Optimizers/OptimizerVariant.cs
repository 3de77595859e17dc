namespace NetGen.Runtime.Tests.Optimizers;

/// <summary>An optimizer with one choice of settings, by the name that the recorded fixtures give it.</summary>
internal static class OptimizerVariant
{
    private static readonly Dictionary<string, Func<Optimizer>> Makers = new()
    {
        ["sgd"] = () => new SGD(),
        ["sgd_decay"] = () => new SGD(0.1, weightDecay: 0.1),
        ["sgd_momentum"] = () => new SGD(0.05, momentum: 0.9),
        ["sgd_momentum_schedule"] = () => new SGD(0.05, momentum: 0.9),
        ["sgd_dampening"] = () => new SGD(0.05, momentum: 0.9, dampening: 0.5, weightDecay: 0.01),
        ["sgd_nesterov"] = () => new SGD(0.05, momentum: 0.9, weightDecay: 0.01, nesterov: true),
        ["adagrad"] = () => new Adagrad(),
        ["adagrad_decay"] = () => new Adagrad(
            0.1, learningRateDecay: 0.05, weightDecay: 0.01, initialAccumulatorValue: 0.1, epsilon: 1e-6),
        ["rmsprop"] = () => new RMSprop(),
        ["rmsprop_momentum"] = () => new RMSprop(0.003, alpha: 0.9, momentum: 0.8, weightDecay: 0.01),
        ["rmsprop_centered"] = () => new RMSprop(centered: true),
        ["rmsprop_centered_momentum"] = () => new RMSprop(0.003, alpha: 0.95, epsilon: 1e-4, momentum: 0.8, centered: true),
        ["adam"] = () => new Adam(),
        ["adam_schedule"] = () => new Adam(0.01),
        ["adam_decay"] = () => new Adam(0.01, 0.8, 0.95, 1e-4, weightDecay: 0.1),
        ["adam_amsgrad"] = () => new Adam(0.01, 0.7, 0.8, amsGrad: true),
        ["adamw"] = () => new AdamW(),
        ["adamw_schedule"] = () => new AdamW(0.01),
        ["adamw_decay"] = () => new AdamW(0.01, 0.8, 0.95, 1e-4, weightDecay: 0.1),
        ["adamw_amsgrad"] = () => new AdamW(0.01, 0.7, 0.8, amsGrad: true),
        ["nadam"] = () => new NAdam(),
        ["nadam_decay"] = () => new NAdam(0.01, 0.8, 0.95, 1e-4, weightDecay: 0.1, momentumDecay: 0.05),
        ["adadelta"] = () => new Adadelta(),
        ["adadelta_decay"] = () => new Adadelta(0.5, 0.8, 1e-4, weightDecay: 0.1),
    };

    public static IEnumerable<object[]> Names => Makers.Keys.Select(name => new object[] { name });

    public static Optimizer Create(string name) => Makers[name]();
}
