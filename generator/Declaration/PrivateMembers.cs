namespace NetGen.Generator.Declaration;

/// <summary>The members that the emitted code keeps to itself.</summary>
internal static class PrivateMembers
{
    /// <summary>The class of a network's predictors. It is public where there are several inputs or outputs, but its name is the developer's where they use it.</summary>
    public const string Predictor = "Predictor";

    /// <summary>The class of the methods that carry out the steps.</summary>
    public const string Kernels = "Kernels";

    /// <summary>The class of the workspaces that have a view of each gradient that is kept.</summary>
    public const string GradientWorkspace = "GradientWorkspace";

    public static readonly string[] Names = ["Generated", GradientWorkspace, Kernels, "networkGradients", "networkParameters", Predictor, "predictionPrepared", "predictionScratch", "PredictWith", "PreparePrediction", "PrepareStep", "stepScratch"];

    /// <summary>What one of them is called in a class: something else where the developer uses the name.</summary>
    public static string NameIn(ClassDeclaration type, string name) => type.Renamings.FirstOrDefault(renaming => renaming.Name == name)?.Replacement ?? name;
}
