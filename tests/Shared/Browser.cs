using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NetGen.Tests.Shared;

/// <summary>A headless Chromium with one page, driven by the DevTools protocol. What the page complains of, and every request that leaves the machine, is kept.</summary>
internal sealed class Browser : IAsyncDisposable
{
    // Only what hangs takes so long, on however busy a machine.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly DirectoryInfo profile = Directory.CreateTempSubdirectory("netgen-browser");
    private readonly ClientWebSocket socket = new();
    private readonly Dictionary<int, TaskCompletionSource<JsonObject>> waiting = [];
    private readonly CancellationTokenSource ending = new();
    private readonly Process process;
    private TaskCompletionSource loaded = new();
    private Task reading = Task.CompletedTask;
    private string session = "";
    private int number;

    private Browser(string program)
    {
        // A sandbox needs rights that a container does not have; what is opened here is written by the tests.
        var start = new ProcessStartInfo(program, ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--hide-scrollbars", "--remote-debugging-port=0", $"--user-data-dir={profile.FullName}", "about:blank"])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        process = Process.Start(start) ?? throw new InvalidOperationException($"'{program}' did not start.");
    }

    /// <summary>The browser of this machine; null where there is none.</summary>
    public static string? Program { get; } = Find();

    /// <summary>Errors and warnings of the console, exceptions of scripts, and requests for anything but the page itself.</summary>
    public List<string> Complaints { get; } = [];

    /// <summary>Starts the browser.</summary>
    public static async Task<Browser> Start()
    {
        var browser = new Browser(Program ?? throw new InvalidOperationException("There is no Chromium."));
        try
        {
            await browser.Connect();
            return browser;
        }
        catch
        {
            await browser.DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens a file, in a window of a size and in a colour scheme.</summary>
    public async Task Open(string path, int width = 1280, int height = 900, bool isDark = false)
    {
        await Send("Emulation.setDeviceMetricsOverride", new() { ["width"] = width, ["height"] = height, ["deviceScaleFactor"] = 1, ["mobile"] = width < 600 });
        await Send("Emulation.setEmulatedMedia", new() { ["features"] = new JsonArray(new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = isDark ? "dark" : "light" }) });
        Complaints.Clear();
        loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await Send("Page.navigate", new() { ["url"] = new Uri(Path.GetFullPath(path)).AbsoluteUri });
        await loaded.Task.WaitAsync(Patience);

        // Charts are drawn when their places have a size.
        await Evaluate<bool>("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))");
    }

    /// <summary>The value of an expression in the page.</summary>
    public async Task<T> Evaluate<T>(string expression)
    {
        var answer = await Send("Runtime.evaluate", new() { ["expression"] = expression, ["returnByValue"] = true, ["awaitPromise"] = true });
        if (answer["exceptionDetails"] is { } failure)
            throw new InvalidOperationException($"{expression}\n{failure.ToJsonString()}");
        return answer["result"]!["value"] is { } value ? value.Deserialize<T>()! : default!;
    }

    /// <summary>Moves the mouse to the middle of an element, or to a share of its width, and presses its button where that is asked for.</summary>
    public async Task Point(string selector, double share = 0.5, bool click = false)
    {
        var place = await Evaluate<double[]>($"(() => {{ const e = document.querySelector({JsonSerializer.Serialize(selector)}); e.scrollIntoView({{block: 'center'}}); const r = e.getBoundingClientRect(); return [r.left + r.width * {share.ToString(System.Globalization.CultureInfo.InvariantCulture)}, r.top + r.height / 2]; }})()");
        foreach (var type in click ? (string[])["mouseMoved", "mousePressed", "mouseReleased"] : ["mouseMoved"])
            await Send("Input.dispatchMouseEvent", new() { ["type"] = type, ["x"] = place[0], ["y"] = place[1], ["button"] = type == "mouseMoved" ? "none" : "left", ["clickCount"] = type == "mouseMoved" ? 0 : 1 });
    }

    /// <summary>Presses a key, by its name.</summary>
    public async Task Press(string key)
    {
        var code = key switch { "Tab" => 9, "Enter" => 13, " " => 32, "End" => 35, "Home" => 36, "ArrowLeft" => 37, "ArrowRight" => 39, "Escape" => 27, _ => 0 };
        var text = key switch { "Enter" => "\r", " " => " ", _ => null };
        var down = new JsonObject { ["type"] = text is null ? "rawKeyDown" : "keyDown", ["key"] = key, ["code"] = key == " " ? "Space" : key, ["windowsVirtualKeyCode"] = code };
        if (text is not null)
            down["text"] = text;
        await Send("Input.dispatchKeyEvent", down);
        await Send("Input.dispatchKeyEvent", new() { ["type"] = "keyUp", ["key"] = key, ["code"] = key == " " ? "Space" : key, ["windowsVirtualKeyCode"] = code });
    }

    /// <summary>A picture of the whole page, as PNG.</summary>
    public async Task<byte[]> Picture()
    {
        var answer = await Send("Page.captureScreenshot", new() { ["format"] = "png", ["captureBeyondViewport"] = true });
        return Convert.FromBase64String(answer["data"]!.GetValue<string>());
    }

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        socket.Dispose();
        try
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            await reading;
        }
        catch (Exception exception) when (exception is InvalidOperationException or OperationCanceledException or WebSocketException)
        {
            // It has ended by itself, or its connection in the middle of a message.
        }

        try
        {
            profile.Delete(recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A child of it still writes there.
        }

        process.Dispose();
        ending.Dispose();
    }

    private static string? Find()
    {
        string[] names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(folder => names.Select(name => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);
    }

    private async Task Connect()
    {
        const string Announcement = "DevTools listening on ";
        string? line;
        var errors = new StringBuilder();
        do
        {
            line = await process.StandardError.ReadLineAsync().WaitAsync(Patience) ?? throw new InvalidOperationException($"Chromium ended at once:\n{errors}");
            errors.AppendLine(line);
        }
        while (!line.StartsWith(Announcement, StringComparison.Ordinal));
        _ = process.StandardError.ReadToEndAsync();
        _ = process.StandardOutput.ReadToEndAsync();
        await socket.ConnectAsync(new Uri(line[Announcement.Length..].Trim()), ending.Token);
        reading = Read();
        var targets = await Send("Target.getTargets", []);
        var page = targets["targetInfos"]!.AsArray().First(static target => target!["type"]!.GetValue<string>() == "page")!["targetId"]!.GetValue<string>();
        session = (await Send("Target.attachToTarget", new() { ["targetId"] = page, ["flatten"] = true }))["sessionId"]!.GetValue<string>();
        foreach (var domain in (string[])["Page", "Runtime", "Log", "Network"])
            await Send($"{domain}.enable", []);
    }

    private async Task<JsonObject> Send(string method, JsonObject parameters)
    {
        var id = Interlocked.Increment(ref number);
        var message = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters };
        if (session.Length > 0)
            message["sessionId"] = session;
        var answer = new TaskCompletionSource<JsonObject>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (waiting)
            waiting.Add(id, answer);
        await socket.SendAsync(Encoding.UTF8.GetBytes(message.ToJsonString()), WebSocketMessageType.Text, endOfMessage: true, ending.Token);
        var result = await answer.Task.WaitAsync(Patience);
        return result["error"] is { } error ? throw new InvalidOperationException($"{method}: {error.ToJsonString()}") : result["result"]!.AsObject();
    }

    private async Task Read()
    {
        var buffer = new byte[1 << 16];
        using var message = new MemoryStream();
        while (!ending.IsCancellationRequested)
        {
            var part = await socket.ReceiveAsync(buffer, ending.Token);
            if (part.MessageType == WebSocketMessageType.Close)
                return;
            message.Write(buffer, 0, part.Count);
            if (!part.EndOfMessage)
                continue;
            var text = JsonNode.Parse(message.ToArray())!.AsObject();
            message.SetLength(0);
            if (text["id"] is not { } id)
            {
                Note(text["method"]!.GetValue<string>(), text["params"]!.AsObject());
                continue;
            }

            TaskCompletionSource<JsonObject>? answer;
            lock (waiting)
                waiting.Remove(id.GetValue<int>(), out answer);
            answer?.SetResult(text);
        }
    }

    private void Note(string method, JsonObject parameters)
    {
        switch (method)
        {
            case "Page.loadEventFired":
                loaded.TrySetResult();
                break;
            case "Runtime.exceptionThrown":
                Complaints.Add(parameters["exceptionDetails"]!.ToJsonString());
                break;
            case "Runtime.consoleAPICalled" when parameters["type"]!.GetValue<string>() is "error" or "warning" or "assert":
            case "Log.entryAdded" when parameters["entry"]!["level"]!.GetValue<string>() is "error" or "warning":
                Complaints.Add(parameters.ToJsonString());
                break;
            case "Network.requestWillBeSent" when parameters["request"]!["url"]!.GetValue<string>() is var url && !url.StartsWith("file:", StringComparison.Ordinal) && !url.StartsWith("data:", StringComparison.Ordinal):
                Complaints.Add($"requests {url}");
                break;
            default:
                break;
        }
    }
}

/// <summary>One browser for all tests of a class, started by the first of them.</summary>
public sealed class SharedBrowser : IAsyncLifetime
{
    private Browser? browser;

    internal async Task<Browser> Get() => browser ??= await Browser.Start();

    Task IAsyncLifetime.InitializeAsync() => Task.CompletedTask;

    async Task IAsyncLifetime.DisposeAsync()
    {
        if (browser is not null)
            await browser.DisposeAsync();
    }
}

/// <summary>A test that looks at a page in Chromium, and is skipped where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BrowserFactAttribute : FactAttribute
{
    public const string Skipped = "Needs Chromium on the PATH (Debian and Ubuntu: apt-get install chromium).";

    public BrowserFactAttribute() => Skip = Browser.Program is null ? Skipped : null;
}
