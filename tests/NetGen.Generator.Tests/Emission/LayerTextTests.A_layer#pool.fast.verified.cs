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
        ref var conv1Weight = ref networkParameters.Start; // conv1.weight [1 × 1 × 1 × 1]
        ref var conv1Bias = ref Unsafe.Add(ref networkParameters.Start, 16); // conv1.bias [1]

        // Inputs and activations.
        ref var input = ref workspace.Sample(0, 0); // input [batch × 1 × 4 × 4]
        ref var conv1 = ref workspace.Sample(16, 1); // conv1 [batch × 1 × 4 × 4]
        ref var maxPool1 = ref workspace.Sample(56, 5); // maxPool1 [batch × 1 × 2 × 2]
        ref var maxPool1_2 = ref workspace.Sample(48, 3); // maxPool1 [batch × 1 × 2 × 2]

        // 1. conv1 = Σ_channel input[sample, channel, y, x] · conv1.weight[output, channel] + conv1.bias    [batch × 1 × 4 × 4] → [batch × 1 × 4 × 4]
        //    layer 1 of Net: Conv2D 'conv1'
        //      for sample in batch, y in 4, x in 4
        //        let sum = 0
        //        sum += input[sample, 0, y, x]·conv1.weight[0, 0, 0, 0]
        //        conv1[sample, 0, y, x] = sum + conv1.bias[0]
        //    16 multiply-adds for a sample (32 are carried out, with unused lanes of the last vector of x). Tiles of 8 rows × 4 x, one product for each
        //        element, each row with vectors of its own; a last tile that is not full is moved back, so that it repeats rows; fewer than 8 rows in all are
        //        taken one by one. The rest of the formula is applied to the products in registers, before anything is stored.
        Kernels.Conv1Forward(ref input, ref conv1Weight, ref conv1Bias, ref conv1, batch);

        // 2. maxPool1 = max(conv1.topLeft, conv1.topRight, conv1.bottomLeft, conv1.bottomRight)    [batch × 1 × 4 × 4] → [batch × 1 × 2 × 2]
        //    layer 2 of Net: MaxPool2D 'maxPool1'
        //    conv1.topLeft to conv1.bottomRight are the 4 elements of each window, row by row.
        //      for sample in batch, y in 2, x in 2
        //        maxPool1[sample, 0, y, x] = max(conv1[sample, 0, 2·y, 2·x], conv1[sample, 0, 2·y, 2·x + 1], conv1[sample, 0, 2·y + 1, 2·x],
        //            conv1[sample, 0, 2·y + 1, 2·x + 1])
        Kernels.MaxPool1Forward(ref conv1, ref maxPool1, batch);

        // 3. maxPool1: a copy where the caller reads it    [batch × 1 × 2 × 2] → [batch × 1 × 2 × 2]
        Kernels.MaxPool1Forward2(ref maxPool1, ref maxPool1_2, batch);

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

        // Inputs and activations.
        ref var conv1 = ref workspace.Sample(16, 1); // conv1 [batch × 1 × 4 × 4]
        ref var input = ref workspace.Sample(0, 0); // input [batch × 1 × 4 × 4]

        // The gradients of the activations: ∂x is ∂loss/∂x. ∂maxPool1 is not computed here: the caller's loss has stored it in the workspace. If the loss is a
        //     mean, it already contains its factor 1/N.
        ref var dMaxPool1 = ref workspace.Sample(52, 4); // ∂maxPool1 [batch × 1 × 2 × 2]
        ref var dConv1 = ref workspace.Sample(32, 2); // ∂conv1 [batch × 1 × 4 × 4]

        // The gradients of the parameters. They are overwritten, or added to where accumulate is true; padding behind them is set to 0 or left as it is.
        ref var dConv1Bias = ref Unsafe.Add(ref gradientsStart, 16); // ∂conv1.bias [1]
        ref var dConv1Weight = ref gradientsStart; // ∂conv1.weight [1 × 1 × 1 × 1]

        // 4. ∂conv1.topLeft = ∂maxPool1 where conv1.topLeft is the first maximum, else 0
        //    ∂conv1.topRight = ∂maxPool1 where conv1.topRight is the first maximum, else 0
        //    ∂conv1.bottomLeft = ∂maxPool1 where conv1.bottomLeft is the first maximum, else 0
        //    ∂conv1.bottomRight = ∂maxPool1 where conv1.bottomRight is the first maximum, else 0
        //    [batch × 1 × 4 × 4], [batch × 1 × 2 × 2] → [batch × 1 × 4 × 4]
        //    ∂ of layer 2 of Net: MaxPool2D 'maxPool1'
        //    conv1.topLeft to conv1.bottomRight are the 4 elements of each window, row by row; of equal ones, the first in this order is the maximum: the code
        //        compares the larger of the first two with the larger of the last two, and of equal ones takes the one before.
        Kernels.MaxPool1Backward(ref conv1, ref dMaxPool1, ref dConv1, batch);

        // 5. ∂conv1.bias = Σ over samples, y and x of ∂conv1    [batch × 1 × 4 × 4] → [1]
        //    ∂ of layer 1 of Net: Conv2D 'conv1'
        //      let sum = 0
        //      for sample in batch, y in 4, x in 4
        //        sum += ∂conv1[sample, 0, y, x]
        //      ∂conv1.bias[0] = sum
        Kernels.Conv1BiasGradient(ref dConv1, ref dConv1Bias, batch, accumulate);

        // 6. ∂conv1.weight[output, channel] = Σ_sample,y,x input[sample, channel, y, x] · ∂conv1[sample, output, y, x]    [batch × 1 × 4 × 4] → [1 × 1 × 1 × 1]
        //    ∂ of layer 1 of Net: Conv2D 'conv1'
        //      let sum = 0
        //      for sample in batch, y in 4, x in 4
        //        sum += input[sample, 0, y, x]·∂conv1[sample, 0, y, x]
        //      ∂conv1.weight[0, 0, 0, 0] = sum
        //    16 multiply-adds for a sample (32 are carried out, with lanes of the last vector of x that are set to 0). Dot products along x: 1 output at a
        //        time.
        Kernels.Conv1WeightGradient(ref input, ref dConv1, ref dConv1Weight, batch, accumulate);
    }
