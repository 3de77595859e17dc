    /// <inheritdoc/>
    public void Forward(global::NetGen.Workspace workspace)
    {
        global::System.ArgumentNullException.ThrowIfNull(workspace);
        workspace.CheckLayout(Generated.Layout, Generated.Description.Name);
        var batch = workspace.Batch;

        // Sample(offset, slot) is where the batch's values of a tensor begin, in floats from the start of the buffer: capacity · offset, a product that is
        //     rounded up to a multiple of 16, plus 16 · slot. Capacity is the number of samples that the buffer has room for. So each tensor begins at a
        //     boundary of 64 bytes, and 16 · slot leaves room for what rounding has added before it.
        // Behind the formulas of a step, or under them, are shapes: of what it reads, without the parameters, an arrow, and of what it stores; equal shapes are
        //     written once on each side.

        // The parameters.
        var multiHeadAttention1InProjWeight = new TensorSpan(ref networkParameters.Start, [12, 4]);
        var multiHeadAttention1InProjBias = new TensorSpan(ref Unsafe.Add(ref networkParameters.Start, 48), [12]);
        var multiHeadAttention1OutProjWeight = new TensorSpan(ref Unsafe.Add(ref networkParameters.Start, 64), [4, 4]);
        var multiHeadAttention1OutProjBias = new TensorSpan(ref Unsafe.Add(ref networkParameters.Start, 80), [4]);

        // Inputs and activations.
        var input = new TensorSpan(ref workspace.Sample(180, 8), [batch, 3, 4]);
        var multiHeadAttention1Projected = new TensorSpan(ref workspace.Sample(0, 0), [batch, 3, 12]);
        var multiHeadAttention1Scores = new TensorSpan(ref workspace.Sample(72, 2), [batch, 2, 3, 3]);
        var multiHeadAttention1AttentionMaximum = new TensorSpan(ref workspace.Sample(288, 17), [batch, 2, 3, 1]);
        var multiHeadAttention1AttentionExponential = new TensorSpan(ref workspace.Sample(90, 3), [batch, 2, 3, 3]);
        var multiHeadAttention1AttentionSum = new TensorSpan(ref workspace.Sample(294, 18), [batch, 2, 3, 1]);
        var multiHeadAttention1Attention = new TensorSpan(ref workspace.Sample(108, 4), [batch, 2, 3, 3]);
        var multiHeadAttention1Heads = new TensorSpan(ref workspace.Sample(216, 11), [batch, 3, 4]);
        var multiHeadAttention1 = new TensorSpan(ref workspace.Sample(192, 9), [batch, 3, 4]);

        // Steps 1 to 8: Attention 'multiHeadAttention1': q, k and v are projections of what goes in, in 2 heads of d features; A = softmax(q·kᵀ/√d) along the
        //     keys; y is the projection of A·v; in the steps, projected is q, k and v, concatenated, attention is A and heads is A·v.

        // 1. multiHeadAttention1.projected = input · multiHeadAttention1.in_proj_weightᵀ + multiHeadAttention1.in_proj_bias
        //    [batch × 3 × 4] → [batch × 3 × 12]
        //    layer 1 of Net: MultiHeadAttention 'multiHeadAttention1'
        Kernels.MultiHeadAttention1ProjectedForward(
            input,
            multiHeadAttention1InProjWeight,
            multiHeadAttention1InProjBias,
            multiHeadAttention1Projected,
            batch);

        // 2. multiHeadAttention1.scores = (Σ_feature multiHeadAttention1.projected[:, :, 0..4][sample, query, head, feature] ·
        //        multiHeadAttention1.projected[:, :, 4..8][sample, key, head, feature]) / √2
        //    [batch × 3 × 12] → [batch × 2 × 3 × 3]
        //    layer 1 of Net: MultiHeadAttention 'multiHeadAttention1'
        Kernels.MultiHeadAttention1ScoresForward(multiHeadAttention1Projected, multiHeadAttention1Scores, batch);

        // 3. multiHeadAttention1.attention.maximum = max over keys of multiHeadAttention1.scores    [batch × 2 × 3 × 3] → [batch × 2 × 3 × 1]
        //    layer 1 of Net: MultiHeadAttention 'multiHeadAttention1'
        Kernels.MultiHeadAttention1AttentionMaximumForward(multiHeadAttention1Scores, multiHeadAttention1AttentionMaximum, batch);

        // 4. multiHeadAttention1.attention.exponential = exp(multiHeadAttention1.scores − multiHeadAttention1.attention.maximum)
        //    [batch × 2 × 3 × 3], [batch × 2 × 3 × 1] → [batch × 2 × 3 × 3]
        //    layer 1 of Net: MultiHeadAttention 'multiHeadAttention1'
        Kernels.MultiHeadAttention1AttentionExponentialForward(
            multiHeadAttention1Scores,
            multiHeadAttention1AttentionMaximum,
            multiHeadAttention1AttentionExponential,
            batch);

        // 5. multiHeadAttention1.attention.sum = Σ over keys of multiHeadAttention1.attention.exponential    [batch × 2 × 3 × 3] → [batch × 2 × 3 × 1]
        //    layer 1 of Net: MultiHeadAttention 'multiHeadAttention1'
        Kernels.MultiHeadAttention1AttentionSumForward(multiHeadAttention1AttentionExponential, multiHeadAttention1AttentionSum, batch);

        // 6. multiHeadAttention1.attention = multiHeadAttention1.attention.exponential / multiHeadAttention1.attention.sum
        //    [batch × 2 × 3 × 3], [batch × 2 × 3 × 1] → [batch × 2 × 3 × 3]
        //    layer 1 of Net: MultiHeadAttention 'multiHeadAttention1'
        Kernels.MultiHeadAttention1AttentionForward(
            multiHeadAttention1AttentionExponential,
            multiHeadAttention1AttentionSum,
            multiHeadAttention1Attention,
            batch);

        // 7. multiHeadAttention1.heads[sample, query, head, feature] = Σ_key multiHeadAttention1.attention[sample, head, query, key] ·
        //        multiHeadAttention1.projected[:, :, 8..12][sample, key, head, feature]
        //    [batch × 2 × 3 × 3], [batch × 3 × 12] → [batch × 3 × 4]
        //    layer 1 of Net: MultiHeadAttention 'multiHeadAttention1'
        Kernels.MultiHeadAttention1HeadsForward(multiHeadAttention1Attention, multiHeadAttention1Projected, multiHeadAttention1Heads, batch);

        // 8. multiHeadAttention1 = multiHeadAttention1.heads · multiHeadAttention1.out_proj.weightᵀ + multiHeadAttention1.out_proj.bias
        //    [batch × 3 × 4] → [batch × 3 × 4]
        //    layer 1 of Net: MultiHeadAttention 'multiHeadAttention1'
        Kernels.MultiHeadAttention1Forward(
            multiHeadAttention1Heads,
            multiHeadAttention1OutProjWeight,
            multiHeadAttention1OutProjBias,
            multiHeadAttention1,
            batch);

        // A backward pass may follow, and only one: the next one needs a forward pass of its own.
        workspace.EndForward();
    }

        // Methods take values, then parameters, then what they write: that is on the left of the formula. Sums are taken in double, of terms that are rounded
        //     to float.

        /// <summary>
        /// multiHeadAttention1.projected = input · multiHeadAttention1.in_proj_weightᵀ + multiHeadAttention1.in_proj_bias
        /// [batch × 3 × 4] → [batch × 3 × 12]
        /// </summary>
        /// <remarks>
        /// Step 1 of <see cref="Net.Forward(global::NetGen.Workspace)"/>, step 1 of PredictWith.
        /// Parameters: <see cref="Net.MultiHeadAttention1InProjWeight"/>, <see cref="Net.MultiHeadAttention1InProjBias"/>.
        /// Of layer 1 of Net: MultiHeadAttention 'multiHeadAttention1'.
        /// </remarks>
        public static void MultiHeadAttention1ProjectedForward(
            TensorSpan input,
            TensorSpan multiHeadAttention1InProjWeight,
            TensorSpan multiHeadAttention1InProjBias,
            TensorSpan multiHeadAttention1Projected,
            int batch)
        {
            for (var sample = 0; sample < batch; sample++)
            {
                for (var position = 0; position < 3; position++)
                {
                    for (var output = 0; output < 12; output++)
                    {
                        var sum = 0.0;
                        for (var feature = 0; feature < 4; feature++)
                        {
                            sum += input[sample, position, feature] * multiHeadAttention1InProjWeight[output, feature];
                        }

                        multiHeadAttention1Projected[sample, position, output] = (float)sum + multiHeadAttention1InProjBias[output];
                    }
                }
            }
        }

        /// <summary>
        /// multiHeadAttention1.scores = (Σ_feature multiHeadAttention1.projected[:, :, 0..4][sample, query, head, feature] ·
        ///     multiHeadAttention1.projected[:, :, 4..8][sample, key, head, feature]) / √2
        /// [batch × 3 × 12] → [batch × 2 × 3 × 3]
        /// </summary>
        /// <remarks>
        /// Step 2 of <see cref="Net.Forward(global::NetGen.Workspace)"/>, step 2 of PredictWith.
        /// Of layer 1 of Net: MultiHeadAttention 'multiHeadAttention1'.
        /// </remarks>
        public static void MultiHeadAttention1ScoresForward(TensorSpan multiHeadAttention1Projected, TensorSpan multiHeadAttention1Scores, int batch)
        {
            for (var sample = 0; sample < batch; sample++)
            {
                for (var head = 0; head < 2; head++)
                {
                    for (var query = 0; query < 3; query++)
                    {
                        for (var key = 0; key < 3; key++)
                        {
                            var sum = 0.0;
                            for (var feature = 0; feature < 2; feature++)
                            {
                                sum += multiHeadAttention1Projected[sample, query, (head * 2) + feature]
                                    * multiHeadAttention1Projected[sample, key, (head * 2) + feature + 4];
                            }

                            multiHeadAttention1Scores[sample, head, query, key] = 0.70710677f * (float)sum;
                        }
                    }
                }
            }
        }

        /// <summary>
        /// multiHeadAttention1.attention.maximum = max over keys of multiHeadAttention1.scores    [batch × 2 × 3 × 3] → [batch × 2 × 3 × 1]
        /// </summary>
        /// <remarks>
        /// Step 3 of <see cref="Net.Forward(global::NetGen.Workspace)"/>, step 3 of PredictWith.
        /// Of layer 1 of Net: MultiHeadAttention 'multiHeadAttention1'.
        /// </remarks>
        public static void MultiHeadAttention1AttentionMaximumForward(
            TensorSpan multiHeadAttention1Scores,
            TensorSpan multiHeadAttention1AttentionMaximum,
            int batch)
        {
            for (var sample = 0; sample < batch; sample++)
            {
                for (var head = 0; head < 2; head++)
                {
                    for (var query = 0; query < 3; query++)
                    {
                        var largest = float.NegativeInfinity;
                        for (var key = 0; key < 3; key++)
                        {
                            largest = MathF.Max(largest, multiHeadAttention1Scores[sample, head, query, key]);
                        }

                        multiHeadAttention1AttentionMaximum[sample, head, query, 0] = largest;
                    }
                }
            }
        }

        /// <summary>
        /// multiHeadAttention1.attention.exponential = exp(multiHeadAttention1.scores − multiHeadAttention1.attention.maximum)
        /// [batch × 2 × 3 × 3], [batch × 2 × 3 × 1] → [batch × 2 × 3 × 3]
        /// </summary>
        /// <remarks>
        /// Step 4 of <see cref="Net.Forward(global::NetGen.Workspace)"/>, step 4 of PredictWith.
        /// Of layer 1 of Net: MultiHeadAttention 'multiHeadAttention1'.
        /// </remarks>
        public static void MultiHeadAttention1AttentionExponentialForward(
            TensorSpan multiHeadAttention1Scores,
            TensorSpan multiHeadAttention1AttentionMaximum,
            TensorSpan multiHeadAttention1AttentionExponential,
            int batch)
        {
            for (var sample = 0; sample < batch; sample++)
            {
                for (var head = 0; head < 2; head++)
                {
                    for (var query = 0; query < 3; query++)
                    {
                        for (var key = 0; key < 3; key++)
                        {
                            multiHeadAttention1AttentionExponential[sample, head, query, key] = MathF.Exp(multiHeadAttention1Scores[sample, head, query, key]
                                - multiHeadAttention1AttentionMaximum[sample, head, query, 0]);
                        }
                    }
                }
            }
        }

        /// <summary>
        /// multiHeadAttention1.attention.sum = Σ over keys of multiHeadAttention1.attention.exponential    [batch × 2 × 3 × 3] → [batch × 2 × 3 × 1]
        /// </summary>
        /// <remarks>
        /// Step 5 of <see cref="Net.Forward(global::NetGen.Workspace)"/>, step 5 of PredictWith.
        /// Of layer 1 of Net: MultiHeadAttention 'multiHeadAttention1'.
        /// </remarks>
        public static void MultiHeadAttention1AttentionSumForward(
            TensorSpan multiHeadAttention1AttentionExponential,
            TensorSpan multiHeadAttention1AttentionSum,
            int batch)
        {
            for (var sample = 0; sample < batch; sample++)
            {
                for (var head = 0; head < 2; head++)
                {
                    for (var query = 0; query < 3; query++)
                    {
                        var sum = 0.0;
                        for (var key = 0; key < 3; key++)
                        {
                            sum += multiHeadAttention1AttentionExponential[sample, head, query, key];
                        }

                        multiHeadAttention1AttentionSum[sample, head, query, 0] = (float)sum;
                    }
                }
            }
        }

        /// <summary>
        /// multiHeadAttention1.attention = multiHeadAttention1.attention.exponential / multiHeadAttention1.attention.sum
        /// [batch × 2 × 3 × 3], [batch × 2 × 3 × 1] → [batch × 2 × 3 × 3]
        /// </summary>
        /// <remarks>
        /// Step 6 of <see cref="Net.Forward(global::NetGen.Workspace)"/>, step 6 of PredictWith.
        /// Of layer 1 of Net: MultiHeadAttention 'multiHeadAttention1'.
        /// </remarks>
        public static void MultiHeadAttention1AttentionForward(
            TensorSpan multiHeadAttention1AttentionExponential,
            TensorSpan multiHeadAttention1AttentionSum,
            TensorSpan multiHeadAttention1Attention,
            int batch)
        {
            for (var sample = 0; sample < batch; sample++)
            {
                for (var head = 0; head < 2; head++)
                {
                    for (var query = 0; query < 3; query++)
                    {
                        for (var key = 0; key < 3; key++)
                        {
                            multiHeadAttention1Attention[sample, head, query, key] = multiHeadAttention1AttentionExponential[sample, head, query, key]
                                / multiHeadAttention1AttentionSum[sample, head, query, 0];
                        }
                    }
                }
            }
        }

        /// <summary>
        /// multiHeadAttention1.heads[sample, query, head, feature] = Σ_key multiHeadAttention1.attention[sample, head, query, key] ·
        ///     multiHeadAttention1.projected[:, :, 8..12][sample, key, head, feature]
        /// [batch × 2 × 3 × 3], [batch × 3 × 12] → [batch × 3 × 4]
        /// </summary>
        /// <remarks>
        /// Step 7 of <see cref="Net.Forward(global::NetGen.Workspace)"/>, step 7 of PredictWith.
        /// Of layer 1 of Net: MultiHeadAttention 'multiHeadAttention1'.
        /// </remarks>
        public static void MultiHeadAttention1HeadsForward(
            TensorSpan multiHeadAttention1Attention,
            TensorSpan multiHeadAttention1Projected,
            TensorSpan multiHeadAttention1Heads,
            int batch)
        {
            for (var sample = 0; sample < batch; sample++)
            {
                for (var head = 0; head < 2; head++)
                {
                    for (var query = 0; query < 3; query++)
                    {
                        for (var feature = 0; feature < 2; feature++)
                        {
                            var sum = 0.0;
                            for (var key = 0; key < 3; key++)
                            {
                                sum += multiHeadAttention1Attention[sample, head, query, key]
                                    * multiHeadAttention1Projected[sample, key, (head * 2) + feature + 8];
                            }

                            multiHeadAttention1Heads[sample, query, (head * 2) + feature] = (float)sum;
                        }
                    }
                }
            }
        }

        /// <summary>
        /// multiHeadAttention1 = multiHeadAttention1.heads · multiHeadAttention1.out_proj.weightᵀ + multiHeadAttention1.out_proj.bias
        /// [batch × 3 × 4] → [batch × 3 × 4]
        /// </summary>
        /// <remarks>
        /// Step 8 of <see cref="Net.Forward(global::NetGen.Workspace)"/>, step 8 of PredictWith.
        /// Parameters: <see cref="Net.MultiHeadAttention1OutProjWeight"/>, <see cref="Net.MultiHeadAttention1OutProjBias"/>.
        /// Of layer 1 of Net: MultiHeadAttention 'multiHeadAttention1'.
        /// </remarks>
        public static void MultiHeadAttention1Forward(
            TensorSpan multiHeadAttention1Heads,
            TensorSpan multiHeadAttention1OutProjWeight,
            TensorSpan multiHeadAttention1OutProjBias,
            TensorSpan multiHeadAttention1,
            int batch)
        {
            for (var sample = 0; sample < batch; sample++)
            {
                for (var position = 0; position < 3; position++)
                {
                    for (var output = 0; output < 4; output++)
                    {
                        var sum = 0.0;
                        for (var feature = 0; feature < 4; feature++)
                        {
                            sum += multiHeadAttention1Heads[sample, position, feature] * multiHeadAttention1OutProjWeight[output, feature];
                        }

                        multiHeadAttention1[sample, position, output] = (float)sum + multiHeadAttention1OutProjBias[output];
                    }
                }
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
        // Behind the formulas of a step, or under them, are shapes: of what it reads, without the parameters, an arrow, and of what it stores; equal shapes are
        //     written once on each side.

        // The parameters.
        var multiHeadAttention1OutProjWeight = new TensorSpan(ref Unsafe.Add(ref networkParameters.Start, 64), [4, 4]);
        var multiHeadAttention1InProjWeight = new TensorSpan(ref networkParameters.Start, [12, 4]);

        // Inputs and activations.
        var multiHeadAttention1Heads = new TensorSpan(ref workspace.Sample(216, 11), [batch, 3, 4]);
        var multiHeadAttention1Attention = new TensorSpan(ref workspace.Sample(108, 4), [batch, 2, 3, 3]);
        var multiHeadAttention1Projected = new TensorSpan(ref workspace.Sample(0, 0), [batch, 3, 12]);
        var multiHeadAttention1AttentionSum = new TensorSpan(ref workspace.Sample(294, 18), [batch, 2, 3, 1]);
        var multiHeadAttention1AttentionExponential = new TensorSpan(ref workspace.Sample(90, 3), [batch, 2, 3, 3]);
        var input = new TensorSpan(ref workspace.Sample(180, 8), [batch, 3, 4]);

        // The gradients of the activations: ∂x is ∂loss/∂x. ∂multiHeadAttention1 is not computed here: the caller's loss has stored it in the workspace. If the
        //     loss is a mean, it already contains its factor 1/N.
        var dMultiHeadAttention1 = new TensorSpan(ref workspace.Sample(204, 10), [batch, 3, 4]);
        var dMultiHeadAttention1Heads = new TensorSpan(ref workspace.Sample(228, 12), [batch, 3, 4]);
        var dMultiHeadAttention1Value = new TensorSpan(ref workspace.Sample(240, 13), [batch, 3, 4]);
        var dMultiHeadAttention1Attention = new TensorSpan(ref workspace.Sample(126, 5), [batch, 2, 3, 3]);
        var dMultiHeadAttention1AttentionExponentialTerm1 = new TensorSpan(ref workspace.Sample(144, 6), [batch, 2, 3, 3]);
        var dMultiHeadAttention1AttentionSum = new TensorSpan(ref workspace.Sample(300, 19), [batch, 2, 3, 1]);
        var dMultiHeadAttention1Products = new TensorSpan(ref workspace.Sample(162, 7), [batch, 2, 3, 3]);
        var dMultiHeadAttention1Key = new TensorSpan(ref workspace.Sample(252, 14), [batch, 3, 4]);
        var dMultiHeadAttention1Query = new TensorSpan(ref workspace.Sample(264, 15), [batch, 3, 4]);
        var dMultiHeadAttention1Projected = new TensorSpan(ref workspace.Sample(36, 1), [batch, 3, 12]);
        var dInput = new TensorSpan(ref workspace.Sample(276, 16), [batch, 3, 4]);

        // The gradients of the parameters. They are overwritten, or added to where accumulate is true; padding behind them is left as it is.
        var dMultiHeadAttention1OutProjBias = new TensorSpan(ref Unsafe.Add(ref gradientsStart, 80), [4]);
        var dMultiHeadAttention1OutProjWeight = new TensorSpan(ref Unsafe.Add(ref gradientsStart, 64), [4, 4]);
        var dMultiHeadAttention1InProjBias = new TensorSpan(ref Unsafe.Add(ref gradientsStart, 48), [12]);
        var dMultiHeadAttention1InProjWeight = new TensorSpan(ref gradientsStart, [12, 4]);

        // Steps 9 to 22: ∂ of Attention 'multiHeadAttention1': ∂v = Aᵀ·∂(A·v), ∂A = ∂(A·v)·vᵀ, ∂(q·kᵀ) = A ⊙ (∂A − Σ ∂A ⊙ A)/√d, by way of the exponentials e
        //     of the softmax and their sum s: ∂s = −Σ ∂A ⊙ e/s² and ∂(q·kᵀ) = (∂A/s + ∂s) ⊙ e/√d, without a gradient of the maximum, which A does not change
        //     with; ∂q = ∂(q·kᵀ)·k, ∂k = ∂(q·kᵀ)ᵀ·q; for each projection W·u + b with the gradient g, ∂W = Σ g·uᵀ, ∂b = Σ g and ∂u = Wᵀ·g; in the steps, ∂heads
        //     is ∂(A·v), ∂attention is ∂A, attention.exponential is e, attention.sum is s, ∂products is ∂(q·kᵀ) and ∂projected is ∂q, ∂k and ∂v, concatenated.

        // 9. ∂multiHeadAttention1.out_proj.bias = Σ over samples and positions of ∂multiHeadAttention1    [batch × 3 × 4] → [4]
        //    ∂ of layer 1 of Net: MultiHeadAttention 'multiHeadAttention1'
        Kernels.MultiHeadAttention1OutProjBiasGradient(dMultiHeadAttention1, dMultiHeadAttention1OutProjBias, batch, accumulate);

        // 10. ∂multiHeadAttention1.out_proj.weight[output, feature] = Σ_sample,position multiHeadAttention1.heads[sample, position, feature] ·
        //         ∂multiHeadAttention1[sample, position, output]
        //     [batch × 3 × 4] → [4 × 4]
        //     ∂ of layer 1 of Net: MultiHeadAttention 'multiHeadAttention1'
        Kernels.MultiHeadAttention1OutProjWeightGradient(
            multiHeadAttention1Heads,
            dMultiHeadAttention1,
            dMultiHeadAttention1OutProjWeight,
            batch,
            accumulate);

        // 11. ∂multiHeadAttention1.heads = ∂multiHeadAttention1 · multiHeadAttention1.out_proj.weight    [batch × 3 × 4] → [batch × 3 × 4]
        //     ∂ of layer 1 of Net: MultiHeadAttention 'multiHeadAttention1'
        Kernels.MultiHeadAttention1HeadsGradient(dMultiHeadAttention1, multiHeadAttention1OutProjWeight, dMultiHeadAttention1Heads, batch);

        // 12. ∂multiHeadAttention1.value[sample, key, head, feature] = Σ_query multiHeadAttention1.attention[sample, head, query, key] ·
        //         ∂multiHeadAttention1.heads[sample, query, head, feature]
        //     [batch × 2 × 3 × 3], [batch × 3 × 2 × 2] → [batch × 3 × 4]
        //     ∂ of layer 1 of Net: MultiHeadAttention 'multiHeadAttention1'
        Kernels.MultiHeadAttention1ValueGradient(
            multiHeadAttention1Attention,
            dMultiHeadAttention1Heads.Reshape([batch, 3, 2, 2]),
            dMultiHeadAttention1Value,
            batch);

        // 13. ∂multiHeadAttention1.attention[sample, head, query, key] = Σ_feature ∂multiHeadAttention1.heads[sample, query, head, feature] ·
        //         multiHeadAttention1.projected[:, :, 8..12][sample, key, head, feature]
        //     [batch × 3 × 2 × 2], [batch × 3 × 12] → [batch × 2 × 3 × 3]
        //     ∂ of layer 1 of Net: MultiHeadAttention 'multiHeadAttention1'
        Kernels.MultiHeadAttention1AttentionGradient(
            dMultiHeadAttention1Heads.Reshape([batch, 3, 2, 2]),
            multiHeadAttention1Projected,
            dMultiHeadAttention1Attention,
            batch);

        // 14. ∂multiHeadAttention1.attention.exponential.term1 = ∂multiHeadAttention1.attention/multiHeadAttention1.attention.sum
        //     [batch × 2 × 3 × 3], [batch × 2 × 3 × 1] → [batch × 2 × 3 × 3]
        //     ∂ of layer 1 of Net: MultiHeadAttention 'multiHeadAttention1'
        //     ∂multiHeadAttention1.attention.exponential.term1 is a part of ∂multiHeadAttention1.attention.exponential:
        //         ∂multiHeadAttention1.attention.exponential = ∂multiHeadAttention1.attention.exponential.term1 + ∂multiHeadAttention1.attention.sum.
        Kernels.MultiHeadAttention1AttentionExponentialTerm1Gradient(
            dMultiHeadAttention1Attention,
            multiHeadAttention1AttentionSum,
            dMultiHeadAttention1AttentionExponentialTerm1,
            batch);

        // 15. ∂multiHeadAttention1.attention.sum = Σ over keys of
        //         −∂multiHeadAttention1.attention·multiHeadAttention1.attention.exponential/multiHeadAttention1.attention.sum/multiHeadAttention1.attention.sum
        //     [batch × 2 × 3 × 3], [batch × 2 × 3 × 1] → [batch × 2 × 3 × 1]
        //     ∂ of layer 1 of Net: MultiHeadAttention 'multiHeadAttention1'
        Kernels.MultiHeadAttention1AttentionSumGradient(
            dMultiHeadAttention1Attention,
            multiHeadAttention1AttentionExponential,
            multiHeadAttention1AttentionSum,
            dMultiHeadAttention1AttentionSum,
            batch);

        // 16. ∂multiHeadAttention1.products = (∂multiHeadAttention1.attention.exponential.term1 +
        //         ∂multiHeadAttention1.attention.sum)·multiHeadAttention1.attention.exponential/√2
        //     [batch × 2 × 3 × 3], [batch × 2 × 3 × 1] → [batch × 2 × 3 × 3]
        //     ∂ of layer 1 of Net: MultiHeadAttention 'multiHeadAttention1'
        Kernels.MultiHeadAttention1ProductsGradient(
            dMultiHeadAttention1AttentionExponentialTerm1,
            dMultiHeadAttention1AttentionSum,
            multiHeadAttention1AttentionExponential,
            dMultiHeadAttention1Products,
            batch);

        // 17. ∂multiHeadAttention1.key[sample, key, head, feature] = Σ_query multiHeadAttention1.projected[:, :, 0..4][sample, query, head, feature] ·
        //         ∂multiHeadAttention1.products[sample, head, query, key]
        //     [batch × 3 × 12], [batch × 2 × 3 × 3] → [batch × 3 × 4]
        //     ∂ of layer 1 of Net: MultiHeadAttention 'multiHeadAttention1'
        Kernels.MultiHeadAttention1KeyGradient(multiHeadAttention1Projected, dMultiHeadAttention1Products, dMultiHeadAttention1Key, batch);

        // 18. ∂multiHeadAttention1.query[sample, query, head, feature] = Σ_key ∂multiHeadAttention1.products[sample, head, query, key] ·
        //         multiHeadAttention1.projected[:, :, 4..8][sample, key, head, feature]
        //     [batch × 2 × 3 × 3], [batch × 3 × 12] → [batch × 3 × 4]
        //     ∂ of layer 1 of Net: MultiHeadAttention 'multiHeadAttention1'
        Kernels.MultiHeadAttention1QueryGradient(dMultiHeadAttention1Products, multiHeadAttention1Projected, dMultiHeadAttention1Query, batch);

        // 19. ∂multiHeadAttention1.projected[:, :, 0..4] = ∂multiHeadAttention1.query
        //     ∂multiHeadAttention1.projected[:, :, 4..8] = ∂multiHeadAttention1.key
        //     ∂multiHeadAttention1.projected[:, :, 8..12] = ∂multiHeadAttention1.value
        //     [batch × 3 × 4] → [batch × 3 × 12]
        //     ∂ of layer 1 of Net: MultiHeadAttention 'multiHeadAttention1'
        Kernels.MultiHeadAttention1ProjectedGradient(
            dMultiHeadAttention1Query,
            dMultiHeadAttention1Key,
            dMultiHeadAttention1Value,
            dMultiHeadAttention1Projected,
            batch);

        // 20. ∂multiHeadAttention1.in_proj_bias = Σ over samples and positions of ∂multiHeadAttention1.projected    [batch × 3 × 12] → [12]
        //     ∂ of layer 1 of Net: MultiHeadAttention 'multiHeadAttention1'
        Kernels.MultiHeadAttention1InProjBiasGradient(dMultiHeadAttention1Projected, dMultiHeadAttention1InProjBias, batch, accumulate);

        // 21. ∂multiHeadAttention1.in_proj_weight[output, feature] = Σ_sample,position input[sample, position, feature] ·
        //         ∂multiHeadAttention1.projected[sample, position, output]
        //     [batch × 3 × 4], [batch × 3 × 12] → [12 × 4]
        //     ∂ of layer 1 of Net: MultiHeadAttention 'multiHeadAttention1'
        Kernels.MultiHeadAttention1InProjWeightGradient(input, dMultiHeadAttention1Projected, dMultiHeadAttention1InProjWeight, batch, accumulate);

        // 22. ∂input = ∂multiHeadAttention1.projected · multiHeadAttention1.in_proj_weight    [batch × 3 × 12] → [batch × 3 × 4]
        //     ∂ of layer 1 of Net: MultiHeadAttention 'multiHeadAttention1'
        Kernels.MultiHeadAttention1InputGradient(dMultiHeadAttention1Projected, multiHeadAttention1InProjWeight, dInput, batch);
    }

        // Methods take values, then parameters, then what they write: that is on the left of the formula. With accumulate, a gradient is added to what is
        //     there. Sums are taken in double, of terms that are rounded to float.

        /// <summary>
        /// ∂multiHeadAttention1.out_proj.bias = Σ over samples and positions of ∂multiHeadAttention1    [batch × 3 × 4] → [4]
        /// </summary>
        /// <remarks>
        /// Step 9 of <see cref="Net.Backward(global::NetGen.Workspace, global::System.Span{float}, bool)"/>.
        /// Gradients of: <see cref="Net.MultiHeadAttention1OutProjBias"/>.
        /// ∂ of layer 1 of Net: MultiHeadAttention 'multiHeadAttention1'.
        /// </remarks>
        public static void MultiHeadAttention1OutProjBiasGradient(
            TensorSpan dMultiHeadAttention1,
            TensorSpan dMultiHeadAttention1OutProjBias,
            int batch,
            bool accumulate)
        {
            for (var output = 0; output < 4; output++)
            {
                var sum = 0.0;
                for (var sample = 0; sample < batch; sample++)
                {
                    for (var position = 0; position < 3; position++)
                    {
                        sum += dMultiHeadAttention1[sample, position, output];
                    }
                }

                if (accumulate)
                {
                    dMultiHeadAttention1OutProjBias[output] += (float)sum;
                }
                else
                {
                    dMultiHeadAttention1OutProjBias[output] = (float)sum;
                }
            }
        }

        /// <summary>
        /// ∂multiHeadAttention1.out_proj.weight[output, feature] = Σ_sample,position multiHeadAttention1.heads[sample, position, feature] ·
        ///     ∂multiHeadAttention1[sample, position, output]
        /// [batch × 3 × 4] → [4 × 4]
        /// </summary>
        /// <remarks>
        /// Step 10 of <see cref="Net.Backward(global::NetGen.Workspace, global::System.Span{float}, bool)"/>.
        /// Gradients of: <see cref="Net.MultiHeadAttention1OutProjWeight"/>.
        /// ∂ of layer 1 of Net: MultiHeadAttention 'multiHeadAttention1'.
        /// </remarks>
        public static void MultiHeadAttention1OutProjWeightGradient(
            TensorSpan multiHeadAttention1Heads,
            TensorSpan dMultiHeadAttention1,
            TensorSpan dMultiHeadAttention1OutProjWeight,
            int batch,
            bool accumulate)
        {
            for (var output = 0; output < 4; output++)
            {
                for (var feature = 0; feature < 4; feature++)
                {
                    var sum = 0.0;
                    for (var sample = 0; sample < batch; sample++)
                    {
                        for (var position = 0; position < 3; position++)
                        {
                            sum += multiHeadAttention1Heads[sample, position, feature] * dMultiHeadAttention1[sample, position, output];
                        }
                    }

                    if (accumulate)
                    {
                        dMultiHeadAttention1OutProjWeight[output, feature] += (float)sum;
                    }
                    else
                    {
                        dMultiHeadAttention1OutProjWeight[output, feature] = (float)sum;
                    }
                }
            }
        }

        /// <summary>
        /// ∂multiHeadAttention1.heads = ∂multiHeadAttention1 · multiHeadAttention1.out_proj.weight    [batch × 3 × 4] → [batch × 3 × 4]
        /// </summary>
        /// <remarks>
        /// Step 11 of <see cref="Net.Backward(global::NetGen.Workspace, global::System.Span{float}, bool)"/>.
        /// Parameters: <see cref="Net.MultiHeadAttention1OutProjWeight"/>.
        /// ∂ of layer 1 of Net: MultiHeadAttention 'multiHeadAttention1'.
        /// </remarks>
        public static void MultiHeadAttention1HeadsGradient(
            TensorSpan dMultiHeadAttention1,
            TensorSpan multiHeadAttention1OutProjWeight,
            TensorSpan dMultiHeadAttention1Heads,
            int batch)
        {
            for (var sample = 0; sample < batch; sample++)
            {
                for (var position = 0; position < 3; position++)
                {
                    for (var feature = 0; feature < 4; feature++)
                    {
                        var sum = 0.0;
                        for (var output = 0; output < 4; output++)
                        {
                            sum += dMultiHeadAttention1[sample, position, output] * multiHeadAttention1OutProjWeight[output, feature];
                        }

                        dMultiHeadAttention1Heads[sample, position, feature] = (float)sum;
                    }
                }
            }
        }

        /// <summary>
        /// ∂multiHeadAttention1.value[sample, key, head, feature] = Σ_query multiHeadAttention1.attention[sample, head, query, key] ·
        ///     ∂multiHeadAttention1.heads[sample, query, head, feature]
        /// [batch × 2 × 3 × 3], [batch × 3 × 2 × 2] → [batch × 3 × 4]
        /// </summary>
        /// <remarks>
        /// Step 12 of <see cref="Net.Backward(global::NetGen.Workspace, global::System.Span{float}, bool)"/>.
        /// ∂ of layer 1 of Net: MultiHeadAttention 'multiHeadAttention1'.
        /// </remarks>
        public static void MultiHeadAttention1ValueGradient(
            TensorSpan multiHeadAttention1Attention,
            TensorSpan dMultiHeadAttention1Heads,
            TensorSpan dMultiHeadAttention1Value,
            int batch)
        {
            for (var sample = 0; sample < batch; sample++)
            {
                for (var head = 0; head < 2; head++)
                {
                    for (var key = 0; key < 3; key++)
                    {
                        for (var feature = 0; feature < 2; feature++)
                        {
                            var sum = 0.0;
                            for (var query = 0; query < 3; query++)
                            {
                                sum += multiHeadAttention1Attention[sample, head, query, key] * dMultiHeadAttention1Heads[sample, query, head, feature];
                            }

                            dMultiHeadAttention1Value[sample, key, (head * 2) + feature] = (float)sum;
                        }
                    }
                }
            }
        }

        /// <summary>
        /// ∂multiHeadAttention1.attention[sample, head, query, key] = Σ_feature ∂multiHeadAttention1.heads[sample, query, head, feature] ·
        ///     multiHeadAttention1.projected[:, :, 8..12][sample, key, head, feature]
        /// [batch × 3 × 2 × 2], [batch × 3 × 12] → [batch × 2 × 3 × 3]
        /// </summary>
        /// <remarks>
        /// Step 13 of <see cref="Net.Backward(global::NetGen.Workspace, global::System.Span{float}, bool)"/>.
        /// ∂ of layer 1 of Net: MultiHeadAttention 'multiHeadAttention1'.
        /// </remarks>
        public static void MultiHeadAttention1AttentionGradient(
            TensorSpan dMultiHeadAttention1Heads,
            TensorSpan multiHeadAttention1Projected,
            TensorSpan dMultiHeadAttention1Attention,
            int batch)
        {
            for (var sample = 0; sample < batch; sample++)
            {
                for (var head = 0; head < 2; head++)
                {
                    for (var query = 0; query < 3; query++)
                    {
                        for (var key = 0; key < 3; key++)
                        {
                            var sum = 0.0;
                            for (var feature = 0; feature < 2; feature++)
                            {
                                sum += dMultiHeadAttention1Heads[sample, query, head, feature]
                                    * multiHeadAttention1Projected[sample, key, (head * 2) + feature + 8];
                            }

                            dMultiHeadAttention1Attention[sample, head, query, key] = (float)sum;
                        }
                    }
                }
            }
        }

        /// <summary>
        /// ∂multiHeadAttention1.attention.exponential.term1 = ∂multiHeadAttention1.attention/multiHeadAttention1.attention.sum
        /// [batch × 2 × 3 × 3], [batch × 2 × 3 × 1] → [batch × 2 × 3 × 3]
        /// </summary>
        /// <remarks>
        /// Step 14 of <see cref="Net.Backward(global::NetGen.Workspace, global::System.Span{float}, bool)"/>.
        /// ∂ of layer 1 of Net: MultiHeadAttention 'multiHeadAttention1'.
        /// ∂multiHeadAttention1.attention.exponential.term1 is a part of ∂multiHeadAttention1.attention.exponential: ∂multiHeadAttention1.attention.exponential
        ///     = ∂multiHeadAttention1.attention.exponential.term1 + ∂multiHeadAttention1.attention.sum.
        /// </remarks>
        public static void MultiHeadAttention1AttentionExponentialTerm1Gradient(
            TensorSpan dMultiHeadAttention1Attention,
            TensorSpan multiHeadAttention1AttentionSum,
            TensorSpan dMultiHeadAttention1AttentionExponentialTerm1,
            int batch)
        {
            for (var sample = 0; sample < batch; sample++)
            {
                for (var head = 0; head < 2; head++)
                {
                    for (var query = 0; query < 3; query++)
                    {
                        for (var key = 0; key < 3; key++)
                        {
                            dMultiHeadAttention1AttentionExponentialTerm1[sample, head, query, key] = dMultiHeadAttention1Attention[sample, head, query, key]
                                / multiHeadAttention1AttentionSum[sample, head, query, 0];
                        }
                    }
                }
            }
        }

        /// <summary>
        /// ∂multiHeadAttention1.attention.sum = Σ over keys of
        ///     −∂multiHeadAttention1.attention·multiHeadAttention1.attention.exponential/multiHeadAttention1.attention.sum/multiHeadAttention1.attention.sum
        /// [batch × 2 × 3 × 3], [batch × 2 × 3 × 1] → [batch × 2 × 3 × 1]
        /// </summary>
        /// <remarks>
        /// Step 15 of <see cref="Net.Backward(global::NetGen.Workspace, global::System.Span{float}, bool)"/>.
        /// ∂ of layer 1 of Net: MultiHeadAttention 'multiHeadAttention1'.
        /// </remarks>
        public static void MultiHeadAttention1AttentionSumGradient(
            TensorSpan dMultiHeadAttention1Attention,
            TensorSpan multiHeadAttention1AttentionExponential,
            TensorSpan multiHeadAttention1AttentionSum,
            TensorSpan dMultiHeadAttention1AttentionSum,
            int batch)
        {
            for (var sample = 0; sample < batch; sample++)
            {
                for (var head = 0; head < 2; head++)
                {
                    for (var query = 0; query < 3; query++)
                    {
                        var sum = 0.0;
                        for (var key = 0; key < 3; key++)
                        {
                            sum += -(dMultiHeadAttention1Attention[sample, head, query, key]
                                * (multiHeadAttention1AttentionExponential[sample, head, query, key] / multiHeadAttention1AttentionSum[sample, head, query, 0]
                                / multiHeadAttention1AttentionSum[sample, head, query, 0]));
                        }

                        dMultiHeadAttention1AttentionSum[sample, head, query, 0] = (float)sum;
                    }
                }
            }
        }

        /// <summary>
        /// ∂multiHeadAttention1.products = (∂multiHeadAttention1.attention.exponential.term1 +
        ///     ∂multiHeadAttention1.attention.sum)·multiHeadAttention1.attention.exponential/√2
        /// [batch × 2 × 3 × 3], [batch × 2 × 3 × 1] → [batch × 2 × 3 × 3]
        /// </summary>
        /// <remarks>
        /// Step 16 of <see cref="Net.Backward(global::NetGen.Workspace, global::System.Span{float}, bool)"/>.
        /// ∂ of layer 1 of Net: MultiHeadAttention 'multiHeadAttention1'.
        /// </remarks>
        public static void MultiHeadAttention1ProductsGradient(
            TensorSpan dMultiHeadAttention1AttentionExponentialTerm1,
            TensorSpan dMultiHeadAttention1AttentionSum,
            TensorSpan multiHeadAttention1AttentionExponential,
            TensorSpan dMultiHeadAttention1Products,
            int batch)
        {
            for (var sample = 0; sample < batch; sample++)
            {
                for (var head = 0; head < 2; head++)
                {
                    for (var query = 0; query < 3; query++)
                    {
                        for (var key = 0; key < 3; key++)
                        {
                            dMultiHeadAttention1Products[sample, head, query, key] = 0.70710677f
                                * ((dMultiHeadAttention1AttentionExponentialTerm1[sample, head, query, key]
                                + dMultiHeadAttention1AttentionSum[sample, head, query, 0])
                                * multiHeadAttention1AttentionExponential[sample, head, query, key]);
                        }
                    }
                }
            }
        }

        /// <summary>
        /// ∂multiHeadAttention1.key[sample, key, head, feature] = Σ_query multiHeadAttention1.projected[:, :, 0..4][sample, query, head, feature] ·
        ///     ∂multiHeadAttention1.products[sample, head, query, key]
        /// [batch × 3 × 12], [batch × 2 × 3 × 3] → [batch × 3 × 4]
        /// </summary>
        /// <remarks>
        /// Step 17 of <see cref="Net.Backward(global::NetGen.Workspace, global::System.Span{float}, bool)"/>.
        /// ∂ of layer 1 of Net: MultiHeadAttention 'multiHeadAttention1'.
        /// </remarks>
        public static void MultiHeadAttention1KeyGradient(
            TensorSpan multiHeadAttention1Projected,
            TensorSpan dMultiHeadAttention1Products,
            TensorSpan dMultiHeadAttention1Key,
            int batch)
        {
            for (var sample = 0; sample < batch; sample++)
            {
                for (var head = 0; head < 2; head++)
                {
                    for (var key = 0; key < 3; key++)
                    {
                        for (var feature = 0; feature < 2; feature++)
                        {
                            var sum = 0.0;
                            for (var query = 0; query < 3; query++)
                            {
                                sum += multiHeadAttention1Projected[sample, query, (head * 2) + feature]
                                    * dMultiHeadAttention1Products[sample, head, query, key];
                            }

                            dMultiHeadAttention1Key[sample, key, (head * 2) + feature] = (float)sum;
                        }
                    }
                }
            }
        }

        /// <summary>
        /// ∂multiHeadAttention1.query[sample, query, head, feature] = Σ_key ∂multiHeadAttention1.products[sample, head, query, key] ·
        ///     multiHeadAttention1.projected[:, :, 4..8][sample, key, head, feature]
        /// [batch × 2 × 3 × 3], [batch × 3 × 12] → [batch × 3 × 4]
        /// </summary>
        /// <remarks>
        /// Step 18 of <see cref="Net.Backward(global::NetGen.Workspace, global::System.Span{float}, bool)"/>.
        /// ∂ of layer 1 of Net: MultiHeadAttention 'multiHeadAttention1'.
        /// </remarks>
        public static void MultiHeadAttention1QueryGradient(
            TensorSpan dMultiHeadAttention1Products,
            TensorSpan multiHeadAttention1Projected,
            TensorSpan dMultiHeadAttention1Query,
            int batch)
        {
            for (var sample = 0; sample < batch; sample++)
            {
                for (var head = 0; head < 2; head++)
                {
                    for (var query = 0; query < 3; query++)
                    {
                        for (var feature = 0; feature < 2; feature++)
                        {
                            var sum = 0.0;
                            for (var key = 0; key < 3; key++)
                            {
                                sum += dMultiHeadAttention1Products[sample, head, query, key]
                                    * multiHeadAttention1Projected[sample, key, (head * 2) + feature + 4];
                            }

                            dMultiHeadAttention1Query[sample, query, (head * 2) + feature] = (float)sum;
                        }
                    }
                }
            }
        }

        /// <summary>
        /// ∂multiHeadAttention1.projected[:, :, 0..4] = ∂multiHeadAttention1.query
        /// ∂multiHeadAttention1.projected[:, :, 4..8] = ∂multiHeadAttention1.key
        /// ∂multiHeadAttention1.projected[:, :, 8..12] = ∂multiHeadAttention1.value
        /// [batch × 3 × 4] → [batch × 3 × 12]
        /// </summary>
        /// <remarks>
        /// Step 19 of <see cref="Net.Backward(global::NetGen.Workspace, global::System.Span{float}, bool)"/>.
        /// ∂ of layer 1 of Net: MultiHeadAttention 'multiHeadAttention1'.
        /// </remarks>
        public static void MultiHeadAttention1ProjectedGradient(
            TensorSpan dMultiHeadAttention1Query,
            TensorSpan dMultiHeadAttention1Key,
            TensorSpan dMultiHeadAttention1Value,
            TensorSpan dMultiHeadAttention1Projected,
            int batch)
        {
            for (var sample = 0; sample < batch; sample++)
            {
                for (var position = 0; position < 3; position++)
                {
                    for (var feature = 0; feature < 4; feature++)
                    {
                        dMultiHeadAttention1Projected[sample, position, feature] = dMultiHeadAttention1Query[sample, position, feature];
                        dMultiHeadAttention1Projected[sample, position, feature + 4] = dMultiHeadAttention1Key[sample, position, feature];
                        dMultiHeadAttention1Projected[sample, position, feature + 8] = dMultiHeadAttention1Value[sample, position, feature];
                    }
                }
            }
        }

        /// <summary>
        /// ∂multiHeadAttention1.in_proj_bias = Σ over samples and positions of ∂multiHeadAttention1.projected    [batch × 3 × 12] → [12]
        /// </summary>
        /// <remarks>
        /// Step 20 of <see cref="Net.Backward(global::NetGen.Workspace, global::System.Span{float}, bool)"/>.
        /// Gradients of: <see cref="Net.MultiHeadAttention1InProjBias"/>.
        /// ∂ of layer 1 of Net: MultiHeadAttention 'multiHeadAttention1'.
        /// </remarks>
        public static void MultiHeadAttention1InProjBiasGradient(
            TensorSpan dMultiHeadAttention1Projected,
            TensorSpan dMultiHeadAttention1InProjBias,
            int batch,
            bool accumulate)
        {
            for (var output = 0; output < 12; output++)
            {
                var sum = 0.0;
                for (var sample = 0; sample < batch; sample++)
                {
                    for (var position = 0; position < 3; position++)
                    {
                        sum += dMultiHeadAttention1Projected[sample, position, output];
                    }
                }

                if (accumulate)
                {
                    dMultiHeadAttention1InProjBias[output] += (float)sum;
                }
                else
                {
                    dMultiHeadAttention1InProjBias[output] = (float)sum;
                }
            }
        }

        /// <summary>
        /// ∂multiHeadAttention1.in_proj_weight[output, feature] = Σ_sample,position input[sample, position, feature] ·
        ///     ∂multiHeadAttention1.projected[sample, position, output]
        /// [batch × 3 × 4], [batch × 3 × 12] → [12 × 4]
        /// </summary>
        /// <remarks>
        /// Step 21 of <see cref="Net.Backward(global::NetGen.Workspace, global::System.Span{float}, bool)"/>.
        /// Gradients of: <see cref="Net.MultiHeadAttention1InProjWeight"/>.
        /// ∂ of layer 1 of Net: MultiHeadAttention 'multiHeadAttention1'.
        /// </remarks>
        public static void MultiHeadAttention1InProjWeightGradient(
            TensorSpan input,
            TensorSpan dMultiHeadAttention1Projected,
            TensorSpan dMultiHeadAttention1InProjWeight,
            int batch,
            bool accumulate)
        {
            for (var output = 0; output < 12; output++)
            {
                for (var feature = 0; feature < 4; feature++)
                {
                    var sum = 0.0;
                    for (var sample = 0; sample < batch; sample++)
                    {
                        for (var position = 0; position < 3; position++)
                        {
                            sum += input[sample, position, feature] * dMultiHeadAttention1Projected[sample, position, output];
                        }
                    }

                    if (accumulate)
                    {
                        dMultiHeadAttention1InProjWeight[output, feature] += (float)sum;
                    }
                    else
                    {
                        dMultiHeadAttention1InProjWeight[output, feature] = (float)sum;
                    }
                }
            }
        }

        /// <summary>
        /// ∂input = ∂multiHeadAttention1.projected · multiHeadAttention1.in_proj_weight    [batch × 3 × 12] → [batch × 3 × 4]
        /// </summary>
        /// <remarks>
        /// Step 22 of <see cref="Net.Backward(global::NetGen.Workspace, global::System.Span{float}, bool)"/>.
        /// Parameters: <see cref="Net.MultiHeadAttention1InProjWeight"/>.
        /// ∂ of layer 1 of Net: MultiHeadAttention 'multiHeadAttention1'.
        /// </remarks>
        public static void MultiHeadAttention1InputGradient(
            TensorSpan dMultiHeadAttention1Projected,
            TensorSpan multiHeadAttention1InProjWeight,
            TensorSpan dInput,
            int batch)
        {
            for (var sample = 0; sample < batch; sample++)
            {
                for (var position = 0; position < 3; position++)
                {
                    for (var feature = 0; feature < 4; feature++)
                    {
                        var sum = 0.0;
                        for (var output = 0; output < 12; output++)
                        {
                            sum += dMultiHeadAttention1Projected[sample, position, output] * multiHeadAttention1InProjWeight[output, feature];
                        }

                        dInput[sample, position, feature] = (float)sum;
                    }
                }
            }
        }
