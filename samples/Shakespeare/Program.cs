// A language model of one's own: learns from a text character by character, writes as it learns, is saved, and writes on.
using System.Diagnostics;
using System.Globalization;
using System.Text;
using NetGen;
using Shakespeare;

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
    Write(options);
    return 0;
}
catch (Exception exception) when (exception is UsageException or IOException or UnauthorizedAccessException or DataFileException or ArgumentException or SafeTensorsException)
{
    Console.Error.WriteLine($"shakespeare: {string.Join(' ', exception.Message.Split('\n', StringSplitOptions.TrimEntries))}");
    return 2;
}

static void Train(Options options)
{
    var text = options.Data is null ? Grammar.Write(200_000, seed: 1) : File.ReadAllText(options.Data);
    var vocabulary = CharacterVocabulary.Of(text);
    if (vocabulary.Count > Gpt.LargestVocabulary)
        throw new ArgumentException($"The text has {vocabulary.Count} different characters, and the network knows {Gpt.LargestVocabulary}.");

    // As nanoGPT trains on a processor: 12 windows a step, a warm-up of a twentieth of the steps, then half a cosine down to a tenth. The windows of a GPT are drawn at random; those of an LSTM
    // follow each other, 12 streams side by side, and so does its state.
    const int Batch = 12;
    var isRecurrent = options.Model == "lstm";
    var reports = Math.Min(8, options.Steps);
    var windows = new TokenWindows(vocabulary.Encode(text), Gpt.Length);
    windows = isRecurrent ? new(windows.Tokens, Lstm.Length) { Streams = Batch } : new(windows.Tokens, Gpt.Length) { PerEpoch = options.Steps / reports * Batch };
    var (train, validation) = windows.Split(0.9);
    INetwork network = isRecurrent ? new Lstm(options.Seed) : new Gpt(options.Seed);
    var (warmUp, rate) = (Math.Max(1, options.Steps / 20), isRecurrent ? 3e-3 : 1e-3);
    var trainer = new Trainer(network, new CrossEntropyLoss(), Optimizer(network, rate))
    {
        BatchSize = Batch,
        Seed = options.Seed,
        ClipNorm = 1,
        CarryState = isRecurrent,
        Schedule = new SequentialLR([new LinearLR(rate, startFactor: 0.01, warmUp), new CosineAnnealingLR(rate, Math.Max(1, options.Steps - warmUp), etaMin: rate / 10)], [warmUp]).PerStep(),
        Metrics = [new Perplexity(), new BitsPerCharacter()],
    };
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{text.Length:N0} characters, {vocabulary.Count} different ones; {network.Description.ParameterCount:N0} parameters; {options.Steps} steps of {Batch} × {Gpt.Length} characters\n"));

    var watch = Stopwatch.StartNew();
    var writer = new Writer(network, vocabulary, new TokenSampler(options.Seed) { Temperature = options.Temperature, TopK = options.TopK });
    var last = double.NaN;
    var milestones = new Milestones(options.Steps, options.Steps / reports, run =>
    {
        var validated = trainer.Evaluate(validation, new BitsPerCharacter());
        var sample = new StringBuilder();
        writer.Write("\n", 60, character => sample.Append(character));
        last = validated.Loss;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"step {trainer.StepsTrained,5}  {watch.Elapsed.TotalSeconds,6:0.0} s  loss {run.MeanLoss:0.000}, validation {validated.Loss:0.000} ({validated["bits per character"]:0.00} bits a character): {sample.ToString().Replace('\n', '/')}"));
    });
    trainer.Callbacks.Add(milestones);
    trainer.Fit(train, epochs: options.Steps);

    Models.Save(network, options.Save);
    File.WriteAllText(VocabularyOf(options.Save), vocabulary.Characters);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\nvalidation loss {last:0.000} after {watch.Elapsed.TotalSeconds:0.0} s; model: {options.Save}\n"));
}

// Weight decay is for what multiplies: embeddings and the weights of products.
static ParameterGroups Optimizer(INetwork network, double rate) => new(
    network,
    () => new AdamW(rate, beta2: 0.99, weightDecay: 0.1),
    new ParameterGroup(ParameterGroup.IsVector, () => new AdamW(rate, beta2: 0.99, weightDecay: 0)));

// What another program does: it has the two files alone.
static void Write(Options options)
{
    var path = options.Load ?? options.Save;
    var network = Models.Load(path);
    var vocabulary = new CharacterVocabulary(File.ReadAllText(VocabularyOf(path)));
    var writer = new Writer(network, vocabulary, new TokenSampler(options.Seed) { Temperature = options.Temperature, TopK = options.TopK });
    var watch = Stopwatch.StartNew();
    Console.Write(options.Prompt.TrimStart('\n'));
    writer.Write(options.Prompt, options.Length, Console.Write);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\n\n{options.Length / watch.Elapsed.TotalSeconds:0} characters a second"));
}

static string VocabularyOf(string model) => Path.ChangeExtension(model, ".characters.txt");

/// <summary>Tells of every so many steps, and ends the training after the last of all.</summary>
internal sealed class Milestones(int steps, int every, Action<TrainingRun> tell) : ITrainingCallback
{
    public void OnStep(TrainingRun run)
    {
        if (run.Trainer.StepsTrained % every == 0 || run.Trainer.StepsTrained == steps)
            tell(run);
        if (run.Trainer.StepsTrained == steps)
            run.Stop("all steps were taken");
    }
}
