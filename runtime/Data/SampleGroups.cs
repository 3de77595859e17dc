using System.Globalization;
using System.Runtime.InteropServices;

namespace NetGen;

/// <summary>Samples by class, for parts that have every class in the share that all samples have it.</summary>
internal static class SampleGroups
{
    /// <summary>The samples of each class, each class in random order. A class is what the function says, or a target's floats.</summary>
    public static SampleGroup[] Of(Dataset data, Func<int, int>? classOf, ref CounterRandom random)
    {
        var groups = new List<SampleGroup>();
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        var samples = new List<List<int>>();
        for (var sample = 0; sample < data.Count; sample++)
        {
            var name = classOf is null ? Text(data.Target(sample)) : classOf(sample).ToString(CultureInfo.InvariantCulture);
            if (!places.TryGetValue(name, out var place))
            {
                places.Add(name, place = groups.Count);
                groups.Add(new SampleGroup(name, []));
                samples.Add([]);
            }

            samples[place].Add(sample);
        }

        for (var place = 0; place < groups.Count; place++)
        {
            int[] order = [.. samples[place]];
            random.Shuffle<int>(order);
            groups[place] = groups[place] with { Samples = order };
        }

        return [.. groups];
    }

    /// <summary>Refuses a class of too few samples.</summary>
    /// <exception cref="ArgumentException">A class has fewer samples than parts need.</exception>
    public static void CheckSizes(SampleGroup[] groups, int smallest, string parts, string argument)
    {
        var group = groups.MinBy(static group => group.Samples.Length);
        if (group is null || group.Samples.Length >= smallest)
            return;
        var count = group.Samples.Length;
        throw new ArgumentException(
            string.Create(CultureInfo.InvariantCulture, $"Class {group.Name} has {count} {(count == 1 ? "sample" : "samples")}, too few for {parts} of which each has it.")
            + (groups.Length > Math.Sqrt(groups.Sum(static group => (double)group.Samples.Length))
                ? string.Create(CultureInfo.InvariantCulture, $" There are {groups.Length} different targets: those that are no classes need a function that says which class a sample is of, such as a range of values.")
                : " Leave the class out, or part the samples without regard to classes."),
            argument);
    }

    private static string Text(ReadOnlySpan<float> target)
        => target.Length == 1 ? target[0].ToString(CultureInfo.InvariantCulture) : $"[{string.Join(", ", MemoryMarshal.ToEnumerable<float>(target.ToArray()).Select(static value => value.ToString(CultureInfo.InvariantCulture)))}]";
}

/// <summary>The samples of one class.</summary>
/// <param name="Name">What messages call it.</param>
/// <param name="Samples">Which they are, in random order.</param>
internal sealed record SampleGroup(string Name, int[] Samples);
