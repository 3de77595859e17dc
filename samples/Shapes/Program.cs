// Five shapes and several networks: one that underfits, one that overfits, and one that learns the shapes.
using System.Globalization;
using System.Text;
using NetGen;
using Shapes;

Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
var epochs = 60;
if (args is ["--help"])
{
    Console.WriteLine("Draws shapes, and trains networks to tell them apart.\n\n  --epochs N     how often to go through the pictures; 60 unless given\n  --help         this text");
    return 0;
}

if (args.Length > 0 && (args is not ["--epochs", var text] || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out epochs) || epochs < 1))
{
    Console.Error.WriteLine($"shapes: '{string.Join(' ', args)}' is not understood; --help lists the options.");
    return 2;
}

var (train, test) = (Pictures.Draw(500, seed: 1), Pictures.Draw(1000, seed: 2));
Console.WriteLine($"{train.Count} pictures of {Pictures.Size} × {Pictures.Size} to train, {test.Count} to test\n");
Console.WriteLine(string.Join("", Pictures.Names.Select(static name => name.PadRight(Pictures.Size + 2))));
Console.WriteLine(TextImage.Beside([.. Enumerable.Range(0, Pictures.Classes).Select(picture => TextImage.HalfBlocks(train.Input(picture), Pictures.Size, Pictures.Size))]) + "\n");

Console.WriteLine($"{new ShapeNet(1).Description.ToText()}\n");
Console.WriteLine($"{"network",-44}{"train",7}{"test",7}");
Add("four numbers a picture", new QuarterNet(1), isAugmented: false, "underfits: it cannot even learn its own pictures");
Add("dense, nothing against overfitting", new DenseNet(1), isAugmented: false, "overfits: it knows its own pictures only");
Add("residual, nothing against overfitting", new BareNet(1), isAugmented: false, "convolutions see a shape wherever it is");
Add("residual, batch normalisation and dropout", new ShapeNet(1), isAugmented: false, "a little better on what it has not seen");
Add("residual, all of it", new ShapeNet(1), isAugmented: true, "sees each picture shifted, mirrored and with other noise");
return 0;

void Add(string name, INetwork network, bool isAugmented, string remark)
{
    var trainer = new Trainer(network, new CrossEntropyLoss(), new AdamW(5e-3, weightDecay: isAugmented ? 0.01 : 0)) { BatchSize = 25, Seed = 1 };
    trainer.Fit(isAugmented ? train.Augment(Pictures.Augment) : train, epochs);
    Console.WriteLine($"{name,-44}{Accuracy(trainer, train),7}{Accuracy(trainer, test),7}  {remark}");
}

static string Accuracy(Trainer trainer, Dataset data)
{
    var confusion = new ConfusionMatrix(Pictures.Classes);
    trainer.Evaluate(data, confusion);
    return confusion.Accuracy.ToString("0.0%", CultureInfo.InvariantCulture);
}
