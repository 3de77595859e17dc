namespace NetGen;

/// <content>Parts that have every class in its share.</content>
public sealed partial class Dataset
{
    /// <summary>
    /// Parts the samples at random into two that have each class in the share in which all samples have it, as nearly as whole samples allow, and at least once; scikit-learn's
    /// <c>train_test_split</c> with <c>stratify</c>. A class is a target: its index, its row of zeros and a one, or its combination of labels. The same seed gives the same parts.
    /// </summary>
    /// <param name="fraction">The first part's share of the samples, between 0 and 1; rounded to whole samples.</param>
    /// <param name="seed">Which of the many ways to part them.</param>
    /// <param name="classOf">The class of a sample, by its number; its target unless given.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="fraction"/> leaves one part without a sample of each class.</exception>
    /// <exception cref="ArgumentException">A class has a single sample.</exception>
    public (Dataset Train, Dataset Validation) StratifiedSplit(double fraction, ulong seed, Func<int, int>? classOf = null)
    {
        var random = new CounterRandom(seed);
        var groups = SampleGroups.Of(this, classOf, ref random);
        SampleGroups.CheckSizes(groups, 2, "two parts", nameof(classOf));
        var wanted = fraction is > 0 and < 1 ? (int)Math.Round(fraction * Count) : 0;
        if (wanted < groups.Length || Count - wanted < groups.Length)
        {
            throw new ArgumentOutOfRangeException(
                nameof(fraction), fraction, FormattableString.Invariant($"{fraction} of {Count} samples leaves a part with fewer samples than the {groups.Length} classes."));
        }

        // Whole samples of each class, at least one in each part; what is missing goes to the classes that are furthest from their share.
        var counts = Array.ConvertAll(groups, group => Math.Clamp((int)(fraction * group.Samples.Length), 1, group.Samples.Length - 1));
        for (var missing = wanted - counts.Sum(); missing != 0; missing -= Math.Sign(missing))
        {
            var direction = Math.Sign(missing);
            var best = Enumerable.Range(0, groups.Length)
                .Where(place => counts[place] + direction > 0 && counts[place] + direction < groups[place].Samples.Length)
                .MaxBy(place => direction * ((fraction * groups[place].Samples.Length) - counts[place]));
            counts[best] += direction;
        }

        int[] first = [.. groups.SelectMany((group, place) => group.Samples[..counts[place]])];
        int[] second = [.. groups.SelectMany((group, place) => group.Samples[counts[place]..])];
        random.Shuffle<int>(first);
        random.Shuffle<int>(second);
        return (Subset(first), Subset(second));
    }
}
