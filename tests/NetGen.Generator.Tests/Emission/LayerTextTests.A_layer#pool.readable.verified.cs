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
        var conv1Weight = new TensorSpan(ref networkParameters.Start, [1, 1, 1, 1]);
        var conv1Bias = new TensorSpan(ref Unsafe.Add(ref networkParameters.Start, 16), [1]);

        // Inputs and activations.
        var input = new TensorSpan(ref workspace.Sample(0, 0), [batch, 1, 4, 4]);
        var conv1 = new TensorSpan(ref workspace.Sample(16, 1), [batch, 1, 4, 4]);
        var maxPool1 = new TensorSpan(ref workspace.Sample(56, 5), [batch, 1, 2, 2]);
        var maxPool1_2 = new TensorSpan(ref workspace.Sample(48, 3), [batch, 1, 2, 2]);

        // 1. conv1 = Σ_channel input[sample, channel, y, x] · conv1.weight[output, channel] + conv1.bias    [batch × 1 × 4 × 4] → [batch × 1 × 4 × 4]
        //    layer 1 of Net: Conv2D 'conv1'
        Kernels.Conv1Forward(input, conv1Weight, conv1Bias, conv1, batch);

        // 2. maxPool1 = max(conv1.topLeft, conv1.topRight, conv1.bottomLeft, conv1.bottomRight)    [batch × 1 × 4 × 4] → [batch × 1 × 2 × 2]
        //    layer 2 of Net: MaxPool2D 'maxPool1'
        //    conv1.topLeft to conv1.bottomRight are the 4 elements of each window, row by row.
        Kernels.MaxPool1Forward(conv1, maxPool1, batch);

        // 3. maxPool1: a copy where the caller reads it    [batch × 1 × 2 × 2] → [batch × 1 × 2 × 2]
        Kernels.MaxPool1Forward2(maxPool1, maxPool1_2, batch);

        // A backward pass may follow, and only one: the next one needs a forward pass of its own.
        workspace.EndForward();
    }

        // Methods take values, then parameters, then what they write: that is on the left of the formula. Sums are taken in double, of terms that are rounded
        //     to float.

        /// <summary>
        /// conv1 = Σ_channel input[sample, channel, y, x] · conv1.weight[output, channel] + conv1.bias    [batch × 1 × 4 × 4] → [batch × 1 × 4 × 4]
        /// </summary>
        /// <remarks>
        /// Step 1 of <see cref="Net.Forward(global::NetGen.Workspace)"/>, step 1 of PredictWith.
        /// Parameters: <see cref="Net.Conv1Weight"/>, <see cref="Net.Conv1Bias"/>.
        /// Of layer 1 of Net: Conv2D 'conv1'.
        /// </remarks>
        public static void Conv1Forward(TensorSpan input, TensorSpan conv1Weight, TensorSpan conv1Bias, TensorSpan conv1, int batch)
        {
            for (var sample = 0; sample < batch; sample++)
            {
                for (var y = 0; y < 4; y++)
                {
                    for (var x = 0; x < 4; x++)
                    {
                        var sum = 0.0;
                        sum += input[sample, 0, y, x] * conv1Weight[0, 0, 0, 0];
                        conv1[sample, 0, y, x] = (float)sum + conv1Bias[0];
                    }
                }
            }
        }

        /// <summary>
        /// maxPool1 = max(conv1.topLeft, conv1.topRight, conv1.bottomLeft, conv1.bottomRight)    [batch × 1 × 4 × 4] → [batch × 1 × 2 × 2]
        /// </summary>
        /// <remarks>
        /// Step 2 of <see cref="Net.Forward(global::NetGen.Workspace)"/>, step 2 of PredictWith.
        /// Of layer 2 of Net: MaxPool2D 'maxPool1'.
        /// conv1.topLeft to conv1.bottomRight are the 4 elements of each window, row by row.
        /// </remarks>
        public static void MaxPool1Forward(TensorSpan conv1, TensorSpan maxPool1, int batch)
        {
            for (var sample = 0; sample < batch; sample++)
            {
                for (var y = 0; y < 2; y++)
                {
                    for (var x = 0; x < 2; x++)
                    {
                        maxPool1[sample, 0, y, x] = MathF.Max(MathF.Max(conv1[sample, 0, y * 2, x * 2], conv1[sample, 0, y * 2, (x * 2) + 1]),
                            MathF.Max(conv1[sample, 0, (y * 2) + 1, x * 2], conv1[sample, 0, (y * 2) + 1, (x * 2) + 1]));
                    }
                }
            }
        }

        /// <summary>maxPool1: a copy where the caller reads it    [batch × 1 × 2 × 2] → [batch × 1 × 2 × 2]</summary>
        /// <remarks>
        /// Step 3 of <see cref="Net.Forward(global::NetGen.Workspace)"/>, step 3 of PredictWith.
        /// </remarks>
        public static void MaxPool1Forward2(TensorSpan maxPool1, TensorSpan maxPool1Next, int batch)
        {
            for (var sample = 0; sample < batch; sample++)
            {
                for (var y = 0; y < 2; y++)
                {
                    for (var x = 0; x < 2; x++)
                    {
                        maxPool1Next[sample, 0, y, x] = maxPool1[sample, 0, y, x];
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

        // Inputs and activations.
        var conv1 = new TensorSpan(ref workspace.Sample(16, 1), [batch, 1, 4, 4]);
        var input = new TensorSpan(ref workspace.Sample(0, 0), [batch, 1, 4, 4]);

        // The gradients of the activations: ∂x is ∂loss/∂x. ∂maxPool1 is not computed here: the caller's loss has stored it in the workspace. If the loss is a
        //     mean, it already contains its factor 1/N.
        var dMaxPool1 = new TensorSpan(ref workspace.Sample(52, 4), [batch, 1, 2, 2]);
        var dConv1 = new TensorSpan(ref workspace.Sample(32, 2), [batch, 1, 4, 4]);

        // The gradients of the parameters. They are overwritten, or added to where accumulate is true; padding behind them is left as it is.
        var dConv1Bias = new TensorSpan(ref Unsafe.Add(ref gradientsStart, 16), [1]);
        var dConv1Weight = new TensorSpan(ref gradientsStart, [1, 1, 1, 1]);

        // 4. ∂conv1.topLeft = ∂maxPool1 where conv1.topLeft is the first maximum, else 0
        //    ∂conv1.topRight = ∂maxPool1 where conv1.topRight is the first maximum, else 0
        //    ∂conv1.bottomLeft = ∂maxPool1 where conv1.bottomLeft is the first maximum, else 0
        //    ∂conv1.bottomRight = ∂maxPool1 where conv1.bottomRight is the first maximum, else 0
        //    [batch × 1 × 4 × 4], [batch × 1 × 2 × 2] → [batch × 1 × 4 × 4]
        //    ∂ of layer 2 of Net: MaxPool2D 'maxPool1'
        //    conv1.topLeft to conv1.bottomRight are the 4 elements of each window, row by row; of equal ones, the first in this order is the maximum: the code
        //        compares the larger of the first two with the larger of the last two, and of equal ones takes the one before.
        Kernels.MaxPool1Backward(conv1, dMaxPool1, dConv1, batch);

        // 5. ∂conv1.bias = Σ over samples, y and x of ∂conv1    [batch × 1 × 4 × 4] → [1]
        //    ∂ of layer 1 of Net: Conv2D 'conv1'
        Kernels.Conv1BiasGradient(dConv1, dConv1Bias, batch, accumulate);

        // 6. ∂conv1.weight[output, channel] = Σ_sample,y,x input[sample, channel, y, x] · ∂conv1[sample, output, y, x]    [batch × 1 × 4 × 4] → [1 × 1 × 1 × 1]
        //    ∂ of layer 1 of Net: Conv2D 'conv1'
        Kernels.Conv1WeightGradient(input, dConv1, dConv1Weight, batch, accumulate);
    }

        // Methods take values, then parameters, then what they write: that is on the left of the formula. With accumulate, a gradient is added to what is
        //     there. Sums are taken in double, of terms that are rounded to float.

        /// <summary>
        /// ∂conv1.topLeft = ∂maxPool1 where conv1.topLeft is the first maximum, else 0
        /// ∂conv1.topRight = ∂maxPool1 where conv1.topRight is the first maximum, else 0
        /// ∂conv1.bottomLeft = ∂maxPool1 where conv1.bottomLeft is the first maximum, else 0
        /// ∂conv1.bottomRight = ∂maxPool1 where conv1.bottomRight is the first maximum, else 0
        /// [batch × 1 × 4 × 4], [batch × 1 × 2 × 2] → [batch × 1 × 4 × 4]
        /// </summary>
        /// <remarks>
        /// Step 4 of <see cref="Net.Backward(global::NetGen.Workspace, global::System.Span{float}, bool)"/>.
        /// ∂ of layer 2 of Net: MaxPool2D 'maxPool1'.
        /// conv1.topLeft to conv1.bottomRight are the 4 elements of each window, row by row; of equal ones, the first in this order is the maximum: the code
        ///     compares the larger of the first two with the larger of the last two, and of equal ones takes the one before.
        /// </remarks>
        public static void MaxPool1Backward(TensorSpan conv1, TensorSpan dMaxPool1, TensorSpan dConv1, int batch)
        {
            for (var sample = 0; sample < batch; sample++)
            {
                for (var y = 0; y < 2; y++)
                {
                    for (var x = 0; x < 2; x++)
                    {
                        var conv1TopLeft = conv1[sample, 0, y * 2, x * 2];
                        var conv1TopRight = conv1[sample, 0, y * 2, (x * 2) + 1];
                        var conv1TopMaximum = conv1TopLeft >= conv1TopRight ? conv1TopLeft : conv1TopRight;
                        var conv1BottomLeft = conv1[sample, 0, (y * 2) + 1, x * 2];
                        var conv1BottomRight = conv1[sample, 0, (y * 2) + 1, (x * 2) + 1];
                        var conv1BottomMaximum = conv1BottomLeft >= conv1BottomRight ? conv1BottomLeft : conv1BottomRight;
                        var dMaxPool1Value = dMaxPool1[sample, 0, y, x];
                        dConv1[sample, 0, y * 2, x * 2] = conv1TopMaximum >= conv1BottomMaximum ? (conv1TopLeft >= conv1TopRight ? dMaxPool1Value : 0f) : 0f;
                        dConv1[sample, 0, y * 2, (x * 2) + 1] = conv1TopMaximum >= conv1BottomMaximum ? (conv1TopLeft >= conv1TopRight ? 0f : dMaxPool1Value)
                            : 0f;
                        dConv1[sample, 0, (y * 2) + 1, x * 2] = conv1TopMaximum >= conv1BottomMaximum ? 0f : conv1BottomLeft >= conv1BottomRight
                            ? dMaxPool1Value : 0f;
                        dConv1[sample, 0, (y * 2) + 1, (x * 2) + 1] = conv1TopMaximum >= conv1BottomMaximum ? 0f : conv1BottomLeft >= conv1BottomRight ? 0f
                            : dMaxPool1Value;
                    }
                }
            }
        }

        /// <summary>∂conv1.bias = Σ over samples, y and x of ∂conv1    [batch × 1 × 4 × 4] → [1]</summary>
        /// <remarks>
        /// Step 5 of <see cref="Net.Backward(global::NetGen.Workspace, global::System.Span{float}, bool)"/>.
        /// Gradients of: <see cref="Net.Conv1Bias"/>.
        /// ∂ of layer 1 of Net: Conv2D 'conv1'.
        /// </remarks>
        public static void Conv1BiasGradient(TensorSpan dConv1, TensorSpan dConv1Bias, int batch, bool accumulate)
        {
            var sum = 0.0;
            for (var sample = 0; sample < batch; sample++)
            {
                for (var y = 0; y < 4; y++)
                {
                    for (var x = 0; x < 4; x++)
                    {
                        sum += dConv1[sample, 0, y, x];
                    }
                }
            }

            if (accumulate)
            {
                dConv1Bias[0] += (float)sum;
            }
            else
            {
                dConv1Bias[0] = (float)sum;
            }
        }

        /// <summary>
        /// ∂conv1.weight[output, channel] = Σ_sample,y,x input[sample, channel, y, x] · ∂conv1[sample, output, y, x]    [batch × 1 × 4 × 4] → [1 × 1 × 1 × 1]
        /// </summary>
        /// <remarks>
        /// Step 6 of <see cref="Net.Backward(global::NetGen.Workspace, global::System.Span{float}, bool)"/>.
        /// Gradients of: <see cref="Net.Conv1Weight"/>.
        /// ∂ of layer 1 of Net: Conv2D 'conv1'.
        /// </remarks>
        public static void Conv1WeightGradient(TensorSpan input, TensorSpan dConv1, TensorSpan dConv1Weight, int batch, bool accumulate)
        {
            var sum = 0.0;
            for (var sample = 0; sample < batch; sample++)
            {
                for (var y = 0; y < 4; y++)
                {
                    for (var x = 0; x < 4; x++)
                    {
                        sum += input[sample, 0, y, x] * dConv1[sample, 0, y, x];
                    }
                }
            }

            if (accumulate)
            {
                dConv1Weight[0, 0, 0, 0] += (float)sum;
            }
            else
            {
                dConv1Weight[0, 0, 0, 0] = (float)sum;
            }
        }
