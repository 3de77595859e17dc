using System.Globalization;
using System.Text;
using System.Text.Json;

namespace NetGen;

/// <summary>
/// A chart's values for the script of a page. The writer escapes every character that could end a script element. Values have seven digits, and no page has
/// more points of a line than a screen can show.
/// </summary>
internal static class ChartJson
{
    private const int MostPoints = 4000;

    public static string Write(Chart chart)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("title", chart.Title);
            json.WriteString("xLabel", chart.XLabel);
            json.WriteString("yLabel", chart.YLabel);
            json.WriteBoolean("logX", chart.IsLogX);
            json.WriteBoolean("logY", chart.IsLogY);
            json.WriteStartArray("series");
            foreach (var series in chart.Series.Select(static series => series.Thin(MostPoints)))
            {
                json.WriteStartObject();
                json.WriteString("name", series.Name);
                Write(json, "x", series.X);
                Write(json, "y", series.Y);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyList<double> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            if (double.IsFinite(value))
                json.WriteRawValue(value.ToString("G7", CultureInfo.InvariantCulture), skipInputValidation: true);
            else
                json.WriteNullValue();
        }

        json.WriteEndArray();
    }
}
