namespace NetGen.Numerics;

/// <summary>Where a generated gradient keeps what a loop carries, so that it need not keep every round.</summary>
public static class Checkpoints
{
    /// <summary>After how many rounds the next checkpoint is, so that there are about as many checkpoints as rounds between two of them.</summary>
    /// <param name="rounds">How many rounds the loop has.</param>
    /// <returns>√rounds, rounded up; at least 1.</returns>
    public static int Interval(int rounds) => Math.Max(1, (int)Math.Ceiling(Math.Sqrt(Math.Max(0, rounds))));
}
