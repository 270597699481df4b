using LayerDyn.Benchmarks.Harness;
using LayerDyn.Science.Training;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Benchmarks.Studies;

/// <summary>Nonlinear nets against PyTorch: several points on two lanes with one thread each, against the peer with its best thread setting.</summary>
internal static class NetStudy
{
    private const int Cores = 2;

    public static void Mnist(Report report, int epochs, int repetitions)
    {
        // Published measurement: train and test accuracy at every epoch (8 steps).
        var plan = Load("grokking-mnist", $"epochs={epochs}", "measure.at={every: 8}", "measure.observables=[accuracy]", "curves=[]");
        double[] ours = Stopwatches.Time(repetitions, () => OnLanes(plan));
        report.Add("MNIST grokking, five cases", $"{epochs} epochs each, accuracy every epoch, {Cores} lanes", ours,
            "PyTorch, five cases one after another, best of 1 and 2 threads", Best(threads => Peer.Run("mnist_torch.py", threads, epochs, threads, repetitions), scale: plan.PointCount));
    }

    public static void Parity(Report report, int steps, int repetitions)
    {
        var plan = Load("emergence-time", $"steps={steps}", "seeds=10", "measure.at=[0]", "measure.observables=[loss]", "curves=[]");
        double[] ours = Stopwatches.Time(repetitions, () => OnLanes(plan));
        report.Add("sparse parity, ten seeds", $"{steps} steps each, {Cores} lanes", ours,
            "PyTorch, ten seeds one after another, best of 1 and 2 threads", Best(threads => Peer.Run("parity_torch.py", threads, steps, threads, repetitions), scale: plan.PointCount));
    }

    public static void Transformer(Report report, int modulus, int width, int seeds, int steps, int repetitions)
    {
        var plan = Load("grokking-transformer", $"steps={steps}", $"seeds={seeds}", $"model.dModel={width}", $"model.dMlp={4 * width}", $"task.modulus={modulus}",
            "axes={case: {cases: {S-1: {task.targetScale: 1}}}}", "measure.at=[0]", "measure.observables=[loss]", "curves=[]");
        double[] ours = Stopwatches.Time(repetitions, () => OnLanes(plan));
        report.Add($"transformer of width {width} on addition modulo {modulus}, {plan.PointCount} seeds", $"{steps} steps each, {Cores} lanes", ours,
            "PyTorch, one seed after another, best of 1 and 2 threads", Best(threads => Peer.Run("transformer_torch.py", threads, modulus, width, seeds, steps, threads, repetitions), scale: 1));
    }

    private static SweepPlan Load(string recipe, params string[] overrides) =>
        SweepPlan.Load(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "recipes", recipe + ".yaml")), overrides);

    private static void OnLanes(SweepPlan plan)
    {
        var data = new Science.Tasks.TaskDataCache();
        long next = -1;
        var lanes = Enumerable.Range(0, Cores).Select(_ => new Thread(() =>
        {
            for (long index = Interlocked.Increment(ref next); index < plan.PointCount; index = Interlocked.Increment(ref next))
                Trainer.Run([new TrainingPoint(index, plan.Experiment(index))], new TrainingRun { Complete = _ => { }, Data = data });
        })).ToList();
        lanes.ForEach(lane => lane.Start());
        lanes.ForEach(lane => lane.Join());
    }

    private static (double[]? Seconds, string Reason) Best(Func<int, (double[]? Seconds, string Reason)> run, double scale)
    {
        var all = new[] { run(1), run(2) };
        var best = all.Where(one => one.Seconds is not null).OrderBy(one => Report.Median(one.Seconds!)).FirstOrDefault();
        return best.Seconds is null ? all[0] : ([.. best.Seconds.Select(seconds => seconds * scale)], "");
    }
}
