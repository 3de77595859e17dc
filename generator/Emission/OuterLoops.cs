using NetGen.Generator.Graph;

namespace NetGen.Generator.Emission;

/// <summary>The loops around the tiles of a contraction.</summary>
internal static class OuterLoops
{
    /// <summary>Opens them, the outermost first, and gives each its variable; the blocks are to be closed in the order of the stack.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="scope">The names that are taken.</param>
    /// <param name="loops">All loops.</param>
    /// <param name="outer">Those to open.</param>
    /// <param name="variables">The names of all loops; those of the opened ones become their variables.</param>
    /// <param name="opened">What is written at the start of each, by its number.</param>
    public static Stack<CodeWriter.Block> Open(
        CodeWriter writer, NameScope scope, EquatableArray<IndexVariable> loops, EquatableArray<int> outer, string[] variables,
        Action<int>? opened = null)
    {
        var blocks = new Stack<CodeWriter.Block>();
        foreach (var loop in outer)
        {
            var variable = variables[loop] = scope.Take(variables[loop]);
            blocks.Push(writer.Braces($"for (var {variable} = 0; {variable} < {Offsets.Of(loops[loop].Extent)}; {variable}++)"));
            opened?.Invoke(loop);
        }

        return blocks;
    }
}
