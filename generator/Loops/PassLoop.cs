namespace NetGen.Generator.Loops;

/// <summary>
/// The loop around all others whose turns are the backward passes that add up: in its first turn a gradient is stored, in a later one it is added to
/// what is there. No nest has the loop itself. Each call is one turn of it, and the method is told whether it is a later one.
/// </summary>
internal static class PassLoop
{
    public static readonly Variable Variable = new("pass");
}
