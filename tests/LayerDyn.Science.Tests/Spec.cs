using System.Text.Json;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Tasks;
using LayerDyn.Science.Training;

namespace LayerDyn.Science.Tests;

/// <summary>Experiments written as in a spec, and their training.</summary>
internal static class Spec
{
    /// <summary>Binds a JSON text in which single quotes stand for double ones; fails on any problem.</summary>
    public static Experiment Bind(string json)
    {
        var problems = new ProblemList();
        using var document = JsonDocument.Parse(json.Replace('\'', '"'));
        var experiment = ExperimentBinder.Bind(document.RootElement, problems);
        Assert.Empty(problems.Problems);
        return experiment!;
    }

    /// <summary>Binds a task alone.</summary>
    public static LearningTask Task(string json)
    {
        var problems = new ProblemList();
        using var document = JsonDocument.Parse(json.Replace('\'', '"'));
        var task = (LearningTask?)ValueBinder.BindKind(document.RootElement, typeof(LearningTask), "task", problems);
        Assert.Empty(problems.Problems);
        return task!;
    }

    /// <summary>The problems of a JSON text.</summary>
    public static IReadOnlyList<Problem> Problems(string json)
    {
        var problems = new ProblemList();
        using var document = JsonDocument.Parse(json.Replace('\'', '"'));
        ExperimentBinder.Bind(document.RootElement, problems);
        return problems.Problems;
    }

    /// <summary>Trains experiments together; outcomes in their order.</summary>
    public static TrainingOutcome[] Train(params Experiment[] experiments)
    {
        var outcomes = new TrainingOutcome[experiments.Length];
        Trainer.Run([.. experiments.Select((experiment, i) => new TrainingPoint(i, experiment))],
            new TrainingRun { Complete = outcome => outcomes[outcome.Index] = outcome });
        return outcomes;
    }
}
