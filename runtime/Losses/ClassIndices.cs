using System.Numerics;

namespace NetGen;

/// <summary>Targets that are class indices, one for each position, as floats that hold whole numbers or as integers.</summary>
internal static class ClassIndices
{
    /// <summary>The class of a target that has been checked.</summary>
    public static int Read<T>(T target)
        where T : struct, INumberBase<T>
        => int.CreateSaturating(target);

    /// <summary>The weight of a class: 1 when there are no weights.</summary>
    public static float Weight(ReadOnlySpan<float> weights, int index) => weights.IsEmpty ? 1 : weights[index];

    /// <summary>The sum of the weights of the targets that count: what the mean divides by.</summary>
    /// <param name="targets">The targets, which have been checked.</param>
    /// <param name="ignoreIndex">The target that leaves its position out.</param>
    /// <param name="weights">The weight of each class; empty when all count 1.</param>
    public static double TotalWeight<T>(ReadOnlySpan<T> targets, int ignoreIndex, ReadOnlySpan<float> weights)
        where T : struct, INumberBase<T>
    {
        var total = 0.0;
        foreach (var target in targets)
        {
            var index = Read(target);
            if (index != ignoreIndex)
                total += Weight(weights, index);
        }

        return total;
    }

    /// <summary>Checks targets that are integers.</summary>
    /// <exception cref="ArgumentException">One is not a class.</exception>
    public static void Check(Loss loss, ReadOnlySpan<int> targets, ReadOnlySpan<int> outputShape)
    {
        var format = loss.Targets;
        var place = TargetCheck.FindClass(targets, ClassLayout.Of(outputShape, format.ClassAxis).Classes, format.IgnoreIndex);
        if (place < 0)
            return;
        var values = Array.ConvertAll(targets.ToArray(), static target => (float)target);
        throw new ArgumentException(
            new TargetCheck(format, outputShape).Explain(values, place, loss.TargetShape(outputShape), loss.GetType().Name, TargetCheck.InBatch), nameof(targets));
    }

    /// <summary>Checks that there is one weight for each class, or none at all.</summary>
    /// <exception cref="ArgumentException">There is another number of weights.</exception>
    public static void CheckWeights(Loss loss, ReadOnlySpan<float> weights, int classes)
    {
        if (!weights.IsEmpty && weights.Length != classes)
        {
            throw new ArgumentException(
                $"{loss.GetType().Name} has {weights.Length} class weights, but there are {classes} outputs for a position, one for each class.", nameof(weights));
        }
    }
}
