namespace System.Diagnostics.CodeAnalysis;

/// <summary>The compiler puts this on the copy constructor of a record with required members.</summary>
[AttributeUsage(AttributeTargets.Constructor, Inherited = false)]
internal sealed class SetsRequiredMembersAttribute : Attribute;
