using LayerDyn.Benchmarks.Harness;
using LayerDyn.Science.Training;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Benchmarks.Studies;

/// <summary>
/// Figures 6a and 6b, full grid, training alone on one thread: from canonical experiments to final weights, with measurement at the
/// first and last step only (the peers measure nothing).
/// </summary>
internal static class HeatMapStudy
{
    public static void Run(Report report, string recipe, string name, int inputs, int hidden, int outputs, bool whiten, int repetitions)
    {
        var plan = SweepPlan.Load(
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "recipes", recipe + ".yaml")),
            ["engine=train", "measure.at=[0]", "measure.observables=[loss]", "curves=[]"]);
        var points = Enumerable.Range(0, (int)plan.PointCount).Select(index => new TrainingPoint(index, plan.Experiment(index))).ToList();
        var data = new Science.Tasks.TaskDataCache();
        double[] ours = Stopwatches.Time(repetitions, () => Trainer.Run(points, new TrainingRun { Complete = _ => { }, Data = data }));
        foreach (var (peer, script, threads) in ((string, string, int)[])[
            ("PyTorch bmm over all points, 1 thread", "heatmap_torch.py", 1),
            ("NumPy batched, 1 thread", "heatmap_numpy_batched.py", 1),
            ("NumPy, one point after another (by proportion)", "heatmap_numpy_loop.py", 1)])
        {
            int peerRepetitions = inputs > 2 && script != "heatmap_torch.py" ? 1 : repetitions;
            report.Add(name, "training alone, 1 thread, float64", ours, peer,
                Peer.Run(script, threads, inputs, hidden, outputs, plan.PointCount, 4000, whiten ? 1 : 0, threads, peerRepetitions));
        }
    }
}
