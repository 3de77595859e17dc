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
        var conv1Weight = new TensorSpan(ref networkParameters.Start, [2, 1, 3, 3]);
        var conv1Bias = new TensorSpan(ref Unsafe.Add(ref networkParameters.Start, 32), [2]);

        // Inputs and activations.
        var conv1Padded = new TensorSpan(ref workspace.Sample(72, 1), [batch, 1, 6, 6]);
        var input = new TensorSpan(ref workspace.Sample(172, 4), [batch, 1, 4, 4]);
        var conv1 = new TensorSpan(ref workspace.Sample(108, 2), [batch, 2, 4, 4]);

        // 1. conv1.padded[:, :, 0, :] = 0
        //    conv1.padded[:, :, 5, :] = 0
        //    → [batch × 1 × 6 × 6]
        //    layer 1 of Net: Conv2D 'conv1'
        //    Step 3 stores what is between these zeros, and step 2 the zeros beside that; steps 4 and 6 read all of it.
        Kernels.Conv1PaddedZeroRows(conv1Padded, batch);

        // 2. conv1.padded[:, :, 1..5, 0] = 0
        //    conv1.padded[:, :, 1..5, 5] = 0
        //    → [batch × 1 × 6 × 6]
        //    layer 1 of Net: Conv2D 'conv1'
        //    Step 3 stores what is between these zeros; steps 4 and 6 read both.
        Kernels.Conv1PaddedZeroColumns(conv1Padded, batch);

        // 3. conv1.padded[:, :, 1..5, 1..5] = input    [batch × 1 × 4 × 4] → [batch × 1 × 6 × 6]
        //    layer 1 of Net: Conv2D 'conv1'
        Kernels.Conv1PaddedCopy(input, conv1Padded, batch);

        // 4. conv1 = Σ_channel,ky,kx conv1.padded[sample, channel, y + ky, x + kx] · conv1.weight[output, channel, ky, kx] + conv1.bias
        //    [batch × 1 × 6 × 6] → [batch × 2 × 4 × 4]
        //    layer 1 of Net: Conv2D 'conv1'
        Kernels.Conv1Forward(conv1Padded, conv1Weight, conv1Bias, conv1, batch);

        // A backward pass may follow, and only one: the next one needs a forward pass of its own.
        workspace.EndForward();
    }

        // Methods take values, then parameters, then what they write: that is on the left of the formula. Sums are taken in double, of terms that are rounded
        //     to float.

        /// <summary>
        /// conv1.padded[:, :, 0, :] = 0
        /// conv1.padded[:, :, 5, :] = 0
        /// → [batch × 1 × 6 × 6]
        /// </summary>
        /// <remarks>
        /// Step 1 of <see cref="Net.Forward(global::NetGen.Workspace)"/>, step 1 of PredictWith.
        /// Of layer 1 of Net: Conv2D 'conv1'.
        /// </remarks>
        public static void Conv1PaddedZeroRows(TensorSpan conv1Padded, int batch)
        {
            for (var sample = 0; sample < batch; sample++)
            {
                for (var x = 0; x < 6; x++)
                {
                    conv1Padded[sample, 0, 0, x] = 0f;
                    conv1Padded[sample, 0, 5, x] = 0f;
                }
            }
        }

        /// <summary>
        /// conv1.padded[:, :, 1..5, 0] = 0
        /// conv1.padded[:, :, 1..5, 5] = 0
        /// → [batch × 1 × 6 × 6]
        /// </summary>
        /// <remarks>
        /// Step 2 of <see cref="Net.Forward(global::NetGen.Workspace)"/>, step 2 of PredictWith.
        /// Of layer 1 of Net: Conv2D 'conv1'.
        /// </remarks>
        public static void Conv1PaddedZeroColumns(TensorSpan conv1Padded, int batch)
        {
            for (var sample = 0; sample < batch; sample++)
            {
                for (var y = 0; y < 4; y++)
                {
                    conv1Padded[sample, 0, y + 1, 0] = 0f;
                    conv1Padded[sample, 0, y + 1, 5] = 0f;
                }
            }
        }

        /// <summary>conv1.padded[:, :, 1..5, 1..5] = input    [batch × 1 × 4 × 4] → [batch × 1 × 6 × 6]</summary>
        /// <remarks>
        /// Step 3 of <see cref="Net.Forward(global::NetGen.Workspace)"/>, step 3 of PredictWith.
        /// Of layer 1 of Net: Conv2D 'conv1'.
        /// </remarks>
        public static void Conv1PaddedCopy(TensorSpan input, TensorSpan conv1Padded, int batch)
        {
            for (var sample = 0; sample < batch; sample++)
            {
                for (var y = 0; y < 4; y++)
                {
                    for (var x = 0; x < 4; x++)
                    {
                        conv1Padded[sample, 0, y + 1, x + 1] = input[sample, 0, y, x];
                    }
                }
            }
        }

        /// <summary>
        /// conv1 = Σ_channel,ky,kx conv1.padded[sample, channel, y + ky, x + kx] · conv1.weight[output, channel, ky, kx] + conv1.bias
        /// [batch × 1 × 6 × 6] → [batch × 2 × 4 × 4]
        /// </summary>
        /// <remarks>
        /// Step 4 of <see cref="Net.Forward(global::NetGen.Workspace)"/>, step 4 of PredictWith.
        /// Parameters: <see cref="Net.Conv1Weight"/>, <see cref="Net.Conv1Bias"/>.
        /// Of layer 1 of Net: Conv2D 'conv1'.
        /// </remarks>
        public static void Conv1Forward(TensorSpan conv1Padded, TensorSpan conv1Weight, TensorSpan conv1Bias, TensorSpan conv1, int batch)
        {
            for (var sample = 0; sample < batch; sample++)
            {
                for (var output = 0; output < 2; output++)
                {
                    for (var y = 0; y < 4; y++)
                    {
                        for (var x = 0; x < 4; x++)
                        {
                            var sum = 0.0;
                            for (var ky = 0; ky < 3; ky++)
                            {
                                for (var kx = 0; kx < 3; kx++)
                                {
                                    sum += conv1Padded[sample, 0, y + ky, x + kx] * conv1Weight[output, 0, ky, kx];
                                }
                            }

                            conv1[sample, output, y, x] = (float)sum + conv1Bias[output];
                        }
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
        // x.padded is what goes into x, in a frame of zeros; ∂x.spread is ∂x in a frame of zeros, so that the kernel fits at its edges, too.

        // The parameters.
        var conv1Weight = new TensorSpan(ref networkParameters.Start, [2, 1, 3, 3]);

        // Inputs and activations.
        var conv1Padded = new TensorSpan(ref workspace.Sample(72, 1), [batch, 1, 6, 6]);

        // The gradients of the activations: ∂x is ∂loss/∂x. ∂conv1 is not computed here: the caller's loss has stored it in the workspace. If the loss is a
        //     mean, it already contains its factor 1/N.
        var dConv1 = new TensorSpan(ref workspace.Sample(140, 3), [batch, 2, 4, 4]);
        var dConv1Spread = new TensorSpan(ref workspace.Sample(0, 0), [batch, 2, 6, 6]);
        var dInput = new TensorSpan(ref workspace.Sample(188, 5), [batch, 1, 4, 4]);
        var dInput2 = new TensorSpan(ref workspace.Sample(204, 6), [batch, 1, 4, 4]);

        // The gradients of the parameters. They are overwritten, or added to where accumulate is true; padding behind them is left as it is.
        var dConv1Bias = new TensorSpan(ref Unsafe.Add(ref gradientsStart, 32), [2]);
        var dConv1Weight = new TensorSpan(ref gradientsStart, [2, 1, 3, 3]);

        // 5. ∂conv1.bias = Σ over samples, y and x of ∂conv1    [batch × 2 × 4 × 4] → [2]
        //    ∂ of layer 1 of Net: Conv2D 'conv1'
        Kernels.Conv1BiasGradient(dConv1, dConv1Bias, batch, accumulate);

        // 6. ∂conv1.weight[output, channel, ky, kx] = Σ_sample,y,x conv1.padded[sample, channel, y + ky, x + kx] · ∂conv1[sample, output, y, x]
        //    [batch × 1 × 6 × 6], [batch × 2 × 4 × 4] → [2 × 1 × 3 × 3]
        //    ∂ of layer 1 of Net: Conv2D 'conv1'
        Kernels.Conv1WeightGradient(conv1Padded, dConv1, dConv1Weight, batch, accumulate);

        // 7. ∂conv1.spread[:, :, 0, :] = 0
        //    ∂conv1.spread[:, :, 5, :] = 0
        //    → [batch × 2 × 6 × 6]
        //    ∂ of layer 1 of Net: Conv2D 'conv1'
        //    Step 9 stores what is between these zeros, and step 8 the zeros beside that; step 10 reads all of it.
        Kernels.Conv1SpreadZeroRows(dConv1Spread, batch);

        // 8. ∂conv1.spread[:, :, 1..5, 0] = 0
        //    ∂conv1.spread[:, :, 1..5, 5] = 0
        //    → [batch × 2 × 6 × 6]
        //    ∂ of layer 1 of Net: Conv2D 'conv1'
        //    Step 9 stores what is between these zeros; step 10 reads both.
        Kernels.Conv1SpreadZeroColumns(dConv1Spread, batch);

        // 9. ∂conv1.spread[:, :, 1..5, 1..5] = ∂conv1    [batch × 2 × 4 × 4] → [batch × 2 × 6 × 6]
        //    ∂ of layer 1 of Net: Conv2D 'conv1'
        Kernels.Conv1SpreadGradient(dConv1, dConv1Spread, batch);

        // 10. ∂input[sample, channel, y, x] = Σ_output,ky,kx ∂conv1.spread[sample, output, y + ky, x + kx] · conv1.weight[output, channel, 2 − ky, 2 − kx]
        //     [batch × 2 × 6 × 6] → [batch × 1 × 4 × 4]
        //     ∂ of layer 1 of Net: Conv2D 'conv1'
        //     The sum goes through conv1.weight backwards: where the index of the kernel's rows or of its columns is 0, it reads the last of them.
        //         ∂conv1.spread[y + ky, x + kx] is ∂conv1[y + ky − 1, x + kx − 1], and conv1[y + ky − 1, x + kx − 1] was computed from element [y, x] of the
        //         layer's input times [2 − ky, 2 − kx] of the kernel.
        Kernels.Conv1InputGradient(dConv1Spread, conv1Weight, dInput, batch);

        // 11. ∂input: a copy where the caller reads it    [batch × 1 × 4 × 4] → [batch × 1 × 4 × 4]
        //     ∂ of layer 1 of Net: Conv2D 'conv1'
        Kernels.InputGradient(dInput, dInput2, batch);
    }

        // Methods take values, then parameters, then what they write: that is on the left of the formula. With accumulate, a gradient is added to what is
        //     there. Sums are taken in double, of terms that are rounded to float.

        /// <summary>∂conv1.bias = Σ over samples, y and x of ∂conv1    [batch × 2 × 4 × 4] → [2]</summary>
        /// <remarks>
        /// Step 5 of <see cref="Net.Backward(global::NetGen.Workspace, global::System.Span{float}, bool)"/>.
        /// Gradients of: <see cref="Net.Conv1Bias"/>.
        /// ∂ of layer 1 of Net: Conv2D 'conv1'.
        /// </remarks>
        public static void Conv1BiasGradient(TensorSpan dConv1, TensorSpan dConv1Bias, int batch, bool accumulate)
        {
            for (var output = 0; output < 2; output++)
            {
                var sum = 0.0;
                for (var sample = 0; sample < batch; sample++)
                {
                    for (var y = 0; y < 4; y++)
                    {
                        for (var x = 0; x < 4; x++)
                        {
                            sum += dConv1[sample, output, y, x];
                        }
                    }
                }

                if (accumulate)
                {
                    dConv1Bias[output] += (float)sum;
                }
                else
                {
                    dConv1Bias[output] = (float)sum;
                }
            }
        }

        /// <summary>
        /// ∂conv1.weight[output, channel, ky, kx] = Σ_sample,y,x conv1.padded[sample, channel, y + ky, x + kx] · ∂conv1[sample, output, y, x]
        /// [batch × 1 × 6 × 6], [batch × 2 × 4 × 4] → [2 × 1 × 3 × 3]
        /// </summary>
        /// <remarks>
        /// Step 6 of <see cref="Net.Backward(global::NetGen.Workspace, global::System.Span{float}, bool)"/>.
        /// Gradients of: <see cref="Net.Conv1Weight"/>.
        /// ∂ of layer 1 of Net: Conv2D 'conv1'.
        /// </remarks>
        public static void Conv1WeightGradient(TensorSpan conv1Padded, TensorSpan dConv1, TensorSpan dConv1Weight, int batch, bool accumulate)
        {
            for (var output = 0; output < 2; output++)
            {
                for (var ky = 0; ky < 3; ky++)
                {
                    for (var kx = 0; kx < 3; kx++)
                    {
                        var sum = 0.0;
                        for (var sample = 0; sample < batch; sample++)
                        {
                            for (var y = 0; y < 4; y++)
                            {
                                for (var x = 0; x < 4; x++)
                                {
                                    sum += conv1Padded[sample, 0, ky + y, kx + x] * dConv1[sample, output, y, x];
                                }
                            }
                        }

                        if (accumulate)
                        {
                            dConv1Weight[output, 0, ky, kx] += (float)sum;
                        }
                        else
                        {
                            dConv1Weight[output, 0, ky, kx] = (float)sum;
                        }
                    }
                }
            }
        }

        /// <summary>
        /// ∂conv1.spread[:, :, 0, :] = 0
        /// ∂conv1.spread[:, :, 5, :] = 0
        /// → [batch × 2 × 6 × 6]
        /// </summary>
        /// <remarks>
        /// Step 7 of <see cref="Net.Backward(global::NetGen.Workspace, global::System.Span{float}, bool)"/>.
        /// ∂ of layer 1 of Net: Conv2D 'conv1'.
        /// </remarks>
        public static void Conv1SpreadZeroRows(TensorSpan dConv1Spread, int batch)
        {
            for (var sample = 0; sample < batch; sample++)
            {
                for (var output = 0; output < 2; output++)
                {
                    for (var x = 0; x < 6; x++)
                    {
                        dConv1Spread[sample, output, 0, x] = 0f;
                        dConv1Spread[sample, output, 5, x] = 0f;
                    }
                }
            }
        }

        /// <summary>
        /// ∂conv1.spread[:, :, 1..5, 0] = 0
        /// ∂conv1.spread[:, :, 1..5, 5] = 0
        /// → [batch × 2 × 6 × 6]
        /// </summary>
        /// <remarks>
        /// Step 8 of <see cref="Net.Backward(global::NetGen.Workspace, global::System.Span{float}, bool)"/>.
        /// ∂ of layer 1 of Net: Conv2D 'conv1'.
        /// </remarks>
        public static void Conv1SpreadZeroColumns(TensorSpan dConv1Spread, int batch)
        {
            for (var sample = 0; sample < batch; sample++)
            {
                for (var output = 0; output < 2; output++)
                {
                    for (var y = 0; y < 4; y++)
                    {
                        dConv1Spread[sample, output, y + 1, 0] = 0f;
                        dConv1Spread[sample, output, y + 1, 5] = 0f;
                    }
                }
            }
        }

        /// <summary>∂conv1.spread[:, :, 1..5, 1..5] = ∂conv1    [batch × 2 × 4 × 4] → [batch × 2 × 6 × 6]</summary>
        /// <remarks>
        /// Step 9 of <see cref="Net.Backward(global::NetGen.Workspace, global::System.Span{float}, bool)"/>.
        /// ∂ of layer 1 of Net: Conv2D 'conv1'.
        /// </remarks>
        public static void Conv1SpreadGradient(TensorSpan dConv1, TensorSpan dConv1Spread, int batch)
        {
            for (var sample = 0; sample < batch; sample++)
            {
                for (var channel = 0; channel < 2; channel++)
                {
                    for (var y = 0; y < 4; y++)
                    {
                        for (var x = 0; x < 4; x++)
                        {
                            dConv1Spread[sample, channel, y + 1, x + 1] = dConv1[sample, channel, y, x];
                        }
                    }
                }
            }
        }

        /// <summary>
        /// ∂input[sample, channel, y, x] = Σ_output,ky,kx ∂conv1.spread[sample, output, y + ky, x + kx] · conv1.weight[output, channel, 2 − ky, 2 − kx]
        /// [batch × 2 × 6 × 6] → [batch × 1 × 4 × 4]
        /// </summary>
        /// <remarks>
        /// Step 10 of <see cref="Net.Backward(global::NetGen.Workspace, global::System.Span{float}, bool)"/>.
        /// Parameters: <see cref="Net.Conv1Weight"/>.
        /// ∂ of layer 1 of Net: Conv2D 'conv1'.
        /// The sum goes through conv1.weight backwards: where the index of the kernel's rows or of its columns is 0, it reads the last of them.
        ///     ∂conv1.spread[y + ky, x + kx] is ∂conv1[y + ky − 1, x + kx − 1], and conv1[y + ky − 1, x + kx − 1] was computed from element [y, x] of the
        ///     layer's input times [2 − ky, 2 − kx] of the kernel.
        /// </remarks>
        public static void Conv1InputGradient(TensorSpan dConv1Spread, TensorSpan conv1Weight, TensorSpan dInput, int batch)
        {
            for (var sample = 0; sample < batch; sample++)
            {
                for (var y = 0; y < 4; y++)
                {
                    for (var x = 0; x < 4; x++)
                    {
                        var sum = 0.0;
                        for (var output = 0; output < 2; output++)
                        {
                            for (var ky = 0; ky < 3; ky++)
                            {
                                for (var kx = 0; kx < 3; kx++)
                                {
                                    sum += dConv1Spread[sample, output, y + ky, x + kx] * conv1Weight[output, 0, 2 - ky, 2 - kx];
                                }
                            }
                        }

                        dInput[sample, 0, y, x] = (float)sum;
                    }
                }
            }
        }

        /// <summary>∂input: a copy where the caller reads it    [batch × 1 × 4 × 4] → [batch × 1 × 4 × 4]</summary>
        /// <remarks>
        /// Step 11 of <see cref="Net.Backward(global::NetGen.Workspace, global::System.Span{float}, bool)"/>.
        /// ∂ of layer 1 of Net: Conv2D 'conv1'.
        /// </remarks>
        public static void InputGradient(TensorSpan dInput, TensorSpan dInputBefore, int batch)
        {
            for (var sample = 0; sample < batch; sample++)
            {
                for (var y = 0; y < 4; y++)
                {
                    for (var x = 0; x < 4; x++)
                    {
                        dInputBefore[sample, 0, y, x] = dInput[sample, 0, y, x];
                    }
                }
            }
        }
