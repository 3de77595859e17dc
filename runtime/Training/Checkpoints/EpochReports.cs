namespace NetGen;

/// <summary>Reports of epochs in a checkpoint: all numbers in one tensor, so that long trainings have no long headers, and the names of metrics in one text.</summary>
internal static class EpochReports
{
    /// <summary>Saves the reports, or loads them. Where they are checked, nothing happens: they are loaded into a list that nobody has yet.</summary>
    public static void Exchange(StateExchange state, string name, List<EpochReport> reports)
    {
        List<string> names = [];
        List<double> numbers = [];
        if (!state.IsLoading)
        {
            foreach (var report in reports)
                Write(report, numbers, names);
        }

        var text = string.Join('\n', names);
        double[] values = [.. numbers];
        state.Value(name + ".metrics", ref text);
        state.Values(name, ref values);
        if (!state.IsLoading)
            return;
        reports.Clear();
        names = [.. text.Split('\n')];
        var reader = new Reader(values);
        while (!reader.IsAtEnd && !reader.IsWrong)
            reports.Add(Read(ref reader, names));
        if (reader.IsWrong)
            state.Refuse(name, "has numbers that are no reports of epochs");
    }

    private static void Write(EpochReport report, List<double> numbers, List<string> names)
    {
        numbers.AddRange([report.Epoch, report.LearningRate, report.Duration.Ticks, report.SamplesPerSecond, report.Validation is null ? 0 : 1]);
        Write(report.Train, numbers, names);
        if (report.Validation is { } validation)
            Write(validation, numbers, names);
    }

    private static void Write(Evaluation evaluation, List<double> numbers, List<string> names)
    {
        numbers.AddRange([evaluation.Loss, evaluation.Metrics.Count]);
        foreach (var (name, value) in evaluation.Metrics)
        {
            // The text has a name on each line.
            var line = name.ReplaceLineEndings(" ");
            if (!names.Contains(line))
                names.Add(line);
            numbers.AddRange([names.IndexOf(line), value]);
        }
    }

    private static EpochReport Read(ref Reader reader, List<string> names)
    {
        var (epoch, rate, ticks, samples, hasValidation) = (reader.Whole(int.MaxValue), (float)reader.Next(), reader.Whole(long.MaxValue), reader.Next(), reader.Whole(1));
        var train = ReadEvaluation(ref reader, names);
        var validation = hasValidation == 1 ? ReadEvaluation(ref reader, names) : null;
        return new EpochReport((int)epoch, train, validation, rate, TimeSpan.FromTicks(ticks), samples);
    }

    private static Evaluation ReadEvaluation(ref Reader reader, List<string> names)
    {
        var loss = reader.Next();
        List<MetricValue> metrics = [];
        for (var left = reader.Whole(int.MaxValue); left > 0 && !reader.IsWrong; left--)
        {
            var name = names[(int)reader.Whole(names.Count - 1)];
            metrics.Add(new MetricValue(name, reader.Next()));
        }

        return new Evaluation(loss, metrics);
    }

    /// <summary>Goes through numbers, and notes where they end too early or are not what they should be.</summary>
    private struct Reader(double[] values)
    {
        private int place;

        public bool IsWrong { get; private set; }

        public readonly bool IsAtEnd => place == values.Length;

        public double Next()
        {
            if (place < values.Length)
                return values[place++];
            IsWrong = true;
            return 0;
        }

        public long Whole(long largest)
        {
            var value = Next();
            if (value >= 0 && value <= largest && Math.Truncate(value) == value && value < long.MaxValue)
                return (long)value;
            IsWrong = true;
            return 0;
        }
    }
}
