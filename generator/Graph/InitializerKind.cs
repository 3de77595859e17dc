namespace NetGen.Generator.Graph;

/// <summary>The members of the runtime's <c>Initializer</c>, in its order.</summary>
internal enum InitializerKind
{
    Default, XavierUniform, XavierNormal, HeUniform, HeNormal, Zeros, Ones, Normal,
}
