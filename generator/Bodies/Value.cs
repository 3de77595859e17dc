namespace NetGen.Generator.Bodies;

/// <summary>What an expression of a forward method is worth when the network is compiled.</summary>
internal abstract record Value;

/// <summary>A number, or a truth value as 1 or 0.</summary>
internal sealed record NumberValue(ConstantKind Kind, double Number) : Value
{
    public static NumberValue Of(bool truth) => new(ConstantKind.Boolean, truth ? 1 : 0);

    public static NumberValue Of(int number) => new(ConstantKind.Integer, number);

    public bool IsTrue => Number != 0;
}

internal sealed record TextValue(string Text) : Value;

internal sealed record NullValue : Value;

/// <summary>A tensor: a node of the graph.</summary>
internal sealed record TensorValue(int Node) : Value;

internal sealed record TupleValue(IReadOnlyList<Value> Items) : Value;

/// <summary>An array or a list. It is one object, however many variables hold it.</summary>
internal sealed record ListValue(List<Value> Items) : Value;
