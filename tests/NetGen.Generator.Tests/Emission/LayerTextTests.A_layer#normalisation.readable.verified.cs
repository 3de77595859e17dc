    /// <inheritdoc/>
    public void Forward(global::NetGen.Workspace workspace)
    {
        global::System.ArgumentNullException.ThrowIfNull(workspace);
        workspace.CheckLayout(Generated.Layout, Generated.Description.Name);
        var batch = workspace.Batch;

        // Sample(offset, slot) is where the batch's values of a tensor begin, in floats from the start of the buffer: capacity · offset, a product that is
        //     rounded up to a multiple of 16, plus 16 · slot. Capacity is the number of samples that the buffer has room for. So each tensor begins at a
        //     boundary of 64 bytes, and 16 · slot leaves room for what rounding has added before it.
        // Several workers may share a batch: batch is the number of samples of this one.
        // Behind the formulas of a step, or under them, are shapes: of what it reads, without the parameters, an arrow, and of what it stores; equal shapes are
        //     written once on each side.
        // x.part is what the samples of this worker give of x.

        // The parameters.
        var batchNorm1Weight = new TensorSpan(ref networkParameters.Start, [2]);
        var batchNorm1Bias = new TensorSpan(ref Unsafe.Add(ref networkParameters.Start, 16), [2]);
        var batchNorm1RunningMean = new TensorSpan(ref Unsafe.Add(ref networkParameters.Start, 32), [2]);
        var batchNorm1RunningVar = new TensorSpan(ref Unsafe.Add(ref networkParameters.Start, 48), [2]);

        // Inputs and activations.
        var batchSize = new TensorSpan(ref workspace.Shared(0), [1]);
        var input = new TensorSpan(ref workspace.Sample(0, 0), [batch, 2, 2, 2]);
        var batchNorm1MeanPart = new TensorSpan(ref workspace.Shared(16), [1, 2, 1, 1]);
        var batchNorm1Mean = new TensorSpan(ref workspace.Shared(32), [2]);
        var batchNorm1Centered = new TensorSpan(ref workspace.Sample(24, 3), [batch, 2, 2, 2]);
        var batchNorm1VariancePart = new TensorSpan(ref workspace.Shared(48), [1, 2, 1, 1]);
        var batchNorm1Variance = new TensorSpan(ref workspace.Shared(64), [2]);
        var batchNorm1InverseDeviation = new TensorSpan(ref workspace.Shared(80), [1, 2, 1, 1]);
        var batchNorm1Normalized = new TensorSpan(ref workspace.Sample(32, 4), [batch, 2, 2, 2]);
        var batchNorm1 = new TensorSpan(ref workspace.Sample(8, 1), [batch, 2, 2, 2]);
        var batchNorm1NextRunningMean = new TensorSpan(ref workspace.Shared(96), [2]);
        var batchNorm1NextRunningVariance = new TensorSpan(ref workspace.Shared(112), [2]);

        // 1. batchSize: the number of samples in the whole batch    → [1]
        batchSize.Elements[0] = workspace.WholeBatch;

        // Steps 2 to 11: Batch normalisation 'batchNorm1': the mean μ and the variance σ² of each channel are those of the whole batch, x̂ = (x − μ)/√(σ² + ε),
        //     y = γ·x̂ + β with the weight γ and the bias β; in the steps, x is input and y is batchNorm1.

        // 2. batchNorm1.mean.part = (Σ over samples, y and x of input) / (batchSize · 4)    [batch × 2 × 2 × 2], [1] → [1 × 2 × 1 × 1]
        //    layer 1 of Net: BatchNorm 'batchNorm1'
        Kernels.BatchNorm1MeanPartForward(input, batchSize, batchNorm1MeanPart, batch);

        // 3. batchNorm1.mean = Σ over workers of batchNorm1.mean.part; a copy when there is one worker    [1 × 2 × 1 × 1] → [2]
        workspace.Exchange(ref batchNorm1MeanPart.Elements[0], ref batchNorm1Mean.Elements[0], 2);

        // 4. batchNorm1.centered = input − batchNorm1.mean    [batch × 2 × 2 × 2], [2] → [batch × 2 × 2 × 2]
        //    layer 1 of Net: BatchNorm 'batchNorm1'
        Kernels.BatchNorm1CenteredForward(input, batchNorm1Mean, batchNorm1Centered, batch);

        // 5. batchNorm1.variance.part = (Σ over samples, y and x of batchNorm1.centered²) / (batchSize · 4)    [batch × 2 × 2 × 2], [1] → [1 × 2 × 1 × 1]
        //    layer 1 of Net: BatchNorm 'batchNorm1'
        Kernels.BatchNorm1VariancePartForward(batchNorm1Centered, batchSize, batchNorm1VariancePart, batch);

        // 6. batchNorm1.variance = Σ over workers of batchNorm1.variance.part; a copy when there is one worker    [1 × 2 × 1 × 1] → [2]
        workspace.Exchange(ref batchNorm1VariancePart.Elements[0], ref batchNorm1Variance.Elements[0], 2);

        // 7. batchNorm1.inverseDeviation = 1 / √(batchNorm1.variance + 0.00001)    [2] → [1 × 2 × 1 × 1]
        //    layer 1 of Net: BatchNorm 'batchNorm1'
        Kernels.BatchNorm1InverseDeviationForward(batchNorm1Variance, batchNorm1InverseDeviation);

        // 8. batchNorm1.normalized = batchNorm1.centered · batchNorm1.inverseDeviation    [batch × 2 × 2 × 2], [1 × 2 × 1 × 1] → [batch × 2 × 2 × 2]
        //    layer 1 of Net: BatchNorm 'batchNorm1'
        Kernels.BatchNorm1NormalizedForward(batchNorm1Centered, batchNorm1InverseDeviation, batchNorm1Normalized, batch);

        // 9. batchNorm1 = batchNorm1.normalized · batchNorm1.weight + batchNorm1.bias    [batch × 2 × 2 × 2] → [batch × 2 × 2 × 2]
        //    layer 1 of Net: BatchNorm 'batchNorm1'
        Kernels.BatchNorm1Forward(batchNorm1Normalized, batchNorm1Weight, batchNorm1Bias, batchNorm1, batch);

        // 10. batchNorm1.nextRunningMean = 0.9·batchNorm1.running_mean + 0.1·batchNorm1.mean    [2] → [2]
        //     layer 1 of Net: BatchNorm 'batchNorm1'
        Kernels.BatchNorm1NextRunningMeanForward(batchNorm1Mean, batchNorm1RunningMean, batchNorm1NextRunningMean);

        // 11. batchNorm1.nextRunningVariance = 0.9·batchNorm1.running_var + 0.1·batchNorm1.variance·batchSize·4/(batchSize·4 − 1)    [2], [1] → [2]
        //     layer 1 of Net: BatchNorm 'batchNorm1'
        Kernels.BatchNorm1NextRunningVarianceForward(batchNorm1Variance, batchSize, batchNorm1RunningVar, batchNorm1NextRunningVariance);

        // A backward pass may follow, and only one: the next one needs a forward pass of its own.
        workspace.EndForward();
    }

        // Methods take values, then parameters, then what they write: that is on the left of the formula. Sums are taken in double, of terms that are rounded
        //     to float.

        /// <summary>
        /// batchNorm1.mean.part = (Σ over samples, y and x of input) / (batchSize · 4)    [batch × 2 × 2 × 2], [1] → [1 × 2 × 1 × 1]
        /// </summary>
        /// <remarks>
        /// Step 2 of <see cref="Net.Forward(global::NetGen.Workspace)"/>.
        /// Of layer 1 of Net: BatchNorm 'batchNorm1'.
        /// </remarks>
        public static void BatchNorm1MeanPartForward(TensorSpan input, TensorSpan batchSize, TensorSpan batchNorm1MeanPart, int batch)
        {
            for (var channel = 0; channel < 2; channel++)
            {
                var sum = 0.0;
                for (var sample = 0; sample < batch; sample++)
                {
                    for (var y = 0; y < 2; y++)
                    {
                        for (var x = 0; x < 2; x++)
                        {
                            sum += input[sample, channel, y, x];
                        }
                    }
                }

                batchNorm1MeanPart[0, channel, 0, 0] = 0.25f * (float)sum / batchSize[0];
            }
        }

        /// <summary>batchNorm1.centered = input − batchNorm1.mean    [batch × 2 × 2 × 2], [2] → [batch × 2 × 2 × 2]</summary>
        /// <remarks>
        /// Step 4 of <see cref="Net.Forward(global::NetGen.Workspace)"/>.
        /// Of layer 1 of Net: BatchNorm 'batchNorm1'.
        /// </remarks>
        public static void BatchNorm1CenteredForward(TensorSpan input, TensorSpan batchNorm1Mean, TensorSpan batchNorm1Centered, int batch)
        {
            for (var sample = 0; sample < batch; sample++)
            {
                for (var channel = 0; channel < 2; channel++)
                {
                    for (var y = 0; y < 2; y++)
                    {
                        for (var x = 0; x < 2; x++)
                        {
                            batchNorm1Centered[sample, channel, y, x] = input[sample, channel, y, x] - batchNorm1Mean[channel];
                        }
                    }
                }
            }
        }

        /// <summary>
        /// batchNorm1.variance.part = (Σ over samples, y and x of batchNorm1.centered²) / (batchSize · 4)    [batch × 2 × 2 × 2], [1] → [1 × 2 × 1 × 1]
        /// </summary>
        /// <remarks>
        /// Step 5 of <see cref="Net.Forward(global::NetGen.Workspace)"/>.
        /// Of layer 1 of Net: BatchNorm 'batchNorm1'.
        /// </remarks>
        public static void BatchNorm1VariancePartForward(
            TensorSpan batchNorm1Centered,
            TensorSpan batchSize,
            TensorSpan batchNorm1VariancePart,
            int batch)
        {
            for (var channel = 0; channel < 2; channel++)
            {
                var sum = 0.0;
                for (var sample = 0; sample < batch; sample++)
                {
                    for (var y = 0; y < 2; y++)
                    {
                        for (var x = 0; x < 2; x++)
                        {
                            sum += batchNorm1Centered[sample, channel, y, x] * batchNorm1Centered[sample, channel, y, x];
                        }
                    }
                }

                batchNorm1VariancePart[0, channel, 0, 0] = 0.25f * (float)sum / batchSize[0];
            }
        }

        /// <summary>batchNorm1.inverseDeviation = 1 / √(batchNorm1.variance + 0.00001)    [2] → [1 × 2 × 1 × 1]</summary>
        /// <remarks>
        /// Step 7 of <see cref="Net.Forward(global::NetGen.Workspace)"/>.
        /// Of layer 1 of Net: BatchNorm 'batchNorm1'.
        /// </remarks>
        public static void BatchNorm1InverseDeviationForward(TensorSpan batchNorm1Variance, TensorSpan batchNorm1InverseDeviation)
        {
            for (var channel = 0; channel < 2; channel++)
            {
                batchNorm1InverseDeviation[0, channel, 0, 0] = 1f / MathF.Sqrt(1E-05f + batchNorm1Variance[channel]);
            }
        }

        /// <summary>
        /// batchNorm1.normalized = batchNorm1.centered · batchNorm1.inverseDeviation    [batch × 2 × 2 × 2], [1 × 2 × 1 × 1] → [batch × 2 × 2 × 2]
        /// </summary>
        /// <remarks>
        /// Step 8 of <see cref="Net.Forward(global::NetGen.Workspace)"/>.
        /// Of layer 1 of Net: BatchNorm 'batchNorm1'.
        /// </remarks>
        public static void BatchNorm1NormalizedForward(
            TensorSpan batchNorm1Centered,
            TensorSpan batchNorm1InverseDeviation,
            TensorSpan batchNorm1Normalized,
            int batch)
        {
            for (var sample = 0; sample < batch; sample++)
            {
                for (var channel = 0; channel < 2; channel++)
                {
                    for (var y = 0; y < 2; y++)
                    {
                        for (var x = 0; x < 2; x++)
                        {
                            batchNorm1Normalized[sample, channel, y, x] = batchNorm1Centered[sample, channel, y, x]
                                * batchNorm1InverseDeviation[0, channel, 0, 0];
                        }
                    }
                }
            }
        }

        /// <summary>
        /// batchNorm1 = batchNorm1.normalized · batchNorm1.weight + batchNorm1.bias    [batch × 2 × 2 × 2] → [batch × 2 × 2 × 2]
        /// </summary>
        /// <remarks>
        /// Step 9 of <see cref="Net.Forward(global::NetGen.Workspace)"/>.
        /// Parameters: <see cref="Net.BatchNorm1Weight"/>, <see cref="Net.BatchNorm1Bias"/>.
        /// Of layer 1 of Net: BatchNorm 'batchNorm1'.
        /// </remarks>
        public static void BatchNorm1Forward(
            TensorSpan batchNorm1Normalized,
            TensorSpan batchNorm1Weight,
            TensorSpan batchNorm1Bias,
            TensorSpan batchNorm1,
            int batch)
        {
            for (var sample = 0; sample < batch; sample++)
            {
                for (var channel = 0; channel < 2; channel++)
                {
                    for (var y = 0; y < 2; y++)
                    {
                        for (var x = 0; x < 2; x++)
                        {
                            batchNorm1[sample, channel, y, x] = batchNorm1Normalized[sample, channel, y, x] * batchNorm1Weight[channel]
                                + batchNorm1Bias[channel];
                        }
                    }
                }
            }
        }

        /// <summary>batchNorm1.nextRunningMean = 0.9·batchNorm1.running_mean + 0.1·batchNorm1.mean    [2] → [2]</summary>
        /// <remarks>
        /// Step 10 of <see cref="Net.Forward(global::NetGen.Workspace)"/>.
        /// Parameters: <see cref="Net.BatchNorm1RunningMean"/>.
        /// Of layer 1 of Net: BatchNorm 'batchNorm1'.
        /// </remarks>
        public static void BatchNorm1NextRunningMeanForward(
            TensorSpan batchNorm1Mean,
            TensorSpan batchNorm1RunningMean,
            TensorSpan batchNorm1NextRunningMean)
        {
            for (var channel = 0; channel < 2; channel++)
            {
                batchNorm1NextRunningMean[channel] = 0.9f * batchNorm1RunningMean[channel] + 0.1f * batchNorm1Mean[channel];
            }
        }

        /// <summary>
        /// batchNorm1.nextRunningVariance = 0.9·batchNorm1.running_var + 0.1·batchNorm1.variance·batchSize·4/(batchSize·4 − 1)    [2], [1] → [2]
        /// </summary>
        /// <remarks>
        /// Step 11 of <see cref="Net.Forward(global::NetGen.Workspace)"/>.
        /// Parameters: <see cref="Net.BatchNorm1RunningVar"/>.
        /// Of layer 1 of Net: BatchNorm 'batchNorm1'.
        /// </remarks>
        public static void BatchNorm1NextRunningVarianceForward(
            TensorSpan batchNorm1Variance,
            TensorSpan batchSize,
            TensorSpan batchNorm1RunningVar,
            TensorSpan batchNorm1NextRunningVariance)
        {
            for (var channel = 0; channel < 2; channel++)
            {
                batchNorm1NextRunningVariance[channel] = 0.9f * batchNorm1RunningVar[channel] + 0.4f * (batchNorm1Variance[channel] * batchSize[0]) / (4f
                    * batchSize[0] - 1f);
            }
        }

    /// <inheritdoc/>
    public void Backward(global::NetGen.Workspace workspace, global::System.Span<float> gradients, bool accumulate = false)
    {
        global::System.ArgumentNullException.ThrowIfNull(workspace);
        workspace.CheckLayout(Generated.Layout, Generated.Description.Name);
        global::NetGen.Prediction.CheckGradients(Generated.Description, gradients, networkParameters.Span);
        workspace.BeginBackward(Generated.Description);
        var batch = workspace.Batch;
        ref var gradientsStart = ref global::System.Runtime.InteropServices.MemoryMarshal.GetReference(gradients);

        // Sample(offset, slot) is where the batch's values of a tensor begin, in floats from the start of the buffer: capacity · offset, a product that is
        //     rounded up to a multiple of 16, plus 16 · slot. Capacity is the number of samples that the buffer has room for. So each tensor begins at a
        //     boundary of 64 bytes, and 16 · slot leaves room for what rounding has added before it.
        // Several workers may share a batch: batch is the number of samples of this one.
        // Behind the formulas of a step, or under them, are shapes: of what it reads, without the parameters, an arrow, and of what it stores; equal shapes are
        //     written once on each side.
        // x.part is what the samples of this worker give of x.

        // The parameters.
        var batchNorm1Weight = new TensorSpan(ref networkParameters.Start, [2]);

        // Inputs and activations.
        var batchNorm1Normalized = new TensorSpan(ref workspace.Sample(32, 4), [batch, 2, 2, 2]);
        var batchNorm1InverseDeviation = new TensorSpan(ref workspace.Shared(80), [1, 2, 1, 1]);
        var batchNorm1Centered = new TensorSpan(ref workspace.Sample(24, 3), [batch, 2, 2, 2]);
        var batchSize = new TensorSpan(ref workspace.Shared(0), [1]);

        // The gradients of the activations: ∂x is ∂loss/∂x. ∂batchNorm1 is not computed here: the caller's loss has stored it in the workspace. If the loss is
        //     a mean, it already contains its factor 1/N.
        var dBatchNorm1Normalized = new TensorSpan(ref workspace.Sample(40, 5), [batch, 2, 2, 2]);
        var dBatchNorm1 = new TensorSpan(ref workspace.Sample(16, 2), [batch, 2, 2, 2]);
        var dBatchNorm1CenteredTerm1 = new TensorSpan(ref workspace.Sample(48, 6), [batch, 2, 2, 2]);
        var dBatchNorm1VarianceSumPart = new TensorSpan(ref workspace.Shared(128), [1, 2, 1, 1]);
        var dBatchNorm1VarianceSum = new TensorSpan(ref workspace.Shared(144), [1, 2, 1, 1]);
        var dBatchNorm1Centered = new TensorSpan(ref workspace.Sample(56, 7), [batch, 2, 2, 2]);
        var dBatchNorm1MeanSumPart = new TensorSpan(ref workspace.Shared(160), [1, 2, 1, 1]);
        var dBatchNorm1MeanSum = new TensorSpan(ref workspace.Shared(176), [1, 2, 1, 1]);
        var dInput = new TensorSpan(ref workspace.Sample(64, 8), [batch, 2, 2, 2]);

        // The gradients of the parameters. They are overwritten, or added to where accumulate is true; padding behind them is left as it is.
        var dBatchNorm1Weight = new TensorSpan(ref gradientsStart, [2]);
        var dBatchNorm1Bias = new TensorSpan(ref Unsafe.Add(ref gradientsStart, 16), [2]);

        // Steps 12 to 21: ∂ of Batch normalisation 'batchNorm1': ∂β = Σ ∂y, ∂γ = Σ ∂y·x̂, ∂x̂ = γ·∂y, ∂σ² = −½·(σ² + ε)^(−3/2)·Σ ∂x̂·(x − μ), ∂(x − μ) =
        //     ∂x̂/√(σ² + ε) + 2·(x − μ)·∂σ²/n, ∂μ = −Σ ∂(x − μ), ∂x = ∂(x − μ) + ∂μ/n, where n values are averaged; a .part is that of this worker's samples;
        //     in the steps, ∂y is ∂batchNorm1, ∂x is ∂input, centered is x − μ, inverseDeviation is 1/√(σ² + ε), ∂variance.sum is ∂σ²/n and ∂mean.sum is ∂μ/n.

        // 12. ∂batchNorm1.normalized = ∂batchNorm1·batchNorm1.weight    [batch × 2 × 2 × 2] → [batch × 2 × 2 × 2]
        //     ∂ of layer 1 of Net: BatchNorm 'batchNorm1'
        Kernels.BatchNorm1NormalizedGradient(dBatchNorm1, batchNorm1Weight, dBatchNorm1Normalized, batch);

        // 13. ∂batchNorm1.weight = Σ over samples, y and x of ∂batchNorm1·batchNorm1.normalized    [batch × 2 × 2 × 2] → [2]
        //     ∂ of layer 1 of Net: BatchNorm 'batchNorm1'
        Kernels.BatchNorm1WeightGradient(dBatchNorm1, batchNorm1Normalized, dBatchNorm1Weight, batch, accumulate);

        // 14. ∂batchNorm1.bias = Σ over samples, y and x of ∂batchNorm1    [batch × 2 × 2 × 2] → [2]
        //     ∂ of layer 1 of Net: BatchNorm 'batchNorm1'
        Kernels.BatchNorm1BiasGradient(dBatchNorm1, dBatchNorm1Bias, batch, accumulate);

        // 15. ∂batchNorm1.centered.term1 = ∂batchNorm1.normalized·batchNorm1.inverseDeviation    [batch × 2 × 2 × 2], [1 × 2 × 1 × 1] → [batch × 2 × 2 × 2]
        //     ∂ of layer 1 of Net: BatchNorm 'batchNorm1'
        //     ∂batchNorm1.centered.term1 is a part of ∂batchNorm1.centered: ∂batchNorm1.centered = ∂batchNorm1.centered.term1 + ∂batchNorm1.centered.term2.
        Kernels.BatchNorm1CenteredTerm1Gradient(dBatchNorm1Normalized, batchNorm1InverseDeviation, dBatchNorm1CenteredTerm1, batch);

        // 16. ∂batchNorm1.variance.sum.part = 0.25·(−0.5·(Σ over samples, y and x of
        //         ∂batchNorm1.normalized·batchNorm1.centered)·batchNorm1.inverseDeviation³)/batchSize
        //     [batch × 2 × 2 × 2], [1 × 2 × 1 × 1], [1] → [1 × 2 × 1 × 1]
        //     ∂ of layer 1 of Net: BatchNorm 'batchNorm1'
        Kernels.BatchNorm1VarianceSumPartGradient(
            dBatchNorm1Normalized,
            batchNorm1Centered,
            batchNorm1InverseDeviation,
            batchSize,
            dBatchNorm1VarianceSumPart,
            batch);

        // 17. ∂batchNorm1.variance.sum = Σ over workers of ∂batchNorm1.variance.sum.part; a copy when there is one worker    [1 × 2 × 1 × 1] → [1 × 2 × 1 × 1]
        workspace.Exchange(ref dBatchNorm1VarianceSumPart.Elements[0], ref dBatchNorm1VarianceSum.Elements[0], 2);

        // 18. ∂batchNorm1.centered = ∂batchNorm1.centered.term1 + 2·∂batchNorm1.variance.sum·batchNorm1.centered
        //     [1 × 2 × 1 × 1], [batch × 2 × 2 × 2] → [batch × 2 × 2 × 2]
        //     ∂ of layer 1 of Net: BatchNorm 'batchNorm1'
        Kernels.BatchNorm1CenteredGradient(dBatchNorm1CenteredTerm1, dBatchNorm1VarianceSum, batchNorm1Centered, dBatchNorm1Centered, batch);

        // 19. ∂batchNorm1.mean.sum.part = 0.25·(Σ over samples, y and x of −∂batchNorm1.centered)/batchSize    [batch × 2 × 2 × 2], [1] → [1 × 2 × 1 × 1]
        //     ∂ of layer 1 of Net: BatchNorm 'batchNorm1'
        Kernels.BatchNorm1MeanSumPartGradient(dBatchNorm1Centered, batchSize, dBatchNorm1MeanSumPart, batch);

        // 20. ∂batchNorm1.mean.sum = Σ over workers of ∂batchNorm1.mean.sum.part; a copy when there is one worker    [1 × 2 × 1 × 1] → [1 × 2 × 1 × 1]
        workspace.Exchange(ref dBatchNorm1MeanSumPart.Elements[0], ref dBatchNorm1MeanSum.Elements[0], 2);

        // 21. ∂input = ∂batchNorm1.centered + ∂batchNorm1.mean.sum    [batch × 2 × 2 × 2], [1 × 2 × 1 × 1] → [batch × 2 × 2 × 2]
        //     ∂ of layer 1 of Net: BatchNorm 'batchNorm1'
        Kernels.BatchNorm1InputGradient(dBatchNorm1Centered, dBatchNorm1MeanSum, dInput, batch);

        // A trainer sets UpdatesState to false, and calls UpdateState itself once it has accepted the gradients.
        if (workspace.UpdatesState)
            UpdateState(workspace);
    }

        // Methods take values, then parameters, then what they write: that is on the left of the formula. With accumulate, a gradient is added to what is
        //     there. Sums are taken in double, of terms that are rounded to float.

        /// <summary>∂batchNorm1.normalized = ∂batchNorm1·batchNorm1.weight    [batch × 2 × 2 × 2] → [batch × 2 × 2 × 2]</summary>
        /// <remarks>
        /// Step 12 of <see cref="Net.Backward(global::NetGen.Workspace, global::System.Span{float}, bool)"/>.
        /// Parameters: <see cref="Net.BatchNorm1Weight"/>.
        /// ∂ of layer 1 of Net: BatchNorm 'batchNorm1'.
        /// </remarks>
        public static void BatchNorm1NormalizedGradient(
            TensorSpan dBatchNorm1,
            TensorSpan batchNorm1Weight,
            TensorSpan dBatchNorm1Normalized,
            int batch)
        {
            for (var sample = 0; sample < batch; sample++)
            {
                for (var channel = 0; channel < 2; channel++)
                {
                    for (var y = 0; y < 2; y++)
                    {
                        for (var x = 0; x < 2; x++)
                        {
                            dBatchNorm1Normalized[sample, channel, y, x] = dBatchNorm1[sample, channel, y, x] * batchNorm1Weight[channel];
                        }
                    }
                }
            }
        }

        /// <summary>
        /// ∂batchNorm1.weight = Σ over samples, y and x of ∂batchNorm1·batchNorm1.normalized    [batch × 2 × 2 × 2] → [2]
        /// </summary>
        /// <remarks>
        /// Step 13 of <see cref="Net.Backward(global::NetGen.Workspace, global::System.Span{float}, bool)"/>.
        /// Gradients of: <see cref="Net.BatchNorm1Weight"/>.
        /// ∂ of layer 1 of Net: BatchNorm 'batchNorm1'.
        /// </remarks>
        public static void BatchNorm1WeightGradient(
            TensorSpan dBatchNorm1,
            TensorSpan batchNorm1Normalized,
            TensorSpan dBatchNorm1Weight,
            int batch,
            bool accumulate)
        {
            for (var channel = 0; channel < 2; channel++)
            {
                var sum = 0.0;
                for (var sample = 0; sample < batch; sample++)
                {
                    for (var y = 0; y < 2; y++)
                    {
                        for (var x = 0; x < 2; x++)
                        {
                            sum += dBatchNorm1[sample, channel, y, x] * batchNorm1Normalized[sample, channel, y, x];
                        }
                    }
                }

                if (accumulate)
                {
                    dBatchNorm1Weight[channel] += (float)sum;
                }
                else
                {
                    dBatchNorm1Weight[channel] = (float)sum;
                }
            }
        }

        /// <summary>∂batchNorm1.bias = Σ over samples, y and x of ∂batchNorm1    [batch × 2 × 2 × 2] → [2]</summary>
        /// <remarks>
        /// Step 14 of <see cref="Net.Backward(global::NetGen.Workspace, global::System.Span{float}, bool)"/>.
        /// Gradients of: <see cref="Net.BatchNorm1Bias"/>.
        /// ∂ of layer 1 of Net: BatchNorm 'batchNorm1'.
        /// </remarks>
        public static void BatchNorm1BiasGradient(TensorSpan dBatchNorm1, TensorSpan dBatchNorm1Bias, int batch, bool accumulate)
        {
            for (var channel = 0; channel < 2; channel++)
            {
                var sum = 0.0;
                for (var sample = 0; sample < batch; sample++)
                {
                    for (var y = 0; y < 2; y++)
                    {
                        for (var x = 0; x < 2; x++)
                        {
                            sum += dBatchNorm1[sample, channel, y, x];
                        }
                    }
                }

                if (accumulate)
                {
                    dBatchNorm1Bias[channel] += (float)sum;
                }
                else
                {
                    dBatchNorm1Bias[channel] = (float)sum;
                }
            }
        }

        /// <summary>
        /// ∂batchNorm1.centered.term1 = ∂batchNorm1.normalized·batchNorm1.inverseDeviation    [batch × 2 × 2 × 2], [1 × 2 × 1 × 1] → [batch × 2 × 2 × 2]
        /// </summary>
        /// <remarks>
        /// Step 15 of <see cref="Net.Backward(global::NetGen.Workspace, global::System.Span{float}, bool)"/>.
        /// ∂ of layer 1 of Net: BatchNorm 'batchNorm1'.
        /// ∂batchNorm1.centered.term1 is a part of ∂batchNorm1.centered: ∂batchNorm1.centered = ∂batchNorm1.centered.term1 + ∂batchNorm1.centered.term2.
        /// </remarks>
        public static void BatchNorm1CenteredTerm1Gradient(
            TensorSpan dBatchNorm1Normalized,
            TensorSpan batchNorm1InverseDeviation,
            TensorSpan dBatchNorm1CenteredTerm1,
            int batch)
        {
            for (var sample = 0; sample < batch; sample++)
            {
                for (var channel = 0; channel < 2; channel++)
                {
                    for (var y = 0; y < 2; y++)
                    {
                        for (var x = 0; x < 2; x++)
                        {
                            dBatchNorm1CenteredTerm1[sample, channel, y, x] = dBatchNorm1Normalized[sample, channel, y, x]
                                * batchNorm1InverseDeviation[0, channel, 0, 0];
                        }
                    }
                }
            }
        }

        /// <summary>
        /// ∂batchNorm1.variance.sum.part = 0.25·(−0.5·(Σ over samples, y and x of
        ///     ∂batchNorm1.normalized·batchNorm1.centered)·batchNorm1.inverseDeviation³)/batchSize
        /// [batch × 2 × 2 × 2], [1 × 2 × 1 × 1], [1] → [1 × 2 × 1 × 1]
        /// </summary>
        /// <remarks>
        /// Step 16 of <see cref="Net.Backward(global::NetGen.Workspace, global::System.Span{float}, bool)"/>.
        /// ∂ of layer 1 of Net: BatchNorm 'batchNorm1'.
        /// </remarks>
        public static void BatchNorm1VarianceSumPartGradient(
            TensorSpan dBatchNorm1Normalized,
            TensorSpan batchNorm1Centered,
            TensorSpan batchNorm1InverseDeviation,
            TensorSpan batchSize,
            TensorSpan dBatchNorm1VarianceSumPart,
            int batch)
        {
            for (var channel = 0; channel < 2; channel++)
            {
                var sum = 0.0;
                for (var sample = 0; sample < batch; sample++)
                {
                    for (var y = 0; y < 2; y++)
                    {
                        for (var x = 0; x < 2; x++)
                        {
                            sum += dBatchNorm1Normalized[sample, channel, y, x] * batchNorm1Centered[sample, channel, y, x];
                        }
                    }
                }

                dBatchNorm1VarianceSumPart[0, channel, 0, 0] = -0.125f * ((float)sum * (batchNorm1InverseDeviation[0, channel, 0, 0]
                    * batchNorm1InverseDeviation[0, channel, 0, 0] * batchNorm1InverseDeviation[0, channel, 0, 0])) / batchSize[0];
            }
        }

        /// <summary>
        /// ∂batchNorm1.centered = ∂batchNorm1.centered.term1 + 2·∂batchNorm1.variance.sum·batchNorm1.centered
        /// [1 × 2 × 1 × 1], [batch × 2 × 2 × 2] → [batch × 2 × 2 × 2]
        /// </summary>
        /// <remarks>
        /// Step 18 of <see cref="Net.Backward(global::NetGen.Workspace, global::System.Span{float}, bool)"/>.
        /// ∂ of layer 1 of Net: BatchNorm 'batchNorm1'.
        /// </remarks>
        public static void BatchNorm1CenteredGradient(
            TensorSpan dBatchNorm1CenteredTerm1,
            TensorSpan dBatchNorm1VarianceSum,
            TensorSpan batchNorm1Centered,
            TensorSpan dBatchNorm1Centered,
            int batch)
        {
            for (var sample = 0; sample < batch; sample++)
            {
                for (var channel = 0; channel < 2; channel++)
                {
                    for (var y = 0; y < 2; y++)
                    {
                        for (var x = 0; x < 2; x++)
                        {
                            dBatchNorm1Centered[sample, channel, y, x] = dBatchNorm1CenteredTerm1[sample, channel, y, x] + 2f
                                * (dBatchNorm1VarianceSum[0, channel, 0, 0] * batchNorm1Centered[sample, channel, y, x]);
                        }
                    }
                }
            }
        }

        /// <summary>
        /// ∂batchNorm1.mean.sum.part = 0.25·(Σ over samples, y and x of −∂batchNorm1.centered)/batchSize    [batch × 2 × 2 × 2], [1] → [1 × 2 × 1 × 1]
        /// </summary>
        /// <remarks>
        /// Step 19 of <see cref="Net.Backward(global::NetGen.Workspace, global::System.Span{float}, bool)"/>.
        /// ∂ of layer 1 of Net: BatchNorm 'batchNorm1'.
        /// </remarks>
        public static void BatchNorm1MeanSumPartGradient(
            TensorSpan dBatchNorm1Centered,
            TensorSpan batchSize,
            TensorSpan dBatchNorm1MeanSumPart,
            int batch)
        {
            for (var channel = 0; channel < 2; channel++)
            {
                var sum = 0.0;
                for (var sample = 0; sample < batch; sample++)
                {
                    for (var y = 0; y < 2; y++)
                    {
                        for (var x = 0; x < 2; x++)
                        {
                            sum += -dBatchNorm1Centered[sample, channel, y, x];
                        }
                    }
                }

                dBatchNorm1MeanSumPart[0, channel, 0, 0] = 0.25f * (float)sum / batchSize[0];
            }
        }

        /// <summary>
        /// ∂input = ∂batchNorm1.centered + ∂batchNorm1.mean.sum    [batch × 2 × 2 × 2], [1 × 2 × 1 × 1] → [batch × 2 × 2 × 2]
        /// </summary>
        /// <remarks>
        /// Step 21 of <see cref="Net.Backward(global::NetGen.Workspace, global::System.Span{float}, bool)"/>.
        /// ∂ of layer 1 of Net: BatchNorm 'batchNorm1'.
        /// </remarks>
        public static void BatchNorm1InputGradient(TensorSpan dBatchNorm1Centered, TensorSpan dBatchNorm1MeanSum, TensorSpan dInput, int batch)
        {
            for (var sample = 0; sample < batch; sample++)
            {
                for (var channel = 0; channel < 2; channel++)
                {
                    for (var y = 0; y < 2; y++)
                    {
                        for (var x = 0; x < 2; x++)
                        {
                            dInput[sample, channel, y, x] = dBatchNorm1Centered[sample, channel, y, x] + dBatchNorm1MeanSum[0, channel, 0, 0];
                        }
                    }
                }
            }
        }
