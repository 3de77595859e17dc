namespace NetGen.Benchmarks;

/// <summary>The gradients of ADBench's mixture of Gaussians and of its LSTM, as one writes them by hand.</summary>
internal static partial class GradientsByHand
{
    /// <summary>Each point's responsibilities weight what it adds to the derivatives, at once: nothing is kept from point to point.</summary>
    public static double Gmm(
        ReadOnlySpan<double> alphas, ReadOnlySpan<double> means, ReadOnlySpan<double> factors, ReadOnlySpan<double> x, int d, double gamma, int m,
        Span<double> dAlphas, Span<double> dMeans, Span<double> dFactors, Span<double> memory)
    {
        dAlphas.Clear();
        dMeans.Clear();
        dFactors.Clear();
        var components = alphas.Length;
        var size = factors.Length / components;
        var diagonals = memory.Slice(0, components * d);
        var products = memory.Slice(components * d, components * d);
        var sums = memory.Slice(2 * components * d, components);
        var dSums = memory.Slice((2 * components * d) + components, components);
        var terms = memory.Slice((2 * components * d) + (2 * components), components);
        sums.Clear();
        dSums.Clear();
        for (var k = 0; k < components; k++)
        {
            for (var i = 0; i < d; i++)
            {
                diagonals[(k * d) + i] = Math.Exp(factors[(k * size) + i]);
                sums[k] += factors[(k * size) + i];
            }
        }

        var value = 0.0;
        var count = x.Length / d;
        for (var n = 0; n < count; n++)
        {
            var point = x.Slice(n * d, d);
            for (var k = 0; k < components; k++)
            {
                var product = products.Slice(k * d, d);
                var mean = means.Slice(k * d, d);
                var below = factors.Slice((k * size) + d, size - d);
                for (var i = 0; i < d; i++)
                    product[i] = diagonals[(k * d) + i] * (point[i] - mean[i]);
                var place = 0;
                for (var i = 0; i < d; i++)
                {
                    var centred = point[i] - mean[i];
                    for (var j = i + 1; j < d; j++)
                        product[j] += below[place++] * centred;
                }

                var squares = 0.0;
                for (var i = 0; i < d; i++)
                    squares += product[i] * product[i];
                terms[k] = alphas[k] + sums[k] - (0.5 * squares);
            }

            var largest = Largest(terms);
            var sum = 0.0;
            for (var k = 0; k < components; k++)
            {
                terms[k] = Math.Exp(terms[k] - largest);
                sum += terms[k];
            }

            value += largest + Math.Log(sum);
            for (var k = 0; k < components; k++)
            {
                var weight = terms[k] / sum;
                var product = products.Slice(k * d, d);
                var mean = means.Slice(k * d, d);
                var below = factors.Slice((k * size) + d, size - d);
                var dBelow = dFactors.Slice((k * size) + d, size - d);
                dAlphas[k] += weight;
                dSums[k] += weight;
                var place = 0;
                for (var i = 0; i < d; i++)
                {
                    var centred = point[i] - mean[i];
                    var dOwn = -weight * product[i] * diagonals[(k * d) + i];
                    dFactors[(k * size) + i] += dOwn * centred;
                    for (var j = i + 1; j < d; j++)
                    {
                        var dProduct = -weight * product[j];
                        dBelow[place] += dProduct * centred;
                        dOwn += dProduct * below[place];
                        place++;
                    }

                    dMeans[(k * d) + i] -= dOwn;
                }
            }
        }

        var squaredGamma = gamma * gamma;
        for (var k = 0; k < components; k++)
        {
            dSums[k] -= m;
            value -= m * sums[k];
            for (var i = 0; i < d; i++)
            {
                var square = squaredGamma * diagonals[(k * d) + i] * diagonals[(k * d) + i];
                value += 0.5 * square;
                dFactors[(k * size) + i] += square + dSums[k];
            }

            for (var i = d; i < size; i++)
            {
                var factor = factors[(k * size) + i];
                value += 0.5 * squaredGamma * factor * factor;
                dFactors[(k * size) + i] += squaredGamma * factor;
            }
        }

        var largestAlpha = Largest(alphas);
        var total = 0.0;
        for (var k = 0; k < components; k++)
            total += Math.Exp(alphas[k] - largestAlpha);
        for (var k = 0; k < components; k++)
            dAlphas[k] -= count * Math.Exp(alphas[k] - largestAlpha) / total;
        return value - (count * (largestAlpha + Math.Log(total)));
    }

