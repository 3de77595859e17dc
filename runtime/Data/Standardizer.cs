namespace NetGen;

/// <summary>
/// Brings every feature to mean 0 and standard deviation 1: <c>z = (x − mean) / deviation</c>. To be fitted on the training part alone
/// and applied to all parts, so that nothing of the validation part is known in training. The deviation is that of the samples given
/// (divided by n, as scikit-learn's <c>StandardScaler</c>); a feature that never changes has deviation 1, so that it becomes 0.
/// </summary>
public sealed class Standardizer
{
    private readonly float[] mean;
    private readonly float[] deviation;

    /// <summary>Makes a standardizer of known means and deviations.</summary>
    /// <exception cref="ArgumentException">They are not as many as one another, there are none, or a deviation is not positive.</exception>
    public Standardizer(ReadOnlySpan<float> mean, ReadOnlySpan<float> deviation)
    {
        if (mean.IsEmpty || mean.Length != deviation.Length)
            throw new ArgumentException($"There are {mean.Length} means, but {deviation.Length} deviations.", nameof(deviation));
        for (var i = 0; i < deviation.Length; i++)
        {
            if (!(deviation[i] > 0) || !float.IsFinite(deviation[i]) || !float.IsFinite(mean[i]))
                throw new ArgumentException(FormattableString.Invariant($"Feature {i} has mean {mean[i]} and deviation {deviation[i]}; both must be finite, the deviation positive."), nameof(deviation));
        }

        this.mean = mean.ToArray();
        this.deviation = deviation.ToArray();
    }

    /// <summary>How many features a row has.</summary>
    public int Size => mean.Length;

    /// <summary>The mean of each feature.</summary>
    public ReadOnlySpan<float> Mean => mean;

    /// <summary>The standard deviation of each feature; 1 for one that never changes.</summary>
    public ReadOnlySpan<float> Deviation => deviation;

    /// <summary>Fits the features of <paramref name="rows"/>, [count × <paramref name="size"/>].</summary>
    /// <exception cref="ArgumentException">There are no rows, they are not whole, or a value is not finite.</exception>
    public static Standardizer Fit(ReadOnlySpan<float> rows, int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        if (rows.IsEmpty || rows.Length % size != 0)
            throw new ArgumentException($"{rows.Length} floats are not a whole, positive number of rows of {size}.", nameof(rows));

        var mean = new float[size];
        var deviation = new float[size];
        for (var feature = 0; feature < size; feature++)
            (mean[feature], deviation[feature]) = FitFeature(rows, size, feature);
        return new Standardizer(mean, deviation);
    }

    /// <summary>Fits the inputs of <paramref name="train"/>.</summary>
    /// <exception cref="ArgumentException">It is empty, or a value is not finite.</exception>
    public static Standardizer FitInputs(Dataset train)
    {
        ArgumentNullException.ThrowIfNull(train);
        return Fit(train.Inputs.Span, train.InputSize);
    }

    /// <summary>Fits the targets of <paramref name="train"/>.</summary>
    /// <exception cref="ArgumentException">It is empty, or a value is not finite.</exception>
    public static Standardizer FitTargets(Dataset train)
    {
        ArgumentNullException.ThrowIfNull(train);
        return Fit(train.Targets.Span, train.TargetSize);
    }

    /// <summary>Fits the inputs of samples that need not be in memory: they are gone through twice. The same samples in memory give the same bits.</summary>
    /// <exception cref="ArgumentException">There are none, or a value is not finite.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static Standardizer FitInputs(IDataset train)
    {
        ArgumentNullException.ThrowIfNull(train);
        return train is Dataset data ? FitInputs(data) : Fit(train, train.InputSize, fitsTargets: false);
    }

    /// <summary>Fits the targets of samples that need not be in memory; see <see cref="FitInputs(IDataset)"/>.</summary>
    /// <inheritdoc cref="FitInputs(IDataset)"/>
    public static Standardizer FitTargets(IDataset train)
    {
        ArgumentNullException.ThrowIfNull(train);
        return train is Dataset data ? FitTargets(data) : Fit(train, train.TargetSize, fitsTargets: true);
    }

    /// <summary>Standardises rows in place: <c>(x − mean) / deviation</c>, [count × <see cref="Size"/>]. Allocates nothing.</summary>
    /// <exception cref="ArgumentException">The rows are not whole.</exception>
    public void Apply(Span<float> rows)
    {
        CheckRows(rows.Length);
        for (var start = 0; start < rows.Length; start += Size)
        {
            var row = rows.Slice(start, Size);
            for (var i = 0; i < row.Length; i++)
                row[i] = (row[i] - mean[i]) / deviation[i];
        }
    }

    /// <summary>Undoes <see cref="Apply"/> in place: <c>z·deviation + mean</c>, as for predictions of standardised targets.</summary>
    /// <exception cref="ArgumentException">The rows are not whole.</exception>
    public void Invert(Span<float> rows)
    {
        CheckRows(rows.Length);
        for (var start = 0; start < rows.Length; start += Size)
        {
            var row = rows.Slice(start, Size);
            for (var i = 0; i < row.Length; i++)
                row[i] = (row[i] * deviation[i]) + mean[i];
        }
    }

