using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using NetGen.Numerics;

namespace NetGen;

/// <summary>
/// Looks into the layers of a network by a training pass of its own over some samples, always the same ones. It has a workspace and gradients of its own and puts running statistics back, so that the
/// training takes the same steps, to the bit, with it and without it.
/// </summary>
internal sealed class LayerProbe
{
    private const int SmallestProbe = 64;
    private const int LargestProbe = 256;

    private readonly INetwork network;
    private readonly Loss? loss;
    private readonly Layer[] layers;
    private readonly int[] outputShape;
    private readonly Workspace workspace;
    private readonly AlignedBuffer gradients;
    private readonly float[] inputs;
    private readonly float[] targets;
    private readonly float[] state;
    private readonly float[] before;
    private readonly ulong seed;
    private bool isWatching;

    public LayerProbe(TrainingRun run)
    {
        (network, loss, seed) = (run.Network, run.Trainer.Loss, run.Trainer.Seed);
        var description = network.Description;
        outputShape = [.. description.OutputShape];
        layers = [.. description.Layers.Select(layer => new Layer(layer, [.. description.Parameters.Where(parameter => parameter.Layer == layer.Name && !parameter.IsFrozen)]))];
        gradients = new AlignedBuffer(network.Gradients.Length);
        state = new float[network.Parameters.Length - description.TrainableLength];
        before = new float[description.TrainableLength];

        // In random order: a file may be sorted by class.
        using var reader = run.Train.Read(Math.Clamp(run.Trainer.BatchSize, SmallestProbe, LargestProbe), dropLast: false);
        reader.Start(seed);
        if (!reader.MoveNext())
            throw new InvalidOperationException("There is no sample to diagnose with.");
        inputs = new float[reader.Count * run.Train.InputSize];
        targets = new float[reader.Count * run.Train.TargetSize];
        reader.CopyTo(0, reader.Count, inputs, targets);
        Samples = reader.Count;
        workspace = network.CreateWorkspace(Samples);
        var sum = new StatisticsSum();
        sum.Add(inputs);
        InputScale = sum.Result!.Value.RootMeanSquare;
    }

    /// <summary>How many samples there are.</summary>
    public int Samples { get; }

    /// <summary>The root of the mean square of their inputs.</summary>
    public double InputScale { get; }

    /// <summary>The targets of the samples, [samples × target].</summary>
    public ReadOnlySpan<float> Targets => targets;

    /// <summary>Keeps the parameters, for the next <see cref="Look"/> to see how far a step has moved them.</summary>
    public void Watch()
    {
        network.TrainableParameters().CopyTo(before);
        isWatching = true;
    }

    /// <summary>The loss of the samples, and the numbers of each layer.</summary>
    public (double Loss, LayerDiagnosis[] Layers) Look(long step)
    {
        var frozen = network.Parameters[network.Description.TrainableLength..];
        frozen.CopyTo(state);
        (workspace.Seed, workspace.Step) = (seed, step);
        var (inputSize, targetSize) = (inputs.Length / Samples, targets.Length / Samples);
        for (var i = 0; i < Samples; i++)
            workspace.SetSample(i, inputs.AsSpan(i * inputSize, inputSize), loss is null ? targets.AsSpan(i * targetSize, targetSize) : []);
        network.Forward(workspace);
        var value = loss?.Evaluate(workspace.Outputs, targets, workspace.OutputGradients, Samples, outputShape).Mean ?? workspace.Objective;

        // The backward pass may take the memory of what was computed before it.
        var rows = new LayerDiagnosis[layers.Length];
        for (var i = 0; i < rows.Length; i++)
            rows[i] = Outputs(layers[i].Info);
        network.Backward(workspace, gradients.Span);
        state.CopyTo(frozen);
        var hasGradient = gradients.Span.ContainsAnyExcept(0f);
        for (var i = 0; i < rows.Length; i++)
            rows[i] = Parameters(rows[i], layers[i], hasGradient);
        isWatching = false;
        return (value, rows);
    }

    private LayerDiagnosis Outputs(LayerInfo layer)
    {
        var row = new LayerDiagnosis(layer.Name, layer.Kind);
        if (layer.Activations is not { } slot)
            return row;
        var values = workspace.Slot(slot);
        var sum = new StatisticsSum();
        sum.Add(values);
        double? saturated = layer.LastOperation switch
        {
            LastOperations.Sigmoid => Outside(values, 0.01f, 0.99f),
            nameof(Activation.Tanh) => Outside(values, -0.99f, 0.99f),
            _ => null,
        };
        return row with { Activations = sum.Result, SaturatedShare = saturated };
    }

