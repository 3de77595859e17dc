using System.Globalization;
using System.Text;

namespace NetGen;

/// <summary>The passes of a network for the terminal: step by step, and what is in memory during each.</summary>
public static class PassText
{
    /// <summary>
    /// Every step of training with its mathematics, what the developer wrote that it is for, and how it is carried out: for a product also why, by the
    /// costs of the ways that were compared.
    /// </summary>
    /// <returns>Some lines for each step, each ended by <c>\n</c>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="network"/> is null.</exception>
    public static string StepsToText(this NetworkDescription network)
    {
        ArgumentNullException.ThrowIfNull(network);
        var text = new StringBuilder();
        bool? isBackward = null;
        foreach (var step in network.Steps())
        {
            if (isBackward != step.IsBackward)
                text.Append(isBackward is null ? "" : "\n").Append(step.IsBackward ? "backward\n" : "forward\n");
            isBackward = step.IsBackward;
            var lines = step.Formula.Split('\n');
            text.Append(CultureInfo.InvariantCulture, $"{step.Number,4}. {lines[0]}    {step.Shapes}\n");
            foreach (var line in lines.Skip(1))
                text.Append("      ").Append(line).Append('\n');
            if (step.Source.Length > 0)
                text.Append(step.IsBackward ? "      ∂ of " : "      ").Append(step.Source).Append('\n');
            if (step.Schedule.Length > 0)
                text.Append("      how: ").Append(step.Schedule).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>
    /// The plan of a workspace: a row for each tensor, a column for each step, and a mark in those in which its memory is its own. Rows are in the
    /// order of their places, so that tensors that share memory stand below one another.
    /// </summary>
    /// <returns>The table, and the sums of what all tensors take and of what the workspace has. Lines end in <c>\n</c>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="network"/> is null.</exception>
    public static string MemoryToText(this NetworkDescription network)
    {
        ArgumentNullException.ThrowIfNull(network);
        var tensors = network.Tensors();
        var last = network.Steps().Select(static step => step.Number).DefaultIfEmpty().Max();
        var table = new TextTable(TextTable.Align.Left, TextTable.Align.Left, TextTable.Align.Right, TextTable.Align.Right, TextTable.Align.Left);
        table.Add("tensor", "shape", "floats", "from", $"steps 1 to {last.ToString(CultureInfo.InvariantCulture)}");
        foreach (var tensor in tensors)
        {
            var marks = new StringBuilder("|");
            for (var step = 1; step <= last; step++)
                marks.Append(step >= tensor.FirstStep && step <= tensor.LastStep ? '█' : '·');
            table.Add(
                tensor.Name, (tensor.HasSamples ? "a sample " : "") + Describe.Shape(tensor.Shape), Number(tensor.Size), Number(tensor.Slot.Offset), marks.Append('|').ToString());
        }

        var (all, taken) = (Sum(hasSamples: true), Taken(hasSamples: true));
        var (allShared, takenShared) = (Sum(hasSamples: false), Taken(hasSamples: false));
        return $"{table}\n{Number(all)} floats a sample in {Number(taken)}, and {Number(allShared)} for the batch in {Number(takenShared)}\n";

        long Sum(bool hasSamples) => tensors.Where(tensor => tensor.HasSamples == hasSamples).Sum(static tensor => (long)tensor.Size);

        long Taken(bool hasSamples) => tensors.Where(tensor => tensor.HasSamples == hasSamples).Select(static tensor => tensor.Slot.Offset + tensor.Size).DefaultIfEmpty().Max();
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