    /// <summary>A dataset with standardised inputs and the same targets.</summary>
    /// <exception cref="ArgumentException">The inputs have not <see cref="Size"/> features.</exception>
    public Dataset ApplyToInputs(Dataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        CheckSize(dataset.InputSize, "the inputs");
        var inputs = dataset.Inputs.ToArray();
        Apply(inputs);
        return dataset.WithInputs(inputs, Size);
    }

    /// <summary>A dataset with the same inputs and standardised targets.</summary>
    /// <exception cref="ArgumentException">The targets have not <see cref="Size"/> features.</exception>
    public Dataset ApplyToTargets(Dataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        CheckSize(dataset.TargetSize, "the targets");
        var targets = dataset.Targets.ToArray();
        Apply(targets);
        return dataset.WithTargets(targets, Size);
    }

    /// <summary>The dataset with inputs that are standardised as they are read.</summary>
    /// <exception cref="ArgumentException">The inputs have not <see cref="Size"/> features.</exception>
    public IDataset ApplyToInputs(IDataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        if (dataset is Dataset data)
            return ApplyToInputs(data);
        CheckSize(dataset.InputSize, "the inputs");
        return dataset.Augment(batch => Apply(batch.Inputs));
    }

    /// <summary>The dataset with targets that are standardised as they are read.</summary>
    /// <exception cref="ArgumentException">The targets have not <see cref="Size"/> features.</exception>
    public IDataset ApplyToTargets(IDataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        if (dataset is Dataset data)
            return ApplyToTargets(data);
        CheckSize(dataset.TargetSize, "the targets");
        return dataset.Augment(batch => Apply(batch.Targets));
    }

    private static Standardizer Fit(IDataset train, int size, bool fitsTargets)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        const int Floats = 1 << 16;
        var batch = (int)Math.Clamp(Floats / ((long)train.InputSize + train.TargetSize), 1, int.MaxValue);
        var (inputs, targets) = (new float[batch * train.InputSize], new float[batch * train.TargetSize]);
        var (sums, squares) = (new double[size], new double[size]);
        using var reader = train.Read(batch, dropLast: false);
        var count = 0L;
        reader.Start(null);
        while (reader.MoveNext())
        {
            var rows = Rows();
            if (!FlatVector.AllFinite(rows) && FlatVector.FirstNonFinite(rows) is var place)
                throw new ArgumentException(FormattableString.Invariant($"Feature {place % size} of {train.NameOf(reader.SampleAt(place / size), nameof(train))} is {rows[place]}."), nameof(train));
            for (var i = 0; i < rows.Length; i++)
                sums[i % size] += rows[i];
            count += reader.Count;
        }

        if (count == 0)
            throw new ArgumentException("There are no samples.", nameof(train));
        var mean = Array.ConvertAll(sums, sum => sum / count);
        reader.Start(null);
        while (reader.MoveNext())
        {
            var rows = Rows();
            for (var i = 0; i < rows.Length; i++)
            {
                var distance = rows[i] - mean[i % size];
                squares[i % size] += distance * distance;
            }
        }

        return new Standardizer(
            Array.ConvertAll(mean, static value => (float)value),
            Array.ConvertAll(squares, sum => (float)Math.Sqrt(sum / count) is > 0 and var deviation ? deviation : 1));

        Span<float> Rows()
        {
            var inputRows = inputs.AsSpan(0, reader.Count * train.InputSize);
            var targetRows = targets.AsSpan(0, reader.Count * train.TargetSize);
            reader.CopyTo(0, reader.Count, inputRows, targetRows);
            return fitsTargets ? targetRows : inputRows;
        }
    }

    private static (float Mean, float Deviation) FitFeature(ReadOnlySpan<float> rows, int size, int feature)
    {
        var count = rows.Length / size;
        var sum = 0.0;
        for (var i = 0; i < count; i++)
        {
            var value = rows[(i * size) + feature];
            if (!float.IsFinite(value))
                throw new ArgumentException(FormattableString.Invariant($"Feature {feature} of sample {i} is {value}."), nameof(rows));
            sum += value;
        }

        var mean = sum / count;
        var squares = 0.0;
        for (var i = 0; i < count; i++)
        {
            var distance = rows[(i * size) + feature] - mean;
            squares += distance * distance;
        }

        // Exactly 0 for a feature that never changes: k·x has 24 bits and those of k, so that its sum is exact in double below 2²⁹ samples.
        var deviation = (float)Math.Sqrt(squares / count);
        return ((float)mean, deviation > 0 ? deviation : 1);
    }

    private void CheckRows(int length)
    {
        if (length % Size != 0)
            throw new ArgumentException($"{length} floats are not a whole number of rows of {Size} features.");
    }

    private void CheckSize(int size, string what)
    {
        if (size != Size)
            throw new ArgumentException($"The standardizer was fitted on {Size} features, but {what} have {size}.");
    }
}
