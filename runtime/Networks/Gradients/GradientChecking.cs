using System.Globalization;

namespace NetGen;

/// <summary>Compares the gradients of a network with what the loss does: the first thing to run where something is in doubt.</summary>
public static class GradientChecking
{
    // Single elements of each parameter, and directions in which all of its elements count alike.
    private const int Elements = 6;
    private const int Directions = 2;

    // Two forms of one network add up in other orders.
    private const double LargestErrorBeside = 1e-3;

    // A tensor whose gradients cancel to less than this part of the network's largest is nothing but rounding.
    private const double Cancellation = 1e-3;

    /// <summary>
    /// Compares the gradients of the backward pass with central differences of the loss, for every parameter that is trained and for the inputs
    /// where the network computes their gradients: some elements each, and along directions of random signs, in which every wrong element shows.
    /// </summary>
    /// <remarks>
    /// <para>It works for any network: a stack, a forward method, an objective, several inputs and outputs. In a test it is one line:
    /// <c>network.CheckGradients(inputs, targets, new CrossEntropyLoss()).ThrowIfWrong();</c></para>
    /// <para>The loss is in floats, so take few samples and a small network, or a small part of it: a difference that cannot be told from rounding is
    /// counted as unclear. The parameters, and running statistics with them, are as before when it returns. Takes two passes for each length of step of each
    /// difference: a few hundred for each parameter.</para>
    /// </remarks>
    /// <param name="network">The network.</param>
    /// <param name="inputs">A batch of inputs; those of a sample are concatenated where there are several.</param>
    /// <param name="targets">Their targets; those of a sample are concatenated where there are several, be they an objective's or those of several outputs.</param>
    /// <param name="loss">What is minimised; without one, the mean squared error. A network with an objective takes none.</param>
    /// <param name="beside">
    /// Another network with parameters of the same names and shapes, whose gradients are compared too: the same declaration in the
    /// <see cref="EmittedCode.Readable">readable form</see>. It takes over the parameters.
    /// </param>
    /// <returns>What was found for each parameter. Print it, or call <see cref="GradientReport.ThrowIfWrong"/>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="network"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// The inputs or targets are not those of a whole number of samples, or not of the same number; the network has an objective and a loss is given; or
    /// <paramref name="beside"/> has other parameters.
    /// </exception>
    public static GradientReport CheckGradients(
        this INetwork network, ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, Loss? loss = null, INetwork? beside = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        var description = network.Description;
        if (network is IObjectiveNetwork && loss is not null)
            throw new ArgumentException($"{description.Name} has an objective of its own, which is what it minimises: give no loss.", nameof(loss));
        if (network is not IObjectiveNetwork)
            loss ??= new MSELoss();
        if (loss is not null && description.Outputs.Count == 1)
            loss.CheckFits(description);
        var batch = Batch(description.Inputs.Sum(static input => input.Size), inputs.Length, "inputs", description);
        var targetSize = network is IObjectiveNetwork ? description.Targets.Sum(static target => target.Size)
            : description.Outputs.Sum(output => loss!.TargetSize([.. output.Shape]));
        if (targets.Length != (long)batch * targetSize)
            throw new ArgumentException($"{description.Name} takes {targetSize} floats of targets for each of {batch} samples: {(long)batch * targetSize} in all, not {targets.Length}.", nameof(targets));

        var (given, expected) = (inputs.ToArray(), targets.ToArray());
        var kept = network.Parameters.ToArray();
        try
        {
            return Compare(network, new GradientPass(network, loss, given, expected, batch), beside is null ? null : Beside(network, beside, loss, given, expected, batch));
        }
        finally
        {
            kept.CopyTo(network.Parameters);
        }
    }

