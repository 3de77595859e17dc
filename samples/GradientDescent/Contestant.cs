using NetGen;

namespace GradientDescent;

/// <summary>An optimizer as the pictures show it.</summary>
/// <param name="Letter">Its sign in the terminal.</param>
/// <param name="Name">Its name.</param>
/// <param name="Color">Its colour in the picture.</param>
/// <param name="Make">Makes one with a learning rate.</param>
/// <param name="Rates">A learning rate for each of <see cref="Landscape.All"/>: what suits a slope of thousands does not suit one of tenths.</param>
internal sealed record Contestant(char Letter, string Name, string Color, Func<double, Optimizer> Make, double[] Rates)
{
    /// <summary>Every optimizer of the runtime.</summary>
    public static readonly Contestant[] All =
    [
        new('S', "SGD", "#1f1f1f", static rate => new SGD(rate), [0.0015, 0.01, 0.2]),
        new('M', "SGD, momentum 0.9", "#d62728", static rate => new SGD(rate, momentum: 0.9), [0.0002, 0.002, 0.05]),
        new('V', "SGD, Nesterov 0.9", "#ff7f0e", static rate => new SGD(rate, momentum: 0.9, nesterov: true), [0.0002, 0.002, 0.05]),
        new('G', "Adagrad", "#8c564b", static rate => new Adagrad(rate), [0.5, 0.5, 0.3]),
        new('D', "Adadelta", "#7f7f7f", static rate => new Adadelta(rate), [2, 20, 20]),
        new('R', "RMSprop", "#2ca02c", static rate => new RMSprop(rate), [0.03, 0.05, 0.03]),
        new('A', "Adam", "#1f77b4", static rate => new Adam(rate), [0.1, 0.2, 0.1]),
        new('W', "AdamW", "#17becf", static rate => new AdamW(rate), [0.1, 0.2, 0.1]),
        new('N', "NAdam", "#9467bd", static rate => new NAdam(rate), [0.1, 0.1, 0.1]),
    ];
}
