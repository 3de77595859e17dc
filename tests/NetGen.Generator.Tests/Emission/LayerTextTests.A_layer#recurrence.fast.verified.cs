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
        // In panels of n rows, element [row, column] of a matrix is at [row / n][column][row % n]; a last panel with fewer is filled up by padding.
        ref var rnn1WeightIhL0 = ref networkParameters.Start; // rnn1.weight_ih_l0 [2 × 2], in panels of 8 rows
        ref var rnn1BiasIhL0 = ref Unsafe.Add(ref networkParameters.Start, 32); // rnn1.bias_ih_l0 [2]
        ref var rnn1WeightHhL0 = ref Unsafe.Add(ref networkParameters.Start, 16); // rnn1.weight_hh_l0 [2 × 2], in panels of 8 rows
        ref var rnn1BiasHhL0 = ref Unsafe.Add(ref networkParameters.Start, 48); // rnn1.bias_hh_l0 [2]

        // Inputs and activations.
        ref var input = ref workspace.Sample(16, 2); // input [batch × 3 × 2]
        ref var rnn1XSteps = ref workspace.Sample(34, 5); // rnn1.x.steps [3 × batch × 2]
        ref var rnn1FromInput = ref workspace.Sample(8, 1); // rnn1.fromInput [3 × batch × 2]
        ref var rnn1H = ref workspace.Sample(0, 0); // rnn1.h [4 × batch × 2]
        ref var rnn1 = ref workspace.Sample(22, 3); // rnn1 [batch × 3 × 2]

        // Step 1, for each of the 3 time steps:
        for (var step = 0; step < 3; step++)
        {
            // 1. rnn1.x.steps[step] = input[:, step]    [batch × 2] → [batch × 2]
            //    rnn1.x.steps is in the order of time steps: the rows of one time step are side by side.
            Kernels.Rnn1XStepsForward(ref Unsafe.Add(ref input, (nint)step * 2), ref Unsafe.Add(ref rnn1XSteps, (nint)step * batch * 2), batch);
        }

        // Steps 2 to 4: Recurrence 'rnn1': z = W·xₜ + U·hₜ₋₁ + b, hₜ = tanh(z); W is weight_ih, U weight_hh and b the sum of both biases; W·xₜ is computed for
        //     all time steps at once; in the steps, hₜ is rnn1.h[t + 1], where [0] is the state that it begins with.

        // 2. rnn1.fromInput = rnn1.x.steps · rnn1.weight_ih_l0ᵀ + rnn1.bias_ih_l0    [3 × batch × 2] → [3 × batch × 2]
        //    layer 1 of Net: Rnn 'rnn1'
        //      for step in 3, sample in batch, output in 2
        //        let sum = 0
        //        for feature in 2
        //          sum += rnn1.x.steps[step, sample, feature]·rnn1.weight_ih_l0[output, feature]
        //        rnn1.fromInput[step, sample, output] = sum + rnn1.bias_ih_l0[output]
        //    12 multiply-adds for a sample (48 are carried out, with unused lanes of the last vector of outputs). Tiles of 8 rows × 2 outputs in 8
        //        accumulators; a last tile that is not full is moved back, so that it repeats rows; fewer than 8 rows in all are taken one by one. The rest of
        //        the formula is applied to the sums in registers, before anything is stored.
        Kernels.Rnn1FromInputForward(ref rnn1XSteps, ref rnn1WeightIhL0, ref rnn1BiasIhL0, ref rnn1FromInput, batch);

        // 3. rnn1.h[0] = 0    → [batch × 2]
        Kernels.Rnn1HStart(ref rnn1H, batch);

        // Step 4, for each of the 3 time steps, first to last: each reads what the one before it wrote:
        for (var step = 0; step < 3; step++)
        {
            // 4. rnn1.h[step + 1] = tanh(rnn1.fromInput[step] + (rnn1.h[step] · rnn1.weight_hh_l0ᵀ + rnn1.bias_hh_l0))
            //    rnn1[:, step] = rnn1.h[step + 1]
            //    [batch × 2] → [batch × 2]
            //    layer 1 of Net: Rnn 'rnn1'
            //      for sample in batch, output in 2
            //        let sum = 0
            //        for feature in 2
            //          sum += rnn1.h[step, sample, feature]·rnn1.weight_hh_l0[output, feature]
            //        let h = tanh(rnn1.fromInput[step, sample, output] + (sum + rnn1.bias_hh_l0[output]))
            //        rnn1.h[step + 1, sample, output] = h
            //        rnn1[sample, step, output] = h
            //    4 multiply-adds for a time step of a sample (16 are carried out, with unused lanes of the last vector of outputs). Tiles of 8 samples × 2
            //        outputs in 8 accumulators; a last tile that is not full is moved back, so that it repeats samples; fewer than 8 samples in all are taken
            //        one by one. The rest of the formula is applied to the stored sums, while they are in the cache.
            Kernels.Rnn1HAndRnn1Forward(
                ref Unsafe.Add(ref rnn1H, (nint)step * batch * 2),
                ref Unsafe.Add(ref rnn1FromInput, (nint)step * batch * 2),
                ref rnn1WeightHhL0,
                ref rnn1BiasHhL0,
                ref Unsafe.Add(ref rnn1H, (nint)(step + 1) * batch * 2),
                ref Unsafe.Add(ref rnn1, (nint)step * 2),
                batch);
        }

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
        //     for this tensor, from the step that stores it. If step n is in a loop, x has it to the end of the loop; where both are computed in that loop, to
        //     step n in each turn.
        // x.z is what the activation functions of x are applied to.

        // The parameters.
        // In panels of n rows, element [row, column] of a matrix is at [row / n][column][row % n], and in panels of n columns, at
        //     [column / n][row][column % n]; a last panel with fewer is filled up by padding.
        ref var rnn1WeightHhL0 = ref Unsafe.Add(ref networkParameters.Start, 16); // rnn1.weight_hh_l0 [2 × 2], in panels of 8 rows
        ref var rnn1WeightIhL0 = ref networkParameters.Start; // rnn1.weight_ih_l0 [2 × 2], in panels of 8 rows

        // Inputs and activations.
        ref var rnn1H = ref workspace.Sample(0, 0); // rnn1.h [4 × batch × 2]
        ref var rnn1XSteps = ref workspace.Sample(34, 5); // rnn1.x.steps [3 × batch × 2]

        // The gradients of the activations: ∂x is ∂loss/∂x. ∂rnn1 is not computed here: the caller's loss has stored it in the workspace. If the loss is a
        //     mean, it already contains its factor 1/N.
        ref var dRnn1HBefore = ref workspace.Sample(8, 1); // ∂rnn1.h.before [4 × batch × 2]; until step 4, its memory is that of rnn1.fromInput
        ref var dRnn1 = ref workspace.Sample(28, 4); // ∂rnn1 [batch × 3 × 2]
        ref var dRnn1Z = ref workspace.Sample(40, 6); // ∂rnn1.z [3 × batch × 2]
        ref var dRnn1X = ref workspace.Sample(8, 1); // ∂rnn1.x [3 × batch × 2]; until step 8, its memory is that of ∂rnn1.h.before
        ref var dInput = ref workspace.Sample(0, 0); // ∂input [batch × 3 × 2]; until step 12, its memory is that of rnn1.h

        // The gradients of the parameters. They are overwritten, or added to where accumulate is true; padding in a last panel and behind them is set to 0 or
        //     left as it is.
        ref var dRnn1BiasHhL0 = ref Unsafe.Add(ref gradientsStart, 48); // ∂rnn1.bias_hh_l0 [2]
        ref var dRnn1BiasIhL0 = ref Unsafe.Add(ref gradientsStart, 32); // ∂rnn1.bias_ih_l0 [2]
        ref var dRnn1WeightHhL0 = ref Unsafe.Add(ref gradientsStart, 16); // ∂rnn1.weight_hh_l0 [2 × 2], in panels of 8 rows
        ref var dRnn1WeightIhL0 = ref gradientsStart; // ∂rnn1.weight_ih_l0 [2 × 2], in panels of 8 rows

        // Copies that make the products faster.
        ref var rnn1WeightHhL0Repacked = ref workspace.Shared(0); // rnn1.weight_hh_l0 repacked [2 × 2], in panels of 8 columns
        // rnn1.weight_ih_l0 repacked [2 × 2], in panels of 8 columns; until step 8, its memory is that of rnn1.weight_hh_l0 repacked
        ref var rnn1WeightIhL0Repacked = ref workspace.Shared(0);

        // Steps 5 to 14: ∂ of Recurrence 'rnn1': ∂hₜ = ∂yₜ + what time step t + 1 passes back, ∂z = ∂hₜ·f′(z), and Uᵀ·∂z is passed back to hₜ₋₁; summed over
        //     all time steps, ∂W = Σ ∂z·xₜᵀ, ∂U = Σ ∂z·hₜ₋₁ᵀ and ∂b = Σ ∂z; for all time steps at once ∂xₜ = Wᵀ·∂z; in the steps, ∂yₜ is ∂rnn1[:, t].

        // 5. ∂rnn1.h.before[3] = 0    → [batch × 2]
        Kernels.Rnn1HBeforeGradientStart(ref Unsafe.Add(ref dRnn1HBefore, (nint)3 * batch * 2), batch);

        // 6. rnn1.weight_hh_l0 repacked: a copy in panels of 8 columns, so that the next product reads consecutive numbers
        Kernels.WeightRepackedOf2x2(ref rnn1WeightHhL0, ref rnn1WeightHhL0Repacked);

        // Steps 7 and 8, for each of the 3 time steps, last to first: each reads what the one after it wrote:
        // ∂rnn1.h.before[step]: what this time step passes back to the state that it read; at [step + 1] is what was passed back to it.
        for (var step = 2; step >= 0; step--)
        {
            // 7. ∂rnn1.z[step] = (∂rnn1.h.before[step + 1] + ∂rnn1[:, step])·(1 − rnn1.h[step + 1]²)    [batch × 2] → [batch × 2]
            //    ∂ of layer 1 of Net: Rnn 'rnn1'
            Kernels.Rnn1ZGradient(
                ref Unsafe.Add(ref dRnn1HBefore, (nint)(step + 1) * batch * 2),
                ref Unsafe.Add(ref dRnn1, (nint)step * 2),
                ref Unsafe.Add(ref rnn1H, (nint)(step + 1) * batch * 2),
                ref Unsafe.Add(ref dRnn1Z, (nint)step * batch * 2),
                batch);

            // 8. ∂rnn1.h.before[step] = ∂rnn1.z[step] · rnn1.weight_hh_l0    [batch × 2] → [batch × 2]
            //    ∂ of layer 1 of Net: Rnn 'rnn1'
            //      for sample in batch, feature in 2
            //        let sum = 0
            //        for output in 2
            //          sum += ∂rnn1.z[step, sample, output]·rnn1.weight_hh_l0[output, feature]
            //        ∂rnn1.h.before[step, sample, feature] = sum
            //    4 multiply-adds for a time step of a sample (16 are carried out, with unused lanes of the last vector of features). Tiles of 8 samples × 2
            //        features in 8 accumulators; a last tile that is not full is moved back, so that it repeats samples; fewer than 8 samples in all are taken
            //        one by one.
            Kernels.Rnn1HBeforeGradient(
                ref Unsafe.Add(ref dRnn1Z, (nint)step * batch * 2),
                ref rnn1WeightHhL0Repacked,
                ref Unsafe.Add(ref dRnn1HBefore, (nint)step * batch * 2),
                batch);
        }

        // 9. rnn1.weight_ih_l0 repacked: a copy in panels of 8 columns, so that the next product reads consecutive numbers
        Kernels.WeightRepackedOf2x2(ref rnn1WeightIhL0, ref rnn1WeightIhL0Repacked);

        // 10. ∂rnn1.x = ∂rnn1.z · rnn1.weight_ih_l0    [3 × batch × 2] → [3 × batch × 2]
        //     ∂ of layer 1 of Net: Rnn 'rnn1'
        //       for step in 3, sample in batch, feature in 2
        //         let sum = 0
        //         for output in 2
        //           sum += ∂rnn1.z[step, sample, output]·rnn1.weight_ih_l0[output, feature]
        //         ∂rnn1.x[step, sample, feature] = sum
        //     12 multiply-adds for a sample (48 are carried out, with unused lanes of the last vector of features). Tiles of 8 rows × 2 features in 8
        //         accumulators; a last tile that is not full is moved back, so that it repeats rows; fewer than 8 rows in all are taken one by one.
        Kernels.Rnn1XGradient(ref dRnn1Z, ref rnn1WeightIhL0Repacked, ref dRnn1X, batch);

        // 11. ∂rnn1.bias_hh_l0 = Σ over steps and samples of ∂rnn1.z
        //     ∂rnn1.bias_ih_l0 = Σ over steps and samples of ∂rnn1.z
        //     [3 × batch × 2] → [2]
        //     ∂ of layer 1 of Net: Rnn 'rnn1'
        //       for output in 2
        //         let sum = 0
        //         for step in 3, sample in batch
        //           sum += ∂rnn1.z[step, sample, output]
        //         ∂rnn1.bias_hh_l0[output] = sum
        //         ∂rnn1.bias_ih_l0[output] = sum
        Kernels.Rnn1BiasHhL0AndBiasIhL0Gradients(ref dRnn1Z, ref dRnn1BiasHhL0, ref dRnn1BiasIhL0, batch, accumulate);

        // 12. ∂rnn1.weight_hh_l0[output, feature] = Σ_step,sample rnn1.h[step, sample, feature] · ∂rnn1.z[step, sample, output]    [3 × batch × 2] → [2 × 2]
        //     ∂ of layer 1 of Net: Rnn 'rnn1'
        //       for output in 2, feature in 2
        //         let sum = 0
        //         for step in 3, sample in batch
        //           sum += rnn1.h[step, sample, feature]·∂rnn1.z[step, sample, output]
        //         ∂rnn1.weight_hh_l0[output, feature] = sum
        //     12 multiply-adds for a sample (48 are carried out, with unused lanes of the last vector of outputs). Tiles of 2 outputs.
        Kernels.ProductGradientOf2x2(ref rnn1H, ref dRnn1Z, ref dRnn1WeightHhL0, batch, accumulate);

        // 13. ∂rnn1.weight_ih_l0[output, feature] = Σ_step,sample rnn1.x.steps[step, sample, feature] · ∂rnn1.z[step, sample, output]
        //     [3 × batch × 2] → [2 × 2]
        //     ∂ of layer 1 of Net: Rnn 'rnn1'
        Kernels.ProductGradientOf2x2(ref rnn1XSteps, ref dRnn1Z, ref dRnn1WeightIhL0, batch, accumulate);

        // Step 14, for each of the 3 time steps:
        for (var step = 0; step < 3; step++)
        {
            // 14. ∂input[:, step] = ∂rnn1.x[step]    [batch × 2] → [batch × 2]
            //     ∂ of layer 1 of Net: Rnn 'rnn1'
            Kernels.InputGradient(ref Unsafe.Add(ref dRnn1X, (nint)step * batch * 2), ref Unsafe.Add(ref dInput, (nint)step * 2), batch);
        }
    }
