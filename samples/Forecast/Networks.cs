using NetGen;
using static NetGen.Functional;

namespace Forecast;

/// <summary>An LSTM that forecasts the next hour at every hour. Its state is what it remembers, so that a new value costs one step.</summary>
[Network(Generation = true), Input(Windows.Hours, Series.Features)]
[Lstm(24, Name = "memory")]
[Dense(1, Name = "next")]
public sealed partial class Recurrent;

/// <summary>Convolutions over the last hours, each with steps twice as far apart as the one before: 31 hours meet in one value.</summary>
[Network]
public sealed partial class Convolutional
{
    [Conv1D(16, 3, Activation.Relu)] private partial Tensor Near(Tensor x);

    [Conv1D(16, 3, Activation.Relu, Dilation = 2)] private partial Tensor Far(Tensor x);

    [Conv1D(16, 3, Activation.Relu, Dilation = 4)] private partial Tensor Farther(Tensor x);

    [Conv1D(16, 3, Activation.Relu, Dilation = 8)] private partial Tensor Farthest(Tensor x);

    [Dense(1)] private partial Tensor Next(Tensor x);

    [Forward]
    private Tensor Forward([Shape(Windows.Hours, Series.Features)] Tensor hours) => Next(Flatten(Farthest(Farther(Far(Near(Transpose(hours)))))));
}
