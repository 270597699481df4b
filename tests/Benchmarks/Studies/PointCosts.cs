using LayerDyn.Benchmarks.Harness;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Tasks;
using LayerDyn.Science.Training;
using LayerDyn.Storage.Records;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Records;

namespace LayerDyn.Benchmarks.Studies;

/// <summary>What a small point costs, stage by stage, on one thread of this process: processor time and allocation.</summary>
internal static class PointCosts
{
    private const int Pack = 8192;

    private const string Theory = """
        name: theory
        model: { kind: deep-linear, widths: [4, 2, 2] }
        init: { kind: lambda-balanced, lambda: 1.0 }
        task: { kind: gaussian-regression, samples: 16, whiten: true }
        optimizer: { kind: gradient-flow, learningRate: 0.01 }
        engine: theory
        steps: 100
        measure: { at: { logPerDecade: 2 }, observables: [loss] }
        axes:
          lambda: { linspace: [-4, 4, POINTS], sets: init.lambda }
        """;

    public static void Run(Report report, int repetitions)
    {
        Stages(report, "empty point", DispatchStudy.Spec, repetitions);
        Stages(report, "lambda-balanced theory, 4-2-2", Theory, repetitions);
    }

    private static void Stages(Report report, string name, string spec, int repetitions)
    {
        var plan = SweepPlan.Load(spec.Replace("POINTS", "65536", StringComparison.Ordinal), ["curves=[]"]);
        var data = new TaskDataCache();
        var experiments = new Experiment[Pack];
        var results = new PointResult[Pack];
        int repetition = 0;
        void Stage(string stage, Action action)
        {
            repetition = 0;
            action();
            long before = GC.GetAllocatedBytesForCurrentThread();
            double[] seconds = new double[repetitions];
            for (int i = 0; i < repetitions; i++)
            {
                repetition = i % 7;
                seconds[i] = Stopwatches.Processor(action);
            }

            double bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)(repetitions * Pack);
            report.Add(name, stage, FormattableString.Invariant($"{Report.Median(seconds) / Pack * 1e6:F2} us of a processor, {bytes:F0} bytes a point"));
        }

        long First() => (long)repetition * Pack;
        Stage("canonical text", () => { for (int i = 0; i < Pack; i++) plan.PointText(First() + i); });
        Stage("identity", () => { for (int i = 0; i < Pack; i++) plan.PointId(First() + i); });
        Stage("experiment", () => { for (int i = 0; i < Pack; i++) experiments[i] = plan.Experiment(First() + i); });
        Stage("experiment from its text", () => { for (int i = 0; i < Pack; i++) ExperimentText.Read(plan.PointText(First() + i)); });
        Stage("run", () => Trainer.Run(
            [.. experiments.Select((experiment, i) => new TrainingPoint(i, experiment))],
            new TrainingRun { Complete = outcome => results[outcome.Index] = new(outcome.Index, outcome.Status, outcome.LastStep, outcome.Records), Data = data }));
        Stage("encode", () => RecordWriter.Encode(plan, results));
    }
}