    private static GradientReport Compare(INetwork network, GradientPass pass, Func<string, float[]>? beside)
    {
        var kept = network.Parameters.ToArray();
        var gradients = new float[network.Description.TrainableLength];
        pass.Gradient(gradients);
        var ofInputs = Enumerable.Range(0, network.Description.Inputs.Count).Select(input => InputGradient(pass.Workspace, input)).ToArray();
        kept.CopyTo(network.Parameters);
        var found = new List<GradientComparison>();
        var largest = gradients.Select(static gradient => Math.Abs((double)gradient)).DefaultIfEmpty().Max();
        foreach (var parameter in network.Description.Parameters.Where(static parameter => !parameter.IsFrozen))
        {
            var values = new TensorView(network.Parameters, parameter).ToArray();
            var comparison = Compare(
                parameter.Name, parameter.Shape, values, new TensorView(gradients, parameter).ToArray(), pass.Loss, moved => new TensorView(network.Parameters, parameter).CopyFrom(moved), parameter.Shape);
            found.Add(beside is null ? comparison : With(comparison, new TensorView(gradients, parameter).ToArray(), beside(parameter.Name), Cancellation * largest));
        }

        var inputSize = network.Description.Inputs.Sum(static input => input.Size);
        var start = 0;
        for (var number = 0; number < network.Description.Inputs.Count; number++)
        {
            var input = network.Description.Inputs[number];
            if (ofInputs[number] is { } gradient)
            {
                var (first, size) = (start, input.Size);
                found.Add(Compare(
                    input.Name, input.Shape, Samples(pass.Inputs, inputSize, first, size), gradient, pass.Loss, moved => SetSamples(pass.Inputs, inputSize, first, size, moved), [pass.Workspace.Batch, .. input.Shape]));
            }

            start += input.Size;
        }

        return new(network.Description.Name, pass.Loss(), found);
    }

    /// <param name="name">The tensor.</param>
    /// <param name="shape">Its shape, for the table.</param>
    /// <param name="values">Its elements.</param>
    /// <param name="gradients">What the backward pass says of them.</param>
    /// <param name="loss">The loss with the elements as they are now.</param>
    /// <param name="set">Sets the elements.</param>
    /// <param name="axes">The shape by which an element is named.</param>
    private static GradientComparison Compare(
        string name, IReadOnlyList<int> shape, float[] values, float[] gradients, Func<double> loss, Action<float[]> set, IReadOnlyList<int> axes)
    {
        var random = new CounterRandom((ulong)values.Length);
        var size = Math.Max(Math.Sqrt(values.Sum(static value => (double)value * value) / Math.Max(1, values.Length)), 1e-2);
        var moved = (float[])values.Clone();
        var (worst, unclear, wrong, compared) = (-1.0, 0, false, 0);
        var (where, slope, difference) = ("", 0.0, 0.0);
        foreach (var element in Places(gradients, ref random))
        {
            Judge(Place(element, axes), gradients[element], CentralDifference.Of(loss, Move, Math.Max(size, Math.Abs(values[element]))));

            double Move(double step)
            {
                moved[element] = (float)(values[element] + step);
                set(moved);
                return (double)moved[element] - values[element];
            }
        }

        // A step of every element moves the loss further: it is as much shorter.
        for (var direction = 0; direction < Directions && values.Length > 1; direction++)
        {
            var signs = new float[values.Length];
            foreach (ref var sign in signs.AsSpan())
                sign = random.NextUInt64() % 2 == 0 ? 1 : -1;
            var along = 0.0;
            for (var i = 0; i < values.Length; i++)
                along += (double)signs[i] * gradients[i];
            Judge("random signs", along, CentralDifference.Of(loss, Move, size / Math.Sqrt(values.Length)));

            double Move(double step)
            {
                for (var i = 0; i < values.Length; i++)
                    moved[i] = (float)(values[i] + (step * signs[i]));
                set(moved);
                return step;
            }
        }

        set(values);
        return new(name, shape, compared, unclear, gradients.Select(static gradient => Math.Abs((double)gradient)).DefaultIfEmpty().Max(), where, slope, difference, wrong);

        void Judge(string place, double gradient, CentralDifference found)
        {
            compared++;
            var verdict = found.IsWrong(gradient);
            unclear += verdict is null ? 1 : 0;
            wrong |= verdict == true;

            // What is wrong comes before all that is right, and what is unclear after it.
            var error = (verdict is null ? 0 : verdict.Value ? 2 : 1) + Math.Min(1, Math.Abs(gradient - found.Value) / Math.Max(1e-30, Math.Max(Math.Abs(gradient), Math.Abs(found.Value))));
            if (!(error > worst))
                return;
            worst = error;
            (where, slope, difference) = (place, gradient, found.Value);
        }
    }

