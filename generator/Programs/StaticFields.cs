using NetGen.Generator.Diagnostics;

namespace NetGen.Generator.Programs;

/// <summary>
/// The values of static fields, each computed once. C# computes those of a class in the order in which they are written, so that one that is read
/// before its turn has no value yet.
/// </summary>
internal sealed class StaticFields(EquatableArray<ProgramField> fields)
{
    private readonly Value?[] values = new Value?[fields.Count];
    private readonly List<int> open = [];

    public Value Get(int number, int place, Func<Expression, Value> evaluate)
    {
        var field = fields[number];
        // Whichever class C# begins with, a field that leads back to its own class may find others there without a value.
        foreach (var other in open.Select(index => fields[index]))
        {
            if (other.Type == field.Type && (other.Part != field.Part || other.Order <= field.Order || fields[open[open.Count - 1]].Type != field.Type))
            {
                throw new EvaluationException(
                    ProblemKind.ImpossibleConstant, place, $"'{field.Name}' may have no value yet where the value of '{other.Name}' is computed; declare '{field.Name}' before it, or make it a const");
            }
        }

        if (values[number] is { } known)
            return known;
        open.Add(number);
        var value = evaluate(field.Value);
        open.RemoveAt(open.Count - 1);
        ListValue.Share(value);
        return values[number] = value;
    }
}
