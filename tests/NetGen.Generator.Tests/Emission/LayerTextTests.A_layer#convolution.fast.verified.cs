    /// <inheritdoc/>
    public void Forward(global::NetGen.Workspace workspace)
    {
        global::System.ArgumentNullException.ThrowIfNull(workspace);
        workspace.CheckLayout(Generated.Layout, Generated.Description.Name);
        var batch = workspace.Batch;

        // The parameters.
        ref var conv1Weight = ref networkParameters.Start; // conv1.weight [2 × 1 × 3 × 3]
        ref var conv1Bias = ref Unsafe.Add(ref networkParameters.Start, 32); // conv1.bias [2]

        // Inputs and activations.
        ref var conv1Padded = ref workspace.Sample(0, 0); // conv1.padded [batch × 1 × 6 × 6]
        ref var input = ref workspace.Sample(136, 3); // input [batch × 1 × 4 × 4]
        ref var conv1 = ref workspace.Sample(72, 1); // conv1 [batch × 2 × 4 × 4]

        // 1. conv1.padded[1..5, 0] = 0
        //    conv1.padded[1..5, 5] = 0
        //    [batch × 1 × 6 × 6]
        //    layer 1 of Net: Conv2D 'conv1'
        Kernels.Conv1PaddedZeros(ref Unsafe.Add(ref conv1Padded, 6), batch);

        // 2. conv1.padded[1..5, 1..5] = input    [batch × 1 × 4 × 4] → [batch × 1 × 6 × 6]
        //    layer 1 of Net: Conv2D 'conv1'
        Kernels.Conv1PaddedForward1To4(ref input, ref Unsafe.Add(ref conv1Padded, 7), batch);

        // 3. conv1 = Σ_input,ky,kx conv1.padded[sample, input, y + ky, x + kx] · conv1.weight[output, input, ky, kx] + conv1.bias
        //    [batch × 1 × 6 × 6] → [batch × 2 × 4 × 4]
        //    layer 1 of Net: Conv2D 'conv1'
        //      for sample in batch, output in 2, y in 4, x in 4
        //        let sum = 0
        //        for input in 1, ky in 3, kx in 3
        //          sum += conv1.padded[sample, input, ky + y, kx + x]·conv1.weight[output, input, ky, kx]
        //        conv1[sample, output, y, x] = sum + conv1.bias[output]
        //    240 multiply-adds a sample. Tile: 8 × 8 in 8 accumulators; vectorised over x. What follows the sum is done in registers. It is the cheapest of 37
        //        plans: 5,616 cycles for a batch of 64, of which the multiply-adds alone take 960.
        Kernels.Conv1Forward(ref conv1Weight, ref conv1Padded, ref conv1Bias, ref conv1, batch);
    }

    /// <inheritdoc/>
    public void Backward(global::NetGen.Workspace workspace, global::System.Span<float> gradients)
    {
        global::System.ArgumentNullException.ThrowIfNull(workspace);
        workspace.CheckLayout(Generated.Layout, Generated.Description.Name);
        global::NetGen.Prediction.CheckGradients(Generated.Description, gradients, networkParameters.Span);
        var batch = workspace.Batch;
        ref var gradientsStart = ref global::System.Runtime.InteropServices.MemoryMarshal.GetReference(gradients);

        // The parameters.
        ref var conv1Weight = ref networkParameters.Start; // conv1.weight [2 × 1 × 3 × 3]

        // Inputs and activations.
        ref var conv1Padded = ref workspace.Sample(0, 0); // conv1.padded [batch × 1 × 6 × 6]

        // The gradients of what is between the layers: ∂x is ∂loss/∂x. Where the loss is a mean, ∂loss/∂outputs has the 1/N.
        ref var dConv1 = ref workspace.Sample(104, 2); // ∂conv1 [batch × 2 × 4 × 4]
        ref var dConv1Spread = ref workspace.Sample(0, 0); // ∂conv1.spread [batch × 2 × 6 × 6]; before: conv1.padded until step 5
        ref var dInput = ref workspace.Sample(152, 4); // ∂input [batch × 1 × 4 × 4]

        // Their gradients, which are overwritten and not added to.
        ref var dConv1Bias = ref Unsafe.Add(ref gradientsStart, 32); // ∂conv1.bias [2]
        ref var dConv1Weight = ref gradientsStart; // ∂conv1.weight [2 × 1 × 3 × 3]

        // 4. ∂conv1.bias = Σ over samples and pixels of ∂conv1    [batch × 2 × 4 × 4] → [2]
        //    ∂ of layer 1 of Net: Conv2D 'conv1'
        //      for channel in 2
        //        let sum = 0
        //        for sample in batch, y in 4, x in 4
        //          sum += ∂conv1[sample, channel, y, x]
        //        ∂conv1.bias[channel] = sum
        Kernels.Conv1BiasGradient(ref dConv1, ref dConv1Bias, batch);

        // 5. ∂conv1.weight[output, input, ky, kx] = Σ_sample,y,x conv1.padded[sample, input, y + ky, x + kx] · ∂conv1[sample, output, y, x]
        //    [batch × 1 × 6 × 6], [batch × 2 × 4 × 4] → [2 × 1 × 3 × 3]
        //    ∂ of layer 1 of Net: Conv2D 'conv1'
        //      for output in 2, input in 1, ky in 3, kx in 3
        //        let sum = 0
        //        for sample in batch, y in 4, x in 4
        //          sum += conv1.padded[sample, input, ky + y, kx + x]·∂conv1[sample, output, y, x]
        //        ∂conv1.weight[output, input, ky, kx] = sum
        //    240 multiply-adds a sample. Tile: 1 × 8 in 1 accumulators; vectorised over kx. It is the cheapest of 24 plans: 6,508 cycles for a batch of 64, of
        //        which the multiply-adds alone take 960.
        Kernels.Conv1WeightGradient(ref dConv1, ref conv1Padded, ref dConv1Weight, batch);

        // 6. ∂conv1.spread[:, :, 0] = 0
        //    ∂conv1.spread[:, :, 5] = 0
        //    [batch × 2 × 6 × 6]
        //    ∂ of layer 1 of Net: Conv2D 'conv1'
        Kernels.Conv1SpreadZeros(ref dConv1Spread, batch);

        // 7. ∂conv1.spread[:, 1..5, 1..5] = ∂conv1    [batch × 2 × 4 × 4] → [batch × 2 × 6 × 6]
        //    ∂ of layer 1 of Net: Conv2D 'conv1'
        Kernels.Conv1SpreadGradient1To4(ref dConv1, ref Unsafe.Add(ref dConv1Spread, 7), batch);

        // 8. ∂input = (Σ_output,ky,kx ∂conv1.spread[sample, output, y + ky, x + kx] · conv1.weight[output, input, 2 − ky, 2 − kx])
        //    [batch × 2 × 6 × 6] → [batch × 1 × 4 × 4]
        //    ∂ of layer 1 of Net: Conv2D 'conv1'
        //      for sample in batch, y in 4, x in 4, input in 1
        //        let sum = 0
        //        for output in 2, ky in 3, kx in 3
        //          sum += ∂conv1.spread[sample, output, ky + y, kx + x]·conv1.weight[output, input, −ky + 2, −kx + 2]
        //        ∂input[sample, input, y, x] = sum
        //    240 multiply-adds a sample. Tile: 8 × 8 in 8 accumulators; vectorised over x. It is the cheapest of 19 plans: 4,368 cycles for a batch of 64, of
        //        which the multiply-adds alone take 960.
        Kernels.Conv1InputGradient(ref conv1Weight, ref dConv1Spread, ref dInput, batch);
    }
