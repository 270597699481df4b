using LayerDyn.Science.Experiments;
using LayerDyn.Science.Models;

namespace LayerDyn.Science.Keeping;

/// <summary>How many bytes are kept of a point: from above, by structure alone. A test set whose size is not known counts as large as the training set.</summary>
/// <param name="Weights">All parameters.</param>
/// <param name="Features">What the last layer reads, of all samples.</param>
/// <param name="Outputs">The outputs, of all samples.</param>
/// <param name="Data">All samples.</param>
/// <param name="KernelRows">Rows of the kernel.</param>
public sealed record KeepSize(double Weights, double Features, double Outputs, double Data, double KernelRows)
{
    // Name, type, shape and place of a tensor, and the file's own entries.
    private const double Header = 1024;

    /// <summary>The sizes of an experiment's parts, whether it keeps them or not.</summary>
    public static KeepSize Of(Experiment experiment) => Of(experiment, experiment.DType == DType.Float64 ? sizeof(double) : sizeof(float), null);

    /// <summary>The sizes that are bounded, before a training and in it: of eight bytes a number whatever its type, as an array has at most 2^27 numbers.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="samples">How many samples there are of training and test set together; null for what the task says.</param>
    internal static KeepSize Bounded(Experiment experiment, long? samples = null) => Of(experiment, sizeof(double), samples);

    /// <summary>What one part takes at a step.</summary>
    public double Of(string name) => name switch
    {
        KeepBinder.Weights => Weights,
        KeepBinder.Features => Features,
        KeepBinder.Outputs => Outputs,
        _ => sizeof(double) * KernelRows * KernelRows,
    };

    /// <summary>What a point takes at the step at which most is kept, with its data; 0 where nothing is.</summary>
    public static double OfStep(Experiment experiment)
    {
        if (experiment.Keep is not { } keep) return 0;
        var size = Of(experiment);
        return size.OfLargestFile(experiment, keep) + (keep.Data ? size.Data : 0);
    }

    /// <summary>The file of a step.</summary>
    /// <param name="keep">What is kept.</param>
    /// <param name="step">The step, a measured one.</param>
    /// <param name="ends">Whether the training ends there.</param>
    internal double OfFile(Keep keep, long step, bool ends) => Header + keep.Parts.Where(part => part.Steps.Takes(step, ends)).Sum(part => Of(part.Name));

    /// <summary>Whether a file of a step may take more than some bytes. It is told without looking at the steps where all parts together do not.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="keep">What is kept of it.</param>
    /// <param name="bytes">The bytes.</param>
    internal bool MayTakeMore(Experiment experiment, Keep keep, double bytes) =>
        Header + keep.Parts.Sum(part => Of(part.Name)) > bytes && OfLargestFile(experiment, keep) > bytes;

    /// <summary>The largest file of a step. Where a condition may stop the training, it may end at any; steps that nobody lists have no more than the last one.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="keep">What is kept of it.</param>
    internal double OfLargestFile(Experiment experiment, Keep keep) =>
        keep.Parts.SelectMany(part => part.Steps.Steps).Append(experiment.Steps).Distinct().Max(step => OfFile(keep, step, step == experiment.Steps || experiment.StopWhen is not null));

    /// <summary>What a point leaves in the store, without the data, which points share; 0 where nothing is kept.</summary>
    public static double OfPoint(Experiment experiment)
    {
        if (experiment.Keep is not { } keep) return 0;
        var size = Of(experiment);
        long[] measured = experiment.MeasureAt.Resolve(experiment.Steps);
        double files = measured.Count(step => keep.Takes(step, step == measured[^1]));
        return files * Header + keep.Parts.Sum(part => part.Steps.Of(measured).Count() * size.Of(part.Name));
    }

    private static KeepSize Of(Experiment experiment, double scalar, long? counted)
    {
        var shape = experiment.Task.Shape;
        var parameters = experiment.Model.Parameters(shape);
        double train = shape.Samples ?? 0, samples = counted ?? (train + (shape.HeldOut ?? (shape.HasTest ? train : 0)));
        int read = parameters.Last(parameter => parameter.Role == ParameterRole.Weight).Dimensions[^1];
        return new(
            scalar * parameters.Sum(parameter => (double)parameter.Count), scalar * samples * read, scalar * samples * shape.Outputs,
            sizeof(double) * samples * (Math.Max(shape.Inputs, shape.TestInputs ?? 0) + shape.Outputs + 2), train * shape.Outputs);
    }
}
