using System.Numerics;

namespace NetGen.Benchmarks;

/// <summary>Functions for numbers of any type. <see cref="DifferentiatedFunctions"/> has them of doubles.</summary>
internal static partial class GenericFunctions
{
    /// <summary>The angle of a damped pendulum after some steps of Euler's method.</summary>
    [Differentiable]
    public static T Euler<T>(T gravity, T length, T damping, T angle, T speed, T step, int count)
        where T : IFloatingPointIeee754<T>
    {
        for (var i = 0; i < count; i++)
        {
            var acceleration = (-gravity / length * T.Sin(angle)) - (damping * speed);
            speed += step * acceleration;
            angle += step * speed;
        }

        return angle;
    }

    /// <summary>The same by the method of Runge and Kutta.</summary>
    [Differentiable]
    public static T RungeKutta<T>(T gravity, T length, T damping, PendulumState<T> state, T step, int count)
        where T : IFloatingPointIeee754<T>
    {
        for (var i = 0; i < count; i++)
        {
            var k1 = Slope(state, gravity, length, damping);
            var k2 = Slope(state + (step / T.CreateChecked(2) * k1), gravity, length, damping);
            var k3 = Slope(state + (step / T.CreateChecked(2) * k2), gravity, length, damping);
            var k4 = Slope(state + (step * k3), gravity, length, damping);
            state += step / T.CreateChecked(6) * (k1 + (T.CreateChecked(2) * k2) + (T.CreateChecked(2) * k3) + k4);
        }

        return state.Angle;
    }

    /// <summary>A chain of as many links as it has parameters.</summary>
    [Differentiable]
    public static T Chain<T>(ReadOnlySpan<T> x)
        where T : IFloatingPointIeee754<T>
    {
        var value = T.Zero;
        for (var i = 0; i < x.Length; i++)
            value = T.Tanh(x[i] + value);
        return value;
    }

    /// <summary>
    /// The logarithm of the likelihood of a Gaussian mixture with a Wishart prior, ADBench's GMM, but for what does not depend on its parameters. The inverse
    /// covariance factors hold for each component the logarithms of the diagonal, then the columns below it.
    /// </summary>
    [Differentiable]
    public static T Gmm<T>(
        ReadOnlySpan<T> alphas, ReadOnlySpan<T> means, ReadOnlySpan<T> factors, [Constant] ReadOnlySpan<T> x, int d, [Constant] T gamma, int m)
        where T : IFloatingPointIeee754<T>
    {
        var half = T.CreateChecked(0.5);
        var components = alphas.Length;
        var size = factors.Length / components;
        var diagonals = new T[components * d];
        var sums = new T[components];
        for (var k = 0; k < components; k++)
        {
            for (var i = 0; i < d; i++)
            {
                diagonals[(k * d) + i] = T.Exp(factors[(k * size) + i]);
                sums[k] += factors[(k * size) + i];
            }
        }

        var terms = new T[components];
        var product = new T[d];
        var likelihood = T.Zero;
        var count = x.Length / d;
        for (var n = 0; n < count; n++)
        {
            for (var k = 0; k < components; k++)
            {
                for (var i = 0; i < d; i++)
                    product[i] = diagonals[(k * d) + i] * (x[(n * d) + i] - means[(k * d) + i]);
                for (var i = 0; i < d; i++)
                {
                    var centred = x[(n * d) + i] - means[(k * d) + i];
                    var column = (k * size) + d + (i * ((2 * d) - i - 1) / 2) - i - 1;
                    for (var j = i + 1; j < d; j++)
                        product[j] += factors[column + j] * centred;
                }

                var squares = T.Zero;
                for (var i = 0; i < d; i++)
                    squares += product[i] * product[i];
                terms[k] = alphas[k] + sums[k] - (half * squares);
            }

            likelihood += LogSumExp<T>(terms);
        }

        var prior = T.Zero;
        for (var k = 0; k < components; k++)
        {
            for (var i = 0; i < d; i++)
                prior += half * gamma * gamma * diagonals[(k * d) + i] * diagonals[(k * d) + i];
            for (var i = d; i < size; i++)
                prior += half * gamma * gamma * factors[(k * size) + i] * factors[(k * size) + i];
            prior -= T.CreateChecked(m) * sums[k];
        }

        return likelihood - (T.CreateChecked(count) * LogSumExp(alphas)) + prior;
    }

    private static T LogSumExp<T>(ReadOnlySpan<T> x)
        where T : IFloatingPointIeee754<T>
    {
        var largest = x[0];
        for (var i = 1; i < x.Length; i++)
            largest = T.Max(largest, x[i]);
        var sum = T.Zero;
        for (var i = 0; i < x.Length; i++)
            sum += T.Exp(x[i] - largest);
        return largest + T.Log(sum);
    }

    private static PendulumState<T> Slope<T>(PendulumState<T> state, T gravity, T length, T damping)
        where T : IFloatingPointIeee754<T>
        => new(state.Speed, (-gravity / length * T.Sin(state.Angle)) - (damping * state.Speed));

    internal readonly record struct PendulumState<T>(T Angle, T Speed)
        where T : IFloatingPointIeee754<T>
    {
        public static PendulumState<T> operator +(PendulumState<T> left, PendulumState<T> right) => new(left.Angle + right.Angle, left.Speed + right.Speed);

        public static PendulumState<T> operator *(T factor, PendulumState<T> state) => new(factor * state.Angle, factor * state.Speed);
    }
}
