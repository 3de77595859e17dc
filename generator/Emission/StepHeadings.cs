using NetGen.Generator.Graph;
using NetGen.Generator.Memory;
using NetGen.Generator.Scheduling;

namespace NetGen.Generator.Emission;

/// <summary>Writes what stands above several steps of a pass: the formula of a layer that takes more than one, and what a loop over time does.</summary>
/// <param name="writer">Where to.</param>
/// <param name="program">The program.</param>
/// <param name="memory">Where its tensors are.</param>
internal sealed class StepHeadings(CodeWriter writer, ScheduledProgram program, MemoryPlan memory)
{
    // What the formulas call the number of the time step.
    private const string StepName = "step";

    private readonly HashSet<Textbook> told = [];
    private readonly TextbookSteps textbooks = new(program);

    /// <summary>The formulas that a step is the first of, each with the numbers of all its steps.</summary>
    public void OfFormulas(int[] steps, int index)
    {
        foreach (var textbook in textbooks.Of(steps[index]).Where(textbook => !told.Contains(textbook)).ToArray())
        {
            int[] own = [.. steps.Skip(index).Where(step => textbooks.Of(step).Contains(textbook))];
            // What a loop over time does is the recurrence, also where a value's name says nothing of it.
            var loops = own.Select(step => program.Kernels[step].Loop).Where(static loop => loop is not null).ToArray();
            own = [.. steps.Skip(index).Where(step => textbooks.Of(step).Contains(textbook) || (textbooks.Of(step).Count == 0 && program.Kernels[step].Loop is { } loop && loops.Contains(loop)))];
            // A mask is made of nothing but numbers that are known: the formula says nothing of it.
            own = [.. own.SkipWhile(IsOfConstants)];
            if (own.Length == 0 || own[0] != steps[index])
                continue;
            told.Add(textbook);
            var isBackward = program.Kernels[steps[index]].IsBackward;
            var formula = isBackward ? textbook.Backward + (textbooks.HasInputGradient(textbook) ? textbook.OfInput : "") : IsPrediction && textbook.Prediction is { } prediction ? prediction : textbook.Forward;
            if (!isBackward && program.Graph.Loops.Any(static loop => loop.Steps > 1))
                formula += textbook.OfSequence;
            writer.Comment($"{(own.Length == 1 ? "Step" : "Steps")} {Runs(own)}: {(isBackward ? "∂ of " : "")}{textbook.Title}: {formula}{textbooks.Words(textbook, own, isBackward)}.{Shared(steps[index], textbook)}");
            writer.Blank();
        }
    }

    /// <summary>What of a formula's first step belongs to it, where the step is also one of a formula that stands further above.</summary>
    private string Shared(int step, Textbook textbook)
    {
        if (textbooks.Of(step).FirstOrDefault(other => other != textbook && told.Contains(other)) is not { } before || program.Kernels[step].Source is not { } source)
            return "";
        string[] own = [.. source.Stores.Where(output => program.Graph[output.Node].Origin?.Textbook == textbook).Select(output => program.Graph[output.Node].Name.Mathematics).Distinct()];
        return own.Length == 0 ? "" : $" Of step {Numbers.Text(step + 1)}, {Counts.Joined(own)} {(own.Length == 1 ? "belongs" : "belong")} to it; the rest of that step is the last one of {before.Title}.";
    }

    /// <summary>Whether all that a step reads is known where the code is written.</summary>
    private bool IsOfConstants(int step) => program.Kernels[step].Arguments is var arguments && arguments.All(argument => argument.IsWritten || memory[argument.Node, argument.Form].Kind == MemoryKind.Literal) && arguments.Any(static argument => !argument.IsWritten);

    private bool IsPrediction => program.Graph.Gradients.Count == 0;

    /// <summary>Whether a step only copies a weight, makes numbers or exchanges parts with other workers.</summary>
    private bool IsAside(int step) => program.Kernels[step].Source is null or Kernels.LeafKernel or Kernels.ExchangeKernel;

