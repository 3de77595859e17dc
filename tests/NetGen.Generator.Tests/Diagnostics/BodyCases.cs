namespace NetGen.Generator.Tests.Diagnostics;

/// <summary>Mistakes in forward methods and their layers.</summary>
internal static class BodyCases
{
    public static IEnumerable<DiagnosticCase> All => [.. Declared, .. Refused, .. Evaluated, .. Objectives];

    /// <summary>What is wrong with the layers and the signature.</summary>
    private static IEnumerable<DiagnosticCase> Declared =>
    [
        new("layers on the class beside a forward method", """
            [Network, {|NETGEN080:Input(2)|}, Dense(3)]
            public sealed partial class Net
            {
                [Dense(1)] private partial Tensor Hidden(Tensor x);
                [Forward] private Tensor Forward([Shape(2)] Tensor x) => Hidden(x);
            }
            """,
            "Network 'Net' has a forward method, so its layers stand on methods: move this attribute from the class to a partial method, or remove it"),

        Net("two forward methods", """
            [Forward] private Tensor First([Shape(2)] Tensor x) => Hidden(x);
            [Forward] private Tensor {|NETGEN081:Second|}([Shape(2)] Tensor x) => Hidden(x);
            """,
            "Network 'Net' has the forward method 'First' already: remove [Forward] from 'Second', or call it from 'First'"),

        new("layers without a forward method", """
            [Network]
            public sealed partial class {|NETGEN082:Net|}
            {
                [Dense(1)] private partial Tensor Hidden(Tensor x);
            }
            """,
            "Network 'Net' has layers on methods, but no method marked [Forward] that calls them"),

        Net("a forward method without inputs", "[Forward] private Tensor {|NETGEN083:Forward|}() => null!;",
            "'Forward' cannot be the forward method: it has no parameters, and so the network no input: write one, such as '[Shape(13)] Tensor x'"),

        Net("a forward method that returns something else", "[Forward] private float {|NETGEN083:Forward|}([Shape(2)] Tensor x) => 1;",
            "'Forward' cannot be the forward method: it returns 'float'; let it return a Tensor, or a tuple of them"),

        Net("an input that is no tensor", "[Forward] private Tensor Forward([Shape(2)] Tensor x, int {|NETGEN083:depth|}) => Hidden(x);",
            "'Forward' cannot be the forward method: its parameter 'depth' is not a plain Tensor; what is constant can be a const member"),

        Net("a generic forward method", "[Forward] private Tensor {|NETGEN083:Forward|}<T>([Shape(2)] Tensor x) => Hidden(x);",
            "'Forward' cannot be the forward method: it is generic; its code is written for the declared shapes alone"),

        Net("an input without a shape", "[Forward] private Tensor Forward(Tensor {|NETGEN084:x|}) => Hidden(x);",
            "Input 'x' of 'Forward' has no shape: write that of one sample, such as [Shape(784)] or [Shape(1, 28, 28)]"),

        Net("an empty shape", "[Forward] private Tensor Forward([{|NETGEN084:Shape|}] Tensor x) => Hidden(x);",
            "Input 'x' of 'Forward' has no shape: write that of one sample, such as [Shape(784)] or [Shape(1, 28, 28)]"),

        Net("an impossible shape", "[Forward] private Tensor Forward([Shape(2, {|NETGEN025:0|})] Tensor x) => Hidden(x);",
            "Shape 'x' expects dimensions of at least 1, but got 0"),

        Net("a layer on a method that is not partial", "[Dense(1)] private Tensor {|NETGEN085:Other|}(Tensor x) => x; [Forward] private Tensor Forward([Shape(2)] Tensor x) => Hidden(x);",
            "'Other' cannot stand for a layer: it is not partial; declare it as 'private partial Tensor Other(Tensor x)'"),

        Net("a layer with Count and no index", "[Dense(1, Count = 2)] private partial Tensor {|NETGEN085:Other|}(Tensor x); [Forward] private Tensor Forward([Shape(2)] Tensor x) => Hidden(x);",
            "'Other' cannot stand for a layer: its parameters or what it returns do not fit; declare it as 'private partial Tensor Other(int index, Tensor x)'"),

        Net("numbers that are lost as floats", "[Forward] private Tensor Forward([Shape(2)] Tensor x) => {|NETGEN091:Hidden(x) * 1e-60|};",
            "1E-60 is 0 as a float, of which tensors are made; write a number that is 0, or from 1.1754944E-38 to 3.4028235E+38 in size"),

        Net("numbers that are infinite as floats", "[Forward] private Tensor Forward([Shape(2)] Tensor x) => {|NETGEN091:Functional.Maximum(Hidden(x), -1e39)|};",
            "-1E+39 is infinite as a float, of which tensors are made; write a number that is 0, or from 1.1754944E-38 to 3.4028235E+38 in size"),

        Net("a count of none", "[Dense(1, Count = {|NETGEN025:0|})] private partial Tensor Other(int index, Tensor x); [Forward] private Tensor Forward([Shape(2)] Tensor x) => Hidden(x);",
            "Dense 'other' expects count of at least 1, but got 0"),

        Net("two layers on one method", "[Dense(1), Softmax] private partial Tensor {|NETGEN085:Other|}(Tensor x); [Forward] private Tensor Forward([Shape(2)] Tensor x) => Hidden(x);",
            "'Other' cannot stand for a layer: it has several layers, and stands for one; write a method for each"),

        Net("a parameter without dimensions", "[{|NETGEN085:Parameter|}] private partial Tensor Scale(); [Forward] private Tensor Forward([Shape(2)] Tensor x) => Hidden(x) * Scale();",
            "'scale' cannot stand for a layer: it has no dimensions; write them, such as [Parameter(64)]"),

        Net("a method whose name is no layer's", "[Dense(1)] private partial Tensor {|NETGEN027:_out|}(Tensor x); [Forward] private Tensor Forward([Shape(2)] Tensor x) => _out(x);",
            "'_out' cannot be the name of a layer: it does not start with a lower-case letter; give it a Name"),

        Net("two layers of the same name", "[Dense(1, Name = \"hidden\")] private partial Tensor {|NETGEN028:Other|}(Tensor x); [Forward] private Tensor Forward([Shape(2)] Tensor x) => Other(Hidden(x));",
            "The name 'hidden' is taken by 'Hidden': every layer needs a name of its own"),

        new("Count on a layer of a stack", """
            [Network, Input(2), Dense(3, Count = {|NETGEN085:2|})]
            public sealed partial class Net;
            """,
            "'dense1' cannot stand for a layer: Count stands for several layers on a method with an index; write the attribute as often as there are layers"),

        Net("a nested class that is no network", "[Nested({|NETGEN095:typeof(string)|})] private partial Tensor Other(Tensor x); [Forward] private Tensor Forward([Shape(2)] Tensor x) => Other(Hidden(x));",
            "'string' cannot be the layer 'other': it is not a network; mark it [Network]"),

        Net("a nested network that is none", "[Nested({|CS8625:{|NETGEN095:null|}|})] private partial Tensor Other(Tensor x); [Forward] private Tensor Forward([Shape(2)] Tensor x) => Other(Hidden(x));",
            "'null' cannot be the layer 'other': there is no such network; write 'typeof' and a class marked [Network]"),

        Net("a nested number", "[Nested({|NETGEN095:typeof(int)|})] private partial Tensor Other(Tensor x); [Forward] private Tensor Forward([Shape(2)] Tensor x) => Other(Hidden(x));",
            "'int' cannot be the layer 'other': it is no class; a layer is a class marked [Network]"),

        Net("a nested array", "[Nested({|NETGEN095:typeof(Net[])|})] private partial Tensor Other(Tensor x); [Forward] private Tensor Forward([Shape(2)] Tensor x) => Other(Hidden(x));",
            "'Net[]' cannot be the layer 'other': it is no class; a layer is a class marked [Network]"),

        new("a nested network that is none, in a stack", """
            [Network, Input(2), Nested({|NETGEN095:(Type)null!|}), Dense(1)]
            public sealed partial class Net;
            """,
            "'null' cannot be the layer 'nested1': there is no such network; write 'typeof' and a class marked [Network]"),

        new("a ring of two networks", """
            [Network, Input(2), Dense(2), Nested({|NETGEN095:typeof(B)|})]
            public sealed partial class A;
            [Network, Input(2), Nested({|NETGEN095:typeof(A)|})]
            public sealed partial class B;
            """,
            "'B' cannot be the layer 'nested1': the network would contain itself: A → B → A",
            "'A' cannot be the layer 'nested1': the network would contain itself: B → A → B"),

        new("a ring of three networks, by methods and by attributes, and one that has it as a layer", """
            [Network]
            public sealed partial class A
            {
                [Nested({|NETGEN095:typeof(B)|})] private partial Tensor Other(Tensor x);
                [Forward] private Tensor Forward([Shape(2)] Tensor x) => Other(x);
            }
            [Network, Input(2), Nested({|NETGEN095:typeof(C)|})]
            public sealed partial class B;
            [Network, Input(2), Nested({|NETGEN095:typeof(A)|})]
            public sealed partial class C;
            [Network, Input(2), Nested(typeof(A))]
            public sealed partial class Around;
            """,
            "'B' cannot be the layer 'other': the network would contain itself: A → B → C → A",
            "'C' cannot be the layer 'nested1': the network would contain itself: B → C → A → B",
            "'A' cannot be the layer 'nested1': the network would contain itself: C → A → B → C"),

        Net("a network that contains itself", "[Nested({|NETGEN095:typeof(Net)|})] private partial Tensor Other(Tensor x); [Forward] private Tensor Forward([Shape(2)] Tensor x) => Other(Hidden(x));",
            "'Net' cannot be the layer 'other': the network would contain itself: Net → Net"),

        Net("a layer that is never called", "[Dense(1)] private partial Tensor {|NETGEN093:Other|}(Tensor x); [Forward] private Tensor Forward([Shape(2)] Tensor x) => Hidden(x);",
            "'other' is not used: the forward method never calls it"),

        Net("a layer of several that is never called", "[Dense(1, Count = 3)] private partial Tensor {|NETGEN093:Other|}(int i, Tensor x); [Forward] private Tensor Forward([Shape(2)] Tensor x) => Other(2, Other(0, Hidden(x)));",
            "'other.1' is not used: the forward method never calls it"),
    ];

