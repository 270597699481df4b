using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Optimizers;

/// <summary>How weights are updated. A kind of optimizer is one sealed record in one file.</summary>
public abstract record Optimizer
{
    /// <summary>Step size eta. Time of the theory is <c>t = learningRate * step</c>.</summary>
    [Parameter("step size", Min = 0, AboveMin = true, Symbol = "η")]
    public double LearningRate { get; init; } = 0.01;

    /// <summary>How the learning rate changes with the step.</summary>
    [Parameter("learning-rate schedule")]
    public Schedule Schedule { get; init; } = new ConstantSchedule();

    /// <summary>Samples per step: 0 is the full batch; online tasks draw so many fresh samples.</summary>
    public virtual int BatchSize { get; init; }

    /// <summary>Adds what is impossible about this optimizer on this task, with paths below <c>optimizer</c>.</summary>
    public virtual void Validate(TaskShape task, ProblemList problems)
    {
        if (task.IsOnline && BatchSize == 0)
            problems.Add("optimizer.batchSize", null, "must be at least 1: this task draws fresh samples every step",
                "write an optimizer with batchSize, e.g. { kind: sgd, batchSize: 128 }");
    }

    /// <summary>Steps in one epoch, a pass over a training set of <paramref name="samples"/> samples; the last batch may be smaller.</summary>
    public long StepsPerEpoch(int samples) => BatchSize == 0 ? 1 : ((long)samples + BatchSize - 1) / BatchSize;

    /// <summary>The update rule with fresh state for parameters of the given sizes.</summary>
    public abstract UpdateRule CreateRule();
}
