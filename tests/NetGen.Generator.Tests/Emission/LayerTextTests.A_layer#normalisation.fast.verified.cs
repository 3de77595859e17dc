    /// <inheritdoc/>
    public void Forward(global::NetGen.Workspace workspace)
    {
        global::System.ArgumentNullException.ThrowIfNull(workspace);
        workspace.CheckLayout(Generated.Layout, Generated.Description.Name);
        var batch = workspace.Batch;

        // Sample(offset, slot) is where the batch's values of a tensor begin, in floats from the start of the buffer: capacity · offset, a product that is
        //     rounded up to a multiple of 16, plus 16 · slot. Capacity is the number of samples that the buffer has room for. So each tensor begins at a
        //     boundary of 64 bytes, and 16 · slot leaves room for what rounding has added before it.
        // Shared(offset) is where a tensor begins that the samples share: offset floats behind all that the samples have of their own.
        // Several workers may share a batch: batch is the number of samples of this one.
        // Behind the formulas of a step, or under them, are shapes: of what it reads, without the parameters, an arrow, and of what it stores; equal shapes are
        //     written once on each side.
        // 'until step n, its memory is that of x' means: x, the last of those that had the memory or a part of it, has it to the end of step n; then it is free
        //     for this tensor, from the step that stores it.
        // x.part is what the samples of this worker give of x.

        // The parameters.
        ref var batchNorm1Weight = ref networkParameters.Start; // batchNorm1.weight [2]
        ref var batchNorm1Bias = ref Unsafe.Add(ref networkParameters.Start, 16); // batchNorm1.bias [2]
        ref var batchNorm1RunningMean = ref Unsafe.Add(ref networkParameters.Start, 32); // batchNorm1.running_mean [2]
        ref var batchNorm1RunningVar = ref Unsafe.Add(ref networkParameters.Start, 48); // batchNorm1.running_var [2]

        // Inputs and activations.
        ref var batchSize = ref workspace.Shared(0); // batchSize [1]
        ref var input = ref workspace.Sample(0, 0); // input [batch × 2 × 2 × 2]
        ref var batchNorm1MeanPart = ref workspace.Shared(16); // batchNorm1.mean.part [1 × 2 × 1 × 1]
        ref var batchNorm1Mean = ref workspace.Shared(32); // batchNorm1.mean [2]
        // batchNorm1.variance.part [1 × 2 × 1 × 1]; until step 3, its memory is that of batchNorm1.mean.part
        ref var batchNorm1VariancePart = ref workspace.Shared(16);
        ref var batchNorm1Variance = ref workspace.Shared(48); // batchNorm1.variance [2]
        // batchNorm1.inverseDeviation [1 × 2 × 1 × 1]; until step 5, its memory is that of batchNorm1.variance.part
        ref var batchNorm1InverseDeviation = ref workspace.Shared(16);
        ref var batchNorm1 = ref workspace.Sample(8, 1); // batchNorm1 [batch × 2 × 2 × 2]
        ref var batchNorm1NextRunningMean = ref workspace.Shared(64); // batchNorm1.nextRunningMean [2]
        ref var batchNorm1NextRunningVariance = ref workspace.Shared(80); // batchNorm1.nextRunningVariance [2]

        // 1. batchSize: the number of samples in the whole batch    → [1]
        batchSize = workspace.WholeBatch;

        // Steps 2 to 9: Batch normalisation 'batchNorm1': the mean μ and the variance σ² of each channel are those of the whole batch, x̂ = (x − μ)/√(σ² + ε),
        //     y = γ·x̂ + β with the weight γ and the bias β; in the steps, x is input and y is batchNorm1.

        // 2. batchNorm1.mean.part = (Σ over samples, y and x of input) / (batchSize · 4)    [batch × 2 × 2 × 2], [1] → [1 × 2 × 1 × 1]
        //    layer 1 of Net: BatchNorm 'batchNorm1'
        //      for channel in 2
        //        let sum = 0
        //        for sample in batch, y in 2, x in 2
        //          sum += input[sample, channel, y, x]
        //        batchNorm1.mean.part[0, channel, 0, 0] = 0.25·sum/batchSize[0]
        Kernels.BatchNorm1MeanPartForward(ref input, ref batchSize, ref batchNorm1MeanPart, batch);

        // 3. batchNorm1.mean = Σ over workers of batchNorm1.mean.part; a copy when there is one worker    [1 × 2 × 1 × 1] → [2]
        workspace.Exchange(ref batchNorm1MeanPart, ref batchNorm1Mean, 2);

        // 4. batchNorm1.variance.part = (Σ over samples, y and x of (input − batchNorm1.mean)²) / (batchSize · 4)
        //    [batch × 2 × 2 × 2], [2], [1] → [1 × 2 × 1 × 1]
        //    layer 1 of Net: BatchNorm 'batchNorm1'
        //      for channel in 2
        //        let sum = 0
        //        for sample in batch, y in 2, x in 2
        //          sum += (input[sample, channel, y, x] − batchNorm1.mean[channel])²
        //        batchNorm1.variance.part[0, channel, 0, 0] = 0.25·sum/batchSize[0]
        Kernels.BatchNorm1VariancePartForward(ref input, ref batchNorm1Mean, ref batchSize, ref batchNorm1VariancePart, batch);

        // 5. batchNorm1.variance = Σ over workers of batchNorm1.variance.part; a copy when there is one worker    [1 × 2 × 1 × 1] → [2]
        workspace.Exchange(ref batchNorm1VariancePart, ref batchNorm1Variance, 2);

        // 6. batchNorm1.inverseDeviation = 1 / √(batchNorm1.variance + 0.00001)    [2] → [1 × 2 × 1 × 1]
        //    layer 1 of Net: BatchNorm 'batchNorm1'
        Kernels.BatchNorm1InverseDeviationForward(ref batchNorm1Variance, ref batchNorm1InverseDeviation);

        // 7. batchNorm1 = ((input − batchNorm1.mean) · batchNorm1.inverseDeviation) · batchNorm1.weight + batchNorm1.bias
        //    [batch × 2 × 2 × 2], [2], [1 × 2 × 1 × 1] → [batch × 2 × 2 × 2]
        //    layer 1 of Net: BatchNorm 'batchNorm1'
        Kernels.BatchNorm1Forward(
            ref input,
            ref batchNorm1Mean,
            ref batchNorm1InverseDeviation,
            ref batchNorm1Weight,
            ref batchNorm1Bias,
            ref batchNorm1,
            batch);

        // 8. batchNorm1.nextRunningMean = 0.9·batchNorm1.running_mean + 0.1·batchNorm1.mean    [2] → [2]
        //    layer 1 of Net: BatchNorm 'batchNorm1'
        Kernels.BatchNorm1NextRunningMeanForward(ref batchNorm1Mean, ref batchNorm1RunningMean, ref batchNorm1NextRunningMean);

        // 9. batchNorm1.nextRunningVariance = 0.9·batchNorm1.running_var + 0.1·batchNorm1.variance·batchSize·4/(batchSize·4 − 1)    [2], [1] → [2]
        //    layer 1 of Net: BatchNorm 'batchNorm1'
        Kernels.BatchNorm1NextRunningVarianceForward(
            ref batchNorm1Variance,
            ref batchSize,
            ref batchNorm1RunningVar,
            ref batchNorm1NextRunningVariance);

        // A backward pass may follow, and only one: it may take the memory of what is stored here.
        workspace.EndForward();
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
        // Shared(offset) is where a tensor begins that the samples share: offset floats behind all that the samples have of their own.
        // Several workers may share a batch: batch is the number of samples of this one.
        // Behind the formulas of a step, or under them, are shapes: of what it reads, without the parameters, an arrow, and of what it stores; equal shapes are
        //     written once on each side.
        // 'until step n, its memory is that of x' means: x, the last of those that had the memory or a part of it, has it to the end of step n; then it is free
        //     for this tensor, from the step that stores it.
        // x.part is what the samples of this worker give of x.

        // The parameters.
        ref var batchNorm1Weight = ref networkParameters.Start; // batchNorm1.weight [2]

        // Inputs and activations.
        ref var input = ref workspace.Sample(0, 0); // input [batch × 2 × 2 × 2]
        ref var batchNorm1Mean = ref workspace.Shared(32); // batchNorm1.mean [2]
        // batchNorm1.inverseDeviation [1 × 2 × 1 × 1]; until step 5, its memory is that of batchNorm1.variance.part
        ref var batchNorm1InverseDeviation = ref workspace.Shared(16);
        ref var batchSize = ref workspace.Shared(0); // batchSize [1]

        // The gradients of the activations: ∂x is ∂loss/∂x. ∂batchNorm1 is not computed here: the caller's loss has stored it in the workspace. If the loss is
        //     a mean, it already contains its factor 1/N.
        ref var dBatchNorm1 = ref workspace.Sample(16, 2); // ∂batchNorm1 [batch × 2 × 2 × 2]
        // ∂batchNorm1.variance.sum.part [1 × 2 × 1 × 1]; until step 9, its memory is that of batchNorm1.variance
        ref var dBatchNorm1VarianceSumPart = ref workspace.Shared(48);
        ref var dBatchNorm1VarianceSum = ref workspace.Shared(96); // ∂batchNorm1.variance.sum [1 × 2 × 1 × 1]
        // ∂batchNorm1.mean.sum.part [1 × 2 × 1 × 1]; until step 13, its memory is that of ∂batchNorm1.variance.sum.part
        ref var dBatchNorm1MeanSumPart = ref workspace.Shared(48);
        ref var dBatchNorm1MeanSum = ref workspace.Shared(0); // ∂batchNorm1.mean.sum [1 × 2 × 1 × 1]; until step 14, its memory is that of batchSize
        ref var dInput = ref workspace.Sample(24, 3); // ∂input [batch × 2 × 2 × 2]

        // The gradients of the parameters. They are overwritten, or added to where accumulate is true; padding behind them is set to 0 or left as it is.
        ref var dBatchNorm1Weight = ref gradientsStart; // ∂batchNorm1.weight [2]
        ref var dBatchNorm1Bias = ref Unsafe.Add(ref gradientsStart, 16); // ∂batchNorm1.bias [2]

        // Steps 10 to 16: ∂ of Batch normalisation 'batchNorm1': ∂β = Σ ∂y, ∂γ = Σ ∂y·x̂, ∂x̂ = γ·∂y, ∂σ² = −½·(σ² + ε)^(−3/2)·Σ ∂x̂·(x − μ), ∂(x − μ) =
        //     ∂x̂/√(σ² + ε) + 2·(x − μ)·∂σ²/n, ∂μ = −Σ ∂(x − μ), ∂x = ∂(x − μ) + ∂μ/n, where n values are averaged; a .part is that of this worker's samples;
        //     in the steps, x is input, ∂y is ∂batchNorm1, ∂x is ∂input, inverseDeviation is 1/√(σ² + ε), ∂variance.sum is ∂σ²/n and ∂mean.sum is ∂μ/n.

        // 10. ∂batchNorm1.weight = Σ over samples, y and x of ∂batchNorm1·((input − batchNorm1.mean) · batchNorm1.inverseDeviation)
        //     [batch × 2 × 2 × 2], [2], [1 × 2 × 1 × 1] → [2]
        //     ∂ of layer 1 of Net: BatchNorm 'batchNorm1'
        //       for channel in 2
        //         let sum = 0
        //         for sample in batch, y in 2, x in 2
        //           sum += ∂batchNorm1[sample, channel, y, x]·(input[sample, channel, y, x] − batchNorm1.mean[channel])·batchNorm1.inverseDeviation[0, channel,
        //               0, 0]
        //         ∂batchNorm1.weight[channel] = sum
        Kernels.BatchNorm1WeightGradient(
            ref dBatchNorm1,
            ref input,
            ref batchNorm1Mean,
            ref batchNorm1InverseDeviation,
            ref dBatchNorm1Weight,
            batch,
            accumulate);

        // 11. ∂batchNorm1.bias = Σ over samples, y and x of ∂batchNorm1    [batch × 2 × 2 × 2] → [2]
        //     ∂ of layer 1 of Net: BatchNorm 'batchNorm1'
        //       for channel in 2
        //         let sum = 0
        //         for sample in batch, y in 2, x in 2
        //           sum += ∂batchNorm1[sample, channel, y, x]
        //         ∂batchNorm1.bias[channel] = sum
        Kernels.BatchNorm1BiasGradient(ref dBatchNorm1, ref dBatchNorm1Bias, batch, accumulate);

        // 12. ∂batchNorm1.variance.sum.part = 0.25·(−0.5·(Σ over samples, y and x of ∂batchNorm1·batchNorm1.weight·(input −
        //         batchNorm1.mean))·batchNorm1.inverseDeviation³)/batchSize
        //     [batch × 2 × 2 × 2], [2], [1 × 2 × 1 × 1], [1] → [1 × 2 × 1 × 1]
        //     ∂ of layer 1 of Net: BatchNorm 'batchNorm1'
        //       for channel in 2
        //         let sum = 0
        //         for sample in batch, y in 2, x in 2
        //           sum += ∂batchNorm1[sample, channel, y, x]·batchNorm1.weight[channel]·(input[sample, channel, y, x] − batchNorm1.mean[channel])
        //         ∂batchNorm1.variance.sum.part[0, channel, 0, 0] = −0.125·sum·batchNorm1.inverseDeviation[0, channel, 0, 0]³/batchSize[0]
        Kernels.BatchNorm1VarianceSumPartGradient(
            ref dBatchNorm1,
            ref input,
            ref batchNorm1Mean,
            ref batchNorm1InverseDeviation,
            ref batchSize,
            ref batchNorm1Weight,
            ref dBatchNorm1VarianceSumPart,
            batch);

        // 13. ∂batchNorm1.variance.sum = Σ over workers of ∂batchNorm1.variance.sum.part; a copy when there is one worker    [1 × 2 × 1 × 1] → [1 × 2 × 1 × 1]
        workspace.Exchange(ref dBatchNorm1VarianceSumPart, ref dBatchNorm1VarianceSum, 2);

        // 14. ∂batchNorm1.mean.sum.part = 0.25·(Σ over samples, y and x of −(∂batchNorm1·batchNorm1.weight·batchNorm1.inverseDeviation +
        //         2·∂batchNorm1.variance.sum·(input − batchNorm1.mean)))/batchSize
        //     [batch × 2 × 2 × 2], [1 × 2 × 1 × 1], [2], [1] → [1 × 2 × 1 × 1]
        //     ∂ of layer 1 of Net: BatchNorm 'batchNorm1'
        //       for channel in 2
        //         let sum = 0
        //         for sample in batch, y in 2, x in 2
        //           sum += −(∂batchNorm1[sample, channel, y, x]·batchNorm1.weight[channel]·batchNorm1.inverseDeviation[0, channel, 0, 0] +
        //               2·∂batchNorm1.variance.sum[0, channel, 0, 0]·(input[sample, channel, y, x] − batchNorm1.mean[channel]))
        //         ∂batchNorm1.mean.sum.part[0, channel, 0, 0] = 0.25·sum/batchSize[0]
        Kernels.BatchNorm1MeanSumPartGradient(
            ref dBatchNorm1,
            ref batchNorm1InverseDeviation,
            ref dBatchNorm1VarianceSum,
            ref input,
            ref batchNorm1Mean,
            ref batchSize,
            ref batchNorm1Weight,
            ref dBatchNorm1MeanSumPart,
            batch);

        // 15. ∂batchNorm1.mean.sum = Σ over workers of ∂batchNorm1.mean.sum.part; a copy when there is one worker    [1 × 2 × 1 × 1] → [1 × 2 × 1 × 1]
        workspace.Exchange(ref dBatchNorm1MeanSumPart, ref dBatchNorm1MeanSum, 2);

        // 16. ∂input = ∂batchNorm1·batchNorm1.weight·batchNorm1.inverseDeviation + 2·∂batchNorm1.variance.sum·(input − batchNorm1.mean) + ∂batchNorm1.mean.sum
        //     [batch × 2 × 2 × 2], [1 × 2 × 1 × 1], [2] → [batch × 2 × 2 × 2]
        //     ∂ of layer 1 of Net: BatchNorm 'batchNorm1'
        Kernels.BatchNorm1InputGradient(
            ref dBatchNorm1,
            ref batchNorm1InverseDeviation,
            ref dBatchNorm1VarianceSum,
            ref input,
            ref batchNorm1Mean,
            ref dBatchNorm1MeanSum,
            ref batchNorm1Weight,
            ref dInput,
            batch);

        // A trainer sets UpdatesState to false, and calls UpdateState itself once it has accepted the gradients.
        if (workspace.UpdatesState)
            UpdateState(workspace);
    }
