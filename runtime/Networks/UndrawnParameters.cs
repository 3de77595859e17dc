using System.ComponentModel;

namespace NetGen;

/// <summary>For generated code: tells the constructor that does not draw parameters, because a file is about to fill them, from the others.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct UndrawnParameters;
