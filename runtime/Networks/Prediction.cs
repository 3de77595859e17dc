using System.ComponentModel;

namespace NetGen;

/// <summary>For generated code: checks what a caller gives a network.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Prediction
{
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

        if (inputs.Overlaps(outputs))
            throw new ArgumentException($"{network.Name} cannot write its outputs over its inputs.", nameof(outputs));
        return samples;
    }

    /// <summary>Checks that gradients are laid out as the parameters are.</summary>
    /// <exception cref="ArgumentException">The length is not the parameters'.</exception>
    public static void CheckGradients(NetworkDescription network, ReadOnlySpan<float> gradients)
    {
        ArgumentNullException.ThrowIfNull(network);
        if (gradients.Length != network.BufferLength)
        {
            throw new ArgumentException(
                $"The gradients of {network.Name} take {network.BufferLength} floats, as its parameters do; there is room for {gradients.Length}.",
                nameof(gradients));
        }
    }
}
