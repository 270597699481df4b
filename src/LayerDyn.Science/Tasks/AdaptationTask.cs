using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Files;
using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;

namespace LayerDyn.Science.Tasks;

/// <summary>
/// What is left of a task for a network beside the frozen map W0 of another one: <c>f(x) = W0 x + g(x)</c> is trained on <c>y</c> as g is on
/// <c>y - W0 x</c>. W0 is the least-squares map of the task trained before (that of a linear teacher without noise is the teacher), so that a
/// linear g = B A x learns <c>Delta = Sigma_yx - W0</c>: low-rank adaptation (Hu et al. 2021, arXiv 2106.09685).
/// Losses, features and modes are those of this difference.
/// </summary>
[Kind("adaptation", "the difference between a task and the frozen least-squares map of another: targets y - W0 x")]
public sealed record AdaptationTask : LearningTask
{
    /// <summary>The task whose least-squares map is frozen as W0.</summary>
    [Parameter("the task trained before: its least-squares map is the frozen W0")]
    public required LearningTask From { get; init; }

    /// <summary>The task to adapt to.</summary>
    [Parameter("the task to adapt to, with as many inputs and outputs")]
    public required LearningTask To { get; init; }

    /// <inheritdoc/>
    public override TaskShape Shape => To.Shape with { Groups = 0, IsClassification = false, SamplesSkills = false };

    /// <inheritdoc/>
    public override double NonzeroInputs => To.NonzeroInputs;

    /// <inheritdoc/>
    public override double SecondsOfSample => To.SecondsOfSample;

    /// <inheritdoc/>
    public override double Seconds => From.Seconds + To.Seconds;

    /// <inheritdoc/>
    public override bool ReadsFiles => From.ReadsFiles || To.ReadsFiles;

    /// <inheritdoc/>
    public override LearningTask Pinned(DataPins pins, ProblemList problems) => From is null || To is null ? this : this with
    {
        From = NestedTask.Report("task.from", problems, own => From.Pinned(pins, own)),
        To = NestedTask.Report("task.to", problems, own => To.Pinned(pins, own)),
    };

    /// <inheritdoc/>
    public override LearningTask Unpinned() => this with { From = From.Unpinned(), To = To.Unpinned() };

    /// <inheritdoc/>
    public override LearningTask For(Model model) => this with { From = From.For(model), To = To.For(model) };

    /// <inheritdoc/>
    public override void Validate(ProblemList problems)
    {
        NestedTask.Validate(From, "task.from", problems);
        NestedTask.Validate(To, "task.to", problems);
        if (!problems.IsEmpty) return;
        NestedTask.ValidateShape(To.Shape, To.Shape, "task.to", problems);
        NestedTask.ValidateShape(From.Shape, To.Shape, "task.from", problems);
    }

    /// <inheritdoc/>
    public override TaskData Create(int seed)
    {
        var data = To.Create(seed);
        var frozen = From.Create(seed).Moments.Best;
        var train = Without(data.Train, frozen);
        return new FixedTaskData(train, data.Test is { } test ? Without(test, frozen) : null,
            data.TargetMap is { } map ? LinearAlgebra.Subtract(map, frozen) : null,
            moments: data.Moments.IsDiagonal ? Moments.Of(train, data.Moments.Inputs) : null);
    }

    private static Dataset Without(Dataset set, Matrix frozen) =>
        new(set.X, LinearAlgebra.Subtract(set.Y, LinearAlgebra.MultiplyTransposed(set.X, frozen)));
}
