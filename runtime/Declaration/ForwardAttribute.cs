namespace NetGen;

/// <summary>
/// Marks the method that says how a network's outputs are made of its inputs. The generator reads it, and never runs it: layers are
/// attributed partial methods, and the topology is ordinary C#.
/// </summary>
/// <remarks>
/// Its parameters are the inputs, each a <see cref="Tensor"/> with a <see cref="ShapeAttribute"/>; it returns the output, or a tuple of
/// outputs, whose names are those of the tuple. Whatever is constant is evaluated: <see langword="const"/> members, <see langword="for"/> and
/// <see langword="foreach"/> with constant bounds, <see langword="if"/>, <see langword="switch"/> and <c>?:</c> on constants, locals, tuples, arrays and lists,
/// local functions and the methods of the project.
/// </remarks>
/// <example>
/// <code>
/// [Network]
/// public sealed partial class Residual
/// {
///     const int Depth = 4;
///
///     [Dense(64)] private partial Tensor Stem(Tensor x);
///     [Dense(64, Count = Depth)] private partial Tensor Block(int index, Tensor x);
///     [Dense(1)] private partial Tensor Price(Tensor x);
///
///     [Forward]
///     private Tensor Forward([Shape(13)] Tensor house)
///     {
///         var h = Relu(Stem(house));
///         for (var i = 0; i &lt; Depth; i++)
///             h = h + Relu(Block(i, h));
///         return Price(h);
///     }
/// }
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class ForwardAttribute : Attribute;
