using NetGen.Generator.Programs;

namespace NetGen.Generator.Declaration.Programs;

/// <summary>What is read as a program: how messages speak of it, and what depends on what it is.</summary>
/// <param name="Name">What it is called: <c>a forward method</c>.</param>
/// <param name="HasTensors">Whether it computes with tensors and layers. If not, it computes with the numbers that are its parameters.</param>
internal sealed record ReadingRoot(string Name, bool HasTensors)
{
    public static readonly ReadingRoot Forward = new("a forward method", HasTensors: true);

    public static readonly ReadingRoot Objective = new("an objective", HasTensors: true);

    public static readonly ReadingRoot Function = new("a differentiable function", HasTensors: false);

    /// <summary>The same at the start of a sentence.</summary>
    public string Capitalized => "A" + Name.Substring(1);

    /// <summary>What to use in the place of a value of a type that programs do not have.</summary>
    public string Values => HasTensors ? "use tensors, numbers, tuples, arrays and lists" : "use numbers, tuples, arrays and lists";

    /// <summary>Where to look for a function.</summary>
    public string Functions => HasTensors ? "use the functions of 'NetGen.Functional', or write one of your own" : "use the functions of Math and MathF, or write one of your own";

    /// <summary>
    /// What happens where a whole number does not fit into its type and nothing says what is to. A differentiable function runs, and wraps as it does in
    /// C#. A forward method never runs, and one that wraps without saying so is a mistake.
    /// </summary>
    public Overflow Overflow => HasTensors ? Overflow.Refused : Overflow.Wraps;
}
