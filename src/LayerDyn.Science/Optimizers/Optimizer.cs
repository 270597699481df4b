using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Models;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Optimizers;

/// <summary>How weights are updated. A kind of optimizer is one sealed record in one file.</summary>
public abstract record Optimizer
{
    /// <summary>Step size eta. Time of the theory is <c>t = learningRate * step</c>.</summary>
    [Parameter("step size", Min = 0, AboveMin = true, Symbol = "η")]
    public double LearningRate { get; init; } = 0.01;

    /// <summary>What a learning rate of 1 is.</summary>
    public virtual LearningRateUnit LearningRateUnit { get; init; }

    /// <summary>The step size that <see cref="LearningRateUnit"/> stands for at the point's own start; null until a start is known.</summary>
    public double? UnitStep { get; init; }

    /// <summary>The learning rate as a step size, before the schedule's factor.</summary>
    /// <exception cref="InvalidOperationException">The unit follows from the point's start, and <see cref="UnitStep"/> is not known.</exception>
    public double StepSize => LearningRateUnit == LearningRateUnit.Absolute ? LearningRate
        : LearningRate * (UnitStep ?? throw new InvalidOperationException("the learning rate has the unit of a start that is not known"));

    /// <summary>How the learning rate changes with the step.</summary>
    [Parameter("learning-rate schedule")]
    public Schedule Schedule { get; init; } = new ConstantSchedule();

    /// <summary>Samples per step: 0 is the full batch; online tasks draw so many fresh samples.</summary>
    public virtual int BatchSize { get; init; }

    /// <summary>Adds what is impossible about this optimizer on this task, with paths below <c>optimizer</c>.</summary>
    public virtual void Validate(TaskShape task, ProblemList problems)
    {
        if (!task.HasFullBatch && BatchSize == 0)
            problems.Add("optimizer.batchSize", null, "must be at least 1: this task draws fresh samples every step",
                "write an optimizer with batchSize, e.g. { kind: sgd, batchSize: 128 }");
    }

    /// <summary>Adds what is impossible about this optimizer on parameters of these shapes, with paths below <c>optimizer</c>.</summary>
    public virtual void Validate(IReadOnlyList<ParameterShape> parameters, ProblemList problems)
    {
    }

    /// <summary>Steps in one epoch, a pass over a training set of <paramref name="samples"/> samples; the last batch may be smaller.</summary>
    public long StepsPerEpoch(int samples) => BatchSize == 0 ? 1 : ((long)samples + BatchSize - 1) / BatchSize;

    /// <summary>The update rule with fresh state.</summary>
    public abstract UpdateRule CreateRule();

    /// <summary>The update rule with fresh state for parameters of the given shapes, where it depends on them.</summary>
    public virtual UpdateRule CreateRule(IReadOnlyList<ParameterShape> parameters) => CreateRule();
}
