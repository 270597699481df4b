namespace LayerDyn.Grains.Sweeps;

/// <summary>
/// What is running in a shard. A pack stays in flight until its report is saved, and an older attempt may have settled some of its points before:
/// only points that are due count, so that running points and settled ones are never the same.
/// </summary>
/// <param name="Points">Points that are running and due.</param>
/// <param name="StepsDone">Steps that they have done.</param>
/// <param name="Steps">Steps that they will have done.</param>
internal readonly record struct RunningTotal(long Points, long StepsDone, long Steps)
{
    /// <summary>Adds up packs in flight.</summary>
    public static RunningTotal Of(IEnumerable<RunningPack> packs, ShardLedger ledger)
    {
        var total = default(RunningTotal);
        foreach (var pack in packs)
        {
            long due = ledger.Due(pack.Range);
            if (due == 0) continue;
            double share = (double)due / pack.Points;
            total = new(total.Points + due, total.StepsDone + (long)(pack.StepsDone * share), total.Steps + (long)(pack.Steps * share));
        }

        return total;
    }
}
