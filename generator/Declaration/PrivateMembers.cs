namespace NetGen.Generator.Declaration;

/// <summary>The members that the emitted code keeps to itself.</summary>
internal static class PrivateMembers
{
    public static readonly string[] Names = ["Generated", "Kernels", "networkGradients", "networkParameters", "predictionScratch"];
}
