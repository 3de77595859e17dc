using NetGen.Generator.Diagnostics;
using NetGen.Generator.Emission;

namespace NetGen.Generator.Compilation;

/// <summary>A network's declaration compiled: the files to add, or what is wrong with its shapes. Advice comes beside files.</summary>
internal sealed record CompiledNetwork(EquatableArray<SourceFile> Files, EquatableArray<Problem> Problems);
