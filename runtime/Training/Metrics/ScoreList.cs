namespace NetGen;

/// <summary>
/// The scores of all samples, with their classes and weights, and their order. It grows when it is full and keeps what it has, so that after the first epoch nothing is allocated.
/// </summary>
internal sealed class ScoreList
{
    private const int FirstCapacity = 256;

    // [sample × score], [sample × class], [sample]
    private float[] scores = [];
    private float[] classes = [];
    private float[] weights = [];

    // In the order of the scores: what is sorted, and from which place it is.
    private float[] keys = [];
    private int[] places = [];

    private int scoreSize = 1;
    private int classSize = 1;
    private bool hasNaN;

    /// <summary>How many samples there are.</summary>
    public int Count { get; private set; }

    /// <summary>Whether a score is not a number, so that there is no order.</summary>
    public bool HasNaN => hasNaN;

    /// <summary>Forgets all samples, and takes others of so many scores and so many classes.</summary>
    public void Begin(int scoreSize, int classSize)
    {
        (this.scoreSize, this.classSize) = (scoreSize, classSize);
        Clear();
    }

    /// <summary>Forgets all samples.</summary>
    public void Clear() => (Count, hasNaN) = (0, false);

    /// <summary>Makes room for another sample, to be filled.</summary>
    public (Memory<float> Scores, Memory<float> Classes) Add(float weight)
    {
        if (Count == weights.Length)
            Grow();
        weights[Count] = weight;
        var sample = Count++;
        return (scores.AsMemory(sample * scoreSize, scoreSize), classes.AsMemory(sample * classSize, classSize));
    }

    /// <summary>Says of the last sample that one of its scores is not a number.</summary>
    public void MarkNaN() => hasNaN = true;

    /// <summary>The class of a sample, or of a label of it.</summary>
    public float ClassOf(int sample, int label) => classes[(sample * classSize) + label];

    /// <summary>What a sample weighs.</summary>
    public float WeightOf(int sample) => weights[sample];

    /// <summary>Goes through the places of scores, from the largest score to the smallest.</summary>
    /// <param name="score">Which score of each sample; null for all scores of all samples.</param>
    public Ranking Rank(int? score)
    {
        var (count, step) = score is null ? (checked(Count * scoreSize), 1) : (Count, scoreSize);
        if (keys.Length < count)
            (keys, places) = (new float[Math.Max(count, weights.Length)], new int[Math.Max(count, weights.Length)]);
        for (var i = 0; i < count; i++)
        {
            places[i] = (i * step) + (score ?? 0);

            // −0 and 0 are one score.
            keys[i] = -scores[places[i]] + 0f;
        }

        Array.Sort(keys, places, 0, count);
        return new Ranking(keys.AsSpan(0, count), places.AsSpan(0, count));
    }

    /// <summary>Names the samples.</summary>
    public void Exchange(StateExchange state)
    {
        if (!state.IsLoading)
        {
            var (savedScores, savedClasses, savedWeights) = (scores[..(Count * scoreSize)], classes[..(Count * classSize)], weights[..Count]);
            state.Values("scores", ref savedScores);
            state.Values("classes", ref savedClasses);
            state.Values("weights", ref savedWeights);
            return;
        }

        state.Values("scores", ref scores);
        state.Values("classes", ref classes);
        state.Values("weights", ref weights);
        Count = weights.Length;
        if (scores.Length != Count * scoreSize || classes.Length != Count * classSize)
        {
            state.Refuse("scores", "are not those of as many samples as there are weights");
            Count = 0;
        }

        hasNaN = Array.Exists(scores, float.IsNaN);
    }

    private void Grow()
    {
        var capacity = Count == 0 ? FirstCapacity : checked(Count * 2);
        Array.Resize(ref weights, capacity);
        Array.Resize(ref scores, checked(capacity * scoreSize));
        Array.Resize(ref classes, checked(capacity * classSize));
    }
}

/// <summary>Places in the order of their scores, the largest first.</summary>
/// <param name="keys">The negative scores.</param>
/// <param name="places">Where each is from: sample · scores + score.</param>
internal readonly ref struct Ranking(ReadOnlySpan<float> keys, ReadOnlySpan<int> places)
{
    private readonly ReadOnlySpan<float> keys = keys;
    private readonly ReadOnlySpan<int> places = places;

    public int Count => places.Length;

    public int this[int rank] => places[rank];

    /// <summary>Whether the score at this rank is also that of the next one, so that no threshold is between them.</summary>
    public bool IsTied(int rank) => rank + 1 < keys.Length && keys[rank] == keys[rank + 1];
}
