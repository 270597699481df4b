using LayerDyn.Science.Experiments;

namespace LayerDyn.Sweeps.Curves;

/// <summary>The abscissae that are not axes of the sweep.</summary>
internal static class Abscissa
{
    public const string Step = "step";
    public const string Time = "time";
    public const string Epoch = "epoch";

    /// <summary>Whether the abscissa runs along each training (so that a point gives a whole line).</summary>
    public static bool RunsAlong(string x) => x is Step or Time or Epoch;

    /// <summary>Adds what is impossible about an abscissa: epochs need a fixed training set, and one that is also an axis is either.</summary>
    /// <param name="x">The abscissa.</param>
    /// <param name="context">The sweep.</param>
    /// <param name="problems">Takes what is found.</param>
    /// <param name="own">Another abscissa that this kind of curve has beside the axes.</param>
    public static void Validate(string x, CurveContext context, ProblemList problems, string? own = null)
    {
        if ((RunsAlong(x) || x == own) && context.Axes.Any(axis => axis.Name == x))
            problems.Add(context.At("x"), x, "is also the name of an axis, so that it is not clear which of them is meant", "give the axis another name");
        if (x == Epoch && context.Sample.Task.Shape.IsOnline)
            problems.Add(context.At("x"), x, "needs a task with a fixed training set", "write x: step");
    }

    /// <summary>What a point's steps are to be multiplied with; a task that draws fresh batches has no epochs, and keeps its steps.</summary>
    public static double PerStep(string x, Experiment experiment) => x switch
    {
        Time => experiment.Optimizer.LearningRate,
        Epoch when experiment.Task.Shape.Samples is { } samples => 1.0 / experiment.Optimizer.StepsPerEpoch(samples),
        _ => 1,
    };

    /// <summary>What a chart shows of a value over an abscissa, for titles: all of training, or its end.</summary>
    public static string Shows(string value, string x) => RunsAlong(x) ? $"{value} along training" : $"{value} over {x}, at the end of training";
}
