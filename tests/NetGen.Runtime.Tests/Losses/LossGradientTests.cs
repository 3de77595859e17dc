namespace NetGen.Runtime.Tests.Losses;

public class LossGradientTests
{
    private const double Difference = 1e-5;

    [Theory]
    [MemberData(nameof(LossVariant.Names), MemberType = typeof(LossVariant))]
    public void Value_and_gradient_agree_with_central_differences_of_the_definition(string name)
    {
        var variant = LossVariant.Named(name);
        foreach (var batch in new[] { 1, 3, 17, 64 })
        {
            foreach (var width in new[] { 1, 2, 7, 8, 9, 10, 31, 128 })
                Check(variant, new Random((1000 * batch) + width), batch, width);
        }
    }

    private static void Check(LossVariant variant, Random random, int batch, int width)
    {
        var (outputs, targets) = variant.Draw(random, batch, width);
        var gradients = new float[outputs.Length];
        var loss = variant.Create(width);
        var value = loss.Evaluate(outputs, targets, gradients, batch);

        double[] point = [.. outputs];
        var expected = variant.Reference(point, targets, batch);
        Assert.True(
            Math.Abs(value - expected) <= 1e-6 * Math.Max(Math.Abs(expected), 0.1),
            $"{variant.Name} [{batch} × {width}]: expected {expected:R}, but got {value:R}.");

        var largest = gradients.Max(Math.Abs);
        for (var probe = 0; probe < 12; probe++)
        {
            // The first and the last element, then any.
            var i = probe == 0 ? 0 : probe == 1 ? outputs.Length - 1 : random.Next(outputs.Length);
            var derivative = Derivative(variant, point, targets, batch, i);

            // A relative error of 1e-4, and the roundings of two floats near 1/batch whose difference a derivative may be.
            var tolerance = (1e-4 * Math.Max(Math.Abs(derivative), 0.1 * largest)) + (3e-7 / batch);
            Assert.True(
                Math.Abs(gradients[i] - derivative) <= tolerance,
                $"{variant.Name} [{batch} × {width}], element {i}: expected {derivative:R}, but got {gradients[i]:R}.");
        }
    }

    private static double Derivative(LossVariant variant, double[] point, float[] targets, int batch, int i)
    {
        var middle = point[i];
        point[i] = middle + Difference;
        var above = variant.Reference(point, targets, batch);
        point[i] = middle - Difference;
        var below = variant.Reference(point, targets, batch);
        point[i] = middle;
        return (above - below) / (2 * Difference);
    }
}
