using NetGen.Generator.Diagnostics;

namespace NetGen.Generator.Programs;

/// <summary>What the evaluation of a network has used, and may still use. A network in a layer's place shares that of the network around it.</summary>
internal sealed class EvaluationBudget
{
    /// <summary>What <see cref="EvaluationLimits.Calls"/> counts.</summary>
    public const string NestedCalls = "calls of methods inside of one another";

    private int steps;
    private int elements;
    private int characters;

    /// <summary>Whether there is no step left.</summary>
    public bool Step(int count = 1) => (steps += Math.Min(count, EvaluationLimits.Steps)) <= EvaluationLimits.Steps;

    /// <summary>Refuses what cannot be, before it is made.</summary>
    public int CheckElements(int count, int place)
        => count > EvaluationLimits.Elements - elements ? throw TooMany(place, EvaluationLimits.Elements, "elements of arrays and lists") : count;

    public void TakeElements(int count, int place) => elements += CheckElements(count, place);

    public void TakeCharacters(int count, int place)
    {
        if (count > EvaluationLimits.Characters - characters)
            throw TooMany(place, EvaluationLimits.Characters, "characters of text");
        characters += count;
    }

    public static EvaluationException TooMany(int place, int limit, string what) => new(ProblemKind.EvaluationLimit, place, Counts.Text(limit), what);
}
