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
        var rnn1WeightIhL0 = new TensorSpan(ref networkParameters.Start, [2, 2]);
        var rnn1BiasIhL0 = new TensorSpan(ref Unsafe.Add(ref networkParameters.Start, 32), [2]);
        var rnn1WeightHhL0 = new TensorSpan(ref Unsafe.Add(ref networkParameters.Start, 16), [2, 2]);
        var rnn1BiasHhL0 = new TensorSpan(ref Unsafe.Add(ref networkParameters.Start, 48), [2]);

        // Inputs and activations.
        var rnn1XSteps = new TensorSpan(ref workspace.Sample(34, 5), [3, batch, 2]);
        var input = new TensorSpan(ref workspace.Sample(16, 2), [batch, 3, 2]);
        var rnn1FromInput = new TensorSpan(ref workspace.Sample(40, 6), [batch * 3, 2]);
        var rnn1H = new TensorSpan(ref workspace.Sample(0, 0), [4, batch, 2]);
        var rnn1 = new TensorSpan(ref workspace.Sample(22, 3), [batch, 3, 2]);

        // Step 1, for each of the 3 time steps:
        for (var step = 0; step < 3; step++)
        {
            // 1. rnn1.x.steps[step] = input[:, step]    [batch × 2] → [batch × 2]
            //    rnn1.x.steps is in the order of time steps: the rows of one time step are side by side.
            Kernels.Rnn1XStepsForward(input, rnn1XSteps, step, batch);
        }

        // Steps 2 to 4: Recurrence 'rnn1': z = W·xₜ + U·hₜ₋₁ + b, hₜ = tanh(z); W is weight_ih, U weight_hh and b the sum of both biases; W·xₜ is computed for
        //     all time steps at once; in the steps, hₜ is rnn1.h[t + 1], where [0] is the state that it begins with.

        // 2. rnn1.fromInput = rnn1.x.steps · rnn1.weight_ih_l0ᵀ + rnn1.bias_ih_l0    [3 × batch × 2] → [3 × batch × 2]
        //    layer 1 of Net: Rnn 'rnn1'
        Kernels.Rnn1FromInputForward(rnn1XSteps.Reshape([batch * 3, 2]), rnn1WeightIhL0, rnn1BiasIhL0, rnn1FromInput, batch);

        // 3. rnn1.h[0] = 0    → [batch × 2]
        //    No later step reads what it stores but steps 6 and 11 of Backward.
        Kernels.Rnn1HStart(rnn1H, batch);

        // Step 4, for each of the 3 time steps, first to last: each reads what the one before it wrote:
        for (var step = 0; step < 3; step++)
        {
            // 4. rnn1.h[step + 1] = tanh(rnn1.fromInput[step] + (rnn1.h[step] · rnn1.weight_hh_l0ᵀ + rnn1.bias_hh_l0))
            //    rnn1[:, step] = rnn1.h[step + 1]
            //    [batch × 2] → [batch × 2]
            //    layer 1 of Net: Rnn 'rnn1'
            //    No later step reads rnn1.h but steps 6 and 11 of Backward.
            Kernels.Rnn1HAndRnn1Forward(rnn1FromInput.Reshape([3, batch, 2]), rnn1WeightHhL0, rnn1BiasHhL0, rnn1H, rnn1, step, batch);
        }

        // A backward pass may follow, and only one: the next one needs a forward pass of its own.
        workspace.EndForward();
    }

        // Methods take values, then parameters, then what they write: that is on the left of the formula. Sums are taken in double, of terms that are rounded
        //     to float. In names: a loop over row, image or element goes through several indices of the formula, the last of them fastest: in
        //     [batch × n × m × …], row may be (sample·n + i)·m + j; in [48 × batch × …], a row is step·batch + sample.

        /// <summary>rnn1.x.steps[step] = input[:, step]    [batch × 2] → [batch × 2]</summary>
        /// <remarks>
        /// Step 1 of <see cref="Net.Forward(global::NetGen.Workspace)"/>, step 1 of PredictWith.
        /// rnn1.x.steps is in the order of time steps: the rows of one time step are side by side.
        /// </remarks>
        public static void Rnn1XStepsForward(TensorSpan input, TensorSpan rnn1XSteps, int step, int batch)
        {
            for (var sample = 0; sample < batch; sample++)
            {
                for (var feature = 0; feature < 2; feature++)
                {
                    rnn1XSteps[step, sample, feature] = input[sample, step, feature];
                }
            }
        }

        /// <summary>rnn1.fromInput = rnn1.x.steps · rnn1.weight_ih_l0ᵀ + rnn1.bias_ih_l0    [3 × batch × 2] → [3 × batch × 2]</summary>
        /// <remarks>
        /// Step 2 of <see cref="Net.Forward(global::NetGen.Workspace)"/>, step 2 of PredictWith.
        /// Parameters: <see cref="Net.Rnn1WeightIhL0"/>, <see cref="Net.Rnn1BiasIhL0"/>.
        /// Of layer 1 of Net: Rnn 'rnn1'.
        /// </remarks>
        public static void Rnn1FromInputForward(
            TensorSpan rnn1XSteps,
            TensorSpan rnn1WeightIhL0,
            TensorSpan rnn1BiasIhL0,
            TensorSpan rnn1FromInput,
            int batch)
        {
            for (var row = 0; row < batch * 3; row++)
            {
                for (var output = 0; output < 2; output++)
                {
                    var sum = 0.0;
                    for (var feature = 0; feature < 2; feature++)
                    {
                        sum += rnn1XSteps[row, feature] * rnn1WeightIhL0[output, feature];
                    }

                    rnn1FromInput[row, output] = (float)sum + rnn1BiasIhL0[output];
                }
            }
        }

        /// <summary>rnn1.h[0] = 0    → [batch × 2]</summary>
        /// <remarks>
        /// Step 3 of <see cref="Net.Forward(global::NetGen.Workspace)"/>, step 3 of PredictWith.
        /// </remarks>
        public static void Rnn1HStart(TensorSpan rnn1H, int batch)
        {
            for (var sample = 0; sample < batch; sample++)
            {
                for (var feature = 0; feature < 2; feature++)
                {
                    rnn1H[0, sample, feature] = 0f;
                }
            }
        }

        /// <summary>
        /// rnn1.h[step + 1] = tanh(rnn1.fromInput[step] + (rnn1.h[step] · rnn1.weight_hh_l0ᵀ + rnn1.bias_hh_l0))
        /// rnn1[:, step] = rnn1.h[step + 1]
        /// [batch × 2] → [batch × 2]
        /// </summary>
        /// <remarks>
        /// Step 4 of <see cref="Net.Forward(global::NetGen.Workspace)"/>, step 4 of PredictWith.
        /// Parameters: <see cref="Net.Rnn1WeightHhL0"/>, <see cref="Net.Rnn1BiasHhL0"/>.
        /// Of layer 1 of Net: Rnn 'rnn1'.
        /// </remarks>
        public static void Rnn1HAndRnn1Forward(
            TensorSpan rnn1FromInput,
            TensorSpan rnn1WeightHhL0,
            TensorSpan rnn1BiasHhL0,
            TensorSpan rnn1H,
            TensorSpan rnn1,
            int step,
            int batch)
        {
            for (var sample = 0; sample < batch; sample++)
            {
                for (var output = 0; output < 2; output++)
                {
                    var sum = 0.0;
                    for (var feature = 0; feature < 2; feature++)
                    {
                        sum += rnn1H[step, sample, feature] * rnn1WeightHhL0[output, feature];
                    }

                    var h = MathF.Tanh(rnn1FromInput[step, sample, output] + ((float)sum + rnn1BiasHhL0[output]));
                    rnn1H[step + 1, sample, output] = h;
                    rnn1[sample, step, output] = h;
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
        // x.z is what the activation functions of x are applied to; ∂x.pass is ∂x of this pass alone, also where accumulate is true.

        // The parameters.
        var rnn1WeightHhL0 = new TensorSpan(ref Unsafe.Add(ref networkParameters.Start, 16), [2, 2]);
        var rnn1WeightIhL0 = new TensorSpan(ref networkParameters.Start, [2, 2]);

        // Inputs and activations.
        var rnn1H = new TensorSpan(ref workspace.Sample(0, 0), [4, batch, 2]);
        var rnn1XSteps = new TensorSpan(ref workspace.Sample(34, 5), [3, batch, 2]);

        // The gradients of the activations: ∂x is ∂loss/∂x. ∂rnn1 is not computed here: the caller's loss has stored it in the workspace. If the loss is a
        //     mean, it already contains its factor 1/N.
        var dRnn1HBefore = new TensorSpan(ref workspace.Sample(8, 1), [4, batch, 2]);
        var dRnn1Z = new TensorSpan(ref workspace.Sample(46, 7), [3, batch, 2]);
        var dRnn1 = new TensorSpan(ref workspace.Sample(28, 4), [batch, 3, 2]);
        var dRnn1X = new TensorSpan(ref workspace.Sample(52, 8), [batch * 3, 2]);
        var dRnn1BiasHhL0Pass = new TensorSpan(ref workspace.Shared(0), [1, 2]);
        var dInput = new TensorSpan(ref workspace.Sample(58, 9), [batch, 3, 2]);

        // The gradients of the parameters. They are overwritten, or added to where accumulate is true; padding behind them is left as it is.
        var dRnn1BiasHhL0 = new TensorSpan(ref Unsafe.Add(ref gradientsStart, 48), [2]);
        var dRnn1WeightHhL0 = new TensorSpan(ref Unsafe.Add(ref gradientsStart, 16), [2, 2]);
        var dRnn1BiasIhL0 = new TensorSpan(ref Unsafe.Add(ref gradientsStart, 32), [2]);
        var dRnn1WeightIhL0 = new TensorSpan(ref gradientsStart, [2, 2]);

        // Steps 5 to 14: ∂ of Recurrence 'rnn1': ∂hₜ = ∂yₜ + what time step t + 1 passes back, ∂z = ∂hₜ·f′(z), and Uᵀ·∂z is passed back to hₜ₋₁; summed over
        //     all time steps, ∂W = Σ ∂z·xₜᵀ, ∂U = Σ ∂z·hₜ₋₁ᵀ and ∂b = Σ ∂z; for all time steps at once ∂xₜ = Wᵀ·∂z; in the steps, ∂yₜ is ∂rnn1[:, t].

        // 5. ∂rnn1.h.before[3] = 0    → [batch × 2]
        Kernels.Rnn1HBeforeGradientStart(dRnn1HBefore, batch);

        // Steps 6 and 7, for each of the 3 time steps, last to first: each reads what the one after it wrote:
        // ∂rnn1.h.before[step]: what this time step passes back to the state that it read; at [step + 1] is what was passed back to it.
        for (var step = 2; step >= 0; step--)
        {
            // 6. ∂rnn1.z[step] = (∂rnn1.h.before[step + 1] + ∂rnn1[:, step])·(1 − rnn1.h[step + 1]²)    [batch × 2] → [batch × 2]
            //    ∂ of layer 1 of Net: Rnn 'rnn1'
            Kernels.Rnn1ZGradient(dRnn1HBefore, dRnn1, rnn1H, dRnn1Z, step, batch);

            // 7. ∂rnn1.h.before[step] = ∂rnn1.z[step] · rnn1.weight_hh_l0    [batch × 2] → [batch × 2]
            //    ∂ of layer 1 of Net: Rnn 'rnn1'
            Kernels.Rnn1HBeforeGradient(dRnn1Z, rnn1WeightHhL0, dRnn1HBefore, step, batch);
        }

        // 8. ∂rnn1.x = ∂rnn1.z · rnn1.weight_ih_l0    [3 × batch × 2] → [3 × batch × 2]
        //    ∂ of layer 1 of Net: Rnn 'rnn1'
        Kernels.Rnn1XGradient(dRnn1Z.Reshape([batch * 3, 2]), rnn1WeightIhL0, dRnn1X, batch);

        // 9. ∂rnn1.bias_hh_l0.pass = Σ over steps and samples of ∂rnn1.z    [3 × batch × 2] → [1 × 2]
        //    ∂ of layer 1 of Net: Rnn 'rnn1'
        Kernels.Rnn1BiasHhL0PassGradient(dRnn1Z.Reshape([batch * 3, 2]), dRnn1BiasHhL0Pass, batch);

        // 10. ∂rnn1.bias_hh_l0 = ∂rnn1.bias_hh_l0.pass    [1 × 2] → [2]
        //     ∂ of layer 1 of Net: Rnn 'rnn1'
        Kernels.Rnn1BiasHhL0Gradient(dRnn1BiasHhL0Pass, dRnn1BiasHhL0, accumulate);

        // 11. ∂rnn1.weight_hh_l0[output, feature] = Σ_step,sample rnn1.h[step, sample, feature] · ∂rnn1.z[step, sample, output]    [3 × batch × 2] → [2 × 2]
        //     ∂ of layer 1 of Net: Rnn 'rnn1'
        Kernels.Rnn1WeightHhL0Gradient(rnn1H.Slice(0, 3).Reshape([batch * 3, 2]), dRnn1Z.Reshape([batch * 3, 2]), dRnn1WeightHhL0, batch, accumulate);

        // 12. ∂rnn1.bias_ih_l0 = ∂rnn1.bias_hh_l0.pass    [1 × 2] → [2]
        //     ∂ of layer 1 of Net: Rnn 'rnn1'
        Kernels.Rnn1BiasIhL0Gradient(dRnn1BiasHhL0Pass, dRnn1BiasIhL0, accumulate);

        // 13. ∂rnn1.weight_ih_l0[output, feature] = Σ_step,sample rnn1.x.steps[step, sample, feature] · ∂rnn1.z[step, sample, output]
        //     [3 × batch × 2] → [2 × 2]
        //     ∂ of layer 1 of Net: Rnn 'rnn1'
        Kernels.Rnn1WeightIhL0Gradient(rnn1XSteps.Reshape([batch * 3, 2]), dRnn1Z.Reshape([batch * 3, 2]), dRnn1WeightIhL0, batch, accumulate);

        // Step 14, for each of the 3 time steps:
        for (var step = 0; step < 3; step++)
        {
            // 14. ∂input[:, step] = ∂rnn1.x[step]    [batch × 2] → [batch × 2]
            //     ∂ of layer 1 of Net: Rnn 'rnn1'
            Kernels.InputGradient(dRnn1X.Reshape([3, batch, 2]), dInput, step, batch);
        }
    }

        // Methods take values, then parameters, then what they write: that is on the left of the formula. With accumulate, a gradient is added to what is
        //     there. Sums are taken in double, of terms that are rounded to float. In names: a loop over row, image or element goes through several indices of
        //     the formula, the last of them fastest: in [batch × n × m × …], row may be (sample·n + i)·m + j; in [48 × batch × …], a row is step·batch +
        //     sample.

        /// <summary>∂rnn1.h.before[3] = 0    → [batch × 2]</summary>
        /// <remarks>
        /// Step 5 of <see cref="Net.Backward(global::NetGen.Workspace, global::System.Span{float}, bool)"/>.
        /// </remarks>
        public static void Rnn1HBeforeGradientStart(TensorSpan dRnn1HBefore, int batch)
        {
            for (var sample = 0; sample < batch; sample++)
            {
                for (var feature = 0; feature < 2; feature++)
                {
                    dRnn1HBefore[3, sample, feature] = 0f;
                }
            }
        }

        /// <summary>
        /// ∂rnn1.z[step] = (∂rnn1.h.before[step + 1] + ∂rnn1[:, step])·(1 − rnn1.h[step + 1]²)    [batch × 2] → [batch × 2]
        /// </summary>
        /// <remarks>
        /// Step 6 of <see cref="Net.Backward(global::NetGen.Workspace, global::System.Span{float}, bool)"/>.
        /// ∂ of layer 1 of Net: Rnn 'rnn1'.
        /// </remarks>
        public static void Rnn1ZGradient(TensorSpan dRnn1HBefore, TensorSpan dRnn1, TensorSpan rnn1H, TensorSpan dRnn1Z, int step, int batch)
        {
            for (var sample = 0; sample < batch; sample++)
            {
                for (var feature = 0; feature < 2; feature++)
                {
                    dRnn1Z[step, sample, feature] = (dRnn1HBefore[step + 1, sample, feature] + dRnn1[sample, step, feature]) * (1f
                        - rnn1H[step + 1, sample, feature] * rnn1H[step + 1, sample, feature]);
                }
            }
        }

        /// <summary>∂rnn1.h.before[step] = ∂rnn1.z[step] · rnn1.weight_hh_l0    [batch × 2] → [batch × 2]</summary>
        /// <remarks>
        /// Step 7 of <see cref="Net.Backward(global::NetGen.Workspace, global::System.Span{float}, bool)"/>.
        /// Parameters: <see cref="Net.Rnn1WeightHhL0"/>.
        /// ∂ of layer 1 of Net: Rnn 'rnn1'.
        /// </remarks>
        public static void Rnn1HBeforeGradient(TensorSpan dRnn1Z, TensorSpan rnn1WeightHhL0, TensorSpan dRnn1HBefore, int step, int batch)
        {
            for (var sample = 0; sample < batch; sample++)
            {
                for (var feature = 0; feature < 2; feature++)
                {
                    var sum = 0.0;
                    for (var output = 0; output < 2; output++)
                    {
                        sum += dRnn1Z[step, sample, output] * rnn1WeightHhL0[output, feature];
                    }

                    dRnn1HBefore[step, sample, feature] = (float)sum;
                }
            }
        }

        /// <summary>∂rnn1.x = ∂rnn1.z · rnn1.weight_ih_l0    [3 × batch × 2] → [3 × batch × 2]</summary>
        /// <remarks>
        /// Step 8 of <see cref="Net.Backward(global::NetGen.Workspace, global::System.Span{float}, bool)"/>.
        /// Parameters: <see cref="Net.Rnn1WeightIhL0"/>.
        /// ∂ of layer 1 of Net: Rnn 'rnn1'.
        /// </remarks>
        public static void Rnn1XGradient(TensorSpan dRnn1Z, TensorSpan rnn1WeightIhL0, TensorSpan dRnn1X, int batch)
        {
            for (var row = 0; row < batch * 3; row++)
            {
                for (var feature = 0; feature < 2; feature++)
                {
                    var sum = 0.0;
                    for (var output = 0; output < 2; output++)
                    {
                        sum += dRnn1Z[row, output] * rnn1WeightIhL0[output, feature];
                    }

                    dRnn1X[row, feature] = (float)sum;
                }
            }
        }

        /// <summary>∂rnn1.bias_hh_l0.pass = Σ over steps and samples of ∂rnn1.z    [3 × batch × 2] → [1 × 2]</summary>
        /// <remarks>
        /// Step 9 of <see cref="Net.Backward(global::NetGen.Workspace, global::System.Span{float}, bool)"/>.
        /// ∂ of layer 1 of Net: Rnn 'rnn1'.
        /// </remarks>
        public static void Rnn1BiasHhL0PassGradient(TensorSpan dRnn1Z, TensorSpan dRnn1BiasHhL0Pass, int batch)
        {
            for (var feature = 0; feature < 2; feature++)
            {
                var sum = 0.0;
                for (var row = 0; row < batch * 3; row++)
                {
                    sum += dRnn1Z[row, feature];
                }

                dRnn1BiasHhL0Pass[0, feature] = (float)sum;
            }
        }

        /// <summary>∂rnn1.bias_hh_l0 = ∂rnn1.bias_hh_l0.pass    [1 × 2] → [2]</summary>
        /// <remarks>
        /// Step 10 of <see cref="Net.Backward(global::NetGen.Workspace, global::System.Span{float}, bool)"/>.
        /// Gradients of: <see cref="Net.Rnn1BiasHhL0"/>.
        /// ∂ of layer 1 of Net: Rnn 'rnn1'.
        /// </remarks>
        public static void Rnn1BiasHhL0Gradient(TensorSpan dRnn1BiasHhL0Pass, TensorSpan dRnn1BiasHhL0, bool accumulate)
        {
            for (var feature = 0; feature < 2; feature++)
            {
                var gradient = dRnn1BiasHhL0Pass[0, feature];
                if (accumulate)
                {
                    dRnn1BiasHhL0[feature] += gradient;
                }
                else
                {
                    dRnn1BiasHhL0[feature] = gradient;
                }
            }
        }

        /// <summary>
        /// ∂rnn1.weight_hh_l0[output, feature] = Σ_step,sample rnn1.h[step, sample, feature] · ∂rnn1.z[step, sample, output]    [3 × batch × 2] → [2 × 2]
        /// </summary>
        /// <remarks>
        /// Step 11 of <see cref="Net.Backward(global::NetGen.Workspace, global::System.Span{float}, bool)"/>.
        /// Gradients of: <see cref="Net.Rnn1WeightHhL0"/>.
        /// ∂ of layer 1 of Net: Rnn 'rnn1'.
        /// </remarks>
        public static void Rnn1WeightHhL0Gradient(TensorSpan rnn1H, TensorSpan dRnn1Z, TensorSpan dRnn1WeightHhL0, int batch, bool accumulate)
        {
            for (var output = 0; output < 2; output++)
            {
                for (var feature = 0; feature < 2; feature++)
                {
                    var sum = 0.0;
                    for (var row = 0; row < batch * 3; row++)
                    {
                        sum += rnn1H[row, feature] * dRnn1Z[row, output];
                    }

                    if (accumulate)
                    {
                        dRnn1WeightHhL0[output, feature] += (float)sum;
                    }
                    else
                    {
                        dRnn1WeightHhL0[output, feature] = (float)sum;
                    }
                }
            }
        }

        /// <summary>∂rnn1.bias_ih_l0 = ∂rnn1.bias_hh_l0.pass    [1 × 2] → [2]</summary>
        /// <remarks>
        /// Step 12 of <see cref="Net.Backward(global::NetGen.Workspace, global::System.Span{float}, bool)"/>.
        /// Gradients of: <see cref="Net.Rnn1BiasIhL0"/>.
        /// ∂ of layer 1 of Net: Rnn 'rnn1'.
        /// </remarks>
        public static void Rnn1BiasIhL0Gradient(TensorSpan dRnn1BiasHhL0Pass, TensorSpan dRnn1BiasIhL0, bool accumulate)
        {
            for (var feature = 0; feature < 2; feature++)
            {
                var gradient = dRnn1BiasHhL0Pass[0, feature];
                if (accumulate)
                {
                    dRnn1BiasIhL0[feature] += gradient;
                }
                else
                {
                    dRnn1BiasIhL0[feature] = gradient;
                }
            }
        }

        /// <summary>
        /// ∂rnn1.weight_ih_l0[output, feature] = Σ_step,sample rnn1.x.steps[step, sample, feature] · ∂rnn1.z[step, sample, output]
        /// [3 × batch × 2] → [2 × 2]
        /// </summary>
        /// <remarks>
        /// Step 13 of <see cref="Net.Backward(global::NetGen.Workspace, global::System.Span{float}, bool)"/>.
        /// Gradients of: <see cref="Net.Rnn1WeightIhL0"/>.
        /// ∂ of layer 1 of Net: Rnn 'rnn1'.
        /// </remarks>
        public static void Rnn1WeightIhL0Gradient(TensorSpan rnn1XSteps, TensorSpan dRnn1Z, TensorSpan dRnn1WeightIhL0, int batch, bool accumulate)
        {
            for (var output = 0; output < 2; output++)
            {
                for (var feature = 0; feature < 2; feature++)
                {
                    var sum = 0.0;
                    for (var row = 0; row < batch * 3; row++)
                    {
                        sum += rnn1XSteps[row, feature] * dRnn1Z[row, output];
                    }

                    if (accumulate)
                    {
                        dRnn1WeightIhL0[output, feature] += (float)sum;
                    }
                    else
                    {
                        dRnn1WeightIhL0[output, feature] = (float)sum;
                    }
                }
            }
        }

        /// <summary>∂input[:, step] = ∂rnn1.x[step]    [batch × 2] → [batch × 2]</summary>
        /// <remarks>
        /// Step 14 of <see cref="Net.Backward(global::NetGen.Workspace, global::System.Span{float}, bool)"/>.
        /// ∂ of layer 1 of Net: Rnn 'rnn1'.
        /// </remarks>
        public static void InputGradient(TensorSpan dRnn1X, TensorSpan dInput, int step, int batch)
        {
            for (var sample = 0; sample < batch; sample++)
            {
                for (var feature = 0; feature < 2; feature++)
                {
                    dInput[sample, step, feature] = dRnn1X[step, sample, feature];
                }
            }
        }