    private LayerDiagnosis Parameters(LayerDiagnosis row, Layer layer, bool hasGradient)
    {
        if (layer.Trained.Length == 0)
            return row;
        var (parameters, gradient) = (new StatisticsSum(), new StatisticsSum());
        foreach (var parameter in layer.Trained)
        {
            parameters.Add(network.Parameters, parameter);
            gradient.Add(gradients.Span, parameter);
        }

        var (moved, length) = (0.0, 0.0);
        foreach (var parameter in layer.Weights)
        {
            var (change, old) = Squares(StatisticsSum.RangeOf(network.TrainableParameters(), parameter), StatisticsSum.RangeOf(before, parameter));
            (moved, length) = (moved + change, length + old);
        }

        return row with
        {
            Parameters = parameters.Result,
            Gradients = gradient.Result,
            UpdateRatio = isWatching && length > 0 ? Math.Sqrt(moved / length) : null,
            DeadShare = hasGradient && layer.UnitAxis is { } axis ? Dead(layer, axis) : null,
        };
    }

    // A unit is dead where every gradient of its own is 0; for most the first one is not.
    private double Dead(Layer layer, int axis)
    {
        var weight = layer.Weights[0];
        var units = weight.Shape[axis];
        var dead = 0;
        for (var unit = 0; unit < units; unit++)
            dead += Array.TrueForAll(layer.Trained, parameter => IsZero(parameter, parameter.Shape.Count > 1 ? axis : 0, unit)) ? 1 : 0;
        return (double)dead / units;
    }

    private bool IsZero(ParameterInfo parameter, int axis, int unit)
    {
        var values = gradients.Span;
        var inner = 1;
        for (var after = axis + 1; after < parameter.Shape.Count; after++)
            inner *= parameter.Shape[after];
        var outer = parameter.Count / inner / parameter.Shape[axis];
        for (var before = 0; before < outer; before++)
        {
            for (var after = 0; after < inner; after++)
            {
                if (values[StatisticsSum.PlaceOf(parameter, (((before * parameter.Shape[axis]) + unit) * inner) + after)] != 0)
                    return false;
            }
        }

        return true;
    }

    private static double Outside(ReadOnlySpan<float> values, float low, float high)
    {
        var count = 0;
        foreach (var value in values)
            count += value < low || value > high ? 1 : 0;
        return (double)count / values.Length;
    }

    // Σ (new − old)² and Σ old²; what is between the elements is 0 in both.
    private static (double Change, double Old) Squares(ReadOnlySpan<float> now, ReadOnlySpan<float> old)
    {
        var (change, length) = (Vector256<double>.Zero, Vector256<double>.Zero);
        var nowVectors = MemoryMarshal.Cast<float, Vector256<float>>(now);
        var oldVectors = MemoryMarshal.Cast<float, Vector256<float>>(old);
        for (var i = 0; i < nowVectors.Length; i++)
        {
            var (low, high) = Vector256.Widen(nowVectors[i] - oldVectors[i]);
            change += (low * low) + (high * high);
            (low, high) = Vector256.Widen(oldVectors[i]);
            length += (low * low) + (high * high);
        }

        var (sum, all) = (Vector256.Sum(change), Vector256.Sum(length));
        for (var i = nowVectors.Length * Vector256<float>.Count; i < now.Length; i++)
        {
            sum += ((double)now[i] - old[i]) * ((double)now[i] - old[i]);
            all += (double)old[i] * old[i];
        }

        return (sum, all);
    }

    /// <summary>A layer with its trained parameters.</summary>
    private sealed class Layer
    {
        public Layer(LayerInfo info, ParameterInfo[] trained)
        {
            (Info, Trained) = (info, trained);
            var weights = Array.FindAll(trained, static parameter => parameter.Shape.Count > 1);
            Weights = weights.Length > 0 ? weights : trained;

            // PyTorch's weight of a transposed convolution is [in, out, …].
            int? axis = info.Kind switch
            {
                "Dense" or "Conv1D" or "Conv2D" => 0,
                "ConvTranspose2D" => 1,
                _ => null,
            };
            UnitAxis = weights.Length == 1 && axis is { } own && Array.TrueForAll(trained, parameter => parameter.Shape.Count > 1 || parameter.Shape[0] == weights[0].Shape[own]) ? axis : null;
        }

        public LayerInfo Info { get; }

        public ParameterInfo[] Trained { get; }

        /// <summary>Those of two axes or more; all, where none has two.</summary>
        public ParameterInfo[] Weights { get; }

        /// <summary>Which axis of its weight has its units; null where it has none.</summary>
        public int? UnitAxis { get; }
    }
}
