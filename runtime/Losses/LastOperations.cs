namespace NetGen;

/// <summary>What losses have to know of the operation that computes an output last (<see cref="TensorInfo.LastOperation"/>).</summary>
internal static class LastOperations
{
    public const string Linear = "Linear";
    public const string Softmax = "Softmax";
    public const string LogSoftmax = "LogSoftmax";
    public const string Sigmoid = "Sigmoid";
    public const string HardSigmoid = "HardSigmoid";

    /// <summary>Whether the outputs are probabilities already, so that a loss of logits would take their softmax or sigmoid again.</summary>
    public static bool AreProbabilities(string? operation) => operation is Softmax or Sigmoid or HardSigmoid;

    /// <summary>Which sign no output has: <c>negative</c>, <c>positive</c>, or null where outputs have both.</summary>
    public static string? OneSided(string? operation) => operation switch
    {
        Softmax or Sigmoid or HardSigmoid or nameof(Activation.Relu) or nameof(Activation.Softplus) => "negative",
        LogSoftmax => "positive",
        _ => null,
    };

    /// <summary>Why an output cannot be the logits of classes; null where it can.</summary>
    public static string? ObjectionToLogits(TensorInfo output, int classAxis)
    {
        if (AreProbabilities(output.LastOperation) || output.LastOperation == LogSoftmax)
        {
            return $"its last layer is {output.LastOperation}, but this loss takes logits and applies the softmax itself. Leave {output.LastOperation} out"
                + (output.LastOperation == LogSoftmax ? ", or train it with NLLLoss." : "; Logits.Softmax makes probabilities of a prediction.");
        }

        return ObjectionToShape(output, classAxis);
    }

    /// <summary>Why an output cannot be log-probabilities of classes; null where it can.</summary>
    public static string? ObjectionToLogProbabilities(TensorInfo output, int classAxis)
        => output.LastOperation is null or LogSoftmax
            ? ObjectionToShape(output, classAxis)
            : $"its last layer is {(output.LastOperation == Linear ? "a plain matrix product" : output.LastOperation)}, but this loss takes log-probabilities. "
                + (output.LastOperation == Softmax ? "Put [LogSoftmax] in the place of [Softmax]." : "End the network with [LogSoftmax], or train it with CrossEntropyLoss.");

    private static string? ObjectionToShape(TensorInfo output, int classAxis)
    {
        // A training loop asks at every step.
        Span<int> shape = stackalloc int[output.Shape.Count];
        for (var axis = 0; axis < shape.Length; axis++)
            shape[axis] = output.Shape[axis];
        var classes = ClassLayout.Of(shape, classAxis).Classes;
        return classes == 1
            ? $"its output {Describe.Shape(output.Shape)} has a single class{(output.Shape.Count == 1 ? "" : $" along axis {classAxis}")}, whose probability is always 1, so that there is nothing to learn. "
                + "Give it an output for each class, or train a single one with BCEWithLogitsLoss."
            : null;
    }
}
