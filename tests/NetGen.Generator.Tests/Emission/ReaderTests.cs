using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Emission;

/// <summary>Statements of emitted comments that once said something else than what is so. The lint asks all files for what a rule can express; these have one case each.</summary>
public sealed class ReaderTests
{
    private const string Images = """
        [Network]
        public sealed partial class Net
        {
            [Conv2D(3, 3, Padding = 1, Bias = false)] private partial Tensor Stem(Tensor x);
            [BatchNorm] private partial Tensor Norm(Tensor x);
            [Dropout(0.5)] private partial Tensor Drop(Tensor x);
            [Dense(2)] private partial Tensor Head(Tensor x);
            [Forward] private Tensor Forward([Shape(2, 6, 6)] Tensor picture)
            {
                var h = Functional.Relu(Norm(Stem(picture)));
                return Head(Drop(Functional.Flatten(h)));
            }
        }
        """;

    private const string Words = "[Network, Input(7, 5), LayerNorm, Lstm(4, Bidirectional = true), Flatten, Dense(3)] public sealed partial class Net;";

    private const string Text = """
        [Network]
        public sealed partial class Net
        {
            [Embedding(11, 16)] private partial Tensor Letters(Tensor x);
            [TransformerEncoderLayer(2, 32, Dropout = 0, NormFirst = true, Causal = true)] private partial Tensor Block(Tensor x);
            [LayerNorm] private partial Tensor Norm(Tensor x);
            [Forward] private Tensor Next([Shape(16), Vocabulary(11)] Tensor text)
            {
                var h = Letters(text);
                h = Block(h);
                return Functional.MatMul(Norm(h), Functional.Transpose(Functional.Weight(nameof(Letters))));
            }
        }
        """;

    private static string File(string source, string file) => Host.Run(source).AssertClean().Files[$"Net.{file}.g.cs"];

    private const string Sum = """
        [Network]
        public sealed partial class Net
        {
            [Dense(8)] private partial Tensor A(Tensor x);
            [Dense(8)] private partial Tensor B(Tensor x);
            [Dense(8)] private partial Tensor C(Tensor x);
            [Dense(8)] private partial Tensor D(Tensor x);
            [Forward] private Tensor Forward([Shape(8)] Tensor x)
            {
                var h = Functional.Tanh(A(x));
                var h2 = h + Functional.Relu(B(h));
                var h3 = h2 + Functional.Relu(C(h2));
                return Functional.Max(Functional.Reshape(D(h3), 4, 2), 1);
            }
        }
        """;

    private static string OneLine(string text) => string.Join(" ", text.Split('\n').Select(static line => line.Trim().TrimStart('/').Trim()));

