namespace NetGen.Benchmarks;

/// <summary>Functions that people differentiate on processors today, and what the generator makes of them.</summary>
internal static partial class DifferentiatedFunctions
{
    /// <summary>The exponent of FSRS's forgetting curve.</summary>
    private const double Decay = -0.5;

    private const double Factor = 19.0 / 81.0;

    /// <summary>The angle of a damped pendulum after some steps of Euler's method.</summary>
    [Differentiable]
    public static double Euler(double gravity, double length, double damping, double angle, double speed, double step, int count)
        => GenericFunctions.Euler(gravity, length, damping, angle, speed, step, count);

    /// <summary>The same with checkpoints in the place of every step.</summary>
    [Differentiable(Checkpoints = true)]
    public static double EulerWithCheckpoints(double gravity, double length, double damping, double angle, double speed, double step, int count)
        => GenericFunctions.Euler(gravity, length, damping, angle, speed, step, count);

    /// <summary>The same by the method of Runge and Kutta.</summary>
    [Differentiable]
    public static double RungeKutta(double gravity, double length, double damping, GenericFunctions.PendulumState<double> state, double step, int count)
        => GenericFunctions.RungeKutta(gravity, length, damping, state, step, count);

    /// <summary>The reprojection error of ADBench's BA: a camera of eleven numbers (rotation, centre, focal length, principal point, distortion), a point, a weight.</summary>
    [Differentiable]
    public static (double X, double Y) Reproject(
        ReadOnlySpan<double> camera, ReadOnlySpan<double> point, double weight, [Constant] double featureX, [Constant] double featureY)
    {
        var x = point[0] - camera[3];
        var y = point[1] - camera[4];
        var z = point[2] - camera[5];
        var squaredAngle = (camera[0] * camera[0]) + (camera[1] * camera[1]) + (camera[2] * camera[2]);
        double rotatedX, rotatedY, rotatedZ;
        if (squaredAngle != 0)
        {
            var angle = Math.Sqrt(squaredAngle);
            var (sin, cos) = Math.SinCos(angle);
            var inverse = 1 / angle;
            var axisX = camera[0] * inverse;
            var axisY = camera[1] * inverse;
            var axisZ = camera[2] * inverse;
            var along = ((axisX * x) + (axisY * y) + (axisZ * z)) * (1 - cos);
            rotatedX = (x * cos) + (((axisY * z) - (axisZ * y)) * sin) + (axisX * along);
            rotatedY = (y * cos) + (((axisZ * x) - (axisX * z)) * sin) + (axisY * along);
            rotatedZ = (z * cos) + (((axisX * y) - (axisY * x)) * sin) + (axisZ * along);
        }
        else
        {
            rotatedX = x + (camera[1] * z) - (camera[2] * y);
            rotatedY = y + (camera[2] * x) - (camera[0] * z);
            rotatedZ = z + (camera[0] * y) - (camera[1] * x);
        }

        var projectedX = rotatedX / rotatedZ;
        var projectedY = rotatedY / rotatedZ;
        var squaredRadius = (projectedX * projectedX) + (projectedY * projectedY);
        var distortion = 1 + (camera[9] * squaredRadius) + (camera[10] * squaredRadius * squaredRadius);
        return (
            weight * ((projectedX * distortion * camera[6]) + camera[7] - featureX),
            weight * ((projectedY * distortion * camera[6]) + camera[8] - featureY));
    }

