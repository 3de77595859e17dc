using NetGen.Generator.Scheduling;

namespace NetGen.Generator.Emission;

/// <summary>
/// Writes a contraction in register tiles: one method that walks over the tiles, one that packs an operand where it is packed, and leaf
/// methods that each compute one tile with all its sums in registers.
/// </summary>
internal static class OuterProductEmitter
{
    public static void Emit(CodeWriter writer, KernelMethod method, OuterProductSchedule schedule)
    {
        var functions = new ElementFunctions(writer, method);
        var signature = new TileSignature(method, schedule);
        new OuterProductWalk(writer, method, schedule, signature).Emit();
        if (schedule.Packing is { } packing)
            PackingEmitter.Emit(writer, method, packing);
        foreach (var rows in signature.Rows)
        {
            new OuterProductTile(writer, method, schedule, signature, functions, rows, schedule.TileWidth).Emit();
            if (schedule.TailWidth > 0)
                new OuterProductTile(writer, method, schedule, signature, functions, rows, schedule.TailWidth).Emit();
        }

        functions.EmitAll(
            schedule.Outputs, [("sum", null), .. schedule.Extras.Select(extra => (method.Arguments[extra.Argument], (int?)extra.Argument))]);
    }
}