    [Fact]
    public void A_gradient_through_relu_asks_for_the_sign_of_what_relu_is_of()
    {
        var run = Host.Run(Sum).AssertClean();

        Assert.Contains("relu′(b) depends on whether b ≤ 0.", OneLine(run.Files["Net.Backward.g.cs"]), StringComparison.Ordinal);
        Assert.DoesNotContain("relu(b", run.Files["Net.Backward.g.cs"], StringComparison.Ordinal);
        Assert.DoesNotContain(", 0) ≤ 0", run.Files["Net.Kernels.g.cs"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_gradient_that_is_a_sum_is_written_with_its_terms()
    {
        var backward = OneLine(File(Sum, "Backward"));

        Assert.Contains("h2 is used by c and h3, so that its gradient is a sum: ∂h2 = ", backward, StringComparison.Ordinal);
        Assert.Contains("h is used by b and h2, so that its gradient is a sum: ∂h = ∂h2 + what comes back through b. No step stores ∂h: each that needs it adds it up.", backward, StringComparison.Ordinal);
    }

    [Fact]
    public void An_operand_that_is_two_arguments_says_why()
    {
        Assert.Contains("h is given twice: for the product, and then for what is computed from its sums, element by element.", OneLine(File(Sum, "Forward")), StringComparison.Ordinal);
        Assert.Contains("h and sameH are one tensor, which is given twice: for the product,", OneLine(File(Sum, "Kernels")), StringComparison.Ordinal);
    }

    [Fact]
    public void Elements_that_have_the_maximum_share_its_gradient()
        => Assert.Matches(@"is how many elements have the maximum: they share the gradient of \S+ equally\.", OneLine(File(Sum, "Backward")));

    [Fact]
    public void The_picture_of_the_rows_of_states_is_that_of_the_runtime()
    {
        string[] lines = [.. NetGen.Generator.Emission.RowsText.Of("lengths")];
        var rows = new NetGen.Numerics.SequenceRows();
        float[] lengths = [3, 2, 1];
        rows.Sort(ref lengths[0], 3, 3);

        var (forwards, backwards) = (new string[9], new string[9]);
        for (var step = 0; step <= 3; step++)
        {
            // A state after the last step of some samples has their rows, too; one that goes backwards is 0 where a sample begins.
            var count = rows.Alive(Math.Max(0, step - 1));
            for (var sample = 0; sample < count; sample++)
            {
                forwards[rows.State(step) + sample] = $"h[{step}]";
                backwards[rows.ReverseState(step) + sample] = $"h[{step}]{(step == (int)lengths[sample] ? " = 0" : "")}";
            }
        }

        Assert.Equal(["0", "0", "0", "1", "1", "2"], Cells("of time steps"));
        Assert.Equal(Enumerable.Range(0, 6).Select(row => Enumerable.Range(0, 3).Last(step => rows.Step(step) <= row).ToString(System.Globalization.CultureInfo.InvariantCulture)), Cells("of time steps"));
        Assert.Equal(forwards, Cells("of h, forwards"));
        Assert.Equal(backwards, Cells("of h, backwards"));

        string[] Cells(string title)
            => [.. System.Text.RegularExpressions.Regex.Matches(lines.Single(line => line.TrimStart().StartsWith(title, StringComparison.Ordinal)).Trim()[title.Length..], @"h\[\d\]( = 0)?|\d+").Select(static cell => cell.Value)];
    }

    [Fact]
    public void Columns_of_zeros_are_not_left_out()
        => Assert.Contains("(ky leaves out the rows of zeros, and not the columns of zeros, in stem.padded)", File(Images, "Forward"), StringComparison.Ordinal);

    [Fact]
    public void A_step_that_only_copies_an_image_is_no_convolution()
    {
        var forward = File(Images, "Forward");

        Assert.Contains("Kernels.StemPaddedCopy(", forward, StringComparison.Ordinal);
        Assert.DoesNotContain("PaddedForward(", forward, StringComparison.Ordinal);
    }

    [Fact]
    public void A_method_says_of_each_pass_what_it_reads_there()
        => Assert.Matches(@"In step \d+ of Predict: head = \S+ · head\.weightᵀ \+ head\.bias\.", File(Images, "Kernels"));

    [Fact]
    public void A_backward_pass_says_that_it_updates_the_state()
    {
        var backward = Joined(File(Images, "Backward"));

        Assert.Contains("Then, where <see cref=\"global::NetGen.Workspace.UpdatesState\"/> is true, <see cref=\"UpdateState(global::NetGen.Workspace)\"/> is called, which changes running values among the parameters.", backward, StringComparison.Ordinal);
        Assert.Contains("if (workspace.UpdatesState) UpdateState(workspace);", backward, StringComparison.Ordinal);
    }

    private const string Residual = """
        [Network]
        public sealed partial class Net
        {
            [Dense(6, Count = 2)] private partial Tensor Part(int index, Tensor x);
            [MaxPool1D(2)] private partial Tensor Halve(Tensor x);
            [Forward] private Tensor Forward([Shape(3, 8)] Tensor signal)
            {
                var h = Halve(signal);
                h = Block(0, Functional.Reshape(h, 12));
                var parts = Halve(Functional.Reshape(h, 3, 2));
                return Block(1, Functional.Reshape(parts, 3));
            }

            private Tensor Block(int block, Tensor h)
            {
                return Functional.Relu(Part(block, h));
            }
        }
        """;

    [Fact]
    public void A_line_says_what_its_variables_are_where_they_are_others_by_name()
    {
        var forward = Joined(File(Residual, "Forward"));

        Assert.Contains("line 3 of Forward(Tensor): h = Halve(signal); here h becomes halve", forward, StringComparison.Ordinal);
        Assert.Contains("line 3 of Block(int, Tensor): return Functional.Relu(Part(block, h)); here block is 0, h is halve, what is returned is h", forward, StringComparison.Ordinal);
        Assert.Contains("line 3 of Block(int, Tensor): return Functional.Relu(Part(block, h)); here block is 1, h is halve2", forward, StringComparison.Ordinal);
    }

    [Fact]
    public void A_layer_that_is_applied_again_says_so()
    {
        var run = Host.Run(Residual).AssertClean();

        Assert.Matches(@"<term>halve</term><description>MaxPool1D \[3 × 4\], applied again \[3 × 1\], ", run.Files["Net.Parameters.g.cs"]);
        Assert.Contains("Applied 2 times: shapes and place are those of the first, multiply-adds those of all. The other outputs are [3, 1].", Joined(run.Files["Net.Description.g.cs"]), StringComparison.Ordinal);
    }

    [Fact]
    public void The_initial_values_of_a_recurrence_are_explained()
        => Assert.Contains("// FanIn of a recurrence is the size of its state for each of its parameters, as in PyTorch.", File(Words, "Description"), StringComparison.Ordinal);

    [Fact]
    public void Elements_of_a_window_have_their_names_where_they_are_compared()
    {
        var kernels = File("[Network, Input(2, 8, 8), Conv2D(3, 3), MaxPool2D(2), Flatten, Dense(3)] public sealed partial class Net;", "Kernels");

        Assert.Contains("let conv1TopLeft = conv1[sample, channel, 2·y, 2·x]", kernels, StringComparison.Ordinal);
        Assert.Contains("let conv1TopMaximum = (conv1TopLeft ≥ conv1TopRight ? conv1TopLeft : conv1TopRight)", kernels, StringComparison.Ordinal);
    }

    /// <summary>A text with each comment on one line.</summary>
    private static string Joined(string text) => string.Join(" ", text.Split('\n').Select(static line => line.Trim().TrimStart('/').Trim()));

    [Fact]
    public void A_line_is_one_of_a_method_with_the_developers_parameters()
        => Assert.Contains("line 3 of Forward(Tensor): h = ", File(Images, "Forward"), StringComparison.Ordinal);

    [Fact]
    public void Methods_of_predictions_are_among_those_of_a_layer()
        => Assert.Matches(@"<term>stem</term>.*Kernels\.StemPredict", File(Images, "Parameters"));

    [Fact]
    public void The_end_of_the_forward_pass_is_its_last_step()
    {
        var run = Host.Run(Images).AssertClean();
        var last = run.Files["Net.Forward.g.cs"].Split("public void Predict")[0].Split('\n').Select(static line => LintTests.Step().Match(line.Trim())).Last(static step => step.Success).Groups["number"].Value;

        Assert.Matches($@"new\(""stem"", \[3, 6, 6\], true, new\(\d+, \d+, \d+\), \d+, ({last}|\d{{2,}})\)", run.Files["Net.Description.g.cs"]);
        Assert.DoesNotMatch($@", {int.Parse(last, System.Globalization.CultureInfo.InvariantCulture) + 1}\),", run.Files["Net.Description.g.cs"].Split("Tensors() =>")[1].Split("];")[0]);
    }

    [Fact]
    public void A_copy_of_a_weight_in_other_panels_is_no_transpose()
    {
        var backward = File("[Network, Input(20), Dense(40, Activation.Relu), Dense(30)] public sealed partial class Net;", "Backward");

        Assert.Contains("ref var dense2WeightRepacked = ref workspace.Shared(0); // dense2.weight repacked [30 × 40], in panels of 16 columns", backward, StringComparison.Ordinal);
        Assert.DoesNotContain("Transposed", backward, StringComparison.Ordinal);
    }

    [Fact]
    public void The_axis_along_which_a_last_tile_is_moved_has_its_name()
    {
        var kernels = File("[Network, Input(20), Dense(40, Activation.Relu), Dense(30)] public sealed partial class Net;", "Kernels");
        var outputs = File("[Network, Input(16, 10, 10), Conv2D(23, 3)] public sealed partial class Net;", "Kernels");

        Assert.Contains("// The last tile is moved back to end with the last output; the outputs that it shares", outputs, StringComparison.Ordinal);
        Assert.Contains("// The last tile is moved back to end with the last sample; the samples that it shares", kernels, StringComparison.Ordinal);
        Assert.Contains("// Fewer than 6 samples: one at a time.", kernels, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gradient_has_tiles_that_do_not_overlap_and_says_what_becomes_of_the_rest()
    {
        var kernels = File("[Network, Input(20), Dense(40, Activation.Relu), Dense(30)] public sealed partial class Net;", "Kernels");

        Assert.Contains("Tiles of 5 features × 16 outputs in 10 accumulators", kernels, StringComparison.Ordinal);
        Assert.Matches(@"features × 16 outputs in 12\s+(/// +)?accumulators(, the last of 14 outputs)?; a tile of 4 features takes what those\s+(/// +)?leave", kernels);
        Assert.DoesNotContain("the features that it shares", kernels, StringComparison.Ordinal);
        Assert.Contains("With accumulate, a gradient is added to what is there.", string.Join(" ", kernels.Split('\n').Select(static line => line.Trim().TrimStart('/').Trim())), StringComparison.Ordinal);
    }

    [Fact]
    public void What_tiles_compute_in_vain_is_told_by_its_reason()
    {
        var lanes = File("[Network, Input(64), Dense(10)] public sealed partial class Net;", "Forward");
        var zeros = File(Text, "Forward");

        Assert.Contains("640 multiply-adds for a sample (1,024 are carried out, with unused lanes of the last vector of outputs).", lanes, StringComparison.Ordinal);
        Assert.Matches(@"are carried out, with ([\w ]+ and )?zeros: all \d+ \w+\s+(// +)?of\s+(// +)?a\s+(// +)?tile", zeros);
    }

    [Fact]
    public void A_heading_that_states_the_gradient_of_the_input_has_the_step_that_computes_it()
    {
        var backward = File(Text, "Backward");
        var heading = backward.Split('\n').Single(static line => line.Contains("∂ of Layer normalisation 'block.norm2'", StringComparison.Ordinal));
        var last = heading.Split(" to ")[1].Split(':')[0];

        Assert.Contains($"// {last}. ∂block.residual1 = ", backward, StringComparison.Ordinal);
        Assert.Contains("∂x is added to ∂block.residual2, which gives ∂block.residual1", string.Join(" ", backward.Split('\n').Select(static line => line.Trim().TrimStart('/').Trim())), StringComparison.Ordinal);
    }

    [Fact]
    public void What_adds_to_a_value_that_a_layer_reads_has_its_own_name()
        => Assert.Contains("block.residual1 is used by block.norm2 and block.residual2, so that its gradient is a sum.", File(Text, "Backward"), StringComparison.Ordinal);

    [Fact]
    public void No_step_that_makes_a_mask_stands_under_the_formula_of_an_attention()
    {
        var forward = File(Text, "Forward");
        var first = forward.Split('\n').First(static line => line.Contains(": Attention '", StringComparison.Ordinal) && !line.Contains("for the", StringComparison.Ordinal)).Split("Steps ")[1].Split(' ')[0];

        Assert.Contains("self_attn.mask = ", forward, StringComparison.Ordinal);
        Assert.DoesNotMatch($@"// {first}\. \S+\.mask = ", forward);
    }

    [Fact]
    public void Each_direction_of_a_recurrence_has_its_own_steps()
    {
        var backward = File(Words, "Backward");

        Assert.Equal(2, backward.Split("∂ of LSTM 'lstm1', its direction from the ").Length - 1);
        foreach (var heading in backward.Split('\n').Where(static line => line.Contains("∂ of LSTM", StringComparison.Ordinal)))
        {
            var (first, last) = (heading.Split("Steps ")[1].Split(' ')[0], heading.Split("Steps ")[1].Split(':')[0].Split(' ')[^1]);
            var steps = backward.Split($"// {first}. ")[1].Split($"// {last}. ")[0];
            var isReverse = heading.Contains("last time step to the first", StringComparison.Ordinal);
            Assert.DoesNotContain(isReverse ? "∂lstm1.forward = " : "∂lstm1.reverse = ", steps, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_gradient_of_an_input_that_nothing_needs_is_not_in_the_formula()
    {
        var without = File("[Network, Input(7, 5), Lstm(4), Flatten, Dense(3)] public sealed partial class Net;", "Backward");
        var with = File("[Network(InputGradient = true), Input(7, 5), Lstm(4), Flatten, Dense(3)] public sealed partial class Net;", "Backward");

        Assert.DoesNotContain("∂xₜ", without, StringComparison.Ordinal);
        Assert.Contains("∂b = Σ ∂z", without, StringComparison.Ordinal);
        Assert.Contains("∂xₜ = Wᵀ·∂z", with, StringComparison.Ordinal);
    }

    [Fact]
    public void Parts_of_a_tensor_have_one_name_in_all_functions()
    {
        var kernels = File("[Network, Input(7, 5), Lstm(4), Flatten, Dense(3)] public sealed partial class Net;", "Kernels");

        Assert.Contains("= sigmoid(zFrom12)·tanh(", kernels.Replace("lstm1.z", "z", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void The_body_file_says_what_its_methods_are()
        => Assert.Contains("// These stand for the layers where the forward method is read.", File(Images, "Body"), StringComparison.Ordinal);
}