    /// <summary>The element with the largest gradient, whose difference is clearest, the first and the last, and some at random.</summary>
    private static SortedSet<int> Places(float[] gradients, ref CounterRandom random)
    {
        if (gradients.Length == 0)
            return [];
        var largest = 0;
        for (var i = 1; i < gradients.Length; i++)
            largest = Math.Abs(gradients[i]) > Math.Abs(gradients[largest]) ? i : largest;
        var places = new SortedSet<int> { largest, 0, gradients.Length - 1 };
        while (places.Count < Math.Min(Elements, gradients.Length))
            places.Add((int)(random.NextUInt64() % (ulong)gradients.Length));
        return places;
    }

    private static string Place(int element, IReadOnlyList<int> shape)
    {
        var place = new string[shape.Count];
        for (var axis = place.Length - 1; axis >= 0; axis--)
        {
            place[axis] = (element % shape[axis]).ToString(CultureInfo.InvariantCulture);
            element /= shape[axis];
        }

        return $"[{string.Join(", ", place)}]";
    }

    /// <summary>The gradients of another network with the same parameters, by their names.</summary>
    private static Func<string, float[]> Beside(INetwork network, INetwork beside, Loss? loss, float[] inputs, float[] targets, int batch)
    {
        foreach (var parameter in network.Description.Parameters)
        {
            if (beside.Description.Parameters.FirstOrDefault(other => other.Name == parameter.Name) is not { } own || !own.Shape.SequenceEqual(parameter.Shape))
                throw new ArgumentException($"{beside.Description.Name} has no parameter '{parameter.Name}' {Describe.Shape(parameter.Shape)}, as {network.Description.Name} has.", nameof(beside));
            new TensorView(beside.Parameters, own).CopyFrom(new TensorView(network.Parameters, parameter).ToArray());
        }

        var gradients = new float[beside.Description.TrainableLength];
        new GradientPass(beside, loss, inputs, targets, batch).Gradient(gradients);
        return name => new TensorView(gradients, beside.Description.Parameter(name)).ToArray();
    }

    private static GradientComparison With(GradientComparison comparison, float[] own, float[] other, double least)
    {
        var scale = Math.Max(Math.Max(comparison.Largest, least), 1e-30);
        var error = own.Zip(other, static (left, right) => Math.Abs((double)left - right)).DefaultIfEmpty().Max() / scale;
        return comparison with { ErrorBeside = error, IsWrong = comparison.IsWrong || !(error <= LargestErrorBeside) };
    }

    private static float[]? InputGradient(Workspace workspace, int input)
        => workspace.HasInputGradients ? workspace.InputGradient(input).ToArray() : null;

    /// <summary>An input of all samples, [batch × size], out of what is concatenated.</summary>
    private static float[] Samples(ReadOnlySpan<float> inputs, int inputSize, int start, int size)
    {
        var own = new float[inputs.Length / inputSize * size];
        for (var sample = 0; sample * size < own.Length; sample++)
            inputs.Slice((sample * inputSize) + start, size).CopyTo(own.AsSpan(sample * size));
        return own;
    }

    private static void SetSamples(Span<float> inputs, int inputSize, int start, int size, float[] own)
    {
        for (var sample = 0; sample * size < own.Length; sample++)
            own.AsSpan(sample * size, size).CopyTo(inputs[((sample * inputSize) + start)..]);
    }

    private static int Batch(int size, int length, string what, NetworkDescription network)
        => length > 0 && length % size == 0
            ? length / size
            : throw new ArgumentException($"{network.Name} takes {size} floats of {what} for each sample; {length} are not those of a whole number of samples, one at least.", what);
}
