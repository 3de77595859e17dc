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
        // 'until step n, its memory is that of x' means: x, the last of those that had the memory or a part of it, has it to the end of step n; then it is free
        //     for this tensor, from the step that stores it.

        // The parameters.
        // In panels of n rows, element [row, column] of a matrix is at [row / n][column][row % n]; a last panel with fewer is filled up by padding.
        ref var multiHeadAttention1InProjWeight = ref networkParameters.Start; // multiHeadAttention1.in_proj_weight [12 × 4], in panels of 16 rows
        ref var multiHeadAttention1InProjBias = ref Unsafe.Add(ref networkParameters.Start, 64); // multiHeadAttention1.in_proj_bias [12]
        // multiHeadAttention1.out_proj.weight [4 × 4], in panels of 8 rows
        ref var multiHeadAttention1OutProjWeight = ref Unsafe.Add(ref networkParameters.Start, 80);
        ref var multiHeadAttention1OutProjBias = ref Unsafe.Add(ref networkParameters.Start, 112); // multiHeadAttention1.out_proj.bias [4]

        // Inputs and activations.
        ref var input = ref workspace.Sample(90, 5); // input [batch × 3 × 4]
        ref var multiHeadAttention1Projected = ref workspace.Sample(0, 0); // multiHeadAttention1.projected [batch × 3 × 12]
        ref var multiHeadAttention1Scores = ref workspace.Sample(36, 1); // multiHeadAttention1.scores [batch × 2 × 3 × 3]
        ref var multiHeadAttention1AttentionMaximum = ref workspace.Sample(72, 4); // multiHeadAttention1.attention.maximum [batch × 2 × 3 × 1]
        ref var multiHeadAttention1AttentionExponential = ref workspace.Sample(54, 3); // multiHeadAttention1.attention.exponential [batch × 2 × 3 × 3]
        ref var multiHeadAttention1AttentionSum = ref workspace.Sample(138, 9); // multiHeadAttention1.attention.sum [batch × 2 × 3 × 1]
        // multiHeadAttention1.attention [batch × 2 × 3 × 3]; until step 4, its memory is that of multiHeadAttention1.scores
        ref var multiHeadAttention1Attention = ref workspace.Sample(36, 1);
        // multiHeadAttention1.heads [batch × 3 × 4]; until step 4, its memory is that of multiHeadAttention1.attention.maximum
        ref var multiHeadAttention1Heads = ref workspace.Sample(72, 4);
        ref var multiHeadAttention1 = ref workspace.Sample(102, 6); // multiHeadAttention1 [batch × 3 × 4]

        // Steps 1 to 7: Attention 'multiHeadAttention1': q, k and v are projections of what goes in, in 2 heads of d features; A = softmax(q·kᵀ/√d) along the
        //     keys; y is the projection of A·v; in the steps, projected is q, k and v, concatenated, attention is A and heads is A·v.

        // 1. multiHeadAttention1.projected = input · multiHeadAttention1.in_proj_weightᵀ + multiHeadAttention1.in_proj_bias
        //    [batch × 3 × 4] → [batch × 3 × 12]
        //    layer 1 of Net: MultiHeadAttention 'multiHeadAttention1'
        //      for sample in batch, position in 3, output in 12
        //        let sum = 0
        //        for feature in 4
        //          sum += input[sample, position, feature]·multiHeadAttention1.in_proj_weight[output, feature]
        //        multiHeadAttention1.projected[sample, position, output] = sum + multiHeadAttention1.in_proj_bias[output]
        //    144 multiply-adds for a sample (192 are carried out, with unused lanes of the last vector of outputs). Tiles of 6 rows × 12 outputs in 12
        //        accumulators; a last tile that is not full is moved back, so that it repeats rows; fewer than 6 rows in all are taken one by one. The rest of
        //        the formula is applied to the sums in registers, before anything is stored.
        Kernels.MultiHeadAttention1ProjectedForward(
            ref input,
            ref multiHeadAttention1InProjWeight,
            ref multiHeadAttention1InProjBias,
            ref multiHeadAttention1Projected,
            batch);

        // 2. multiHeadAttention1.scores = (Σ_feature multiHeadAttention1.projected[:, :, 0..4][sample, query, head, feature] ·
        //        multiHeadAttention1.projected[:, :, 4..8][sample, key, head, feature]) / √2
        //    [batch × 3 × 12] → [batch × 2 × 3 × 3]
        //    layer 1 of Net: MultiHeadAttention 'multiHeadAttention1'
        //    Argument 2 begins at element [0, 0, 4] of multiHeadAttention1.projected, 4 floats in.
        //      for sample in batch, head in 2, query in 3, key in 3
        //        let sum = 0
        //        for feature in 2
        //          sum += multiHeadAttention1.projected[sample, query, feature + 2·head]·multiHeadAttention1.projected[sample, key, feature + 2·head + 4]
        //        multiHeadAttention1.scores[sample, head, query, key] = sum/√2
        //    36 multiply-adds for a sample (96 are carried out, with unused lanes of the last vector of keys). Tiles of 3 queries × 3 keys in 3 accumulators.
        //        The rest of the formula is applied to the sums in registers, before anything is stored.
        Kernels.MultiHeadAttention1ScoresForward(
            ref multiHeadAttention1Projected,
            ref Unsafe.Add(ref multiHeadAttention1Projected, 4),
            ref multiHeadAttention1Scores,
            batch);

        // 3. multiHeadAttention1.attention.maximum = max over keys of multiHeadAttention1.scores    [batch × 2 × 3 × 3] → [batch × 2 × 3 × 1]
        //    layer 1 of Net: MultiHeadAttention 'multiHeadAttention1'
        //      for sample in batch, head in 2, query in 3
        //        let largest = −∞
        //        for key in 3
        //          largest = max(largest, multiHeadAttention1.scores[sample, head, query, key])
        //        multiHeadAttention1.attention.maximum[sample, head, query, 0] = largest
        Kernels.MultiHeadAttention1AttentionMaximumForward(ref multiHeadAttention1Scores, ref multiHeadAttention1AttentionMaximum, batch);

        // 4. multiHeadAttention1.attention.exponential = exp(multiHeadAttention1.scores − multiHeadAttention1.attention.maximum)
        //    multiHeadAttention1.attention.sum = Σ over keys of multiHeadAttention1.attention.exponential
        //    [batch × 2 × 3 × 3], [batch × 2 × 3 × 1] → [batch × 2 × 3 × 3], [batch × 2 × 3 × 1]
        //    layer 1 of Net: MultiHeadAttention 'multiHeadAttention1'
        //      for sample in batch, head in 2, query in 3
        //        let sum = 0
        //        for key in 3
        //          let attentionExponential = exp(multiHeadAttention1.scores[sample, head, query, key] − multiHeadAttention1.attention.maximum[sample, head,
        //              query, 0])
        //          multiHeadAttention1.attention.exponential[sample, head, query, key] = attentionExponential
        //          sum += attentionExponential
        //        multiHeadAttention1.attention.sum[sample, head, query, 0] = sum
        Kernels.MultiHeadAttention1AttentionExponentialAndAttentionSumForward(
            ref multiHeadAttention1Scores,
            ref multiHeadAttention1AttentionMaximum,
            ref multiHeadAttention1AttentionExponential,
            ref multiHeadAttention1AttentionSum,
            batch);

        // 5. multiHeadAttention1.attention = multiHeadAttention1.attention.exponential / multiHeadAttention1.attention.sum
        //    [batch × 2 × 3 × 3], [batch × 2 × 3 × 1] → [batch × 2 × 3 × 3]
        //    layer 1 of Net: MultiHeadAttention 'multiHeadAttention1'
        Kernels.MultiHeadAttention1AttentionForward(
            ref multiHeadAttention1AttentionExponential,
            ref multiHeadAttention1AttentionSum,
            ref multiHeadAttention1Attention,
            batch);

        // 6. multiHeadAttention1.heads[sample, query, head, feature] = Σ_key multiHeadAttention1.attention[sample, head, query, key] ·
        //        multiHeadAttention1.projected[:, :, 8..12][sample, key, head, feature]
        //    [batch × 2 × 3 × 3], [batch × 3 × 12] → [batch × 3 × 4]
        //    layer 1 of Net: MultiHeadAttention 'multiHeadAttention1'
        //    Argument 2 begins at element [0, 0, 8] of multiHeadAttention1.projected, 8 floats in.
        //      for sample in batch, head in 2, query in 3, feature in 2
        //        let sum = 0
        //        for key in 3
        //          sum += multiHeadAttention1.attention[sample, head, query, key]·multiHeadAttention1.projected[sample, key, feature + 2·head + 8]
        //        multiHeadAttention1.heads[sample, query, feature + 2·head] = sum
        //    36 multiply-adds for a sample (144 are carried out, with unused lanes of the last vector of features). Tiles of 8 samples × 2 features in 8
        //        accumulators, each sample with vectors of its own; a last tile that is not full is moved back, so that it repeats samples; fewer than 8
        //        samples in all are taken one by one.
        Kernels.MultiHeadAttention1HeadsForward(
            ref multiHeadAttention1Attention,
            ref Unsafe.Add(ref multiHeadAttention1Projected, 8),
            ref multiHeadAttention1Heads,
            batch);

        // 7. multiHeadAttention1 = multiHeadAttention1.heads · multiHeadAttention1.out_proj.weightᵀ + multiHeadAttention1.out_proj.bias
        //    [batch × 3 × 4] → [batch × 3 × 4]
        //    layer 1 of Net: MultiHeadAttention 'multiHeadAttention1'
        //      for sample in batch, position in 3, output in 4
        //        let sum = 0
        //        for feature in 4
        //          sum += multiHeadAttention1.heads[sample, position, feature]·multiHeadAttention1.out_proj.weight[output, feature]
        //        multiHeadAttention1[sample, position, output] = sum + multiHeadAttention1.out_proj.bias[output]
        //    48 multiply-adds for a sample (96 are carried out, with unused lanes of the last vector of outputs). Tiles of 8 rows × 4 outputs in 8
        //        accumulators; a last tile that is not full is moved back, so that it repeats rows; fewer than 8 rows in all are taken one by one. The rest of
        //        the formula is applied to the sums in registers, before anything is stored.
        Kernels.MultiHeadAttention1Forward(
            ref multiHeadAttention1Heads,
            ref multiHeadAttention1OutProjWeight,
            ref multiHeadAttention1OutProjBias,
            ref multiHeadAttention1,
            batch);

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
        // Behind the formulas of a step, or under them, are shapes: of what it reads, without the parameters, an arrow, and of what it stores; equal shapes are
        //     written once on each side. Copies for products have none.
        // 'until step n, its memory is that of x' means: x, the last of those that had the memory or a part of it, has it to the end of step n; then it is free
        //     for this tensor, from the step that stores it.

        // The parameters.
        // In panels of n rows, element [row, column] of a matrix is at [row / n][column][row % n], and in panels of n columns, at
        //     [column / n][row][column % n]; a last panel with fewer is filled up by padding.
        // multiHeadAttention1.out_proj.weight [4 × 4], in panels of 8 rows
        ref var multiHeadAttention1OutProjWeight = ref Unsafe.Add(ref networkParameters.Start, 80);
        ref var multiHeadAttention1InProjWeight = ref networkParameters.Start; // multiHeadAttention1.in_proj_weight [12 × 4], in panels of 16 rows

        // Inputs and activations.
        // multiHeadAttention1.heads [batch × 3 × 4]; until step 4, its memory is that of multiHeadAttention1.attention.maximum
        ref var multiHeadAttention1Heads = ref workspace.Sample(72, 4);
        // multiHeadAttention1.attention [batch × 2 × 3 × 3]; until step 4, its memory is that of multiHeadAttention1.scores
        ref var multiHeadAttention1Attention = ref workspace.Sample(36, 1);
        ref var multiHeadAttention1Projected = ref workspace.Sample(0, 0); // multiHeadAttention1.projected [batch × 3 × 12]
        ref var multiHeadAttention1AttentionExponential = ref workspace.Sample(54, 3); // multiHeadAttention1.attention.exponential [batch × 2 × 3 × 3]
        ref var multiHeadAttention1AttentionSum = ref workspace.Sample(138, 9); // multiHeadAttention1.attention.sum [batch × 2 × 3 × 1]
        ref var input = ref workspace.Sample(90, 5); // input [batch × 3 × 4]

        // The gradients of the activations: ∂x is ∂loss/∂x. ∂multiHeadAttention1 is not computed here: the caller's loss has stored it in the workspace. If the
        //     loss is a mean, it already contains its factor 1/N.
        ref var dMultiHeadAttention1 = ref workspace.Sample(114, 7); // ∂multiHeadAttention1 [batch × 3 × 4]
        // ∂multiHeadAttention1.heads [batch × 3 × 4]; until step 9, its memory is that of multiHeadAttention1.heads
        ref var dMultiHeadAttention1Heads = ref workspace.Sample(72, 4);
        ref var dMultiHeadAttention1Value = ref workspace.Sample(126, 8); // ∂multiHeadAttention1.value [batch × 3 × 4]
        // ∂multiHeadAttention1.attention [batch × 2 × 3 × 3]; until step 12, its memory is that of multiHeadAttention1.attention
        ref var dMultiHeadAttention1Attention = ref workspace.Sample(36, 1);
        ref var dMultiHeadAttention1AttentionSum = ref workspace.Sample(144, 10); // ∂multiHeadAttention1.attention.sum [batch × 2 × 3 × 1]
        // ∂multiHeadAttention1.products [batch × 2 × 3 × 3]; until step 13, its memory is that of ∂multiHeadAttention1.heads
        ref var dMultiHeadAttention1Products = ref workspace.Sample(72, 4);
        // ∂multiHeadAttention1.key [batch × 3 × 4]; until step 15, its memory is that of ∂multiHeadAttention1.attention
        ref var dMultiHeadAttention1Key = ref workspace.Sample(36, 1);
        // ∂multiHeadAttention1.query [batch × 3 × 4]; until step 15, its memory is that of multiHeadAttention1.attention.exponential
        ref var dMultiHeadAttention1Query = ref workspace.Sample(48, 2);
        // ∂multiHeadAttention1.projected [batch × 3 × 12]; until step 17, its memory is that of multiHeadAttention1.projected
        ref var dMultiHeadAttention1Projected = ref workspace.Sample(0, 0);
        ref var dInput = ref workspace.Sample(36, 1); // ∂input [batch × 3 × 4]; until step 18, its memory is that of ∂multiHeadAttention1.key

        // The gradients of the parameters. They are overwritten, or added to where accumulate is true; padding in a last panel and behind them is set to 0 or
        //     left as it is.
        ref var dMultiHeadAttention1OutProjBias = ref Unsafe.Add(ref gradientsStart, 112); // ∂multiHeadAttention1.out_proj.bias [4]
        ref var dMultiHeadAttention1OutProjWeight = ref Unsafe.Add(ref gradientsStart, 80); // ∂multiHeadAttention1.out_proj.weight [4 × 4], in panels of 8 rows
        ref var dMultiHeadAttention1InProjBias = ref Unsafe.Add(ref gradientsStart, 64); // ∂multiHeadAttention1.in_proj_bias [12]
        ref var dMultiHeadAttention1InProjWeight = ref gradientsStart; // ∂multiHeadAttention1.in_proj_weight [12 × 4], in panels of 16 rows

        // Copies that make the products faster.
        // multiHeadAttention1.out_proj.weight repacked [4 × 4], in panels of 8 columns
        ref var multiHeadAttention1OutProjWeightRepacked = ref workspace.Shared(0);
        // multiHeadAttention1.in_proj_weight repacked [12 × 4], in panels of 8 columns; until step 11, its memory is that of
        //     multiHeadAttention1.out_proj.weight repacked
        ref var multiHeadAttention1InProjWeightRepacked = ref workspace.Shared(0);

        // Steps 8 to 22: ∂ of Attention 'multiHeadAttention1': ∂v = Aᵀ·∂(A·v), ∂A = ∂(A·v)·vᵀ, ∂(q·kᵀ) = A ⊙ (∂A − Σ ∂A ⊙ A)/√d, by way of the exponentials e
        //     of the softmax and their sum s: ∂s = −Σ ∂A ⊙ e/s² and ∂(q·kᵀ) = (∂A/s + ∂s) ⊙ e/√d, without a gradient of the maximum, which A does not change
        //     with; ∂q = ∂(q·kᵀ)·k, ∂k = ∂(q·kᵀ)ᵀ·q; for each projection W·u + b with the gradient g, ∂W = Σ g·uᵀ, ∂b = Σ g and ∂u = Wᵀ·g; in the steps, ∂heads
        //     is ∂(A·v), ∂attention is ∂A, attention.exponential is e, attention.sum is s, ∂products is ∂(q·kᵀ) and ∂projected is ∂q, ∂k and ∂v, concatenated.

        // 8. ∂multiHeadAttention1.out_proj.bias = Σ over samples and positions of ∂multiHeadAttention1    [batch × 3 × 4] → [4]
        //    ∂ of layer 1 of Net: MultiHeadAttention 'multiHeadAttention1'
        //      for output in 4
        //        let sum = 0
        //        for sample in batch, position in 3
        //          sum += ∂multiHeadAttention1[sample, position, output]
        //        ∂multiHeadAttention1.out_proj.bias[output] = sum
        Kernels.MultiHeadAttention1OutProjBiasGradient(ref dMultiHeadAttention1, ref dMultiHeadAttention1OutProjBias, batch, accumulate);

        // 9. ∂multiHeadAttention1.out_proj.weight[output, feature] = Σ_sample,position multiHeadAttention1.heads[sample, position, feature] ·
        //        ∂multiHeadAttention1[sample, position, output]
        //    [batch × 3 × 4] → [4 × 4]
        //    ∂ of layer 1 of Net: MultiHeadAttention 'multiHeadAttention1'
        //      for output in 4, feature in 4
        //        let sum = 0
        //        for sample in batch, position in 3
        //          sum += multiHeadAttention1.heads[sample, position, feature]·∂multiHeadAttention1[sample, position, output]
        //        ∂multiHeadAttention1.out_proj.weight[output, feature] = sum
        //    48 multiply-adds for a sample (96 are carried out, with unused lanes of the last vector of outputs). Tiles of 4 features × 4 outputs in 4
        //        accumulators.
        Kernels.MultiHeadAttention1OutProjWeightGradient(
            ref multiHeadAttention1Heads,
            ref dMultiHeadAttention1,
            ref dMultiHeadAttention1OutProjWeight,
            batch,
            accumulate);

        // 10. multiHeadAttention1.out_proj.weight repacked: a copy in panels of 8 columns, so that the next product reads consecutive numbers
        Kernels.MultiHeadAttention1OutProjWeightRepacked(ref multiHeadAttention1OutProjWeight, ref multiHeadAttention1OutProjWeightRepacked);

        // 11. ∂multiHeadAttention1.heads = ∂multiHeadAttention1 · multiHeadAttention1.out_proj.weight    [batch × 3 × 4] → [batch × 3 × 4]
        //     ∂ of layer 1 of Net: MultiHeadAttention 'multiHeadAttention1'
        //       for sample in batch, position in 3, feature in 4
        //         let sum = 0
        //         for output in 4
        //           sum += ∂multiHeadAttention1[sample, position, output]·multiHeadAttention1.out_proj.weight[output, feature]
        //         ∂multiHeadAttention1.heads[sample, position, feature] = sum
        //     48 multiply-adds for a sample (96 are carried out, with unused lanes of the last vector of features). Tiles of 8 rows × 4 features in 8
        //         accumulators; a last tile that is not full is moved back, so that it repeats rows; fewer than 8 rows in all are taken one by one.
        Kernels.MultiHeadAttention1HeadsGradient(
            ref dMultiHeadAttention1,
            ref multiHeadAttention1OutProjWeightRepacked,
            ref dMultiHeadAttention1Heads,
            batch);

        // 12. ∂multiHeadAttention1.value[sample, key, head, feature] = Σ_query multiHeadAttention1.attention[sample, head, query, key] ·
        //         ∂multiHeadAttention1.heads[sample, query, head, feature]
        //     [batch × 2 × 3 × 3], [batch × 3 × 2 × 2] → [batch × 3 × 4]
        //     ∂ of layer 1 of Net: MultiHeadAttention 'multiHeadAttention1'
        //       for sample in batch, head in 2, key in 3, feature in 2
        //         let sum = 0
        //         for query in 3
        //           sum += multiHeadAttention1.attention[sample, head, query, key]·∂multiHeadAttention1.heads[sample, query, feature + 2·head]
        //         ∂multiHeadAttention1.value[sample, key, feature + 2·head] = sum
        //     36 multiply-adds for a sample (144 are carried out, with unused lanes of the last vector of features). Tiles of 8 samples × 2 features in 8
        //         accumulators, each sample with vectors of its own; a last tile that is not full is moved back, so that it repeats samples; fewer than 8
        //         samples in all are taken one by one.
        Kernels.MultiHeadAttention1ValueGradient(
            ref multiHeadAttention1Attention,
            ref dMultiHeadAttention1Heads,
            ref dMultiHeadAttention1Value,
            batch);

        // 13. ∂multiHeadAttention1.attention[sample, head, query, key] = Σ_feature ∂multiHeadAttention1.heads[sample, query, head, feature] ·
        //         multiHeadAttention1.projected[:, :, 8..12][sample, key, head, feature]
        //     [batch × 3 × 2 × 2], [batch × 3 × 12] → [batch × 2 × 3 × 3]
        //     ∂ of layer 1 of Net: MultiHeadAttention 'multiHeadAttention1'
        //     Argument 2 begins at element [0, 0, 8] of multiHeadAttention1.projected, 8 floats in.
        //       for sample in batch, head in 2, query in 3, key in 3
        //         let sum = 0
        //         for feature in 2
        //           sum += ∂multiHeadAttention1.heads[sample, query, feature + 2·head]·multiHeadAttention1.projected[sample, key, feature + 2·head + 8]
        //         ∂multiHeadAttention1.attention[sample, head, query, key] = sum
        //     36 multiply-adds for a sample (96 are carried out, with unused lanes of the last vector of keys). Tiles of 3 queries × 3 keys in 3 accumulators.
        Kernels.MultiHeadAttention1AttentionGradient(
            ref dMultiHeadAttention1Heads,
            ref Unsafe.Add(ref multiHeadAttention1Projected, 8),
            ref dMultiHeadAttention1Attention,
            batch);

        // 14. ∂multiHeadAttention1.attention.sum = Σ over keys of
        //         −∂multiHeadAttention1.attention·multiHeadAttention1.attention.exponential/multiHeadAttention1.attention.sum/multiHeadAttention1.attention.sum
        //     [batch × 2 × 3 × 3], [batch × 2 × 3 × 1] → [batch × 2 × 3 × 1]
        //     ∂ of layer 1 of Net: MultiHeadAttention 'multiHeadAttention1'
        //       for sample in batch, head in 2, query in 3
        //         let sum = 0
        //         for key in 3
        //           sum += −∂multiHeadAttention1.attention[sample, head, query, key]·multiHeadAttention1.attention.exponential[sample, head, query,
        //               key]/multiHeadAttention1.attention.sum[sample, head, query, 0]/multiHeadAttention1.attention.sum[sample, head, query, 0]
        //         ∂multiHeadAttention1.attention.sum[sample, head, query, 0] = sum
        Kernels.MultiHeadAttention1AttentionSumGradient(
            ref dMultiHeadAttention1Attention,
            ref multiHeadAttention1AttentionExponential,
            ref multiHeadAttention1AttentionSum,
            ref dMultiHeadAttention1AttentionSum,
            batch);

        // 15. ∂multiHeadAttention1.products = (∂multiHeadAttention1.attention/multiHeadAttention1.attention.sum +
        //         ∂multiHeadAttention1.attention.sum)·multiHeadAttention1.attention.exponential/√2
        //     [batch × 2 × 3 × 3], [batch × 2 × 3 × 1] → [batch × 2 × 3 × 3]
        //     ∂ of layer 1 of Net: MultiHeadAttention 'multiHeadAttention1'
        Kernels.MultiHeadAttention1ProductsGradient(
            ref dMultiHeadAttention1Attention,
            ref multiHeadAttention1AttentionSum,
            ref dMultiHeadAttention1AttentionSum,
            ref multiHeadAttention1AttentionExponential,
            ref dMultiHeadAttention1Products,
            batch);

        // 16. ∂multiHeadAttention1.key[sample, key, head, feature] = Σ_query multiHeadAttention1.projected[:, :, 0..4][sample, query, head, feature] ·
        //         ∂multiHeadAttention1.products[sample, head, query, key]
        //     [batch × 3 × 12], [batch × 2 × 3 × 3] → [batch × 3 × 4]
        //     ∂ of layer 1 of Net: MultiHeadAttention 'multiHeadAttention1'
        //       for sample in batch, head in 2, key in 3, feature in 2
        //         let sum = 0
        //         for query in 3
        //           sum += multiHeadAttention1.projected[sample, query, feature + 2·head]·∂multiHeadAttention1.products[sample, head, query, key]
        //         ∂multiHeadAttention1.key[sample, key, feature + 2·head] = sum
        //     36 multiply-adds for a sample (144 are carried out, with unused lanes of the last vector of features). Tiles of 8 samples × 2 features in 8
        //         accumulators, each sample with vectors of its own; a last tile that is not full is moved back, so that it repeats samples; fewer than 8
        //         samples in all are taken one by one.
        Kernels.MultiHeadAttention1KeyGradient(
            ref dMultiHeadAttention1Products,
            ref multiHeadAttention1Projected,
            ref dMultiHeadAttention1Key,
            batch);

        // 17. ∂multiHeadAttention1.query[sample, query, head, feature] = Σ_key ∂multiHeadAttention1.products[sample, head, query, key] ·
        //         multiHeadAttention1.projected[:, :, 4..8][sample, key, head, feature]
        //     [batch × 2 × 3 × 3], [batch × 3 × 12] → [batch × 3 × 4]
        //     ∂ of layer 1 of Net: MultiHeadAttention 'multiHeadAttention1'
        //     Argument 2 begins at element [0, 0, 4] of multiHeadAttention1.projected, 4 floats in.
        //       for sample in batch, head in 2, query in 3, feature in 2
        //         let sum = 0
        //         for key in 3
        //           sum += ∂multiHeadAttention1.products[sample, head, query, key]·multiHeadAttention1.projected[sample, key, feature + 2·head + 4]
        //         ∂multiHeadAttention1.query[sample, query, feature + 2·head] = sum
        //     36 multiply-adds for a sample (144 are carried out, with unused lanes of the last vector of features). Tiles of 8 samples × 2 features in 8
        //         accumulators, each sample with vectors of its own; a last tile that is not full is moved back, so that it repeats samples; fewer than 8
        //         samples in all are taken one by one.
        Kernels.MultiHeadAttention1QueryGradient(
            ref dMultiHeadAttention1Products,
            ref Unsafe.Add(ref multiHeadAttention1Projected, 4),
            ref dMultiHeadAttention1Query,
            batch);

        // 18. ∂multiHeadAttention1.projected[:, :, 0..4] = ∂multiHeadAttention1.query
        //     ∂multiHeadAttention1.projected[:, :, 4..8] = ∂multiHeadAttention1.key
        //     ∂multiHeadAttention1.projected[:, :, 8..12] = ∂multiHeadAttention1.value
        //     [batch × 3 × 4] → [batch × 3 × 12]
        //     ∂ of layer 1 of Net: MultiHeadAttention 'multiHeadAttention1'
        Kernels.MultiHeadAttention1ProjectedGradient(
            ref dMultiHeadAttention1Query,
            ref dMultiHeadAttention1Key,
            ref dMultiHeadAttention1Value,
            ref dMultiHeadAttention1Projected,
            batch);

        // 19. ∂multiHeadAttention1.in_proj_bias = Σ over samples and positions of ∂multiHeadAttention1.projected    [batch × 3 × 12] → [12]
        //     ∂ of layer 1 of Net: MultiHeadAttention 'multiHeadAttention1'
        //       for output in 12
        //         let sum = 0
        //         for sample in batch, position in 3
        //           sum += ∂multiHeadAttention1.projected[sample, position, output]
        //         ∂multiHeadAttention1.in_proj_bias[output] = sum
        Kernels.MultiHeadAttention1InProjBiasGradient(ref dMultiHeadAttention1Projected, ref dMultiHeadAttention1InProjBias, batch, accumulate);

        // 20. ∂multiHeadAttention1.in_proj_weight[output, feature] = Σ_sample,position input[sample, position, feature] ·
        //         ∂multiHeadAttention1.projected[sample, position, output]
        //     [batch × 3 × 4], [batch × 3 × 12] → [12 × 4]
        //     ∂ of layer 1 of Net: MultiHeadAttention 'multiHeadAttention1'
        //       for output in 12, feature in 4
        //         let sum = 0
        //         for sample in batch, position in 3
        //           sum += input[sample, position, feature]·∂multiHeadAttention1.projected[sample, position, output]
        //         ∂multiHeadAttention1.in_proj_weight[output, feature] = sum
        //     144 multiply-adds for a sample (192 are carried out, with unused lanes of the last vector of outputs). Tiles of 4 features × 12 outputs in 8
        //         accumulators.
        Kernels.MultiHeadAttention1InProjWeightGradient(
            ref input,
            ref dMultiHeadAttention1Projected,
            ref dMultiHeadAttention1InProjWeight,
            batch,
            accumulate);

        // 21. multiHeadAttention1.in_proj_weight repacked: a copy in panels of 8 columns, so that the next product reads consecutive numbers
        Kernels.MultiHeadAttention1InProjWeightRepacked(ref multiHeadAttention1InProjWeight, ref multiHeadAttention1InProjWeightRepacked);

        // 22. ∂input = ∂multiHeadAttention1.projected · multiHeadAttention1.in_proj_weight    [batch × 3 × 12] → [batch × 3 × 4]
        //     ∂ of layer 1 of Net: MultiHeadAttention 'multiHeadAttention1'
        //       for sample in batch, position in 3, feature in 4
        //         let sum = 0
        //         for output in 12
        //           sum += ∂multiHeadAttention1.projected[sample, position, output]·multiHeadAttention1.in_proj_weight[output, feature]
        //         ∂input[sample, position, feature] = sum
        //     144 multiply-adds for a sample (288 are carried out, with unused lanes of the last vector of features). Tiles of 8 rows × 4 features in 8
        //         accumulators; a last tile that is not full is moved back, so that it repeats rows; fewer than 8 rows in all are taken one by one.
        Kernels.MultiHeadAttention1InputGradient(ref dMultiHeadAttention1Projected, ref multiHeadAttention1InProjWeightRepacked, ref dInput, batch);
    }