    /// <summary>Numbers of steps, those that follow each other together: <c>12 to 17 and 19</c>.</summary>
    private string Runs(int[] steps)
    {
        var runs = new List<(int First, int Last)>();
        foreach (var step in steps)
        {
            if (runs.Count > 0 && runs[runs.Count - 1] is var (first, last) && Enumerable.Range(last + 1, step - last - 1).All(IsAside))
                runs[runs.Count - 1] = (first, step);
            else
                runs.Add((step, step));
        }

        string[] texts = [.. runs.Select(static run => run.First == run.Last ? Numbers.Text(run.First + 1) : $"{Numbers.Text(run.First + 1)} {(run.Last == run.First + 1 ? "and" : "to")} {Numbers.Text(run.Last + 1)}")];
        return texts.Length == 1 ? texts[0] : string.Join(", ", texts.Take(texts.Length - 1)) + " and " + texts[texts.Length - 1];
    }

    /// <summary>What a loop over time does.</summary>
    public void OfLoop(int number, int[] own)
    {
        var loop = program.Graph.Loops[number];
        var (first, last) = (Numbers.Text(own[0] + 1), Numbers.Text(own[own.Length - 1] + 1));
        if (loop.Steps == 1)
        {
            writer.Comment($"{(first == last ? $"Step {first}" : $"Steps {first} to {last}")}, for the one time step:");
            return;
        }

        var direction = loop.States.Count == 0 ? ""
            : loop.IsReverse ? ", last to first: each reads what the one after it wrote" : ", first to last: each reads what the one before it wrote";
        var times = loop.Lengths is null ? $"each of the {Numbers.Text(loop.Steps)} time steps" : "each time step of the longest sample";
        writer.Comment($"{(first == last ? $"Step {first}" : $"Steps {first} {(own.Length == 2 ? "and" : "to")} {last}")}, for {times}{direction}:");
        TellStates(number);
    }

    /// <summary>Of which of a state's values the gradients of a loop are.</summary>
    private void TellStates(int number)
    {
        const string next = ".next";
        const string before = ".before";
        var graph = program.Graph;
        var own = Enumerable.Range(0, graph.Nodes.Count).Where(node => graph[node].Loop == number && graph[node].Name.IsGradient && graph[node].Operation is not View).ToArray();
        // Of what the formulas of the steps have by its name: what they read, and what they are of.
        var used = new HashSet<string>(program.Kernels.Where(kernel => kernel.Loop == number).Select(static kernel => kernel.Source).OfType<Kernels.Kernel>()
            .SelectMany(source => source.Reads.Select(node => graph[Views.Owner(graph, node)].Name.Mathematics).Concat(Notation.Of(graph, source).Select(static equation => equation.Of))));
        string[] after = [.. own.Select(node => graph[node].Name.Text).Where(text => text.EndsWith(next, StringComparison.Ordinal) && used.Contains($"∂{text}")).Select(static text => text.Substring(0, text.Length - next.Length)).Distinct()];
        // The gradient goes the other way.
        var step = graph.Loops[number].IsReverse ? $"{StepName} + 1" : StepName;
        if (after.Length > 0)
        {
            writer.Comment($"{Counts.Joined([.. after.Select(static name => $"∂{name}{next}")])} {(after.Length == 1 ? "is the gradient" : "are the gradients")} of "
                + $"{Counts.Joined([.. after.Select(name => $"{name}[{step}]")])}, {(after.Length == 1 ? "the state" : "the states")} after the time step.");
        }

        string[] passed = [.. own.Select(node => graph[node].Name.Text).Where(static text => text.EndsWith(before, StringComparison.Ordinal)).Distinct()];
        if (passed.Length > 0)
        {
            var (read, written) = graph.Loops[number].IsReverse ? ($"{StepName} + 1", StepName) : (StepName, $"{StepName} + 1");
            var isDropped = graph.StatesAfter.Count > 0 && graph.InputGradients.Count == 0;
            writer.Comment($"{Counts.Joined([.. passed.Select(name => $"∂{name}[{written}]")])}: what this time step passes back to {(passed.Length == 1 ? "the state" : "the states")} that it read; at [{read}] is what was passed back to it.{(isDropped ? " Nothing goes back to the states that the pass before has left: backpropagation through time is truncated there." : "")}");
        }
    }
}
