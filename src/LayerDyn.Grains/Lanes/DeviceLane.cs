using LayerDyn.Contracts.Sweeps;
using LayerDyn.Science.Tasks;
using Microsoft.Extensions.Logging;

namespace LayerDyn.Grains.Lanes;

/// <summary>One device slot: takes packs off the silo's queue and runs each as one program on its own thread.</summary>
/// <param name="runner">Trains and commits a pack.</param>
/// <param name="data">Data sets shared by all lanes.</param>
/// <param name="logger">Log.</param>
internal sealed partial class DeviceLane(PackRunner runner, TaskDataCache data, ILogger logger)
{
    /// <summary>Runs packs until the queue is closed.</summary>
    public void Work(IEnumerable<PackJob> queue, Action<PackJob> finished)
    {
        foreach (var job in queue)
        {
            var assignment = job.Assignment;
            PackReport report;
            try
            {
                report = runner.Run(job, data);
            }
            catch (Exception error)
            {
                // Not a point's fault (those are in the report) but the store's or the machine's: the points stay due.
                PackFailed(logger, assignment.SweepId, assignment.Pack, error);
                report = new PackReport(assignment.Pack, assignment.Attempt, "", "", "", []) { Trouble = error.Message };
            }

            try
            {
                job.Report(report);
            }
            finally
            {
                finished(job);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Sweep {Sweep}, pack {Pack}: not committed; its points stay due")]
    private static partial void PackFailed(ILogger logger, string sweep, string pack, Exception error);
}
