namespace NetGen.Generator.Graph;

/// <summary>A parameter that is used a second time would have another shape than the first time.</summary>
internal sealed class ParameterShapeException(TrainableTensor first, EquatableArray<int> dimensions)
    : Exception($"'{first.Name}' is {Text(first.Dimensions)} where it is first used, and would be {Text(dimensions)} here")
{
    private static string Text(EquatableArray<int> dimensions) => $"[{string.Join(" × ", dimensions.Select(static dimension => Numbers.Text(dimension)))}]";
}