    /// <summary>The loss of a history of reviews in FSRS 5, a memory model of flashcard programs with 19 parameters.</summary>
    [Differentiable]
    public static double Fsrs(ReadOnlySpan<double> w, ReadOnlySpan<int> ratings, [Constant] ReadOnlySpan<double> days)
    {
        var stability = w[ratings[0] - 1];
        var difficulty = Math.Clamp(w[4] - Math.Exp(w[5] * (ratings[0] - 1)) + 1, 1, 10);
        var loss = 0.0;
        for (var i = 1; i < ratings.Length; i++)
        {
            var rating = ratings[i];
            var recall = Math.Pow(1 + (Factor * days[i] / stability), Decay);
            loss -= rating > 1 ? Math.Log(recall) : Math.Log(1 - recall);
            if (days[i] < 1)
            {
                stability *= Math.Exp(w[17] * (rating - 3 + w[18]));
            }
            else if (rating > 1)
            {
                var hard = rating == 2 ? w[15] : 1;
                var easy = rating == 4 ? w[16] : 1;
                stability *= 1 + (Math.Exp(w[8]) * (11 - difficulty) * Math.Pow(stability, -w[9]) * (Math.Exp(w[10] * (1 - recall)) - 1) * hard * easy);
            }
            else
            {
                stability = Math.Min(stability, w[11] * Math.Pow(difficulty, -w[12]) * (Math.Pow(stability + 1, w[13]) - 1) * Math.Exp(w[14] * (1 - recall)));
            }

            var next = difficulty - (w[6] * (rating - 3) * (10 - difficulty) / 9);
            var target = w[4] - Math.Exp(w[5] * 3) + 1;
            difficulty = Math.Clamp((w[7] * target) + ((1 - w[7]) * next), 1, 10);
        }

        return loss / (ratings.Length - 1);
    }

    /// <summary>The logarithm of the likelihood of a Gaussian mixture, ADBench's GMM.</summary>
    [Differentiable]
    public static double Gmm(
        ReadOnlySpan<double> alphas, ReadOnlySpan<double> means, ReadOnlySpan<double> factors, [Constant] ReadOnlySpan<double> x, int d, [Constant] double gamma, int m)
        => GenericFunctions.Gmm(alphas, means, factors, x, d, gamma, m);

    /// <summary>
    /// The loss of ADBench's LSTM over a sequence of vectors: layers of gates for each element, parameters [2·layers × 4·width], those before and behind the layers
    /// [3 × width], and states [2·layers × width].
    /// </summary>
    [Differentiable]
    public static double Lstm(ReadOnlySpan<double> parameters, ReadOnlySpan<double> extra, [Constant] ReadOnlySpan<double> state, [Constant] ReadOnlySpan<double> sequence, int width)
    {
        var layers = state.Length / (2 * width);
        var states = new double[state.Length];
        for (var i = 0; i < state.Length; i++)
            states[i] = state[i];
        var input = new double[width];
        var loss = 0.0;
        var steps = (sequence.Length / width) - 1;
        for (var t = 0; t < steps; t++)
        {
            for (var j = 0; j < width; j++)
                input[j] = sequence[(t * width) + j] * extra[j];
            for (var layer = 0; layer < layers; layer++)
            {
                for (var j = 0; j < width; j++)
                {
                    var weight = (8 * layer * width) + j;
                    var bias = weight + (4 * width);
                    var hidden = (2 * layer * width) + j;
                    var forget = Sigmoid((input[j] * parameters[weight]) + parameters[bias]);
                    var ingate = Sigmoid((states[hidden] * parameters[weight + width]) + parameters[bias + width]);
                    var outgate = Sigmoid((input[j] * parameters[weight + (2 * width)]) + parameters[bias + (2 * width)]);
                    var change = Math.Tanh((states[hidden] * parameters[weight + (3 * width)]) + parameters[bias + (3 * width)]);
                    var cell = (states[hidden + width] * forget) + (ingate * change);
                    states[hidden + width] = cell;
                    states[hidden] = outgate * Math.Tanh(cell);
                    input[j] = states[hidden];
                }
            }

            var sum = 2.0;
            for (var j = 0; j < width; j++)
                sum += Math.Exp((input[j] * extra[width + j]) + extra[(2 * width) + j]);
            var normalization = Math.Log(sum);
            for (var j = 0; j < width; j++)
                loss -= sequence[((t + 1) * width) + j] * ((input[j] * extra[width + j]) + extra[(2 * width) + j] - normalization);
        }

        return loss / (steps * width);
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    /// <summary>A chain of as many links as it has parameters.</summary>
    [Differentiable]
    public static double Chain(ReadOnlySpan<double> x) => GenericFunctions.Chain(x);
}
