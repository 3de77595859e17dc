namespace NetGen;

/// <summary>
/// How raw data becomes a network's inputs, and its outputs become values in the targets' own units: a table's encoder, a standardizer of the inputs, one of
/// the targets, or some of them. All were fitted on the training data. <see cref="ModelFile"/> saves them with the network, so that a program which
/// predicts treats its data as the training did.
/// </summary>
/// <example>
/// <code>
/// var preprocessing = new Preprocessing { Encoder = encoder, InputStandardizer = standardizer };
/// var train = preprocessing.Apply(trainTable);
/// // … train the network …
/// ModelFile.Save(network, preprocessing, "houses.safetensors");
///
/// // In another program:
/// var loaded = ModelFile.Load(network, "houses.safetensors");
/// network.Predict(loaded.ApplyToRow(("area", "120"), ("district", "north")), price);
/// loaded.Invert(price);
/// </code>
/// </example>
public sealed record Preprocessing
{
    /// <summary>Makes floats of a table's cells; null where the data is floats already.</summary>
    public CsvEncoder? Encoder { get; init; }

    /// <summary>Is applied to the inputs, after the encoder; null where they are not standardised, or by the encoder alone.</summary>
    public Standardizer? InputStandardizer { get; init; }

    /// <summary>Is applied to the targets, after the encoder; null where they are not standardised, or by the encoder alone.</summary>
    public Standardizer? TargetStandardizer { get; init; }

    /// <summary>The inputs and targets of a table, encoded and standardised.</summary>
    /// <exception cref="InvalidOperationException">There is no <see cref="Encoder"/>.</exception>
    /// <exception cref="ArgumentException">A standardizer was fitted on another number of features.</exception>
    /// <exception cref="DataFileException">The table does not fit the encoder: a column is missing, or a cell cannot be read; the message gives line, column and text.</exception>
    public Dataset Apply(CsvTable table) => Apply(Needed().Apply(table));

    /// <summary>The inputs alone of a table, encoded and standardised; it need not have the columns of the targets.</summary>
    /// <inheritdoc cref="Apply(CsvTable)"/>
    public Dataset ApplyToInputs(CsvTable table)
    {
        var data = Needed().ApplyToInputs(table);
        return InputStandardizer?.ApplyToInputs(data) ?? data;
    }

    /// <summary>The input of a single row, encoded and standardised; see <see cref="CsvEncoder.ApplyToRow"/>.</summary>
    /// <inheritdoc cref="CsvEncoder.ApplyToRow"/>
    /// <exception cref="InvalidOperationException">There is no <see cref="Encoder"/>.</exception>
    public float[] ApplyToRow(params ReadOnlySpan<(string Column, string Text)> cells)
    {
        var row = Needed().ApplyToRow(cells);
        InputStandardizer?.Apply(row);
        return row;
    }

    /// <summary>Samples that are floats already, standardised.</summary>
    /// <exception cref="ArgumentException">A standardizer was fitted on another number of features.</exception>
    public Dataset Apply(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        var inputs = InputStandardizer?.ApplyToInputs(data) ?? data;
        return TargetStandardizer?.ApplyToTargets(inputs) ?? inputs;
    }

    /// <summary>The inputs and targets of a file, encoded and standardised as they are read.</summary>
    /// <param name="table">The file.</param>
    /// <param name="shuffle">How rows are mixed where a training shuffles them.</param>
    /// <inheritdoc cref="Apply(CsvTable)"/>
    public IDataset Apply(CsvStream table, BlockShuffle? shuffle = null) => Apply(Needed().Apply(table, shuffle));

    /// <summary>Samples that are floats already, standardised; those that are not in memory as they are read.</summary>
    /// <exception cref="ArgumentException">A standardizer was fitted on another number of features.</exception>
    public IDataset Apply(IDataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        var inputs = InputStandardizer?.ApplyToInputs(data) ?? data;
        return TargetStandardizer?.ApplyToTargets(inputs) ?? inputs;
    }

    /// <summary>
    /// Brings predictions, [count × target], into the targets' own units, in place: undoes <see cref="TargetStandardizer"/>, then what the encoder did to
    /// targets that are numbers. (For a target that is a category, see <see cref="CsvEncoding.Category"/>.)
    /// </summary>
    /// <exception cref="InvalidOperationException">A target of the encoder is a category.</exception>
    /// <exception cref="ArgumentException">They are not a whole number of rows.</exception>
    public void Invert(Span<float> predictions)
    {
        TargetStandardizer?.Invert(predictions);
        if (Encoder is not { Targets: { Count: > 0 } targets })
            return;
        if (targets.FirstOrDefault(static target => target.Kind != CsvColumnKind.Numeric) is { } category)
            throw new InvalidOperationException($"The target '{Describe.Text(category.Name)}' is a category, which has no unit. CsvEncoding.Category gives the name of a class.");
        if (predictions.Length % targets.Count != 0)
            throw new ArgumentException($"{predictions.Length} floats are not a whole number of rows of {targets.Count} targets.", nameof(predictions));
        for (var i = 0; i < predictions.Length; i++)
            predictions[i] = targets[i % targets.Count].Invert(predictions[i]);
    }

    /// <summary>What does not fit a network, in words; null where all does.</summary>
    internal string? Problem(NetworkDescription network, bool hasObjective)
    {
        var inputSize = network.Inputs.Sum(static input => input.Size);
        if (Encoder is not null && Encoder.InputSize != inputSize)
            return $"its encoder makes inputs of {Encoder.InputSize} floats ({Describe.List(Encoder.InputNames, Describe.Text)}), but {network.Name} takes {inputSize}";
        if (InputStandardizer is not null && InputStandardizer.Size != inputSize)
            return $"its standardizer was fitted on inputs of {InputStandardizer.Size} features, but {network.Name} takes {inputSize}";

        // The targets of an objective need not be like the outputs.
        if (TargetStandardizer is not null && !hasObjective && TargetStandardizer.Size != network.OutputSize)
            return $"its standardizer was fitted on targets of {TargetStandardizer.Size} features, but {network.Name} gives {network.OutputSize}";
        return null;
    }

    private CsvEncoder Needed() => Encoder ?? throw new InvalidOperationException("There is no encoder, so a table's cells cannot become floats: set Preprocessing.Encoder.");
}
