using System.Text;
using System.Text.Json;
using NetGen;

namespace GradientDescent.Page;

/// <summary>A page on which a reader drags the learning rate, the momentum and the start, and sees the path at once.</summary>
internal static class InteractivePage
{
    // Where each landscape starts: a learning rate that arrives.
    private static readonly (Landscape Landscape, double Rate, int Steps)[] Shown =
    [
        (Landscape.Himmelblau, 0.01, 60),
        (Landscape.Rosenbrock, 0.0015, 300),
        (Landscape.Saddle, 0.2, 60),
    ];

    public static ReportPage Make()
    {
        var (landscape, rate, steps) = Shown[0];
        var descent = Descent.Run(landscape, new SGD(rate), steps);
        var heights = new Chart("Height above the minimum by step", [ChartSeries.Of("height", descent.Values.Select(value => (double)MathF.Max(0, value - landscape.Least)), first: 0)]) { XLabel = "step", IsLogY = true };
        return new ReportPage("Gradient descent", "Drag the learning rate, the momentum and the start, and see the path. Every dot is a step.")
            .Markup(Part("descent.html").Replace("OPTIONS", string.Concat(Shown.Select(static shown => $"<option>{shown.Landscape.Name}</option>")), StringComparison.Ordinal))
            .Charts(heights)
            .Markup("</div>\n")
            .Section("What to try")
            .Text("Learning rate: a small one goes the right way and never arrives; a large one leads across the valley, and up again. Between them is a narrow range, and it depends on how steep the landscape is.")
            .Text("Momentum: each step keeps a part of the one before it. In Rosenbrock's long, flat valley, at a rate of 0.002, a momentum of 0.5 arrives where plain descent is still on its way. 0.9 is too much there: it leaves the numbers.")
            .Text("Start: at Himmelblau's four minima the start decides which one is found. At the saddle's middle line the gradient along y is zero, so a start on it stays there.")
            .Markup($"<script type=\"application/json\" id=\"landscapes\">{Landscapes()}</script>\n")
            .Script(Part("descent.js"));
    }

    private static string Landscapes()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteStartArray("landscapes");
            foreach (var (landscape, rate, steps) in Shown)
            {
                json.WriteStartObject();
                json.WriteString("name", landscape.Name);
                json.WriteString("formula", landscape.Formula);
                Write(json, "window", landscape.Window.Left, landscape.Window.Right, landscape.Window.Bottom, landscape.Window.Top);
                Write(json, "start", landscape.Start.X, landscape.Start.Y);
                json.WriteStartArray("minima");
                foreach (var minimum in landscape.Minima)
                    Write(json, null, minimum.X, minimum.Y);
                json.WriteEndArray();
                json.WriteNumber("least", landscape.Least);
                json.WriteNumber("unit", landscape.Unit);
                json.WriteNumber("rate", rate);
                json.WriteNumber("steps", steps);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Write(Utf8JsonWriter json, string? name, params ReadOnlySpan<float> values)
    {
        if (name is null)
            json.WriteStartArray();
        else
            json.WriteStartArray(name);
        foreach (var value in values)
            json.WriteNumberValue(value);
        json.WriteEndArray();
    }

    private static string Part(string name)
    {
        using var stream = typeof(InteractivePage).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The program was built without '{name}'.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
