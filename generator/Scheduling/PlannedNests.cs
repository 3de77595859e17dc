namespace NetGen.Generator.Scheduling;

/// <summary>
/// What became of plans, each of which is carried out once for a network: layers that are alike have equal plans, and a prediction has mostly
/// those of the forward pass.
/// </summary>
internal sealed class PlannedNests
{
    private readonly Dictionary<TilePlan, NestSchedule> schedules = [];

    /// <summary>The schedule by a plan; made if no kernel before had an equal one.</summary>
    public NestSchedule Of(TilePlan plan, Func<NestSchedule> make)
    {
        if (!schedules.TryGetValue(plan, out var schedule))
            schedules.Add(plan, schedule = make());
        return schedule;
    }
}
