using System.Buffers;

namespace NetGen;

/// <summary>Rows of one float for each class, for losses whose classes do not lie one after the other; no memory where they do.</summary>
internal readonly ref struct ClassScratch
{
    private readonly int classes;
    private readonly float[]? rented;

    public ClassScratch(ClassLayout layout, int rows)
    {
        classes = layout.Classes;
        rented = layout.Inner == 1 ? null : ArrayPool<float>.Shared.Rent(checked(rows * classes));
    }

    public Span<float> Row(int index) => rented.AsSpan(rented is null ? 0 : index * classes, rented is null ? 0 : classes);

    public void Dispose()
    {
        if (rented is not null)
            ArrayPool<float>.Shared.Return(rented);
    }
}
