using System.Globalization;

namespace NetGen;

/// <summary>
/// Compares gradients of a few parameters with central differences of the loss, and finds parameters without a gradient.
/// </summary>
internal static class GradientCheck
{
    private const int Samples = 32;
    private const int Batches = 4;
    private const int MostParameters = 40;

    public static IEnumerable<CheckFinding> Run(Trainer trainer, IDataset train)
    {
        var network = trainer.Network;
        var parameters = network.Parameters.ToArray();
        try
        {
            var trained = network.Description.Parameters.Where(static parameter => !parameter.IsFrozen).ToArray();
            return trained.Length == 0
                ? [new("gradients", CheckOutcome.Failed, "the network has no parameter that is trained.")]
                : [Gradients(trainer, train, trained), Unused(trainer, train, trained)];
        }
        finally
        {
            // Running statistics follow every backward pass.
            parameters.CopyTo(network.Parameters);
        }
    }

    private static CheckFinding Gradients(Trainer trainer, IDataset train, ParameterInfo[] trained)
    {
        const string Name = "gradients";
        var pass = Pass(trainer, Overfitting.FirstBatch(trainer, train, Math.Max(Samples, trainer.Network.Description.SmallestBatch)));
        if (!double.IsFinite(pass.Loss()))
            return new(Name, CheckOutcome.Failed, "the loss is not finite.");
        var gradients = new float[trainer.Network.Gradients.Length];
        pass.Gradient(gradients);
        var (right, unclear) = (0, 0);
        foreach (var parameter in trained.Take(MostParameters))
        {
            var values = new TensorView(gradients, parameter).ToArray();
            foreach (var element in Elements(values))
            {
                var place = Place(parameter, element);
                var found = Compare(pass, trainer.Network, parameter, place, values[element]);
                if (found is { IsWrong: true })
                {
                    return new(
                        Name,
                        CheckOutcome.Failed,
                        string.Create(CultureInfo.InvariantCulture, $"that of {parameter.Name}[{string.Join(", ", place)}] is {values[element]:G4}, but the loss changes by {found.Value.Difference:G4}."),
                        "The backward pass of a layer, or the gradient of a loss of your own, is wrong.");
                }

                if (found is null)
                    unclear++;
                else
                    right++;
            }
        }

        var text = string.Create(CultureInfo.InvariantCulture, $"{right} of {right + unclear} that were tried agree with central differences");
        if (right == 0)
            return new(Name, CheckOutcome.Skipped, "none could be compared: in floats, the loss changes too little or has too many kinks.");
        return new(Name, CheckOutcome.Passed, unclear == 0 ? $"{text}." : $"{text}; {unclear} could not be told from rounding.");
    }

    private static CheckFinding Unused(Trainer trainer, IDataset train, ParameterInfo[] trained)
    {
        const string Name = "parameters without a gradient";
        var left = trained.ToList();
        using var reader = train.Read((int)Math.Min(Math.Max(trainer.BatchSize == Trainer.FullBatch ? 1024 : trainer.BatchSize, trainer.Network.Description.SmallestBatch), train.Count ?? int.MaxValue), dropLast: false);
        reader.Start(trainer.Shuffle ? new CounterRandom(trainer.Seed).NextUInt64() : null);
        var gradients = new float[trainer.Network.Gradients.Length];
        for (var batch = 0; batch < Batches && left.Count > 0 && reader.MoveNext(); batch++)
        {
            if (reader.Count < trainer.Network.Description.SmallestBatch)
                break;
            var (inputs, targets) = (new float[reader.Count * train.InputSize], new float[reader.Count * train.TargetSize]);
            reader.CopyTo(0, reader.Count, inputs, targets);
            var pass = Pass(trainer, new Dataset(inputs, targets, train.InputSize, train.TargetSize));
            if (double.IsFinite(pass.Loss()))
                pass.Gradient(gradients);
            left.RemoveAll(parameter => new TensorView(gradients, parameter).ToArray().AsSpan().ContainsAnyExcept(0f));
        }

        if (left.Count == 0)
            return new(Name, CheckOutcome.Passed, $"none of {trained.Length}.");
        var all = left.Count == trained.Length;
        return new(
            Name,
            all ? CheckOutcome.Failed : CheckOutcome.Warning,
            $"{(all ? "all" : left.Count.ToString(CultureInfo.InvariantCulture))} of {trained.Length}: {string.Join(", ", left.Take(8).Select(static parameter => parameter.Name))}{(left.Count > 8 ? ", …" : "")}.",
            all
                ? "The loss does not depend on the network: every output is saturated, cut off or stopped."
                : "The loss does not depend on them: they are not used, a StopGradient or dead units come after them, or what they are multiplied by is 0.");
    }

    // The one with the largest gradient, whose difference is clearest, and one in the middle.
    private static int[] Elements(float[] gradients)
    {
        var largest = 0;
        for (var i = 1; i < gradients.Length; i++)
            largest = Math.Abs(gradients[i]) > Math.Abs(gradients[largest]) ? i : largest;
        var other = (int)(gradients.Length * 0.618);
        return other == largest ? [largest] : [largest, other];
    }

    private static int[] Place(ParameterInfo parameter, int element)
    {
        var place = new int[parameter.Shape.Count];
        for (var axis = place.Length - 1; axis >= 0; axis--)
        {
            place[axis] = element % parameter.Shape[axis];
            element /= parameter.Shape[axis];
        }

        return place;
    }

    /// <summary>Null where the differences say nothing.</summary>
    private static (bool IsWrong, double Difference)? Compare(GradientPass pass, INetwork network, ParameterInfo parameter, int[] place, double gradient)
    {
        var view = new TensorView(network.Parameters, parameter);
        var old = view[place];
        var found = CentralDifference.Of(
            pass.Loss,
            step =>
            {
                var moved = (float)(old + step);
                new TensorView(network.Parameters, parameter)[place] = moved;
                return (double)moved - old;
            },
            Math.Max(Math.Max(Math.Abs(old), RootMeanSquare(view.ToArray())), 1e-2));
        return found.IsWrong(gradient) is { } isWrong ? (isWrong, found.Value) : null;
    }

    private static double RootMeanSquare(float[] values) => Math.Sqrt(values.Sum(static value => (double)value * value) / Math.Max(1, values.Length));

    private static GradientPass Pass(Trainer trainer, Dataset batch) => new(trainer.Network, trainer.Loss, batch.Inputs.ToArray(), batch.Targets.ToArray(), batch.Count, trainer.Seed);
}
