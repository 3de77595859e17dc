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
        // x.padded is what goes into x, in a frame of zeros.

        // The parameters.
        ref var conv1Weight = ref networkParameters.Start; // conv1.weight [2 × 1 × 3 × 3]
        ref var conv1Bias = ref Unsafe.Add(ref networkParameters.Start, 32); // conv1.bias [2]

        // Inputs and activations.
        // conv1.padded [batch × 1 × 6 × 6]: input at [:, :, 1..5, 1..5], else 0, of which only what is read is stored
        ref var conv1Padded = ref workspace.Sample(0, 0);
        ref var input = ref workspace.Sample(136, 3); // input [batch × 1 × 4 × 4]
        ref var conv1 = ref workspace.Sample(72, 1); // conv1 [batch × 2 × 4 × 4]

        // 1. conv1.padded[:, :, 1..5, 0] = 0
        //    conv1.padded[:, :, 1..5, 5] = 0
        //    → [batch × 1 × 6 × 6]
        //    layer 1 of Net: Conv2D 'conv1'
        //    Argument 1 begins at element [0, 0, 1, 0] of conv1.padded, 6 floats in.
        //    Step 2 stores what is between these zeros; steps 3 and 5 read both.
        Kernels.Conv1PaddedZeroColumns(ref Unsafe.Add(ref conv1Padded, 6), batch);

        // 2. conv1.padded[:, :, 1..5, 1..5] = input    [batch × 1 × 4 × 4] → [batch × 1 × 6 × 6]
        //    layer 1 of Net: Conv2D 'conv1'
        //    The zeros in conv1.padded[:, :, 0, :] and conv1.padded[:, :, 5, :] are not stored: no step reads them.
        //    Argument 2 begins at element [0, 0, 1, 1] of conv1.padded, 6 + 1 = 7 floats in.
        Kernels.Conv1PaddedCopy(ref input, ref Unsafe.Add(ref conv1Padded, 7), batch);

        // 3. conv1 = Σ_channel,ky,kx conv1.padded[sample, channel, y + ky, x + kx] · conv1.weight[output, channel, ky, kx] + conv1.bias
        //    [batch × 1 × 6 × 6] → [batch × 2 × 4 × 4]
        //    layer 1 of Net: Conv2D 'conv1'
        //      for sample in batch, output in 2, y in 4, x in 4
        //        let sum = 0
        //        for ky in max(0, 1 − y)..min(3, 5 − y), kx in 3
        //          sum += conv1.padded[sample, 0, y + ky, x + kx]·conv1.weight[output, 0, ky, kx]
        //        conv1[sample, output, y, x] = sum + conv1.bias[output]
        //      (ky leaves out the rows of zeros, and not the columns of zeros, in conv1.padded)
        //    240 multiply-adds for a sample (480 are carried out, with unused lanes of the last vector of x). Tiles of 8 samples × 4 x in 8 accumulators, each
        //        sample with vectors of its own; a last tile that is not full is moved back, so that it repeats samples; fewer than 8 samples in all are taken
        //        one by one. The rest of the formula is applied to the sums in registers, before anything is stored.
        Kernels.Conv1Forward(ref conv1Padded, ref conv1Weight, ref conv1Bias, ref conv1, batch);

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
        // Behind the formulas of a step, or under them, are shapes: of what it reads, without the parameters, an arrow, and of what it stores; equal shapes are
        //     written once on each side.
        // 'until step n, its memory is that of x' means: x, the last of those that had the memory or a part of it, has it to the end of step n; then it is free
        //     for this tensor, from the step that stores it.
        // x.padded is what goes into x, in a frame of zeros; ∂x.spread is ∂x in a frame of zeros, so that the kernel fits at its edges, too.

        // The parameters.
        ref var conv1Weight = ref networkParameters.Start; // conv1.weight [2 × 1 × 3 × 3]

        // Inputs and activations.
        // conv1.padded [batch × 1 × 6 × 6]: input at [:, :, 1..5, 1..5], else 0, of which only what is read is stored
        ref var conv1Padded = ref workspace.Sample(0, 0);

        // The gradients of the activations: ∂x is ∂loss/∂x. ∂conv1 is not computed here: the caller's loss has stored it in the workspace. If the loss is a
        //     mean, it already contains its factor 1/N.
        ref var dConv1 = ref workspace.Sample(104, 2); // ∂conv1 [batch × 2 × 4 × 4]
        // ∂conv1.spread [batch × 2 × 6 × 6]: ∂conv1 at [:, :, 1..5, 1..5], else 0, of which only what is read is stored; until step 5, its memory is that of
        //     conv1.padded
        ref var dConv1Spread = ref workspace.Sample(0, 0);
        ref var dInput = ref workspace.Sample(152, 4); // ∂input [batch × 1 × 4 × 4]

        // The gradients of the parameters. They are overwritten, or added to where accumulate is true; padding behind them is set to 0 or left as it is.
        ref var dConv1Bias = ref Unsafe.Add(ref gradientsStart, 32); // ∂conv1.bias [2]
        ref var dConv1Weight = ref gradientsStart; // ∂conv1.weight [2 × 1 × 3 × 3]

        // 4. ∂conv1.bias = Σ over samples, y and x of ∂conv1    [batch × 2 × 4 × 4] → [2]
        //    ∂ of layer 1 of Net: Conv2D 'conv1'
        //      for output in 2
        //        let sum = 0
        //        for sample in batch, y in 4, x in 4
        //          sum += ∂conv1[sample, output, y, x]
        //        ∂conv1.bias[output] = sum
        Kernels.Conv1BiasGradient(ref dConv1, ref dConv1Bias, batch, accumulate);

        // 5. ∂conv1.weight[output, channel, ky, kx] = Σ_sample,y,x conv1.padded[sample, channel, y + ky, x + kx] · ∂conv1[sample, output, y, x]
        //    [batch × 1 × 6 × 6], [batch × 2 × 4 × 4] → [2 × 1 × 3 × 3]
        //    ∂ of layer 1 of Net: Conv2D 'conv1'
        //      for output in 2, ky in 3, kx in 3
        //        let sum = 0
        //        for sample in batch, y in max(0, 1 − ky)..min(4, 5 − ky), x in 4
        //          sum += conv1.padded[sample, 0, y + ky, x + kx]·∂conv1[sample, output, y, x]
        //        ∂conv1.weight[output, 0, ky, kx] = sum
        //      (y leaves out the columns of zeros, and not the rows of zeros, in conv1.padded)
        //    240 multiply-adds for a sample (640 are carried out, with unused lanes of the last vector of kx). Tiles of 1 output × 3 kx.
        Kernels.Conv1WeightGradient(ref dConv1, ref conv1Padded, ref dConv1Weight, batch, accumulate);

        // 6. ∂conv1.spread[:, :, 1..5, 0] = 0
        //    ∂conv1.spread[:, :, 1..5, 5] = 0
        //    → [batch × 2 × 6 × 6]
        //    ∂ of layer 1 of Net: Conv2D 'conv1'
        //    Argument 1 begins at element [0, 0, 1, 0] of ∂conv1.spread, 6 floats in.
        //    Step 7 stores what is between these zeros; step 8 reads both.
        Kernels.Conv1SpreadZeroColumns(ref Unsafe.Add(ref dConv1Spread, 6), batch);

        // 7. ∂conv1.spread[:, :, 1..5, 1..5] = ∂conv1    [batch × 2 × 4 × 4] → [batch × 2 × 6 × 6]
        //    ∂ of layer 1 of Net: Conv2D 'conv1'
        //    The zeros in ∂conv1.spread[:, :, 0, :] and ∂conv1.spread[:, :, 5, :] are not stored: no step reads them.
        //    Argument 2 begins at element [0, 0, 1, 1] of ∂conv1.spread, 6 + 1 = 7 floats in.
        Kernels.Conv1SpreadGradient(ref dConv1, ref Unsafe.Add(ref dConv1Spread, 7), batch);

        // 8. ∂input = Σ_output,ky,kx ∂conv1.spread[sample, output, y + ky, x + kx] · conv1.weight[output, channel, 2 − ky, 2 − kx]
        //    [batch × 2 × 6 × 6] → [batch × 1 × 4 × 4]
        //    ∂ of layer 1 of Net: Conv2D 'conv1'
        //    The sum goes through conv1.weight backwards: where the index of the kernel's rows or of its columns is 0, it reads the last of them.
        //        ∂conv1.spread[y + ky, x + kx] is ∂conv1[y + ky − 1, x + kx − 1], and conv1[y + ky − 1, x + kx − 1] was computed from element [y, x] of the
        //        layer's input times [2 − ky, 2 − kx] of the kernel.
        //      for sample in batch, y in 4, x in 4
        //        let sum = 0
        //        for output in 2, ky in max(0, 1 − y)..min(3, 5 − y), kx in 3
        //          sum += ∂conv1.spread[sample, output, y + ky, x + kx]·conv1.weight[output, 0, 2 − ky, 2 − kx]
        //        ∂input[sample, 0, y, x] = sum
        //      (ky leaves out the rows of zeros, and not the columns of zeros, in ∂conv1.spread)
        //    240 multiply-adds for a sample (480 are carried out, with unused lanes of the last vector of x). Tiles of 8 samples × 4 x in 8 accumulators, each
        //        sample with vectors of its own; a last tile that is not full is moved back, so that it repeats samples; fewer than 8 samples in all are taken
        //        one by one.
        Kernels.Conv1InputGradient(ref dConv1Spread, ref conv1Weight, ref dInput, batch);
    }
