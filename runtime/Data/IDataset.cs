namespace NetGen;

/// <summary>
/// Samples to learn from or to evaluate, handed out in batches: in memory (<see cref="Dataset"/>), in a file, or made as they are asked for. A sample is an
/// input and a target, rows of a fixed number of floats. The same order of the same samples can be read any number of times.
/// </summary>
public interface IDataset
{
    /// <summary>How many floats an input has.</summary>
    int InputSize { get; }

    /// <summary>How many floats a target has; 0 for samples without targets.</summary>
    int TargetSize { get; }

    /// <summary>How many samples there are, or null where only reading them shows it.</summary>
    long? Count { get; }

    /// <summary>Makes a reader of batches. Several may read at the same time.</summary>
    /// <param name="batchSize">How many samples a batch has, but the last; at least 1. Where it is larger than the dataset, there is one batch.</param>
    /// <param name="dropLast">Whether a last batch of fewer samples is left out.</param>
    IBatchReader Read(int batchSize, bool dropLast);

    /// <summary>
    /// How many sequences it hands out side by side, in batches of as many samples: sample i of a batch goes on where sample i of the batch before has ended; see
    /// <see cref="Continues"/>. What <see cref="Trainer.CarryState"/> learns from. Null where samples have nothing to do with each other.
    /// </summary>
    int? Streams => null;

    /// <summary>Whether a sample goes on where the one at the same place of the batch before has ended. Where it does not, a sequence begins with it.</summary>
    /// <param name="sample">Its place in the dataset, as <see cref="IBatchReader.SampleAt"/> gives it.</param>
    bool Continues(long sample) => false;

    /// <summary>What messages call a sample: <c>sample 5 of 'train'</c>, and where it is in a file.</summary>
    /// <param name="sample">Its place in the dataset, as <see cref="IBatchReader.SampleAt"/> gives it.</param>
    /// <param name="dataset">What the caller calls the dataset, such as <c>train</c>.</param>
    string NameOf(long sample, string dataset) => FormattableString.Invariant($"sample {sample} of '{dataset}'");
}

/// <summary>
/// Goes through a dataset batch by batch, any number of times: <see cref="Start(ulong?, long)"/>, then <see cref="MoveNext"/> until it is false, and again. Between two
/// calls of <see cref="MoveNext"/>, several threads may copy parts of the batch at the same time.
/// </summary>
public interface IBatchReader : IDisposable
{
    /// <summary>How many samples the current batch has.</summary>
    int Count { get; }

    /// <summary>Goes to the place before a batch.</summary>
    /// <param name="seed">Decides the order of the samples: the same seed, the same order. Null for the order in which they are.</param>
    /// <param name="firstBatch">How many batches of that order are passed over.</param>
    void Start(ulong? seed, long firstBatch = 0);

    /// <summary>Goes to the place before a batch, with random numbers also where the order is kept: those of an augmentation. A training calls this one.</summary>
    /// <param name="seed">Decides all that is random.</param>
    /// <param name="shuffle">Whether the order of the samples is random.</param>
    /// <param name="firstBatch">How many batches of that order are passed over.</param>
    void Start(ulong seed, bool shuffle, long firstBatch) => Start(shuffle ? seed : null, firstBatch);

    /// <summary>Goes to the next batch; false where there is none.</summary>
    /// <exception cref="IOException">The samples cannot be read.</exception>
    /// <exception cref="DataFileException">A file has something that is no sample.</exception>
    bool MoveNext();

    /// <summary>Copies samples of the current batch. Allocates nothing.</summary>
    /// <param name="first">The first of them, counted from 0 in the batch.</param>
    /// <param name="count">How many.</param>
    /// <param name="inputs">Receives the inputs, [count × input].</param>
    /// <param name="targets">Receives the targets, [count × target].</param>
    void CopyTo(int first, int count, Span<float> inputs, Span<float> targets);

    /// <summary>Where in the dataset a sample of the current batch is: what messages call it.</summary>
    long SampleAt(int index);

    /// <summary>Samples of the current batch where they are, without a copy, for readers whose samples lie one behind another in memory.</summary>
    /// <returns>Whether they do; else they are to be copied.</returns>
    bool TryGetRows(int first, int count, out ReadOnlySpan<float> inputs, out ReadOnlySpan<float> targets)
    {
        inputs = targets = default;
        return false;
    }
}
