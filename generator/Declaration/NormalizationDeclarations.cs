namespace NetGen.Generator.Declaration;

/// <summary>A layer that brings values to mean 0 and variance 1, or only to one scale.</summary>
/// <param name="Epsilon">What is added to the variance.</param>
/// <param name="Affine">Whether a weight and a bias follow.</param>
internal abstract record NormalizationDeclaration(string Name, double Epsilon, bool Affine) : LayerDeclaration(Name)
{
    public override EquatableArray<string> Parameters => Affine ? ["weight", "bias"] : [];
}

/// <param name="Axes">Over how many of the last axes.</param>
/// <param name="Bias">Whether a bias follows the weight.</param>
internal sealed record LayerNormDeclaration(string Name, int Axes, double Epsilon, bool Affine, bool Bias) : NormalizationDeclaration(Name, Epsilon, Affine)
{
    public override EquatableArray<string> Parameters => !Affine ? [] : Bias ? ["weight", "bias"] : ["weight"];
}

/// <param name="Axes">Over how many of the last axes.</param>
internal sealed record RMSNormDeclaration(string Name, int Axes, double Epsilon, bool Affine) : NormalizationDeclaration(Name, Epsilon, Affine)
{
    public override EquatableArray<string> Parameters => Affine ? ["weight"] : [];
}

/// <param name="Groups">Into how many groups the channels are divided.</param>
internal sealed record GroupNormDeclaration(string Name, int Groups, double Epsilon, bool Affine) : NormalizationDeclaration(Name, Epsilon, Affine);

/// <param name="Momentum">How much of a batch's statistics goes into the running ones.</param>
internal sealed record BatchNormDeclaration(string Name, double Momentum, double Epsilon, bool Affine) : NormalizationDeclaration(Name, Epsilon, Affine)
{
    public override EquatableArray<string> Parameters => [.. TrainedParameters, "running_mean", "running_var"];

    public override EquatableArray<string> TrainedParameters => base.Parameters;

    public override bool HasState => true;
}

/// <summary>Elements that are 0 in training by chance.</summary>
/// <param name="Rate">The probability.</param>
internal record DropoutDeclaration(string Name, double Rate) : LayerDeclaration(Name);

/// <summary>Channels that are 0 in training by chance.</summary>
internal sealed record Dropout2DDeclaration(string Name, double Rate) : DropoutDeclaration(Name, Rate);

/// <summary>A relu with a slope of its own below zero.</summary>
/// <param name="Slopes">One for all channels, or one for each.</param>
/// <param name="Start">What the slopes start from.</param>
internal sealed record PReluDeclaration(string Name, int Slopes, double Start) : LayerDeclaration(Name)
{
    public override EquatableArray<string> Parameters => ["weight"];
}