    /// <summary>C# that a forward method cannot have.</summary>
    private static IEnumerable<DiagnosticCase> Refused =>
    [
        Refuse("a task", "[Forward] private Tensor Forward([Shape(2)] Tensor x) { Tensor y = {|NETGEN088:Later(x).Result|}; return Hidden(y); } private static async System.Threading.Tasks.Task<Tensor> Later(Tensor x) { await System.Threading.Tasks.Task.Yield(); return x; }",
            "'Result' is not known at compile time: what is known then is const members, locals and the properties that compute from them"),
        Refuse("an async forward method", "[Forward] private async System.Threading.Tasks.Task<Tensor> {|NETGEN083:Forward|}([Shape(2)] Tensor x) { await System.Threading.Tasks.Task.Yield(); return Hidden(x); }",
            "'Forward' cannot be the forward method: it is async, and is read when the network is compiled; remove 'async'"),
        Refuse("a lambda", Body("Func<Tensor, Tensor> f = {|NETGEN086:t => t * 2|}; return Hidden(x);"),
            "A forward method cannot have a lambda or delegate: write a method or a local function, and call it by its name"),
        Refuse("while", Body("var i = 0; {|NETGEN086:while|} (i < 3) i++; return Hidden(x);"), "A forward method cannot have 'while': write a 'for' or a 'foreach' whose bounds are constants"),
        Refuse("do", Body("var i = 0; {|NETGEN086:do|} { i++; } while (i < 3); return Hidden(x);"), "A forward method cannot have 'do': write a 'for' or a 'foreach' whose bounds are constants"),
        Refuse("try", Body("{|NETGEN086:try|} { return Hidden(x); } finally { }"), "A forward method cannot have 'try': nothing that is read waits, releases or throws; remove it"),
        Refuse("throw", Body("if (1 > 2) {|NETGEN086:throw|} new Exception(); return Hidden(x);"), "A forward method cannot have 'throw': choose between what is possible; an impossible shape has a diagnostic by itself"),
        Refuse("goto", Body("{|NETGEN086:goto|} end; end: return Hidden(x);"), "A forward method cannot have 'goto': write an 'if', a 'switch' or a loop"),
        Refuse("using", Body("{|NETGEN086:using|} (var s = new System.IO.MemoryStream()) return Hidden(x);"), "A forward method cannot have 'using': nothing that is read waits, releases or throws; remove it"),
        Refuse("lock", Body("{|NETGEN086:lock|} (x) return Hidden(x);"), "A forward method cannot have 'lock': nothing that is read waits, releases or throws; remove it"),
        Refuse("an object", Body("var s = {|NETGEN086:new System.Text.StringBuilder()|}; return Hidden(x);"), "A forward method cannot have an object of type 'StringBuilder': use tensors, numbers, tuples, arrays and lists"),
        Refuse("a decimal", Body("var d = {|NETGEN086:2.5m|}; return Hidden(x) * (float)d;"),
            "A forward method cannot have a constant of type 'Decimal': numbers are int, float or double"),
        Refuse("an array with two axes", Body("var a = {|NETGEN086:new int[2, 2]|}; return Hidden(x);"), "A forward method cannot have an array with several axes: use an array of arrays"),
        Refuse("text with values in it", Body("var i = 1; var s = {|NETGEN086:$\"block {i}\"|}; return Hidden(x);"), "A forward method cannot have text with values in it: use tensors, numbers, tuples, arrays and lists"),
        Refuse("an assignment to a field", "private int steps; [Forward] private Tensor Forward([Shape(2)] Tensor x) { {|NETGEN086:steps|} = 3; return Hidden(x); } private int Steps => steps;",
            "A forward method cannot have an assignment to a member: assign to a local variable, and return what is computed: nothing else of it stays"),
        Refuse("a query", Body("var q = {|NETGEN086:from i in new[] { 1 } select i|}; return Hidden(x);"), "A forward method cannot have a query: write a 'for' or a 'foreach' whose bounds are constants"),
        Refuse("dynamic", Body("dynamic d = {|NETGEN086:1|}; var e = d + 1; return Hidden(x);"), "A forward method cannot have a conversion to 'dynamic': numbers are int, float or double"),
        Refuse("the layer of another instance", "[Forward] private Tensor Forward([Shape(2)] Tensor x) => {|NETGEN086:Other.Hidden(x)|} + Hidden(x); private static Net Other => null!;",
            "A forward method cannot have a layer of another instance: nest its class with [Nested(typeof(…))]"),
        Refuse("a method of the framework", Body("return Hidden(x) * {|NETGEN087:double.MaxNative(8, 3)|};"), "'MaxNative' cannot be called in a forward method: call MathF.Max or MathF.Min"),
        Refuse("a method of an interface", "[Forward] private Tensor Forward([Shape(2)] Tensor x) => {|NETGEN087:((IMix)null!).Mix(x)|} + Hidden(x); interface IMix { Tensor Mix(Tensor x); }",
            "'Mix' cannot be called in a forward method: which method it is, is only known when it runs; make it static, or a private method of the class"),
        Refuse("a generic method", "[Forward] private Tensor Forward([Shape(2)] Tensor x) => {|NETGEN087:Same(x)|} + Hidden(x); static T Same<T>(T value) => value;", "'Same' cannot be called in a forward method: it is generic, and 'Tensor' is no number with a fraction; write it for the types that you need"),
        Refuse("a method with an out parameter", "[Forward] private Tensor Forward([Shape(2)] Tensor x) { {|NETGEN087:Halve(x, out var y)|}; return Hidden(y); } static void Halve(Tensor x, out Tensor y) => y = x / 2;",
            "'Halve' cannot be called in a forward method: it has parameters by reference; return what it changes, several values as a tuple"),
        Refuse("a field that is not constant", "private static int Depth = 3; [Forward] private Tensor Forward([Shape(2)] Tensor x) { for (var i = 0; i < {|NETGEN088:Depth|}; i++) x = x * 2; return Hidden(x); }",
            "'Depth' is not known at compile time: make it a const, or a static readonly field with a value"),
        Refuse("a property that is not constant", Body("for (var i = 0; i < {|NETGEN088:Environment.ProcessorCount|}; i++) x = x * 2; return Hidden(x);"),
            "'ProcessorCount' is not known at compile time: what is known then is const members, locals and the properties that compute from them"),
        Refuse("recursion", "[Forward] private Tensor Forward([Shape(2)] Tensor x) => Hidden(Down(x, 3)); private static Tensor Down(Tensor x, int n) => n == 0 ? x : {|NETGEN089:Down(x / 2, n - 1)|};", "'Down' calls itself: write a loop instead"),
        Refuse("a function of elements of the framework", Body("return Map(Hidden(x), {|NETGEN079:MathF.Cbrt|});"),
            "'Cbrt' cannot be applied to elements: it is not a method of this project; write one that calls it, and mark that [Differentiable]"),
        Refuse("a function of elements that is a lambda", Body("return Map(Hidden(x), {|NETGEN079:y => y * y|});"),
            "This cannot be applied to elements: it is no method; write a static method, mark it [Differentiable], and give its name"),
        Refuse("a function of elements that is not marked", "static float Square(float x) => x * x; " + Body("return Map(Hidden(x), {|NETGEN079:Square|});"),
            "'Square' cannot be applied to elements: mark it [Differentiable]"),
        Refuse("a function of elements of an object", "float Square(float x) => x * x; " + Body("return Map(Hidden(x), {|NETGEN079:Square|});"),
            "'Square' cannot be applied to elements: it is not a static method from 'float' to 'float'"),
        Refuse("a function of elements that cannot be computed on vectors", "[Differentiable] static float Bent(float x) => MathF.Asinh(x); " + Body("return Map(Hidden(x), {|NETGEN079:Bent|});"),
            "'Bent' cannot be applied to elements: Asinh cannot be computed on vectors"),
        Refuse("a function of elements that runs until it is good enough", "[Differentiable] static float Root(float a) { var x = a; while (MathF.Abs(x * x - a) > 0.001f) x = 0.5f * (x + a / x); return x; } " + Body("return Map(Hidden(x), {|NETGEN079:Root|});"),
            "'Root' cannot be applied to elements: elements are computed side by side, by one expression. How often the loop runs depends on a parameter of the function: "
            + "let it end after at most 64 rounds, as 'for (var i = 0; i < 8; i++)' with 'break' and 'while (error > 0.001f && i++ < 8)' do"),
        Refuse("a function of elements that reads a table", "static readonly float[] Table = [1, 2]; [Differentiable] static float Of(float x) => Table[(int)x] * x; " + Body("return Map(Hidden(x), {|NETGEN079:Of|});"),
            "'Of' cannot be applied to elements: elements are computed side by side, by one expression. The value converted to 'int' depends on a parameter of the function: "
            + "use Truncate, Floor or Round, which give a number with a fraction of zero"),
        Refuse("a function of elements that is large", "[Differentiable] static float Long(float x) { for (var i = 0; i < 60; i++) x += MathF.Sin(x); return x; } " + Body("return Map(Hidden(x), {|NETGEN079:Long|});"),
            "'Long' cannot be applied to elements: written out it has more than 200 operations, and a kernel repeats it wherever it stores; take fewer rounds of its loops, or apply it in parts, one after the other"),
        Refuse("a function of elements with a mistake, which is told there", "[Differentiable] static float Odd(float x) => {|NETGEN087:float.MaxNative(x, 2)|}; " + Body("return Map(Hidden(x), Odd);"),
            "'MaxNative' cannot be called in a differentiable function: call MathF.Max or MathF.Min"),
        Refuse("two constructs, each told", Body("{|NETGEN086:try|} { } finally { } {|NETGEN086:lock|} (x) { } return Hidden(x);"),
            "A forward method cannot have 'try': nothing that is read waits, releases or throws; remove it",
            "A forward method cannot have 'lock': nothing that is read waits, releases or throws; remove it"),
        Refuse("a variable that is not assigned, which the C# compiler reports", Body("Tensor y; for (var i = 0; i < 2; i++) y = x; return Hidden({|CS0165:y|});")),
        Refuse("a misspelt layer, which the C# compiler reports", Body("return {|CS0103:Hiden|}(x) + Hidden(x);")),
        Refuse("a comparison as a condition, which the C# compiler reports", Body("if ({|CS0029:x > 0|}) return x; return Hidden(x);")),
    ];

