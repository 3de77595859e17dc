using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace NetGen.Runtime.Tests.Report;

public sealed class NetworkGraphTests
{
    [Fact]
    public void A_layer_is_below_everything_that_it_is_computed_from()
    {
        var network = new NetworkDescription("Two<Branches>", [4], [1], [Layer("left"), Layer("right", "x"), Layer("sum", "left", "right"), Layer("head", "x", "sum")], [], 0)
        {
            Inputs = [new("x", [4])],
            Outputs = [new("price", [1]) { Sources = ["head", "x"] }],
        };
        var svg = Graph(network);

        var boxes = Boxes(svg);
        Assert.Equal(["x", "left", "right", "sum", "head", "price"], boxes.Select(static box => box.Name));
        var rows = boxes.ToDictionary(static box => box.Name, static box => box.Top);
        Assert.Equal(rows["left"], rows["right"]);
        Assert.True(rows["x"] < rows["left"] && rows["left"] < rows["sum"] && rows["sum"] < rows["head"] && rows["head"] < rows["price"]);

        // One arrow for each source: left 1, right 1, sum 2, head 2, price 2.
        Assert.Equal(8, svg.Descendants().Count(static element => element.Attribute("marker-end") is not null));
        Assert.Contains("Two<Branches>", svg.Descendants().First(static element => element.Name.LocalName == "svg").Attribute("aria-label")!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void No_box_is_outside_of_the_picture_and_none_covers_another()
    {
        LayerInfo[] layers = [.. Enumerable.Range(0, 30).Select(static i => Layer($"layer.{i}.of_a_network_with_long_names", i == 0 ? ["input"] : i % 3 == 0 ? [$"layer.{i - 1}.of_a_network_with_long_names", $"layer.{i / 2}.of_a_network_with_long_names"] : [$"layer.{i - 1 - (i % 2)}.of_a_network_with_long_names"]))];
        var svg = Graph(new NetworkDescription("Deep", [4], [4], layers, [], 0));

        var picture = svg.Descendants().First(static element => element.Name.LocalName == "svg");
        var (width, height) = (Number(picture, "width"), Number(picture, "height"));
        var boxes = Boxes(svg);
        Assert.All(boxes, box => Assert.True(box.Left >= 0 && box.Left + box.Width <= width && box.Top >= 0 && box.Top + 44 <= height));
        Assert.All(boxes, box => Assert.DoesNotContain(boxes, other => other != box && other.Top == box.Top && other.Left < box.Left + box.Width && box.Left < other.Left + other.Width));
        Assert.All(svg.Descendants().Where(static element => element.Attribute("marker-end") is not null).SelectMany(static arrow => Regex.Matches(arrow.Attribute("d")!.Value, @"-?[\d.]+")), number => Assert.InRange(double.Parse(number.Value, CultureInfo.InvariantCulture), 0, Math.Max(width, height)));
    }

    [Fact]
    public void A_network_without_layers_has_a_graph() => Assert.Equal(["input", "output"], Boxes(Graph(new NetworkDescription("Empty", [4], [4], [], [], 0))).Select(static box => box.Name));

    private static LayerInfo Layer(string name, params string[] sources) => new(name, "Dense", [4], [4], 20, 16, null) { Sources = sources.Length == 0 ? null : sources };

    private static XElement Graph(NetworkDescription network) => XElement.Parse(new NetworkGraphSvg(network).ToString());

    private static (string Name, double Left, double Top, double Width)[] Boxes(XElement svg)
        => [.. svg.Descendants().Where(static element => element.Name.LocalName == "g").Select(static group =>
        {
            var box = group.Elements().First();
            return (group.Elements().ElementAt(1).Value, Number(box, "x"), Number(box, "y"), Number(box, "width"));
        })];

    private static double Number(XElement element, string attribute) => double.Parse(element.Attribute(attribute)!.Value, CultureInfo.InvariantCulture);
}
