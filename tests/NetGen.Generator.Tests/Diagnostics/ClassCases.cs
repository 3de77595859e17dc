namespace NetGen.Generator.Tests.Diagnostics;

/// <summary>Classes that cannot be networks.</summary>
internal static class ClassCases
{
    public static IEnumerable<DiagnosticCase> All =>
    [
        new("a class that is not partial", """
            [Network, Input(2), Dense(1)]
            public sealed class {|NETGEN001:DigitNet|};
            """,
            "Network 'DigitNet' must be partial, so that its generated half can be added: write 'partial class DigitNet'"),

        new("a class with a part that is not partial, which the C# compiler reports", """
            [Network, Input(2), Dense(1)]
            public partial class DigitNet;
            public class {|CS0260:DigitNet|};
            """),

        new("types around the class that are not partial", """
            public class {|NETGEN002:Outer|}<T>
            {
                public partial struct Middle
                {
                    public interface {|NETGEN002:IInner|}
                    {
                        [Network, Input(2), Dense(1)]
                        public sealed partial class DigitNet;
                    }
                }
            }
            """,
            "'IInner' must be partial, because network 'DigitNet' is nested in it",
            "'Outer' must be partial, because network 'DigitNet' is nested in it"),

        new("a record", """
            [Network, Input(2), Dense(1)]
            public sealed partial record {|NETGEN003:DigitNet|};
            """,
            "Network 'DigitNet' cannot be a record: its parameters are not compared and copied as values; write 'class'"),

        new("a static class", """
            [Network, Input(2), Dense(1)]
            public static partial class {|NETGEN003:DigitNet|};
            """,
            "Network 'DigitNet' cannot be static: its parameters belong to an instance"),

        new("an abstract class", """
            [Network, Input(2), Dense(1)]
            public abstract partial class {|NETGEN003:DigitNet|};
            """,
            "Network 'DigitNet' cannot be abstract: it is made by its generated constructor"),

        new("a generic class", """
            [Network, Input(2), Dense(1)]
            public sealed partial class {|NETGEN003:DigitNet|}<T>;
            """,
            "Network 'DigitNet' cannot be generic: its code is written for the declared shapes alone"),

        new("a class that is local to its file", """
            [Network, Input(2), Dense(1)]
            file sealed partial class {|NETGEN003:DigitNet|};
            """,
            "Network 'DigitNet' cannot be local to its file: its generated half is in another one"),

        new("a class in one that is local to its file", """
            file partial class Outer
            {
                [Network, Input(2), Dense(1)]
                public sealed partial class {|NETGEN003:DigitNet|};
            }
            """,
            "Network 'DigitNet' cannot be nested in 'Outer', which is local to its file: its generated half is in another one"),

        new("a struct, which the C# compiler reports", """
            [{|CS0592:Network|}, {|CS0592:Input|}(2), {|CS0592:Dense|}(1)]
            public partial struct DigitNet;
            """),

        new("the attribute twice, which the C# compiler reports", """
            [Network, Input(2), Dense(1)]
            public partial class DigitNet;
            [{|CS0579:Network|}]
            public partial class DigitNet;
            """),

        new("a base class without a suitable constructor", """
            public class Model { public Model(string name) { } }

            [Network, Input(2), Dense(1)]
            public sealed partial class {|CS7036:DigitNet|} : {|NETGEN004:Model|}, IDisposable { public void Dispose() { } }
            """,
            "Network 'DigitNet' cannot derive from 'Model': it has no constructor that can be called without arguments"),

        new("a base class that is a network", """
            [Network, Input(2), Dense(1)]
            public partial class Trunk;

            [Network, Input(2), Dense(1)]
            public sealed partial class DigitNet : {|NETGEN004:Trunk|};
            """,
            "Network 'DigitNet' cannot derive from 'Trunk': it is a network itself"),

        new("a base class that derives from a network", """
            [Network, Input(2), Dense(1)]
            public partial class Trunk;

            public class Model : Trunk { public Model() { } }

            [Network, Input(2), Dense(1)]
            public sealed partial class DigitNet : {|NETGEN004:global::Model|};
            """,
            "Network 'DigitNet' cannot derive from 'Model': it derives from network 'Trunk'")
        {
            // Nothing of the real Trunk is in the way of what is tested.
            Compile = static network => new([new(network.Class.QualifiedName + ".g.cs", "partial class Trunk;")], []),
        },

        new("a primary constructor", """
            [Network, Input(2), Dense(1)]
            public sealed partial class DigitNet{|NETGEN005:(string path)|}
            {
                public string Path { get; } = path;
            }
            """,
            "Network 'DigitNet' cannot have a primary constructor, because the generated constructor 'DigitNet(ulong seed)' could not call it: write an ordinary constructor that ends in ': this(seed)'"),

        new("members that collide with generated ones", """
            [Network, Input(2), Dense(1, Name = "hidden")]
            public sealed partial class DigitNet
            {
                public {|NETGEN006:DigitNet|}(ulong seed) { }
                public float[] {|NETGEN006:Parameters|} => [];
                public class {|NETGEN006:Predict|};
                public void {|NETGEN006:Save|}(string path) { }
                public float {|NETGEN006:HiddenWeight|}() => 0;
            }
            """,
            "'DigitNet(ulong)' collides with a member that is generated for network 'DigitNet': give it other parameters",
            "'Parameters' collides with a member that is generated for network 'DigitNet': give it another name",
            "'Predict' collides with a member that is generated for network 'DigitNet': give it another name",
            "'Save(string)' collides with a member that is generated for network 'DigitNet': give it another name or other parameters",
            "'HiddenWeight()' collides with a member that is generated for network 'DigitNet': give it another name"),

        new("other overloads and accessors that collide with generated members", """
            [Network]
            public sealed partial class DigitNet
            {
                [Dense(1)] private partial Tensor Hidden(Tensor x);
                [BatchNorm] private partial Tensor Norm(Tensor x);
                [Forward] private (Tensor, Tensor) Forward([Shape(2)] Tensor x) => (Norm(Hidden(x)), x);
                [Objective] private Tensor Minimise(Tensor y, Tensor z) => y;

                public void {|NETGEN006:Backward|}(Workspace other) { }
                public int {|NETGEN006:UpdateState|}(Workspace workspace) => 1;
                public float {|NETGEN006:Evaluate|}(Workspace workspace) => 1;
                public Span<float> {|NETGEN006:get_Parameters|}() => [];
                public void {|NETGEN006:set_NormRunningMean|}(TensorView value) { }
                void {|CS0540:INetwork|}.{|NETGEN006:Predict|}(ReadOnlySpan<float> inputs, Span<float> outputs) { }
                [Differentiable] private static float CreateWorkspace(float x) => x;

                public void Backward(ref Workspace workspace) { }
                public void Backward<T>(Workspace workspace) { }
                public void Backward(Workspace workspace, float[] gradients) { }
                public void Evaluate() { }
                public void set_NormRunningMean(float value) { }
                public float NormRunningMeanGradient => 1;
                public DigitNet(string path) : this(0) { }
            }
            """,
            "'Backward(Workspace)' collides with a member that is generated for network 'DigitNet': give it another name or other parameters",
            "'UpdateState(Workspace)' collides with a member that is generated for network 'DigitNet': give it another name or other parameters",
            "'Evaluate(Workspace)' collides with a member that is generated for network 'DigitNet': give it another name or other parameters",
            "'get_Parameters()' collides with a member that is generated for network 'DigitNet': give it another name",
            "'set_NormRunningMean(TensorView)' collides with a member that is generated for network 'DigitNet': give it another name",
            "'Predict(ReadOnlySpan<float>, Span<float>)' collides with a member that is generated for network 'DigitNet': give it another name"),

        new("a function for which a member is generated that a network has, too", """
            [Network, Input(2), Dense(1)]
            public sealed partial class DigitNet
            {
                [Differentiable] private static float {|NETGEN006:Predict|}(float x) => x;
            }
            """,
            "'Predict(ReadOnlySpan<float>, Span<float>)' collides with a member that is generated for network 'DigitNet': give 'Predict' another name"),

        new("a type that hides a namespace", """
            public class System;

            [NetGen.Network, NetGen.Input(2), NetGen.Dense(1)]
            public sealed partial class {|NETGEN110:DigitNet|};

            public static partial class Functions { [NetGen.Differentiable] public static float {|NETGEN110:F|}(float x) => x; }
            """,
            "No code can be generated for 'F': the type 'System' hides what 'System' means there; give the type another name, or put it into another namespace",
            "No code can be generated for 'DigitNet': the type 'System' hides what 'System' means there; give the type another name, or put it into another namespace") { HasUsings = false },

        new("a type that hides a word", """
            public class Model { protected class var; }

            [Network, Input(2), Dense(1)]
            public sealed partial class {|NETGEN110:DigitNet|} : Model;
            """,
            "No code can be generated for 'DigitNet': the type 'var' hides what 'var' means there; give the type another name, or put it into another namespace"),

        new("an inherited member that collides with a generated one", """
            public class Model
            {
                protected string Description => "";
                private string Parameters => "";
            }

            [Network, Input(2), Dense(1)]
            public sealed partial class {|NETGEN006:DigitNet|} : Model;
            """,
            "'Model.Description' collides with a member that is generated for network 'DigitNet': give it another name"),

        new("a class with the name of a generated member", """
            [Network, Input(2), Dense(1, Name = "hidden")]
            public sealed partial class {|NETGEN006:HiddenBias|};
            """,
            "'HiddenBias' collides with a member that is generated for network 'HiddenBias': give it another name"),

        new("two networks whose names differ only in case", """
            namespace Space
            {
                [Network, Input(2), Dense(1)]
                public sealed partial class DigitNet;

                [Network, Input(2), Dense(1)]
                public sealed partial class {|NETGEN007:Digitnet|};
            }
            """,
            "Network 'Space.Digitnet' differs from network 'Space.DigitNet' only in upper and lower case, so both would be written into the same files: give one another name"),

        new("constructors that do not draw the parameters", """
            public class Model { protected Model() { } protected Model(int size) { } }

            [Network, Input(2), Dense(1)]
            public sealed partial class DigitNet : Model
            {
                static DigitNet() { }
                public {|NETGEN130:DigitNet|}() { }
                private {|NETGEN130:DigitNet|}(string name) : base(3) { }
                internal {|NETGEN130:DigitNet|}(Guid id) : base() => Id = id;
                public DigitNet(int size) : this(size.ToString()) { }
                public DigitNet(long seed) : this((ulong)seed) { }
                public Guid Id { get; }
                public static DigitNet Make() => new("name");
            }
            """,
            "The constructor 'DigitNet()' of network 'DigitNet' does not call the generated one, which draws the parameters, so all of them would be 0: write ': this(seed)' behind its parameters",
            "The constructor 'DigitNet(string)' of network 'DigitNet' does not call the generated one, which draws the parameters, so all of them would be 0: write ': this(seed)' behind its parameters",
            "The constructor 'DigitNet(Guid)' of network 'DigitNet' does not call the generated one, which draws the parameters, so all of them would be 0: write ': this(seed)' behind its parameters"),

        new("a base class with constructors of which none is better", """
            public class Model { protected Model(int a = 0) { } protected Model(string b = "") { } }

            [Network, Input(2), Dense(1)]
            public sealed partial class {|CS0121:DigitNet|} : {|NETGEN004:Model|};
            """,
            "Network 'DigitNet' cannot derive from 'Model': it has several constructors that can be called without arguments, and none is better than the others; add one without parameters"),

        new("layers on a class that is not marked", """
            [Input(2), Dense(1)]
            public sealed partial class {|NETGEN131:DigitNet|};

            [Serializable]
            [DenseAttribute(1), Flatten]
            public class {|NETGEN131:Other|};
            [Obsolete]
            public partial class Parts;
            [NetGen.Softmax]
            public partial class {|NETGEN131:Parts|};
            [Input(3)]
            public partial class Parts;
            """,
            "'DigitNet' has [Input] and is no network, so nothing is generated for it: mark the class [Network]",
            "'Other' has [Dense] and is no network, so nothing is generated for it: mark the class [Network]",
            "'Parts' has [Softmax] and is no network, so nothing is generated for it: mark the class [Network]"),

        new("layers on the methods of types that are not marked", """
            public abstract partial class {|NETGEN131:Body|}
            {
                [Dense(1)] private partial Tensor {|CS8795:Hidden|}(Tensor x);
                [Forward] private Tensor Forward([Shape(2)] Tensor x) => Hidden(x);
            }
            public struct {|NETGEN131:Structure|}
            {
                [Forward] private Tensor Forward([Shape(2)] Tensor x) => x;
            }
            public static class {|NETGEN131:Objectives|}
            {
                [Objective] private static Tensor Loss(Tensor x) => x;
            }
            """,
            "'Body' has [Dense] and is no network, so nothing is generated for it: mark the class [Network]",
            "'Structure' has [Forward] and is no network, so nothing is generated for it: make it a class, and mark it [Network]",
            "'Objectives' has [Objective] and is no network, so nothing is generated for it: mark the class [Network]"),

        new("attributes of the same names that are not NetGen's, and a mark on another part or by another name", """
            using N = NetGen.NetworkAttribute;
            [Outer.Dense(3), Outer.Input]
            public class Fine
            {
                [Outer.Forward] public void Forward() { }
            }
            [Input(2), Dense(1)]
            public partial class Parts;
            [Network]
            public partial class Parts;
            [N, Input(2), Dense(1)]
            public partial class Named;
            public static class Outer
            {
                public sealed class DenseAttribute(int units) : Attribute { public int Units { get; } = units; }
                public sealed class InputAttribute : Attribute;
                public sealed class ForwardAttribute : Attribute;
            }
            """),
    ];
}
