using NetGen.Generator.Scalars;

namespace NetGen.Generator.Declaration;

/// <summary>A recurrent layer.</summary>
/// <param name="Hidden">How many values the state has.</param>
/// <param name="Layers">How many recurrences stand upon each other.</param>
/// <param name="IsBidirectional">Whether each goes through the sequence both ways.</param>
/// <param name="Dropout">What part of the values between two of them is dropped.</param>
/// <param name="Bias">Whether biases are added.</param>
/// <param name="IsLastStep">Whether only the state at the end is given out.</param>
internal abstract record RecurrentDeclaration(string Name, int Hidden, int Layers, bool IsBidirectional, double Dropout, bool Bias, bool IsLastStep)
    : LayerDeclaration(Name)
{
    private static readonly string[] OfBoth = ["weight_ih", "weight_hh", "bias_ih", "bias_hh"];

    /// <summary>What a step hands on to the next one.</summary>
    public virtual EquatableArray<string> States => ["h"];

    /// <summary>Whether the states after the last step are given out, too.</summary>
    public bool GivesStates { get; init; }

    /// <summary>The sequence, and the states before the first step where they are not zeros; behind them the lengths, where it has them.</summary>
    public override bool Takes(int inputs) => inputs - (HasLengths ? 1 : 0) is var own && (own == 1 || own == 1 + States.Count);

    public override bool Gives(int outputs) => outputs == 1 || outputs == 1 + States.Count;

    public override LayerDeclaration Giving(int outputs) => this with { GivesStates = outputs > 1 };

    /// <summary>Forwards and, of a bidirectional layer, backwards: whether a recurrence goes through the sequence in reverse.</summary>
    public IEnumerable<bool> Directions => Enumerable.Range(0, IsBidirectional ? 2 : 1).Select(static direction => direction == 1);

    /// <summary>How many sums of <see cref="Hidden"/> values a step has.</summary>
    public abstract int Gates { get; }

    /// <summary>Whether the last input has the lengths of the samples.</summary>
    public bool HasLengths { get; init; }

    public override EquatableArray<string> InputNames => HasLengths ? ["x", "lengths"] : ["x"];

    public override LayerDeclaration? WithLengths() => this with { HasLengths = true };

    public override EquatableArray<string> Parameters
        => Enumerable.Range(0, Layers).SelectMany(layer => Directions.SelectMany(isReverse => ParametersOf(layer, isReverse))).ToEquatableArray();

    /// <summary>The names of the parameters of one recurrence: PyTorch's, in its order.</summary>
    public IEnumerable<string> ParametersOf(int layer, bool isReverse)
        => OfBoth.Take(Bias ? 4 : 2).Select(name => $"{name}_l{Numbers.Text(layer)}{(isReverse ? "_reverse" : "")}");
}

internal sealed record RnnDeclaration(
    string Name, int Hidden, ActivationKind Activation, int Layers, bool IsBidirectional, double Dropout, bool Bias, bool IsLastStep)
    : RecurrentDeclaration(Name, Hidden, Layers, IsBidirectional, Dropout, Bias, IsLastStep)
{
    public override int Gates => 1;
}

internal sealed record LstmDeclaration(string Name, int Hidden, int Layers, bool IsBidirectional, double Dropout, bool Bias, bool IsLastStep)
    : RecurrentDeclaration(Name, Hidden, Layers, IsBidirectional, Dropout, Bias, IsLastStep)
{
    public override int Gates => 4;

    public override EquatableArray<string> States => ["h", "c"];
}

internal sealed record GruDeclaration(string Name, int Hidden, int Layers, bool IsBidirectional, double Dropout, bool Bias, bool IsLastStep)
    : RecurrentDeclaration(Name, Hidden, Layers, IsBidirectional, Dropout, Bias, IsLastStep)
{
    public override int Gates => 3;
}
