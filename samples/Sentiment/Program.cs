// Texts of very different lengths: an LSTM learns what somebody thinks, beside a bag of words, and judges texts of one's own.
using System.Diagnostics;
using System.Globalization;
using System.Text;
using NetGen;
using Sentiment;

Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
try
{
    var options = Options.Parse(args);
    if (options.Help)
    {
        Console.Write(Options.HelpText);
        return 0;
    }

    if (options.Load is null)
        Train(options);
    Judge(options);
    return 0;
}
catch (Exception exception) when (exception is UsageException or IOException or UnauthorizedAccessException or ArgumentException or SafeTensorsException)
{
    Console.Error.WriteLine($"sentiment: {string.Join(' ', exception.Message.Split('\n', StringSplitOptions.TrimEntries))}");
    return 2;
}

static void Train(Options options)
{
    var reviews = options.Data is null ? Reviews.Written(options.Count, options.Seed) : Reviews.Read(options.Data, options.Seed);
    var lengths = reviews.Lengths;
    Say($"{reviews.Texts.Count:N0} texts of {lengths.Min()} to {lengths.Max()} words, {lengths.Average():0.0} on average; {reviews.Words.Known.Count:N0} different words");
    Say($"{reviews.Learned:N0} to learn from, {reviews.Texts.Count - reviews.Learned:N0} to test with\n");

    Say($"the more frequent label   {100 * reviews.Frequent():0.0}%");
    var bag = new BagOfWords(options.Seed);
    Fit(bag, reviews, options, 0.02);
    var reader = new Reader(options.Seed);
    Fit(reader, reviews, options, 3e-3);

    reader.Save(options.Save);
    File.WriteAllLines(WordsOf(options.Save), [.. reviews.Labels, .. reviews.Words.Known]);
    Say($"\nmodel: {options.Save}\n");
}

static void Fit(INetwork network, Reviews reviews, Options options, double learningRate)
{
    var watch = Stopwatch.StartNew();
    var trainer = new Trainer(network, new CrossEntropyLoss(), new Adam(learningRate)) { BatchSize = 32, Seed = options.Seed, ClipNorm = 1, Metrics = [new Accuracy()] };
    trainer.Fit(reviews.Train, options.Epochs);
    var seconds = watch.Elapsed.TotalSeconds;
    var name = network is Reader ? "the LSTM" : "a bag of words";
    Say($"{name,-24}  {100 * trainer.Evaluate(reviews.Test)["accuracy"]:0.0}%   {network.Description.ParameterCount,9:N0} parameters, {seconds,5:0.0} s");
}

// What another program does: it has the two files alone.
static void Judge(Options options)
{
    var path = options.Load ?? options.Save;
    var network = Reader.FromFile(path);
    var lines = File.ReadAllLines(WordsOf(path));
    var (labels, words) = (lines[..2], new Words(lines[2..]));
    string[] texts = options.Texts.Count > 0 ? [.. options.Texts] : ["the soup was not great.", "although the music was awful, the ending was superb.", "i came on monday. the view was hardly boring."];
    Span<float> output = stackalloc float[2];
    foreach (var text in texts)
    {
        var row = words.Row(text);
        network.Predict(row.AsSpan(0, Reader.Length), row.AsSpan(Reader.Length), output);
        var second = 1 / (1 + Math.Exp(output[0] - output[1]));
        Say($"{(second > 0.5 ? labels[1] : labels[0]),-6} {100 * Math.Max(second, 1 - second):0}%  {text}");
    }
}

static string WordsOf(string model) => Path.ChangeExtension(model, ".words.txt");

static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
