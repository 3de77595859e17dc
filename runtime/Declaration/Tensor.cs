namespace NetGen;

/// <summary>
/// A value in a <see cref="ForwardAttribute">forward method</see>: what a layer gives, or what arithmetic makes of it. It is a symbol
/// for the generator, which reads the method and writes the passes from it; the method itself never runs, and no tensor ever exists.
/// </summary>
/// <remarks>
/// <para>
/// A tensor stands for the whole batch, but its axes are counted for one sample, from 0: in [batch × channels × height × width], axis 0
/// is the channels, and axis −1 the width. The batch is not an axis.
/// </para>
/// <para>
/// Operators work element by element on two tensors whose samples have the same shape or can be broadcast to one by NumPy's rule: the
/// shapes are aligned at their last axes, and an axis that is missing or has length 1 is repeated. Numbers are tensors without axes.
/// The functions are in <see cref="Functional"/>.
/// </para>
/// </remarks>
public sealed class Tensor
{
    private Tensor()
    {
    }

    /// <summary>A number as a tensor without axes.</summary>
    /// <param name="value">The number; it is computed with as <see cref="float"/>.</param>
    public static implicit operator Tensor(double value) => throw NeverRuns();

    /// <summary>The sum of each pair of elements.</summary>
    public static Tensor operator +(Tensor left, Tensor right) => throw NeverRuns();

    /// <summary>The difference of each pair of elements.</summary>
    public static Tensor operator -(Tensor left, Tensor right) => throw NeverRuns();

    /// <summary>The product of each pair of elements. The matrix product is <see cref="Functional.MatMul"/>.</summary>
    public static Tensor operator *(Tensor left, Tensor right) => throw NeverRuns();

    /// <summary>The quotient of each pair of elements.</summary>
    public static Tensor operator /(Tensor left, Tensor right) => throw NeverRuns();

    /// <summary>
    /// The remainder of each pair of elements, with the sign of the left one, as C# has it for numbers. Its derivative by the left element is 1, by the right
    /// one −truncate(left / right).
    /// </summary>
    public static Tensor operator %(Tensor left, Tensor right) => throw NeverRuns();

    /// <summary>The negative of each element.</summary>
    public static Tensor operator -(Tensor operand) => throw NeverRuns();

    /// <summary>The tensor itself.</summary>
    public static Tensor operator +(Tensor operand) => throw NeverRuns();

    /// <summary>1 where the left element is less, else 0: for <see cref="Functional.Where"/>. No gradient flows through it.</summary>
    public static Tensor operator <(Tensor left, Tensor right) => throw NeverRuns();

    /// <summary>1 where the left element is less or they are equal, else 0: for <see cref="Functional.Where"/>. No gradient flows through it.</summary>
    public static Tensor operator <=(Tensor left, Tensor right) => throw NeverRuns();

    /// <summary>1 where the left element is greater, else 0: for <see cref="Functional.Where"/>. No gradient flows through it.</summary>
    public static Tensor operator >(Tensor left, Tensor right) => throw NeverRuns();

    /// <summary>1 where the left element is greater or they are equal, else 0: for <see cref="Functional.Where"/>. No gradient flows through it.</summary>
    public static Tensor operator >=(Tensor left, Tensor right) => throw NeverRuns();

    /// <summary>
    /// 1 where the elements are equal, else 0, as <see cref="Functional.Equal"/>: for <see cref="Functional.Where"/>. No gradient flows through it. Whether there
    /// is a tensor at all, <c>is null</c> asks.
    /// </summary>
    public static Tensor operator ==(Tensor left, Tensor right) => throw NeverRuns();

    /// <summary>0 where the elements are equal, else 1: for <see cref="Functional.Where"/>. No gradient flows through it. Whether there is a tensor at all, <c>is not null</c> asks.</summary>
    public static Tensor operator !=(Tensor left, Tensor right) => throw NeverRuns();

    /// <summary>Whether an object is this tensor.</summary>
    /// <param name="obj">The object.</param>
    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    /// <summary>A number for this tensor, whatever is in it.</summary>
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    /// <summary>For generated code: what a layer of a network throws when it is called outside a forward method that the generator reads.</summary>
    public static NotSupportedException NeverRuns()
        => new("A method over tensors is read by the generator and never runs; call Predict, or Forward with a workspace.");
}
