using LayerDyn.Benchmarks.Harness;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Tasks;
using LayerDyn.Science.Training;
using static System.FormattableString;

namespace LayerDyn.Benchmarks.Studies;

/// <summary>In-context learning: linear attention with separate rank-one keys and queries, by gradient descent on the population (D = 4, N = 31, 4 heads).</summary>
internal static class AttentionStudy
{
    /// <summary>Training alone, all points at once, against NumPy; then the whole command, with its measurements and its curve.</summary>
    public static void Run(Report report, int points, int steps, int repetitions)
    {
        var data = new TaskDataCache();
        TrainingPoint[] all = [.. Enumerable.Range(0, points).Select(index => new TrainingPoint(index, ExperimentText.Read(Invariant($$"""
            {"model":{"kind":"linear-attention","keyQuery":"separate","heads":4,"rank":1},"init":{"kind":"balanced-heads","scale":0.02},
             "task":{"kind":"in-context-regression","dimension":4,"context":31},"seed":{{index}},"optimizer":{"kind":"gd","learningRate":2},
             "steps":{{steps}},"measure":{"at":[0],"observables":["loss"]} }
            """))))];
        string study = Invariant($"linear attention in context, {points:N0} points x {steps:N0} steps");
        report.Add(study, "training alone, 1 thread, float64", Stopwatches.Time(repetitions, () => Trainer.Run(all, new TrainingRun { Complete = _ => { }, Data = data })),
            "NumPy, all points at once, 1 thread", Peer.Run("attention_numpy.py", 1, points, steps, repetitions));
        CommandStudy.Run(report, "the same from 1,000 starts, whole command", repetitions, "run", "in-context-learning", "--variant", "starts");
    }
}
