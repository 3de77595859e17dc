using System.Globalization;
using Functions;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
FitFlashcards();
FitPendulum();
FindCamera();
return;

// A model of memory, fitted to reviews that were made up by another setting of it.
static void FitFlashcards()
{
    double[] truth = [.. Flashcards.Published];
    (truth[0], truth[1], truth[2], truth[3], truth[8], truth[11]) = (0.8, 2.5, 6, 9, 1.1, 1.3);
    var random = new Random(1);
    List<int> ratings = [], starts = [];
    List<double> days = [];
    for (var card = 0; card < 400; card++)
    {
        starts.Add(ratings.Count);
        var reviews = random.Next(4, 24);
        var (rating, stability) = (random.Next(1, 5), 0.0);
        for (var review = 0; review < reviews; review++)
        {
            // Intervals are those of a program that asks when half or more is still known.
            days.Add(review == 0 ? 0 : Math.Max(1, Math.Round(stability * (0.5 + (2 * random.NextDouble())))));
            if (review == 0)
                stability = truth[rating - 1];
            else
                rating = random.NextDouble() < Flashcards.Recall(days[^1], stability) ? random.Next(2, 5) : 1;
            if (review > 0)
                stability = rating > 1 ? stability * 1.8 : Math.Max(0.5, stability * 0.3);
            ratings.Add(rating);
        }
    }

    starts.Add(ratings.Count);
    int[] allRatings = [.. ratings], allStarts = [.. starts];
    double[] allDays = [.. days], w = [.. Flashcards.Published], gradient = new double[w.Length];
    var adam = new Adam(w.Length, 0.02);
    var losses = new List<(double X, double Y)>();
    for (var epoch = 0; epoch <= 200; epoch++)
    {
        losses.Add((epoch, Flashcards.LossGradient(w, allRatings, allDays, allStarts, gradient)));
        adam.Step(w, gradient);
        for (var i = 0; i < w.Length; i++)
            w[i] = Math.Max(w[i], 0.001);
    }

    Console.WriteLine($"Flashcards: {ratings.Count} reviews of {starts.Count - 1} cards, {w.Length} parameters.");
    Console.WriteLine($"  loss with the published parameters {losses[0].Y:0.0000}, fitted {losses[^1].Y:0.0000}");
    var picture = new Picture("Flashcards: the loss over the epochs", 0, 200, Math.Floor(losses.Min(static at => at.Y) * 20) / 20, Math.Ceiling(losses.Max(static at => at.Y) * 20) / 20);
    picture.Line(losses, "#1f77b4");
    picture.Save("flashcards.svg");
}

// What drives a pendulum, from angles with errors of 0.02.
static void FitPendulum()
{
    const double Seconds = 0.05;
    var random = new Random(2);
    var state = new Pendulum.State(1.2, 0);
    var angles = new double[120];
    for (var i = 0; i < angles.Length; i++)
    {
        angles[i] = state.Angle + (0.04 * (random.NextDouble() - 0.5));
        state = Pendulum.Step(state, 6.2, 0.3, Seconds);
    }

    double[] found = [5, 0.1, 1, 0.2], gradient = new double[4];
    var adam = new Adam(found.Length, 0.02);
    var distance = 0.0;
    for (var step = 0; step < 1500; step++)
    {
        var at = Pendulum.DistanceGradient(found[0], found[1], new(found[2], found[3]), angles, Seconds);
        (distance, gradient[0], gradient[1], gradient[2], gradient[3]) = (at.Value, at.DPull, at.DFriction, at.DStart.Angle, at.DStart.Speed);
        adam.Step(found, gradient);
    }

    Console.WriteLine($"Pendulum: {angles.Length} angles.");
    Console.WriteLine($"  pull {found[0]:0.00} (6.20), friction {found[1]:0.00} (0.30), start {found[2]:0.00} (1.20), mean squared distance {distance:0.00000}");
    var picture = new Picture("Pendulum: angles that were measured, and the trajectory that was found", 0, angles.Length * Seconds, -1.5, 1.5);
    picture.Points(angles.Select(static (angle, i) => (i * Seconds, angle)), "#ff7f0e");
    var computed = new List<(double X, double Y)>();
    state = new(found[2], found[3]);
    for (var i = 0; i < angles.Length; i++)
    {
        computed.Add((i * Seconds, state.Angle));
        state = Pendulum.Step(state, found[0], found[1], Seconds);
    }

    picture.Line(computed, "#1f77b4");
    picture.Save("pendulum.svg");
}

// Where a camera is, from the pictures of twenty points.
static void FindCamera()
{
    var (rotation, position) = (new Vector(0.3, -0.5, 0.2), new Vector(0.4, -0.2, 5));
    var random = new Random(3);
    Vector[] points = [.. Enumerable.Range(0, 20).Select(_ => new Vector((4 * random.NextDouble()) - 2, (4 * random.NextDouble()) - 2, (2 * random.NextDouble()) - 1))];
    (double X, double Y)[] seen = [.. points.Select(point => Camera.Error(rotation, position, point, 0, 0))];
    var (guessedRotation, guessedPosition) = (new Vector(0, 0, 0), new Vector(0, 0, 6));
    var ways = points.Select(static _ => new List<(double X, double Y)>()).ToList();
    Console.WriteLine($"Camera: {points.Length} points.");
    for (var step = 0; step < 8; step++)
    {
        var squared = 0.0;
        for (var point = 0; point < points.Length; point++)
        {
            var error = Camera.Error(guessedRotation, guessedPosition, points[point], seen[point].X, seen[point].Y);
            squared += (error.X * error.X) + (error.Y * error.Y);
            ways[point].Add((seen[point].X + error.X, seen[point].Y + error.Y));
        }

        Console.WriteLine($"  step {step}: error {Math.Sqrt(squared / points.Length):0.000000} pixels");
        (guessedRotation, guessedPosition) = Camera.Improved(guessedRotation, guessedPosition, points, seen);
    }

    var picture = new Picture("Camera: where the points were seen, and the ways of their pictures", 0, Camera.Width, 0, Camera.Width);
    ways.ForEach(way => picture.Line(way, "#1f77b4"));
    picture.Points(seen, "#ff7f0e");
    picture.Save("camera.svg");
}
