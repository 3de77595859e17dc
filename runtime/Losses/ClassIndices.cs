using System.Numerics;

namespace NetGen;

/// <summary>Targets that are class indices, [batch], as floats that hold whole numbers or as integers.</summary>
internal static class ClassIndices
{
    /// <summary>The class of a target that <see cref="TotalWeight"/> has let pass.</summary>
    public static int Read<T>(T target)
        where T : struct, INumberBase<T>
        => int.CreateSaturating(target);

    /// <summary>The weight of a class: 1 when there are no weights.</summary>
    public static float Weight(ReadOnlySpan<float> weights, int index) => weights.IsEmpty ? 1 : weights[index];

    /// <summary>Checks all targets, and sums the weights of those that count: what the mean divides by.</summary>
    /// <param name="loss">The loss, for the message.</param>
    /// <param name="targets">The targets, [batch].</param>
    /// <param name="classes">How many classes there are.</param>
    /// <param name="ignoreIndex">The target that leaves its sample out.</param>
    /// <param name="weights">The weight of each class; empty when all count 1.</param>
    /// <exception cref="ArgumentException">A target is not a class, or there is not one weight for each class.</exception>
    public static double TotalWeight<T>(
        Loss loss, ReadOnlySpan<T> targets, int classes, int ignoreIndex, ReadOnlySpan<float> weights)
        where T : struct, INumberBase<T>
    {
        CheckWeights(loss, weights, classes);
        var total = 0.0;
        for (var sample = 0; sample < targets.Length; sample++)
        {
            var index = Read(targets[sample]);
            var isWhole = T.CreateTruncating(index) == targets[sample];
            if (isWhole && index == ignoreIndex)
                continue;
            if (!isWhole || (uint)index >= (uint)classes)
            {
                throw new ArgumentException(
                    $"The target of sample {sample} is {targets[sample]}; {loss.GetType().Name} expects a class index from 0 to {classes - 1}, "
                    + $"or {ignoreIndex} to leave the sample out.",
                    nameof(targets));
            }

            total += Weight(weights, index);
        }

        return total;
    }

    /// <summary>Checks that there is one weight for each class, or none at all.</summary>
    /// <exception cref="ArgumentException">There is another number of weights.</exception>
    public static void CheckWeights(Loss loss, ReadOnlySpan<float> weights, int classes)
    {
        if (!weights.IsEmpty && weights.Length != classes)
        {
            throw new ArgumentException(
                $"{loss.GetType().Name} has {weights.Length} class weights, but a sample has {classes} outputs.", nameof(weights));
        }
    }
}
