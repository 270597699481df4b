using LayerDyn.Science.Experiments;

namespace LayerDyn.Science.Keeping;

/// <summary>How many bytes are kept of a point: from above, by structure alone. A test set whose size is not known counts as large as the training set.</summary>
/// <param name="Weights">All parameters.</param>
/// <param name="Features">What the last layer reads, of all samples; the widest layer's where a model has no last layer.</param>
/// <param name="Outputs">The outputs, of all samples.</param>
/// <param name="Data">All samples.</param>
/// <param name="KernelRows">Rows of the kernel.</param>
public sealed record KeepSize(double Weights, double Features, double Outputs, double Data, double KernelRows)
{
    // Name, type, shape and place of a tensor, and the file's own entries.
    private const double Header = 1024;

    /// <summary>The sizes of an experiment's parts, whether it keeps them or not.</summary>
    public static KeepSize Of(Experiment experiment)
    {
        var shape = experiment.Task.Shape;
        var parameters = experiment.Model.Parameters(shape);
        double scalar = experiment.DType == DType.Float64 ? sizeof(double) : sizeof(float);
        double train = shape.Samples ?? 0, samples = train + (shape.HeldOut ?? (shape.HasTest ? train : 0));
        return new(
            scalar * parameters.Sum(parameter => (double)parameter.Count), scalar * samples * WidthOf(experiment), scalar * samples * shape.Outputs,
            sizeof(double) * samples * (shape.Inputs + shape.Outputs + 2), train * shape.Outputs);
    }

    /// <summary>The most numbers that a layer reads or gives of a sample.</summary>
    public static double WidthOf(Experiment experiment) =>
        experiment.Model.Parameters(experiment.Task.Shape).Max(parameter => Math.Max((double)parameter.Dimensions[^1], experiment.Task.Shape.Outputs));

    /// <summary>What one part takes at a step.</summary>
    public double Of(string name) => name switch
    {
        KeepBinder.Weights => Weights,
        KeepBinder.Features => Features,
        KeepBinder.Outputs => Outputs,
        _ => sizeof(double) * KernelRows * KernelRows,
    };

    /// <summary>What a point takes at the step at which most is kept; 0 where nothing is.</summary>
    public static double OfStep(Experiment experiment)
    {
        if (experiment.Keep is not { } keep) return 0;
        var size = Of(experiment);
        return Header + keep.Parts.Sum(part => size.Of(part.Name)) + (keep.Data ? size.Data : 0);
    }

    /// <summary>What a point leaves in the store, without the data, which points share; 0 where nothing is kept.</summary>
    public static double OfPoint(Experiment experiment)
    {
        if (experiment.Keep is not { } keep) return 0;
        var size = Of(experiment);
        long[] measured = experiment.MeasureAt.Resolve(experiment.Steps);
        double files = measured.Count(step => keep.Takes(step, step == measured[^1]));
        return files * Header + keep.Parts.Sum(part => part.Steps.Of(measured).Count() * size.Of(part.Name));
    }
}
