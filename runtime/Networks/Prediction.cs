using System.ComponentModel;
using NetGen.Numerics;

namespace NetGen;

/// <summary>For generated code: checks what a caller gives a network.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Prediction
{
    /// <summary>The inputs of rows, each by itself, kept by each thread: a prediction has read them before another one begins.</summary>
    [ThreadStatic]
    private static float[]?[]? columns;

    /// <summary>How many samples there are.</summary>
    /// <exception cref="ArgumentException">The lengths are not those of a whole number of samples, or not of the same number, or the two overlap.</exception>
    public static int Samples(NetworkDescription network, ReadOnlySpan<float> inputs, ReadOnlySpan<float> outputs)
    {
        ArgumentNullException.ThrowIfNull(network);
        var (inputSize, outputSize) = (network.InputSize, network.OutputSize);
        var samples = inputs.Length / inputSize;
        if (samples * inputSize != inputs.Length)
        {
            throw new ArgumentException(
                $"{network.Name} takes inputs of {inputSize} floats each; {inputs.Length} floats are not a whole number of them.", nameof(inputs));
        }

        if ((long)samples * outputSize != outputs.Length)
        {
            throw new ArgumentException(
                $"{network.Name} gives {outputSize} floats for each of {samples} inputs: {(long)samples * outputSize} in all; there is room for {outputs.Length}.",
                nameof(outputs));
        }

        SpanOverlap.CheckApart<float>(outputs, nameof(outputs), inputs, nameof(inputs));
        Indices.Check(network, network.Inputs[0], inputs);
        return samples;
    }

    /// <summary>Whole numbers as the floats that <c>Predict</c> takes, in memory of this thread's own.</summary>
    /// <exception cref="ArgumentException">One is outside of the input's vocabulary.</exception>
    public static ReadOnlySpan<float> IndicesOf(NetworkDescription network, int index, ReadOnlySpan<int> input)
    {
        ArgumentNullException.ThrowIfNull(network);
        return Indices.Convert(network, index, input);
    }

    /// <summary>Rows of whole numbers as floats. Those of several inputs are checked where each input is by itself.</summary>
    /// <exception cref="ArgumentException">One is outside of the vocabulary of a network's only input.</exception>
    public static ReadOnlySpan<float> RowsOf(NetworkDescription network, ReadOnlySpan<int> rows)
    {
        ArgumentNullException.ThrowIfNull(network);
        return network.Inputs.Count == 1 ? Indices.Convert(network, 0, rows) : Indices.Convert(network, network.Inputs.Count, rows);
    }

    /// <summary>How many samples an input of a network with several inputs or outputs has.</summary>
    /// <exception cref="ArgumentException">The length is not that of a whole number of samples.</exception>
    public static int InputSamples(NetworkDescription network, int index, ReadOnlySpan<float> input)
    {
        ArgumentNullException.ThrowIfNull(network);
        var (name, size) = (network.Inputs[index].Name, network.Inputs[index].Size);
        if (input.Length % size != 0)
            throw new ArgumentException($"{network.Name} takes {size} floats for each sample of '{name}'; {input.Length} floats are not a whole number of them.");
        Indices.Check(network, network.Inputs[index], input);
        return input.Length / size;
    }

    /// <summary>Checks that another input has as many samples as the first.</summary>
    /// <exception cref="ArgumentException">It has not.</exception>
    public static void CheckInput(NetworkDescription network, int index, ReadOnlySpan<float> input, int samples)
    {
        ArgumentNullException.ThrowIfNull(network);
        CheckLength(network.Name, "takes", network.Inputs[index], input.Length, samples);
        Indices.Check(network, network.Inputs[index], input);
    }

    /// <summary>Checks that an output has room for every sample.</summary>
    /// <exception cref="ArgumentException">It has not, or too much.</exception>
    public static void CheckOutput(NetworkDescription network, int index, ReadOnlySpan<float> output, int samples)
    {
        ArgumentNullException.ThrowIfNull(network);
        CheckLength(network.Name, "gives", network.Outputs[index], output.Length, samples);
    }

    /// <summary>What <see cref="INetwork.Predict(ReadOnlySpan{float}, Span{float})"/> throws for a network with several outputs.</summary>
    public static NotSupportedException SeveralOutputs(NetworkDescription network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return new(
            $"{network.Name} has {network.Inputs.Count} inputs and {network.Outputs.Count} outputs: call its own Predict, which has a span for each of them.");
    }

    /// <summary>What a network throws that is asked for a state, or to go on with one, and has none.</summary>
    public static NotSupportedException NoState(NetworkDescription network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return network.States.Count > 0
            ? new($"{network.Name} has {network.Inputs.Count} inputs and {network.Outputs.Count} outputs: call its own Predict, which has a span for each of them.")
            : new($"{network.Name} carries no state from pass to pass; declare it [Network(State = true)].");
    }

    /// <summary>How many samples there are in rows that have the inputs of a network with several concatenated, as a dataset has them.</summary>
    /// <exception cref="ArgumentException">The lengths are not those of a whole number of samples, or not of the same number, or the two overlap.</exception>
    public static int RowSamples(NetworkDescription network, ReadOnlySpan<float> rows, ReadOnlySpan<float> outputs)
    {
        ArgumentNullException.ThrowIfNull(network);
        var size = RowSize(network);
        var samples = rows.Length / size;
        if (samples * size != rows.Length)
        {
            throw new ArgumentException(
                $"{network.Name} takes the inputs {Describe.Tensors(network.Inputs)}, {size} floats for each sample; {rows.Length} floats are not a whole number of them.");
        }

        CheckLength(network.Name, "gives", network.Outputs[0], outputs.Length, samples);
        SpanOverlap.CheckApart<float>(outputs, nameof(outputs), rows, "inputs");
        return samples;
    }

    /// <summary>One of the inputs of such rows, in memory of this thread's own that the next call for the same input overwrites.</summary>
    public static ReadOnlySpan<float> InputOf(NetworkDescription network, int index, ReadOnlySpan<float> rows, int samples)
    {
        ArgumentNullException.ThrowIfNull(network);
        var (rowSize, size, start) = (RowSize(network), network.Inputs[index].Size, 0);
        for (var input = 0; input < index; input++)
            start += network.Inputs[input].Size;
        if (columns is null || columns.Length <= index)
            Array.Resize(ref columns, index + 1);
        var column = columns[index];
        if (column is null || column.Length < samples * size)
            columns[index] = column = new float[Math.Max(samples * size, 64)];
        for (var sample = 0; sample < samples; sample++)
            rows.Slice((sample * rowSize) + start, size).CopyTo(column.AsSpan(sample * size));
        return column.AsSpan(0, samples * size);
    }

    private static int RowSize(NetworkDescription network)
    {
        var size = 0;
        for (var input = 0; input < network.Inputs.Count; input++)
            size += network.Inputs[input].Size;
        return size;
    }

    private static void CheckLength(string network, string verb, TensorInfo tensor, int length, int samples)
    {
        if (length != (long)samples * tensor.Size)
        {
            throw new ArgumentException(
                $"{network} {verb} {tensor.Size} floats of '{tensor.Name}' for each of {samples} samples: {(long)samples * tensor.Size} in all, not {length}.");
        }
    }

    /// <summary>Checks that there is room for the gradients of all parameters that are trained, beside the parameters.</summary>
    /// <exception cref="ArgumentException">There is more room, or less, or it shares memory with the parameters.</exception>
    public static void CheckGradients(NetworkDescription network, ReadOnlySpan<float> gradients, ReadOnlySpan<float> parameters)
    {
        ArgumentNullException.ThrowIfNull(network);
        if (gradients.Length != network.TrainableLength)
        {
            throw new ArgumentException(
                $"The gradients of {network.Name} take {network.TrainableLength} floats, as its trained parameters do; there is room for {gradients.Length}.",
                nameof(gradients));
        }

        SpanOverlap.CheckApart<float>(gradients, nameof(gradients), parameters, nameof(parameters));
    }
}
