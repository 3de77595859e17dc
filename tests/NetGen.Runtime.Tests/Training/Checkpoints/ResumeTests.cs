using NetGen.Runtime.Tests.Optimizers;
using NetGen.Runtime.Tests.Serialization;

namespace NetGen.Runtime.Tests.Training.Checkpoints;

/// <summary>A training that goes on with a checkpoint, of whatever moment, ends in the same bits as one that was not interrupted.</summary>
/// <remarks>A quick run takes every fifth moment. An epoch has eight, so that the moments are of all kinds.</remarks>
public class ResumeTests
{
    public static IEnumerable<object[]> Optimizers => TestTier.OneIn(2, OptimizerVariant.Names.Append(["groups"]));

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Every_moment_of_a_training_can_be_gone_on_with(string optimizer)
    {
        using var folder = new TemporaryFolder();
        var saver = new SaveAlways(folder);
        var whole = Make(optimizer, saver);
        whole.Fit();
        var expected = Resumable.State(whole.Trainer);

        // Three epochs of four steps, each with a start, the start and the end of a validation, and an end.
        Assert.Equal(24, saver.Paths.Count);
        foreach (var path in TestTier.OneIn(5, saver.Paths))
        {
            var resumed = Make(optimizer, new SaveAlways(null));
            foreach (var parameter in resumed.Network.Description.Parameters)
                resumed.Network.View(parameter.Name).CopyFrom(Enumerable.Repeat(77f, parameter.Count).ToArray());
            resumed.Trainer.LoadCheckpoint(path);
            resumed.Fit();
            Resumable.ExpectSame(expected, Resumable.State(resumed.Trainer), path);
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 3)]
    public void Shards_are_gone_on_with_by_any_number_of_workers_also_in_steps_of_several_batches(int workersBefore, int workersAfter)
    {
        using var folder = new TemporaryFolder();
        var saver = new SaveAlways(folder);
        var whole = Make(workersBefore, saver);
        whole.Fit();

        // Two steps an epoch, of three batches and of one.
        Assert.Equal(6, whole.Trainer.StepsTrained);
        foreach (var path in TestTier.OneIn(5, saver.Paths))
        {
            var resumed = Make(workersAfter, new SaveAlways(null));
            resumed.Trainer.LoadCheckpoint(path);
            resumed.Fit();
            Resumable.ExpectSame(Resumable.State(whole.Trainer), Resumable.State(resumed.Trainer), path);
        }

        static Resumable Make(int workers, SaveAlways saver)
        {
            var training = new Resumable(static () => new Adam(0.05), workers, callbacks: saver);
            (training.Trainer.Shards, training.Trainer.AccumulateBatches) = (3, 3);
            return training;
        }
    }

    [Fact]
    public void A_training_that_is_saved_with_two_workers_is_gone_on_with_by_two()
    {
        using var folder = new TemporaryFolder();
        var saver = new SaveAlways(folder);
        var whole = new Resumable(static () => new Adam(0.05), workers: 2, callbacks: saver);
        whole.Fit();
        foreach (var path in TestTier.OneIn(5, saver.Paths))
        {
            var resumed = new Resumable(static () => new Adam(0.05), workers: 2, callbacks: new SaveAlways(null));
            resumed.Trainer.LoadCheckpoint(path);
            resumed.Fit();
            Resumable.ExpectSame(Resumable.State(whole.Trainer), Resumable.State(resumed.Trainer));
        }
    }

    private static Resumable Make(string optimizer, SaveAlways saver)
        => new(
            network => optimizer == "groups"
                ? new ParameterGroups(network, static () => new Adam(0.05), ParameterGroup.Frozen("output"), new ParameterGroup(ParameterGroup.IsVector, static () => new NAdam(0.02)))
                : OptimizerVariant.Create(optimizer),
            stopsEarly: true,
            callbacks: [new Drummer("first", 0.1f), saver, new Drummer("second", 0.2f), new Drummer("second", 0.3f)]);
}
