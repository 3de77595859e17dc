using System.Globalization;

namespace NetGen;

/// <summary>A network's layers for the terminal.</summary>
public static class NetworkSummary
{
    /// <summary>A line with the name and the shapes of input and output, then a table of the layers with their sums below: output of one sample, parameters, multiply-adds of one sample, and bytes of the parameters.</summary>
    public static string ToText(this NetworkDescription description)
    {
        ArgumentNullException.ThrowIfNull(description);
        var table = new TextTable(TextTable.Align.Left, TextTable.Align.Left, TextTable.Align.Left, TextTable.Align.Right, TextTable.Align.Right, TextTable.Align.Right);
        table.Add("layer", "kind", "output", "parameters", "multiply-adds", "bytes");
        foreach (var layer in description.Layers)
            table.Add(layer.Name, layer.Kind, Describe.Shape(layer.OutputShape), Number(layer.ParameterCount), Number(layer.MultiplyAdds), Bytes(layer.ParameterCount));
        table.Add("total", "", "", Number(description.ParameterCount), Number(description.MultiplyAdds), Bytes(description.ParameterCount));
        return $"{description.Name}: {Describe.Shape(description.InputShape)} → {Describe.Shape(description.OutputShape)}\n{table}";
    }

    /// <summary>What parameters take in a file.</summary>
    private static string Bytes(int parameters) => Number((long)parameters * sizeof(float));

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
