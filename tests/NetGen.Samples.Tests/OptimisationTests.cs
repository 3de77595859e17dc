namespace NetGen.Samples.Tests;

/// <summary>No method of a sample, emitted or not, is so large that the JIT silently stops optimising it: by the JIT's own summary.</summary>
public sealed class OptimisationTests
{
    public static TheoryData<string> Samples => [.. TestTier.OneIn(3, [
        "Shakespeare", "Debugging", "Digits", "Functions", "FromScratch", "Forecast", "Shapes", "GradientDescent", "Inspect", "Optimizers", "Residual", "Sentiment", "Tabular", "Xor"])];

    [Theory]
    [MemberData(nameof(Samples))]
    public void The_JIT_optimises_every_method_of_a_sample(string sample)
    {
        var program = Directory.GetFiles(AppContext.BaseDirectory, "*.dll").Single(file => Path.GetFileNameWithoutExtension(file).Equals(sample, StringComparison.OrdinalIgnoreCase));

        var summary = JitSummary.Of(program, program);

        // Two have functions and no network.
        Assert.Contains(summary.Optimised, method => method.Contains(sample is "GradientDescent" or "Functions" ? "Gradient(" : "+Kernels:", StringComparison.Ordinal));
        Assert.Empty(summary.GivenUp);
    }
}