    /// <summary>Goes back through the steps, which keep what comes in, the gates and the squashed cell.</summary>
    public static double Lstm(
        ReadOnlySpan<double> parameters, ReadOnlySpan<double> extra, ReadOnlySpan<double> state, ReadOnlySpan<double> sequence, int width,
        Span<double> dParameters, Span<double> dExtra, Span<double> memory)
    {
        const int Kept = 8;
        dParameters.Clear();
        dExtra.Clear();
        var layers = state.Length / (2 * width);
        var steps = (sequence.Length / width) - 1;
        var states = memory.Slice(0, state.Length);
        var dStates = memory.Slice(state.Length, state.Length);
        var input = memory.Slice(2 * state.Length, width);
        var outputs = memory.Slice((2 * state.Length) + width, 2 * steps * width);
        var rounds = memory.Slice((2 * state.Length) + width + (2 * steps * width), Kept * steps * layers * width);
        state.CopyTo(states);
        dStates.Clear();
        var loss = 0.0;
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
                    var round = rounds.Slice(Kept * ((((t * layers) + layer) * width) + j), Kept);
                    var (x, h, c) = (input[j], states[hidden], states[hidden + width]);
                    var forget = 1 / (1 + Math.Exp(-((x * parameters[weight]) + parameters[bias])));
                    var ingate = 1 / (1 + Math.Exp(-((h * parameters[weight + width]) + parameters[bias + width])));
                    var outgate = 1 / (1 + Math.Exp(-((x * parameters[weight + (2 * width)]) + parameters[bias + (2 * width)])));
                    var change = Math.Tanh((h * parameters[weight + (3 * width)]) + parameters[bias + (3 * width)]);
                    var cell = (c * forget) + (ingate * change);
                    var squashed = Math.Tanh(cell);
                    (round[0], round[1], round[2], round[3]) = (x, h, c, forget);
                    (round[4], round[5], round[6], round[7]) = (ingate, outgate, change, squashed);
                    states[hidden + width] = cell;
                    states[hidden] = outgate * squashed;
                    input[j] = outgate * squashed;
                }
            }

            var output = outputs.Slice(2 * t * width, 2 * width);
            var sum = 2.0;
            for (var j = 0; j < width; j++)
            {
                output[j] = input[j];
                output[width + j] = Math.Exp((input[j] * extra[width + j]) + extra[(2 * width) + j]);
                sum += output[width + j];
            }

            var normalization = Math.Log(sum);
            for (var j = 0; j < width; j++)
            {
                loss -= sequence[((t + 1) * width) + j] * ((input[j] * extra[width + j]) + extra[(2 * width) + j] - normalization);
                output[width + j] /= sum;
            }
        }

        var scale = 1.0 / (steps * width);
        for (var t = steps - 1; t >= 0; t--)
        {
            var output = outputs.Slice(2 * t * width, 2 * width);
            var next = sequence.Slice((t + 1) * width, width);
            var total = 0.0;
            for (var j = 0; j < width; j++)
                total += next[j];
            for (var j = 0; j < width; j++)
            {
                var d = scale * ((total * output[width + j]) - next[j]);
                dExtra[width + j] += d * output[j];
                dExtra[(2 * width) + j] += d;
                input[j] = d * extra[width + j];
            }

            for (var layer = layers - 1; layer >= 0; layer--)
            {
                for (var j = 0; j < width; j++)
                {
                    var weight = (8 * layer * width) + j;
                    var bias = weight + (4 * width);
                    var hidden = (2 * layer * width) + j;
                    var round = rounds.Slice(Kept * ((((t * layers) + layer) * width) + j), Kept);
                    var (x, h, c, forget) = (round[0], round[1], round[2], round[3]);
                    var (ingate, outgate, change, squashed) = (round[4], round[5], round[6], round[7]);
                    var dOutput = input[j] + dStates[hidden];
                    var dCell = dStates[hidden + width] + (dOutput * outgate * (1 - (squashed * squashed)));
                    var dForget = dCell * c * forget * (1 - forget);
                    var dIngate = dCell * change * ingate * (1 - ingate);
                    var dOutgate = dOutput * squashed * outgate * (1 - outgate);
                    var dChange = dCell * ingate * (1 - (change * change));
                    dParameters[weight] += dForget * x;
                    dParameters[bias] += dForget;
                    dParameters[weight + width] += dIngate * h;
                    dParameters[bias + width] += dIngate;
                    dParameters[weight + (2 * width)] += dOutgate * x;
                    dParameters[bias + (2 * width)] += dOutgate;
                    dParameters[weight + (3 * width)] += dChange * h;
                    dParameters[bias + (3 * width)] += dChange;
                    input[j] = (dForget * parameters[weight]) + (dOutgate * parameters[weight + (2 * width)]);
                    dStates[hidden] = (dIngate * parameters[weight + width]) + (dChange * parameters[weight + (3 * width)]);
                    dStates[hidden + width] = dCell * forget;
                }
            }

            for (var j = 0; j < width; j++)
                dExtra[j] += input[j] * sequence[(t * width) + j];
        }

        return loss * scale;
    }

    private static double Largest(ReadOnlySpan<double> numbers)
    {
        var largest = numbers[0];
        for (var i = 1; i < numbers.Length; i++)
            largest = Math.Max(largest, numbers[i]);
        return largest;
    }
}
