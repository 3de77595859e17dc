using NetGen.Numeric.Checks.Networks;
using NetGen.Numeric.Checks.Reference;

namespace NetGen.Numeric.Checks;

/// <summary>Gradients against central differences: every network under one loss, every loss on a few networks.</summary>
public static class GradientChecks
{
    private static readonly int[] Batches = [1, 3, 17, 64];

    public static IEnumerable<Check> All()
    {
        foreach (var subject in FusedActivations.All)
            yield return Of("activations", subject, LossCases.SquaredError);
        foreach (var subject in LoneActivations.All)
            yield return Of("activations", subject, LossCases.CrossEntropy);
        foreach (var subject in FusedActivations.All)
            yield return new Check($"activation pieces: {subject}", () => ReachesEveryPiece(subject));
        for (var i = 0; i < Widths.All.Count; i++)
        {
            var subject = Widths.All[i];
            yield return Of("widths", subject, subject.Reference.OutputSize == 1 ? LossCases.BinaryCrossEntropy : i % 2 == 0 ? LossCases.CrossEntropy : LossCases.SquaredError);
        }

        foreach (var subject in Shapes.All)
            yield return Of("shapes", subject, LossCases.SquaredError);
        foreach (var subject in WideVectors.Dense)
            yield return Of("vectors of 512 bits", subject, LossCases.SquaredError);
        yield return new Check("parameters in formulas", static () =>
            new ParametersInFormulas(seed: 3).CheckGradients(Draw.Normals(5 * 19, 1), Draw.Normals(5 * 19, 2)).ThrowIfWrong());
        foreach (var loss in LossCases.All)
        {
            foreach (var subject in LossSubjects)
                yield return Of("losses", subject, loss);
        }
    }

    private static IEnumerable<DenseSubject> LossSubjects
        => Shapes.All.Where(static subject => subject.Name is "log-softmax last" or "without bias" or "wide and deep")
            .Concat(Widths.All.Where(static subject => subject.Name is "128-7-1-10" or "1-1-1-1"));

    private static Check Of(string group, DenseSubject subject, LossCase loss)
        => new($"{group}: {subject} under {loss}", () =>
        {
            foreach (var batch in Batches.Where(batch => batch >= loss.SmallestBatch))
                ReferenceComparison.Run(group, subject, loss, batch, seed: 100 + batch, spareCapacity: batch % 2);
        });

    // Else a wrong branch of a function could go unseen in the comparison of gradients.
    private static void ReachesEveryPiece(DenseSubject subject)
    {
        var parameters = Subject.ParametersOf(subject.Make(164));
        var batch = Batch.Draw(subject.Reference, parameters, LossCases.SquaredError, 64, 164);
        var values = subject.Reference.Compute(parameters, Array.ConvertAll(batch.Inputs, static value => (double)value));
        var (least, most) = (double.PositiveInfinity, double.NegativeInfinity);
        var activation = Activation.None;
        for (var i = 0; i < subject.Reference.Steps.Count; i++)
        {
            if (subject.Reference.Steps[i] is not ActivationStep step)
                continue;
            activation = step.Activation;
            least = Math.Min(least, values[i].Min());
            most = Math.Max(most, values[i].Max());
        }

        var kinks = ActivationFunction.Kinks(activation);
        var (lowest, highest) = kinks.IsEmpty ? (0, 0) : (kinks[0], kinks[^1]);
        Expect.True(
            activation == Activation.None || (least < lowest && most > highest),
            $"The arguments of {activation} are {least} … {most}; they should reach below {lowest} and above {highest}.");
    }
}
