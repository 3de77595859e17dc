namespace NetGen.Samples.Tests;

/// <summary>No method of a sample, emitted or not, is so large that the JIT silently stops optimising it: by the JIT's own summary.</summary>
public sealed class OptimisationTests
{
    [Theory]
    [InlineData("Debugging")]
    [InlineData("Digits")]
    [InlineData("FromScratch")]
    [InlineData("Functions")]
    [InlineData("GradientDescent")]
    [InlineData("Inspect")]
    [InlineData("Optimizers")]
    [InlineData("Residual")]
    [InlineData("Shapes")]
    [InlineData("Tabular")]
    [InlineData("Xor")]
    public void The_JIT_optimises_every_method_of_a_sample(string sample)
    {
        var program = Directory.GetFiles(AppContext.BaseDirectory, "*.dll").Single(file => Path.GetFileNameWithoutExtension(file).Equals(sample, StringComparison.OrdinalIgnoreCase));

        var summary = JitSummary.Of(program, program);

        // Two have functions and no network.
        Assert.Contains(summary.Optimised, method => method.Contains(sample is "GradientDescent" or "Functions" ? "Gradient(" : "+Kernels:", StringComparison.Ordinal));
        Assert.Empty(summary.GivenUp);
    }
}
