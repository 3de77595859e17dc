using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Emission;

/// <summary>What readers of emitted files took for something else, or did not find: where rows begin, whose a gradient is, what a kernel's loops count, and which values another step stores.</summary>
public sealed class HeadTests
{
    private const string Attention = "samples/Shakespeare";
    private const string Lengths = "samples/Sentiment";

    private static readonly Dictionary<string, IReadOnlyDictionary<string, string>> Known = [];

    [Fact]
    public void What_a_state_begins_with_has_a_row_for_each_sample()
    {
        var forward = File(Lengths, "Sentiment.Reader.Forward");

        Assert.Contains("read.h[0] = 0: the state before the first time step    → [batch × 48]", forward, StringComparison.Ordinal);
        Assert.Contains("read.reverse.h[length] = 0, by each sample's own length: the state behind its last time step    → [batch × 48]", forward, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_time_steps_have_computed_begins_behind_the_first_state()
        => Assert.Contains("read.forward[sample, step] = read.h[step + 1], whose rows begin at batch + Step(step), and 0 behind the samples' ends [steps × 48] → [batch × 96 × 48]", File(Lengths, "Sentiment.Reader.Forward"), StringComparison.Ordinal);

    [Fact]
    public void The_rows_of_states_have_an_example()
        => Assert.Contains("t = 0, 1, 2, 3 has State 0, 3, 6, 8 and ReverseState 6, 0, 3, 5.", File(Lengths, "Sentiment.Reader.Forward"), StringComparison.Ordinal);

    [Fact]
    public void Memory_is_free_after_the_step_that_reads_it_last()
        => Assert.Contains("∂read [batch × 96 × 96]; until step 21, its memory is that of read.h ", File(Lengths, "Sentiment.Reader.Backward"), StringComparison.Ordinal);

    [Fact]
    public void A_method_of_two_directions_says_which_values_of_the_other_one_and_that_its_time_steps_change_places()
        => Assert.Matches(@"and in the same way for ∂read\.[^=]*∂read\.z\[[^=]*, with \[step\] for \[step \+ 1\] and \[step \+ 1\] for \[step\] in ∂read\.h\.before, ∂read\.c\.before and read\.c, and in nothing else", File(Lengths, "Sentiment.Reader.Kernels"));

    [Fact]
    public void What_flows_back_to_a_recurrence_has_its_name_in_the_steps()
    {
        Assert.Contains("∂yₜ is ∂read.h.rows, the rows of time step t", File(Lengths, "Sentiment.Reader.Backward"), StringComparison.Ordinal);
        Assert.Contains("∂yₜ is ∂memory[:, t]", File("samples/Forecast", "Forecast.Recurrent.Backward"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_states_of_a_recurrence_have_their_index_in_the_steps()
        => Assert.Contains("hₜ is memory.h[t + 1], cₜ is memory.c[t + 1], where [0] is the state that they begin with", File("samples/Forecast", "Forecast.Recurrent.Forward"), StringComparison.Ordinal);

    [Fact]
    public void The_part_of_a_tensor_that_a_method_is_given_is_told_from_what_its_loops_count()
        => Assert.Contains("memoryZ points into memory.z, at element [0, 48], 48 floats in: the loops below have the indices of the whole tensor, and the code counts from there.", File("samples/Forecast", "Forecast.Recurrent.Kernels"), StringComparison.Ordinal);

    [Fact]
    public void A_gradient_that_the_loss_stores_is_named()
        => Assert.Contains("∂output is not computed here: the caller's loss has stored it in the workspace.", File("samples/Digits", "Digits.LeNet5.Backward"), StringComparison.Ordinal);

    [Fact]
    public void Loops_of_joined_kernels_are_in_the_order_in_which_the_method_does_them()
    {
        var backward = File("samples/Shakespeare", "Shakespeare.Gpt.Backward");
        var step = backward[backward.IndexOf("One method, ", StringComparison.Ordinal)..];
        string[] stores = ["block.3.self_attn.attention[sample, head, query, key] = ", "∂block.3.self_attn.value[sample, key, feature + 32·head] = ", "∂block.3.self_attn.attention[sample, head, query, key] = "];

        // What is in the place of attention is stored when the gradient of the values has read it.
        int[] places = [.. stores.Select(store => step.IndexOf(" " + store, StringComparison.Ordinal))];
        Assert.All(places, static place => Assert.True(place > 0));
        Assert.Equal(places.Order(), places);
    }

    [Fact]
    public void What_joined_kernels_do_once_for_a_sample_is_told_from_what_they_do_for_each_head()
    {
        var backward = File("samples/Shakespeare", "Shakespeare.Gpt.Backward");

        Assert.Contains("One method, for one sample after the other; all but ∂block.3.self_attn.projected is computed for one head after the other: so ", backward, StringComparison.Ordinal);
        Assert.Contains("∂block.3.self_attn.attention.sum and ∂block.3.self_attn.products take the memory of one head, and ∂block.3.self_attn.value, ∂block.3.self_attn.key and ∂block.3.self_attn.query take that of one sample", backward, StringComparison.Ordinal);
        Assert.DoesNotContain("all of this for one sample and one head", backward, StringComparison.Ordinal);
    }

    [Fact]
    public void A_block_of_a_long_sum_says_how_many_products_it_has()
        => Assert.Contains("A long sum, in blocks of 21 samples, 21 · 48 = 1,008 products to a lane: ", File("samples/Forecast", "Forecast.Recurrent.Kernels"), StringComparison.Ordinal);

    [Fact]
    public void Sums_have_the_parentheses_of_the_code()
        => Assert.Contains("memory.z[sample, output] = memory.fromInput[step, sample, output] + (sum + memory.bias_hh_l0[output])", File("samples/Forecast", "Forecast.Recurrent.Forward"), StringComparison.Ordinal);

    [Fact]
    public void A_packed_copy_says_which_element_is_where()
    {
        var kernels = File("samples/Shakespeare", "Shakespeare.Gpt.Kernels");

        Assert.DoesNotContain("in the order in which", kernels, StringComparison.Ordinal);
        Assert.Contains("copied to 32 rows of 64 numbers: the element of feature and key is number key of row feature.", kernels, StringComparison.Ordinal);
        Assert.Contains("projectedPackedFrom2064 points into the packed copy, 2064 floats in, behind the copy of another operand, and has that of projectedFrom256.", kernels, StringComparison.Ordinal);
    }

    [Fact]
    public void Padding_is_in_gradients_only_where_there_is_some()
    {
        Assert.Contains("padding in a last panel and behind them is set to 0 or left as it is.", File("samples/Digits", "Digits.LeNet5.Backward"), StringComparison.Ordinal);
        Assert.Contains("where accumulate is true; padding behind them is set to 0 or left as it is.", File("samples/Residual", "Residual.PriceNet.Backward"), StringComparison.Ordinal);
        Assert.Contains("or added to where accumulate is true.", File(Attention, "Shakespeare.Gpt.Backward"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_frame_of_zeros_says_where_the_values_are()
        => Assert.Contains("∂conv2.z.spread [batch × 16 × 16 × 16]: ∂conv2.z at [:, :, 4..12, 4..12], else 0", File("samples/Digits", "Digits.LeNet5.Backward"), StringComparison.Ordinal);

    [Fact]
    public void A_mask_is_defined_by_loops()
        => Assert.Contains("for query in 64, key in 64 ", File(Attention, "Shakespeare.Gpt.Forward"), StringComparison.Ordinal);

    [Fact]
    public void A_last_tile_that_is_moved_back_is_told_where_the_tiles_are()
        => Assert.Contains("Tiles of 6 rows × 16 outputs in 12 accumulators; a last tile that is not full is moved back, so that it repeats rows.", File(Attention, "Shakespeare.Gpt.Forward"), StringComparison.Ordinal);

    [Fact]
    public void A_step_that_only_reads_the_parameter_of_a_layer_does_not_belong_to_it()
    {
        var kernels = File(Attention, "Shakespeare.Gpt.Kernels");

        Assert.Contains("step 53 of PredictWith. Parameters: <see cref=\"Gpt.CharactersWeight\"/>.", kernels, StringComparison.Ordinal);
        Assert.Contains("Step 77 of PredictNext. Parameters: <see cref=\"Gpt.CharactersWeight\"/>.", kernels, StringComparison.Ordinal);
        Assert.DoesNotMatch("<term>characters</term>[^/]*/>[^/]*Kernels.OutputForward", File(Attention, "Shakespeare.Gpt.Parameters"));
    }

    [Fact]
    public void The_head_of_a_method_has_the_layer_of_its_step()
    {
        Assert.Matches(@"Layer: <see cref=""Gpt\.Norm\(global::NetGen\.Tensor\)""/>\. Parameters: <see cref=""Gpt\.CharactersWeight""/>\. ∂ of line 6 [^.]*layer 'norm'", File(Attention, "Shakespeare.Gpt.Kernels").Replace("block.3.residual2", "residual2", StringComparison.Ordinal));
        Assert.Contains("Layers: <see cref=\"PriceNet.Stem(global::NetGen.Tensor)\"/>, <see cref=\"PriceNet.Block(int, global::NetGen.Tensor)\"/>.", File("samples/Residual", "Residual.PriceNet.Kernels"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_sum_of_gradients_has_the_lines_of_its_terms()
        => Assert.Matches(@"167\. ∂characters\.weight = ∂transposeᵀ \+ ∂characters\.weight\.term1 .{0,60}∂ of line [36] .{0,200}∂ of line [36] ", File(Attention, "Shakespeare.Gpt.Backward"));

    [Fact]
    public void A_product_with_a_part_of_a_tensor_has_the_shape_of_the_tensor()
        => Assert.Matches(@"7\. block\.0\.self_attn\.products\[[^→]* \[batch × 1 × 384\], \[batch × 64 × 4 × 32\] → ", File(Attention, "Shakespeare.Gpt.Forward"));

    [Fact]
    public void Sequences_without_an_end_are_never_full()
    {
        Assert.DoesNotContain("state.IsFull", File("samples/Forecast", "Forecast.Recurrent.Forward"), StringComparison.Ordinal);
        Assert.Contains("then state.IsFull is true.", File(Attention, "Shakespeare.Gpt.Forward"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_predictor_of_a_type_of_its_own_has_a_summary()
        => Assert.Contains("Makes a predictor with the parameters that the network has now: ", File(Lengths, "Sentiment.Reader.Forward"), StringComparison.Ordinal);

    [Fact]
    public void The_legend_of_plans_has_the_words_that_are_used()
    {
        var description = File(Attention, "Shakespeare.Gpt.Description");

        Assert.Contains("'finished after the store' stores the sums", description, StringComparison.Ordinal);
        Assert.DoesNotContain("'products r × c'", description, StringComparison.Ordinal);
        Assert.DoesNotContain("copied into panels", description, StringComparison.Ordinal);
    }

    /// <summary>An emitted file in one line, without the marks of its comments.</summary>
    private static string File(string folder, string name)
    {
        lock (Known)
        {
            if (!Known.TryGetValue(folder, out var files))
                Known.Add(folder, files = Host.Run(Host.Compile(LintTests.Sources(folder)), Host.Driver()).Files);
            return string.Join(" ", files[name + ".g.cs"].Split('\n').Select(static line => line.Trim().TrimStart('/').Trim()));
        }
    }
}
