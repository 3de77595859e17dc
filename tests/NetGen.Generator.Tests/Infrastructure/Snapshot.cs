using System.Runtime.CompilerServices;
using System.Text;

namespace NetGen.Generator.Tests.Infrastructure;

/// <summary>
/// Compares texts with files beside the test, by the conventions of Verify: <c>Class.Method.verified.cs</c> is what is expected, and on
/// a difference <c>Class.Method.received.cs</c> is what came.
/// </summary>
/// <remarks>
/// To accept what came: look at the difference, then rename the received file, or run the tests once with the environment variable
/// <c>ACCEPT_SNAPSHOTS=1</c>.
/// </remarks>
internal static class Snapshot
{
    private static readonly UTF8Encoding Encoding = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Compares one text. A name is needed where a test compares several: <c>Class.Method#Name.verified.cs</c>.</summary>
    public static void Verify(
        string text, string? name = null, [CallerFilePath] string testFile = "", [CallerMemberName] string testMethod = "", string extension = "cs")
    {
        var path = Path.Combine(
            Path.GetDirectoryName(testFile)!,
            $"{Path.GetFileNameWithoutExtension(testFile)}.{testMethod}{(name is null ? "" : "#" + name)}");
        var verified = $"{path}.verified.{extension}";
        var received = $"{path}.received.{extension}";
        var expected = File.Exists(verified) ? File.ReadAllText(verified) : null;
        if (expected == text)
        {
            File.Delete(received);
            return;
        }

        if (Environment.GetEnvironmentVariable("ACCEPT_SNAPSHOTS") == "1")
        {
            File.Delete(received);
            File.WriteAllText(verified, text, Encoding);
            return;
        }

        File.WriteAllText(received, text, Encoding);
        if (expected is null)
            Assert.Fail($"There is no {Path.GetFileName(verified)} yet. What came is in {received}.");
        Assert.Equal(expected, text);
    }

    /// <summary>Compares every generated file of a run.</summary>
    public static void Verify(GeneratorRun run, [CallerFilePath] string testFile = "", [CallerMemberName] string testMethod = "")
    {
        foreach (var (file, text) in run.Files.OrderBy(static file => file.Key, StringComparer.Ordinal))
            Verify(text, file.EndsWith(".cs", StringComparison.Ordinal) ? file[..^".cs".Length] : file, testFile, testMethod);
    }
}