    /// <summary>What the network is trained for.</summary>
    private static IEnumerable<DiagnosticCase> Objectives =>
    [
        Objective("two objectives", "private Tensor First(Tensor y) => y; [Objective] private Tensor {|NETGEN098:Second|}(Tensor y) => y;",
            "Network 'Net' has the objective 'First' already: remove [Objective] from 'Second', or add it up in 'First'"),
        Objective("an objective that does not take the outputs", "private Tensor {|NETGEN097:Loss|}([Shape(12)] Tensor target) => target;",
            "'Loss' cannot be the objective: its first parameters are the network's outputs, of which there are 1, and it has 0 without a [Shape]"),
        Objective("an objective that returns a number", "private float {|NETGEN097:Loss|}(Tensor y) => 1;",
            "'Loss' cannot be the objective: it returns 'float'; let it return a Tensor with the values of a sample"),
        Objective("a target without a shape", "private Tensor Loss(Tensor y, Tensor {|NETGEN097:target|}) => y - target;",
            "'Loss' cannot be the objective: its parameter 'target' is no input of the network; if it is a target, write its [Shape]"),
        Objective("a target with an impossible shape", "private Tensor Loss(Tensor y, [Shape({|NETGEN025:0|})] Tensor target) => y - target;",
            "Shape 'target' expects dimensions of at least 1, but got 0"),
        Objective("a setting of an objective", "private Tensor Loss(Tensor y, float {|NETGEN097:scale|}) => y * scale;",
            "'Loss' cannot be the objective: its parameter 'scale' is not a plain Tensor; what is constant can be a const member"),
        Objective("a generic objective", "private Tensor {|NETGEN097:Loss|}<T>(Tensor y) => y;",
            "'Loss' cannot be the objective: it is generic; its code is written for the declared shapes alone"),
        Objective("an objective whose shapes do not fit", "private Tensor Loss(Tensor y, [Shape(5)] Tensor target) => {|NETGEN090:y - target|};", "− of [12] and [5]: 12 ≠ 5"),
        Objective("an objective that depends on nothing", "private Tensor Loss(Tensor y) => {|NETGEN090:Full(1, 3)|};",
            "'Loss' is the same for all samples; an objective depends on outputs or targets"),
        Objective("a derivative by what has no part in it", "private Tensor Loss(Tensor y, Tensor x) => {|NETGEN091:Gradient(y, x + 0)|} * y;",
            "Gradient of what does not depend on the tensor: give it the tensor itself from which the other one is computed"),
        Objective("a construct that an objective cannot have", "private Tensor Loss(Tensor y) { {|NETGEN086:while|} (true) { } }",
            "An objective cannot have 'while': write a 'for' or a 'foreach' whose bounds are constants"),
        Objective("a construct that a method of an objective cannot have", "private Tensor Loss(Tensor y) => Squared(y); private static Tensor Squared(Tensor y) { {|NETGEN086:try|} { return y * y; } finally { } }",
            "An objective cannot have 'try': nothing that is read waits, releases or throws; remove it"),
        Objective("a method that an objective cannot call", "private Tensor Loss(Tensor y) => y * {|NETGEN087:double.MaxNative(8, 3)|};",
            "'MaxNative' cannot be called in an objective: call MathF.Max or MathF.Min"),
        Objective("a setting of an objective that is not known", "private Tensor Loss(Tensor y) => y * {|NETGEN088:Scale|}; private static float Scale = 2;",
            "'Scale' is not known at compile time: make it a const, or a static readonly field with a value"),
        Objective("an objective that calls itself", "private Tensor Loss(Tensor y) => {|NETGEN089:Loss(y)|};", "'Loss' calls itself: write a loop instead"),
        Objective("an objective with a loop without an end", "private Tensor Loss(Tensor y) { {|NETGEN092:for|} (var i = 0; i < 3; i--) i++; return y; }",
            "The objective is evaluated at compile time, and has not ended after 200,000 steps"),
        Net("a layer that neither the forward method nor the objective calls",
            "[Dense(1)] private partial Tensor {|NETGEN093:Other|}(Tensor x); [Forward] private Tensor Forward([Shape(2)] Tensor x) => Hidden(x); [Objective] private Tensor Loss(Tensor y) => y * y;",
            "'other' is not used: neither the forward method nor the objective calls it"),
        new("a construct that an objective of a stack cannot have", """
            [Network, Input(2), Dense(3)]
            public sealed partial class Net
            {
                [Objective] private static Tensor Loss(Tensor y, [Shape(3)] Tensor target) { {|NETGEN086:lock|} (y) { } return y - target; }
            }
            """,
            "An objective cannot have 'lock': nothing that is read waits, releases or throws; remove it"),
        Net("a layer on which the objective does not depend",
            "[Dense(3)] private partial Tensor Other(Tensor x); [Forward] private (Tensor, Tensor) Forward([Shape(2)] Tensor x) => (Hidden(x), {|NETGEN094:Other(x)|}); [Objective] private Tensor Loss(Tensor y, Tensor z) => y * y;",
            "'other.weight' cannot be trained: the objective does not depend on it"),
        new("an objective of a stack with a mistake", """
            [Network, Input(2), Dense(3)]
            public sealed partial class Net
            {
                [Objective] private static Tensor Loss(Tensor y, [Shape(2)] Tensor target) => {|NETGEN090:y - target|};
            }
            """,
            "− of [3] and [2]: 3 ≠ 2"),
        new("a member that collides with the evaluation of the objective", """
            [Network, Input(2), Dense(3)]
            public sealed partial class Net
            {
                [Objective] private static Tensor Loss(Tensor y, [Shape(3)] Tensor target) => y - target;
                public float {|NETGEN006:Evaluate|}(Workspace workspace) => 0;
            }
            """,
            "'Evaluate(Workspace)' collides with a member that is generated for network 'Net': give it another name or other parameters"),
    ];

