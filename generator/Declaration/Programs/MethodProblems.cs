using NetGen.Generator.Programs;

namespace NetGen.Generator.Declaration.Programs;

/// <summary>
/// What is wrong in each method of a program. A method that is marked is read by itself too, and what is wrong with it, and with what only it calls, is
/// told there.
/// </summary>
/// <param name="problems">Receives what is told.</param>
internal sealed class MethodProblems(ProblemList problems)
{
    private readonly List<(MethodOrigin Origin, ProblemList Found, HashSet<int> Calls)> methods = [];
    private readonly HashSet<int> told = [];

    public void Add(int number, MethodOrigin origin)
    {
        while (methods.Count <= number)
            methods.Add((origin, new ProblemList(), []));
    }

    /// <summary>Notes that a method calls another one.</summary>
    public void Called(int caller, int called)
    {
        if (caller >= 0)
            methods[caller].Calls.Add(called);
    }

    /// <summary>The problems of a method, or of the value of a static field.</summary>
    public ProblemList Of(int number) => number < 0 ? problems : methods[number].Found;

    /// <summary>Whether a method is read by itself too, where its problems are told.</summary>
    public bool IsToldElsewhere(int number) => number >= 0 && methods[number].Origin == MethodOrigin.Marked;

    /// <summary>Tells what has been found since the last time.</summary>
    public void Tell()
    {
        var isToldHere = new bool[methods.Count];
        for (var number = 0; number < methods.Count; number++)
        {
            if (methods[number].Origin == MethodOrigin.Root)
                Reach(number);
        }

        for (var number = 0; number < methods.Count; number++)
        {
            if (!told.Add(number))
                continue;
            if (isToldHere[number])
                problems.AddRange(methods[number].Found);
            else if (methods[number].Found.HasErrors)
                problems.LeaveToTheCompiler();
        }

        void Reach(int first)
        {
            // A chain of calls may be long, and is followed without recursion.
            var open = new Stack<int>([first]);
            while (open.Count > 0)
            {
                var number = open.Pop();
                if (isToldHere[number] || IsToldElsewhere(number))
                    continue;
                isToldHere[number] = true;
                foreach (var called in methods[number].Calls)
                    open.Push(called);
            }
        }
    }
}
