using NetGen;

namespace Inspect;

/// <summary>y = (a + b) · c: the smallest graph with a sum, a product and a value that is used again in the backward pass.</summary>
[Network(Code = EmittedCode.Readable, InputGradient = true)]
public sealed partial class Expression
{
    [Forward]
    private Tensor Forward([Shape(1)] Tensor a, [Shape(1)] Tensor b, [Shape(1)] Tensor c)
    {
        var sum = a + b;
        var y = sum * c;
        return y;
    }
}
