using LayerDyn.Science.Numerics;

namespace LayerDyn.Science.Tasks;

/// <summary>The data of tasks trained one after the other. What it is itself is the last of them.</summary>
/// <param name="tasks">The data of each task.</param>
/// <param name="switches">Steps done when the second, third ... begins.</param>
public sealed class SequenceData(IReadOnlyList<TaskData> tasks, IReadOnlyList<long> switches) : TaskData
{
    /// <summary>The data of each task.</summary>
    public IReadOnlyList<TaskData> Tasks => tasks;

    /// <inheritdoc/>
    public override Dataset Train => tasks[^1].Train;

    /// <inheritdoc/>
    public override Moments Moments => tasks[^1].Moments;

    /// <inheritdoc/>
    public override Matrix? TargetMap => tasks[^1].TargetMap;

    /// <inheritdoc/>
    public override double TargetScale => tasks[^1].TargetScale;

    /// <summary>The number, from 0, of the task that the update after <paramref name="steps"/> steps is on.</summary>
    public int Next(long steps) => switches.Count(step => step <= steps);

    /// <summary>The number of the task that the last of <paramref name="steps"/> updates was on; the first at step 0.</summary>
    public int Last(long steps) => switches.Count(step => step < steps);

    /// <summary>Steps done when a task begins.</summary>
    public long Begin(int task) => task == 0 ? 0 : switches[task - 1];
}