    private static DiagnosticCase Objective(string name, string method, params string[] messages)
        => Net(name, $"[Forward] private Tensor Forward([Shape(2)] Tensor x) => Hidden(x); [Objective] {method}", messages);

    /// <summary>What comes of evaluating the method.</summary>
    private static IEnumerable<DiagnosticCase> Evaluated =>
    [
        Shape("a matrix product whose inner axes differ", "{|NETGEN090:MatMul(Reshape(Hidden(x), 4, 3), Full(1, 5, 2))|}", "MatMul of [4 × 3] and [5 × 2]: 3 ≠ 5"),
        Shape("a sum of shapes that do not broadcast", "{|NETGEN090:Hidden(x) + Full(1, 5)|}", "+ of [12] and [5]: 12 ≠ 5"),
        Shape("a concatenation of other shapes", "{|NETGEN090:Concatenate(1, Reshape(Hidden(x), 4, 3), Reshape(Hidden(x), 3, 4))|}", "Concatenate of [4 × 3] and [3 × 4] along axis 1: 4 ≠ 3"),
        Shape("a concatenation of other ranks", "{|NETGEN090:Concatenate(Hidden(x), Reshape(Hidden(x), 3, 4))|}", "Concatenate of [12] and [3 × 4]: 1 ≠ 2 axes"),
        Shape("a reshape to another size", "{|NETGEN090:Reshape(Hidden(x), 5, 2)|}", "Reshape of [12] to [5 × 2]: 12 ≠ 10 elements"),
        Shape("a reshape to what does not divide", "{|NETGEN090:Reshape(Hidden(x), 5, -1)|}", "Reshape of [12] to [5 × -1]: 12 elements are not a multiple of 5"),
        Shape("a stack of other shapes", "{|NETGEN090:Stack(Reshape(Hidden(x), 4, 3), Reshape(Hidden(x), 3, 4))|}", "Stack of [4 × 3] and [3 × 4]: they are to have one shape"),
        Shape("a stack along an axis that cannot be", "{|NETGEN090:Stack(2, Hidden(x), Hidden(x))|}", "Stack of [12] along axis 2: the new axis is one of 0 to 1"),
        Shape("a triangle of what has no rows", "{|NETGEN090:Tril(Hidden(x))|}", "Tril of [12]: it has no rows and columns; give it at least 2 axes"),
        Shape("a cumulative sum along an axis that is not there", "{|NETGEN090:CumSum(Hidden(x), 1)|}", "CumSum along axis 1 of [12]: its axes are 0 to 0"),
        Shape("a sum of exponentials with an axis twice", "{|NETGEN090:LogSumExp(Reshape(Hidden(x), 3, 4), 0, -2)|}", "LogSumExp of [3 × 4] along (0, -2): an axis is there twice"),
        Shape("a slice that reaches too far", "{|NETGEN090:Slice(Hidden(x), 0, 10, 3)|}", "Slice of [12]: axis 0 has 12 elements, not 3 from 10 on"),
        Shape("an axis that is not there", "{|NETGEN090:Sum(Hidden(x), 1)|}", "Sum along axis 1 of [12]: its axes are 0 to 0"),
        Shape("an axis twice", "{|NETGEN090:Sum(Reshape(Hidden(x), 3, 4), 0, -2)|}", "Sum of [3 × 4] along (0, -2): an axis is there twice"),
        Shape("a transpose that leaves out an axis", "{|NETGEN090:Transpose(Reshape(Hidden(x), 3, 4), 1)|}", "Transpose of [3 × 4] by (1): each of its 2 axes is to be there once"),
        Shape("a layer on what depends on no input", "Hidden(x) + Hidden({|NETGEN090:Full(1, 2)|})", "'hidden' takes what depends on an input, and this depends on none"),
        Shape("an output that depends on no input", "{|NETGEN090:Full(1, 2)|}", "'output' [2] depends on no input, so that it is no output: there is one for all samples"),
        Shape("alternatives of two shapes", "{|NETGEN090:WhenTraining(Hidden(x), Reshape(Hidden(x), 3, 4))|}", "WhenTraining of [12] and [3 × 4]: they stand for one another, and so have one shape"),
        Shape("a choice of a number", "{|NETGEN090:WhenTraining(Hidden(x), 0)|}", "WhenTraining takes a tensor with axes, and this is a number; make one with Full"),
        Shape("random numbers without room", "Hidden(x) + {|NETGEN090:RandomNormal(0)|}", "RandomNormal to [0]: dimensions are at least 1"),
        Shape("a prediction that depends on random numbers", "Hidden(x) * WhenTraining(RandomUniform(12), Full(1, 12)) + {|NETGEN096:RandomNormal(12)|}",
            "'random2' is random, and a prediction would depend on it: choose what it takes instead with WhenTraining(random, otherwise)"),
        Net("a prediction that depends on the other samples", "[Parameter(12)] private partial Tensor Scale(); [Forward] private Tensor Forward([Shape(2)] Tensor x) => Hidden(x) * WhenTraining(Gradient(Hidden(x) * Scale(), Scale()), Scale()) + {|NETGEN145:Gradient(Sin(Hidden(x) * Scale()), Scale())|};",
            "The gradient by 'scale' is a sum over all samples of the batch, so that the prediction for a sample would depend on the others: take the gradient by an input, choose what a prediction has instead with WhenTraining, or use it in the objective"),
        Net("a layer that only a prediction uses", "[Dense(12)] private partial Tensor Other(Tensor x); [Forward] private Tensor Forward([Shape(2)] Tensor x) => WhenTraining(Hidden(x), {|NETGEN094:Other(x)|});",
            "'other.weight' cannot be trained: no output depends on it"),
        Net("a shared layer with another number of features", "[Forward] private Tensor Forward([Shape(2)] Tensor x) => {|NETGEN040:Hidden(Hidden(x))|};",
            "Dense 'hidden' does not fit its input: 'hidden.weight' is [12 × 2] where it is first used, and would be [12 × 12] here"),
        Net("one mistake, though much follows from it", "[Forward] private Tensor Forward([Shape(2)] Tensor x) { var h = {|NETGEN090:Reshape(Hidden(x), 5, 2)|}; for (var i = 0; i < 10; i++) h = Hidden(h) + MatMul(h, Full(1, 7)); return h; }",
            "Reshape of [12] to [5 × 2]: 12 ≠ 10 elements"),
        Shape("an index that is not there", "Hidden(x) * {|NETGEN091:new[] { 1, 2 }[2]|}", "There is no element 2 among 2"),
        Shape("a division by zero", "Hidden(x) * ({|NETGEN091:1 / Zero|})", "1 is divided by zero"),
        Shape("a number that is too large", "Hidden(x) * ({|NETGEN091:(Zero + 2000000000) * 2|})", "4,000,000,000 does not fit into an int; write unchecked(…) if it is to wrap around"),
        Shape("the sign of NaN", "Hidden(x) * {|NETGEN091:Math.Sign(double.NaN * (Zero + 1))|}", "NaN has no sign"),
        Shape("a range that is too long", "Hidden(x) * {|NETGEN091:Enumerable.Range(int.MaxValue - Zero, 5)|}.Count()", "The range exceeds the largest int"),
        Shape("the first of nothing", "Hidden(x) * {|NETGEN091:new int[Zero].First()|}", "The collection is empty"),
        Shape("an array of a negative length", "Hidden(x) * {|NETGEN091:new int[Zero - 1]|}.Length", "An array cannot have -1 elements"),
        Shape("a checked sum", "Hidden(x) * checked({|NETGEN091:(byte)(Zero + 300)|})", "300 does not fit into a byte"),
        Shape("a bound above the other", "Hidden(x) * {|NETGEN091:Math.Clamp(Zero, 2, 1)|}", "2 is greater than 1"),
        Net("a tuple of another size, which the C# compiler reports", "[Forward] private (Tensor, Tensor) Forward([Shape(2)] Tensor x) => {|CS0029:(x, x, Hidden(x))|};"),
        Net("an item that is no number, which the C# compiler reports", "[Forward] private Tensor Forward([Shape(2)] Tensor x) { foreach (var i in new[] { 0, 1, {|CS9174:[2]|} }) x = x * i; return Hidden(x); }"),
        Shape("an array that is too long", "Hidden(x) * {|NETGEN120:new Tensor[2000000000]|}.Length",
            "What is evaluated at compile time takes more than 200,000 elements of arrays and lists here: let loops take fewer rounds, or make it smaller"),
        Net("an expression that is nested too deeply",
            Body($"return Hidden({string.Concat(Enumerable.Repeat("Relu(", 248))}{{|NETGEN121:Relu|}}({string.Concat(Enumerable.Repeat("Relu(", 20))}x{new string(')', 269)});"),
            "A forward method is nested more than 250 levels deep here: keep a part of it in a variable, or write a method for it"),
        Net("a loop without an end", "[Forward] private Tensor Forward([Shape(2)] Tensor x) { {|NETGEN092:for|} (var i = 0; i < 3; i--) i++; return Hidden(x); }",
            "The forward method is evaluated at compile time, and has not ended after 200,000 steps"),
        Net("a layer that is not there", "[Dense(2, Count = 2)] private partial Tensor Other(int i, Tensor x); [Forward] private Tensor Forward([Shape(2)] Tensor x) { for (var i = 0; i <= 2; i++) x = {|NETGEN091:Other(i, x)|}; return Hidden(x); }",
            "There is no 'other.2': Count is 2"),
        Net("a layer that nothing depends on", "[Dense(12)] private partial Tensor Other(Tensor x); [Forward] private Tensor Forward([Shape(2)] Tensor x) { var unused = {|NETGEN094:Other(x)|}; return Hidden(x); }",
            "'other.weight' cannot be trained: no output depends on it"),
        Net("a nested network that takes another shape", "[Nested(typeof(Trunk))] private partial Tensor Other(Tensor x); [Forward] private Tensor Forward([Shape(2)] Tensor x) => {|NETGEN040:Other(Hidden(x))|};",
            "Nested 'other' does not fit its input: 'input' of Trunk is [3], and it gets [12]"),
        new("a nested network with a mistake, which is told there", """
            [Network, Input(3)] [Dense({|NETGEN025:0|})] public sealed partial class Trunk;

            [Network]
            public sealed partial class Net
            {
                [Nested(typeof(Trunk))] private partial Tensor Other(Tensor x);
                [Forward] private Tensor Forward([Shape(3)] Tensor x) => Other(x);
            }
            """,
            "Dense 'dense1' expects units of at least 1, but got 0"),
    ];

    private static DiagnosticCase Shape(string name, string expression, params string[] messages)
        => Net(name, $"internal static readonly int Zero = 0; [Forward] private Tensor Forward([Shape(2)] Tensor x) => {expression};", messages);

    private static DiagnosticCase Refuse(string name, string members, params string[] messages) => Net("the construct: " + name, members, messages);

    private static DiagnosticCase Net(string name, string members, params string[] messages) => new(name, Source(members), messages);

    private static string Body(string statements) => $"[Forward] private Tensor Forward([Shape(2)] Tensor x) {{ {statements} }}";

    private static string Source(string members)
        => $$"""
            using System.Linq;
            using static NetGen.Functional;

            [Network]
            public sealed partial class Net
            {
                [Dense(12)] private partial Tensor Hidden(Tensor x);
                {{members}}
            }

            [Network, Input(3)] [Dense(2)] public sealed partial class Trunk;
            """;
}
