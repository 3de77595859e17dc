namespace FromScratch;

/// <summary>
/// A network of two layers without any library: hidden = tanh(x · W₁ᵀ + b₁), logits = hidden · W₂ᵀ + b₂. It learns by gradient descent on the cross-entropy of
/// softmax(logits). Each formula is a loop, and stands as a comment above it.
/// </summary>
internal sealed class HandmadeNet(int inputs, int hidden, int outputs)
{
    // W[j, i] is the weight from input i to output j of a layer.
    public float[,] W1 { get; } = new float[hidden, inputs];

    public float[] B1 { get; } = new float[hidden];

    public float[,] W2 { get; } = new float[outputs, hidden];

    public float[] B2 { get; } = new float[outputs];

    /// <summary>One step of gradient descent on all samples. Gives the loss before the step.</summary>
    public double Step(float[] x, float[] classes, float learningRate)
    {
        var batch = classes.Length;
        var (h, logits) = (new float[batch, hidden], new float[batch, outputs]);
        var (dLogits, dZ) = (new float[batch, outputs], new float[batch, hidden]);

        // Forward: h = tanh(x · W₁ᵀ + b₁)
        for (var n = 0; n < batch; n++)
        {
            for (var j = 0; j < hidden; j++)
            {
                var z = B1[j];
                for (var i = 0; i < inputs; i++)
                    z += x[(n * inputs) + i] * W1[j, i];
                h[n, j] = MathF.Tanh(z);
            }
        }

        // Forward: logits = h · W₂ᵀ + b₂
        for (var n = 0; n < batch; n++)
        {
            for (var k = 0; k < outputs; k++)
            {
                var sum = B2[k];
                for (var j = 0; j < hidden; j++)
                    sum += h[n, j] * W2[k, j];
                logits[n, k] = sum;
            }
        }

        // Loss: L = −1/batch · Σₙ log pₙ[classₙ], where pₙ = softmax(logitsₙ); and ∂L/∂logits = (p − onehot) / batch
        var loss = 0.0;
        for (var n = 0; n < batch; n++)
        {
            var (largest, total) = (float.NegativeInfinity, 0.0);
            for (var k = 0; k < outputs; k++)
                largest = MathF.Max(largest, logits[n, k]);
            for (var k = 0; k < outputs; k++)
                total += Math.Exp(logits[n, k] - largest);
            loss += (Math.Log(total) - (logits[n, (int)classes[n]] - largest)) / batch;
            for (var k = 0; k < outputs; k++)
                dLogits[n, k] = (float)(((Math.Exp(logits[n, k] - largest) / total) - (k == (int)classes[n] ? 1 : 0)) / batch);
        }

        // Backward: ∂L/∂z = (∂L/∂logits · W₂) · tanh′(z), where tanh′(z) = 1 − h². Before W₂ changes.
        for (var n = 0; n < batch; n++)
        {
            for (var j = 0; j < hidden; j++)
            {
                var sum = 0f;
                for (var k = 0; k < outputs; k++)
                    sum += dLogits[n, k] * W2[k, j];
                dZ[n, j] = sum * (1 - (h[n, j] * h[n, j]));
            }
        }

        // Backward and descent: W₂ ← W₂ − rate · ∂L/∂W₂, where ∂L/∂W₂ = ∂L/∂logitsᵀ · h; and b₂ ← b₂ − rate · Σₙ ∂L/∂logits
        for (var k = 0; k < outputs; k++)
        {
            for (var j = 0; j < hidden; j++)
                W2[k, j] -= learningRate * Sum(batch, n => dLogits[n, k] * h[n, j]);
            B2[k] -= learningRate * Sum(batch, n => dLogits[n, k]);
        }

        // Backward and descent: W₁ ← W₁ − rate · ∂L/∂W₁, where ∂L/∂W₁ = ∂L/∂zᵀ · x; and b₁ ← b₁ − rate · Σₙ ∂L/∂z
        for (var j = 0; j < hidden; j++)
        {
            for (var i = 0; i < inputs; i++)
                W1[j, i] -= learningRate * Sum(batch, n => dZ[n, j] * x[(n * inputs) + i]);
            B1[j] -= learningRate * Sum(batch, n => dZ[n, j]);
        }

        return loss;
    }

    private static float Sum(int count, Func<int, float> term)
    {
        var sum = 0f;
        for (var n = 0; n < count; n++)
            sum += term(n);
        return sum;
    }
}
