using NetGen.Numeric.Checks.Networks;

namespace NetGen.Numeric.Checks;

/// <summary>The parameters of a new network have the distributions that PyTorch's initialisers have, and depend on the seed alone.</summary>
public static class InitializerChecks
{
    // The fans of the two layers.
    private const double FirstIn = 96;
    private const double FirstOut = 128;
    private const double SecondIn = 128;
    private const double SecondOut = 100;
    private const double TanhGain = 5.0 / 3;

    public static IEnumerable<Check> All()
    {
        yield return new Check("initialisers: default", static () =>
        {
            var network = new Initializers.ByDefault(1);
            Uniform(network.FirstWeight, 1 / Math.Sqrt(FirstIn));
            Uniform(network.FirstBias, 1 / Math.Sqrt(FirstIn));
            Uniform(network.SecondWeight, 1 / Math.Sqrt(SecondIn));
            Uniform(network.SecondBias, 1 / Math.Sqrt(SecondIn));
        });
        yield return new Check("initialisers: Xavier uniform", static () =>
        {
            var network = new Initializers.ByXavierUniform(1);
            Uniform(network.FirstWeight, TanhGain * Math.Sqrt(6 / (FirstIn + FirstOut)));
            Uniform(network.SecondWeight, Math.Sqrt(6 / (SecondIn + SecondOut)));
            Zero(network.FirstBias);
            Zero(network.SecondBias);
        });
        yield return new Check("initialisers: Xavier normal", static () =>
        {
            var network = new Initializers.ByXavierNormal(1);
            Normal(network.FirstWeight, Math.Sqrt(2) * Math.Sqrt(2 / (FirstIn + FirstOut)));
            Normal(network.SecondWeight, Math.Sqrt(2 / (SecondIn + SecondOut)));
            Zero(network.FirstBias);
            Zero(network.SecondBias);
        });
        yield return new Check("initialisers: He uniform", static () =>
        {
            var network = new Initializers.ByHeUniform(1);
            Uniform(network.FirstWeight, Math.Sqrt(6 / FirstIn));
            Uniform(network.SecondWeight, Math.Sqrt(6 / SecondIn));
            Zero(network.FirstBias);
            Zero(network.SecondBias);
        });
        yield return new Check("initialisers: He normal", static () =>
        {
            var network = new Initializers.ByHeNormal(1);
            Normal(network.FirstWeight, Math.Sqrt(2 / FirstIn));
            Normal(network.SecondWeight, Math.Sqrt(2 / SecondIn));
            Zero(network.FirstBias);
            Zero(network.SecondBias);
        });
        yield return new Check("initialisers: zeros", static () =>
        {
            var network = new Initializers.ByZeros(1);
            Zero(network.FirstWeight);
            Zero(network.FirstBias);
            Uniform(network.SecondWeight, 1 / Math.Sqrt(SecondIn));
        });
        foreach (var subject in Catalogue.All)
            yield return new Check($"initial seeds: {subject}", () => DependOnTheSeedAlone(subject));
    }

    private static void DependOnTheSeedAlone(Subject subject)
    {
        Expect.SameBits(subject.Create(5).Parameters, subject.Create(5).Parameters, $"Parameters of {subject} from the same seed");
        Expect.True(!subject.Create(5).Parameters.SequenceEqual(subject.Create(6).Parameters), "Another seed gives the same parameters.");
    }

    private static void Uniform(TensorView tensor, double bound)
    {
        var values = tensor.ToArray();
        var largest = values.Max(MathF.Abs);

        // Of n values the largest is below 1 − 10/n of the bound once in 22,000 draws.
        Expect.True(largest <= bound * (1 + 1e-6) && largest > bound * (1 - (10.0 / values.Length)), $"The largest of '{tensor.Name}' is {largest}, for a bound of {bound}.");
        Moments(tensor.Name, values, bound / Math.Sqrt(3), kurtosis: 1.8);
    }

    private static void Normal(TensorView tensor, double deviation)
    {
        var values = tensor.ToArray();
        var largest = values.Max(MathF.Abs);
        Expect.True(largest > 3 * deviation && largest < 6 * deviation, $"The largest of '{tensor.Name}' is {largest}, for a deviation of {deviation}.");
        Moments(tensor.Name, values, deviation, kurtosis: 3);
    }

    private static void Zero(TensorView tensor)
        => Expect.True(tensor.ToArray().All(static value => value == 0), $"'{tensor.Name}' does not start at zero.");

    /// <summary>Mean, variance and fourth moment, each within five of its own standard deviations.</summary>
    private static void Moments(string name, float[] values, double deviation, double kurtosis)
    {
        var scaled = Array.ConvertAll(values, value => value / deviation);
        var spread = 5 / Math.Sqrt(values.Length);
        var mean = scaled.Average();
        var variance = scaled.Average(static value => value * value);
        var fourth = scaled.Average(static value => value * value * value * value);
        Expect.True(Math.Abs(mean) < spread, $"The mean of '{name}' is {mean:F4} deviations.");
        Expect.True(Math.Abs(variance - 1) < spread * Math.Sqrt(kurtosis - 1), $"The variance of '{name}' is {variance:F4} of what it should be.");

        // The eighth moments of the uniform and the normal distribution are 9 and 105.
        var eighth = kurtosis < 2 ? 9 : 105;
        Expect.True(Math.Abs(fourth - kurtosis) < spread * Math.Sqrt(eighth - (kurtosis * kurtosis)), $"The kurtosis of '{name}' is {fourth:F4}.");

        // Neighbours are independent.
        var product = 0.0;
        for (var i = 1; i < scaled.Length; i++)
            product += scaled[i] * scaled[i - 1];
        Expect.True(Math.Abs(product / scaled.Length) < spread, $"Neighbours in '{name}' are correlated by {product / scaled.Length:F4}.");
    }
}
