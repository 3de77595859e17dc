using NetGen.Generator.Declaration;
using NetGen.Generator.Graph;

namespace NetGen.Generator.Lowering.Layers;

/// <summary>
/// The index space of a convolution: at every place of the window, every channel of the one side meets every channel of the other side in
/// every element of the kernel. A convolution sums over the elements under the window, a transposed one over the places; the tensors are
/// reached alike. What has but one group, or one channel in each of several groups, has no index for it.
/// </summary>
internal sealed class ConvolutionSpace
{
    private static readonly string[] PlaceNames = ["z", "y", "x"];

    private readonly List<IndexVariable> indices = [];
    private readonly List<int> batchAndGroup = [];

    /// <param name="groups">How many groups of channels there are.</param>
    /// <param name="atPlaces">The channels of a group at the places: their name and their number.</param>
    /// <param name="underWindow">The channels of a group under the window.</param>
    /// <param name="windows">The windows, one for each axis.</param>
    /// <param name="places">How many places they have.</param>
    /// <param name="sizes">How many elements there are under them, padding aside.</param>
    public ConvolutionSpace(int groups, IndexVariable atPlaces, IndexVariable underWindow, EquatableArray<Window> windows, int[] places, int[] sizes)
    {
        var names = PlaceNames.Skip(PlaceNames.Length - windows.Count).ToArray();
        batchAndGroup.Add(Add("sample", Extent.Batch));
        if (groups > 1)
            batchAndGroup.Add(Add("group", groups));
        int[] placeChannel = groups > 1 && atPlaces.Extent == 1 ? [] : [Add(atPlaces.Name, atPlaces.Extent)];
        int[] place = [.. places.Select((count, axis) => Add(names[axis], count))];
        int[] windowChannel = groups > 1 && underWindow.Extent == 1 ? [] : [Add(underWindow.Name, underWindow.Extent)];
        int?[] element = [.. windows.Select((window, axis) => window.Kernel == 1 ? default(int?) : Add("k" + names[axis], window.Kernel))];

        AtPlaces = Access.Of([.. batchAndGroup, .. placeChannel, .. place]);
        Weight = Access.Of([.. batchAndGroup.Skip(1), .. placeChannel, .. windowChannel, .. element.OfType<int>()]);
        UnderWindow = new(Access.Of([.. batchAndGroup, .. windowChannel]).Axes
            .Concat(windows.Select((window, axis) => Moving(place[axis], element[axis], window))).ToEquatableArray());
        PlacesShape = ShapeOf(AtPlaces);
        WeightShape = ShapeOf(Weight);
        WindowShape = new(batchAndGroup.Concat(windowChannel).Select(index => indices[index].Extent)
            .Concat(sizes.Select(static size => new Extent(size))).ToEquatableArray());
    }

    public EquatableArray<IndexVariable> Indices => indices.ToEquatableArray();

    /// <summary>[sample, group, channel, y, x]</summary>
    public Access AtPlaces { get; }

    /// <summary>[sample, group, channel, y·stride + ky·dilation, x·stride + kx·dilation]</summary>
    public Access UnderWindow { get; }

    /// <summary>[group, channel at the places, channel under the window, ky, kx]</summary>
    public Access Weight { get; }

    public Shape PlacesShape { get; }

    public Shape WindowShape { get; }

    public Shape WeightShape { get; }

    private int Add(string name, Extent extent)
    {
        indices.Add(new(name, extent));
        return indices.Count - 1;
    }

    private static AffineIndex Moving(int place, int? element, Window window)
        => new(element is { } index ? [new(place, window.Stride), new(index, window.Dilation)] : [new(place, window.Stride)], 0);

    private Shape ShapeOf(Access access) => new(access.Axes.Select(axis => indices[axis.Terms[0].Index].Extent).ToEquatableArray());
}
