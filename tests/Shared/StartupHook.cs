using System.Reflection;
using System.Runtime.CompilerServices;

/// <summary>
/// .NET finds it by its name. A process that is started with this assembly as its startup hook compiles every method of the assembly that
/// <c>NETGEN_PREPARE</c> names, without running any, and ends. <see cref="NetGen.Tests.Shared.JitSummary"/> starts it.
/// </summary>
#pragma warning disable CA1050 // A startup hook is in no namespace.
internal static class StartupHook
#pragma warning restore CA1050
{
    private const BindingFlags Declared
        = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable("NETGEN_PREPARE") is not { } path)
            return;
        foreach (var type in Assembly.LoadFrom(path).GetTypes())
        {
            foreach (var method in type.GetMembers(Declared).OfType<MethodBase>())
            {
                if (!type.ContainsGenericParameters && !method.ContainsGenericParameters && method.GetMethodBody() is not null)
                    RuntimeHelpers.PrepareMethod(method.MethodHandle);
            }
        }

        Environment.Exit(0);
    }
}
