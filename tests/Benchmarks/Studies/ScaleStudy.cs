using LayerDyn.Benchmarks.Harness;
using static System.FormattableString;

namespace LayerDyn.Benchmarks.Studies;

/// <summary>
/// A cluster of a thousand silos in virtual time, with the real lease tables and the real allocator: what one owner and the allocator
/// have to do, and which of it is the limit first. Written into <c>infra/docs/scale.md</c>.
/// </summary>
internal static class ScaleStudy
{
    public static void Run(Report report)
    {
        foreach (var setting in (ScaleSetting[])
        [
            new(Workers: 100, Slots: 8, Points: 1_000_000, Batch: 64, Seconds: 10, Until: double.PositiveInfinity),
            new(Workers: 1000, Slots: 8, Points: 10_000_000, Batch: 64, Seconds: 10, Until: double.PositiveInfinity),
            new(Workers: 1000, Slots: 8, Points: 10_000_000, Batch: 1, Seconds: 60, Until: 300),
            new(Workers: 4000, Slots: 8, Points: 10_000_000, Batch: 1, Seconds: 60, Until: 120),
        ])
        {
            var run = new ScaleRun(setting);
            run.Run();
            string study = Invariant($"{setting.Workers:N0} silos x {setting.Slots} slots, {setting.Points:N0} points by {setting.Batch}, {setting.Seconds:F0} s a batch");
            report.Add(study, "slots in use", Invariant($"{100 * run.Busy:F1}% over {run.Elapsed:F0} s; {run.Committed:N0} points committed"));
            report.Add(study, "messages", Invariant($"{run.Messages / run.Elapsed:N0} a second: {run.Heartbeats / run.Elapsed:N0} heartbeats, {run.Commits / run.Elapsed:N0} commits, {run.Grants / run.Elapsed:N0} hand-overs, {run.Demands / run.Elapsed:N0} demands"));
            report.Add(study, "processor of an owner", Invariant($"{100 * run.OwnerSeconds / run.OwnerTime:F2}% of a core; {1e6 * run.OwnerSeconds / run.Commits:F0} us a batch, {1e6 * run.HeartbeatSeconds / run.Heartbeats:F1} us a heartbeat"));
            report.Add(study, "processor of the allocator", Invariant($"{100 * run.AllocatorSeconds / run.Elapsed:F2}% of a core; {1e3 * run.AllocatorSeconds / run.Allocations:F1} ms a sharing out"));
            report.Add(study, "memory of a lease table", Invariant($"{run.BytesAShard / 1024.0:F0} kB an open shard, {run.BytesAShard / (double)run.PointsAShard:F1} bytes a point, {run.BytesALease:F0} bytes a leased batch"));
        }
    }
}
