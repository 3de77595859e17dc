using NetGen;

namespace Digits;

/// <summary>Something that an option chooses by name.</summary>
internal sealed record Choice<T>(string Name, string Text, T Value)
{
    public static T Find(IReadOnlyList<Choice<T>> choices, string what, string name)
        => choices.FirstOrDefault(choice => choice.Name == name) is { } found
            ? found.Value
            : throw new UsageException($"there is no {what} '{name}'; there are {string.Join(", ", Array.ConvertAll(choices.ToArray(), static choice => choice.Name))}.");
}

/// <summary>A network that draws its weights by a seed, or has those of a file.</summary>
internal sealed record Model(Func<ulong, INetwork> Draw, Func<string, INetwork> FromFile);

/// <summary>What can be chosen from.</summary>
internal static class Choices
{
    public static readonly Choice<Model>[] Models =
    [
        new("dense", "784-128-10, relu", new(static seed => new DigitNet(seed), DigitNet.FromFile)),
        new("lenet", "LeNet-5: two convolutions, three dense layers", new(static seed => new LeNet5(seed), LeNet5.FromFile)),
        new("linear", "784-10, softmax regression", new(static seed => new LinearNet(seed), LinearNet.FromFile)),
    ];

    public static readonly Choice<Func<double?, Optimizer>>[] Optimizers =
    [
        new("sgd", "0.05, with momentum 0.9", static rate => new SGD(rate ?? 0.05, momentum: 0.9)),
        new("adagrad", "0.01", static rate => new Adagrad(rate ?? 0.01)),
        new("rmsprop", "0.001", static rate => new RMSprop(rate ?? 0.001)),
        new("adam", "0.002", static rate => new Adam(rate ?? 0.002)),
        new("adamw", "0.002", static rate => new AdamW(rate ?? 0.002)),
        new("nadam", "0.002", static rate => new NAdam(rate ?? 0.002)),
        new("adadelta", "1", static rate => new Adadelta(rate ?? 1)),
    ];
}
