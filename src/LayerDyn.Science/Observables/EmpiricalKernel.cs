using LayerDyn.Science.Experiments;
using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Training.Linear;
using LayerDyn.Science.Training.Mlp;

namespace LayerDyn.Science.Observables;

/// <summary>The empirical tangent kernel <c>J J^T</c> of a network (Jacot et al. 2018, arXiv 1806.07572).</summary>
public static class EmpiricalKernel
{
    /// <summary>The most probe inputs that observables take.</summary>
    public const int MostProbes = 256;

    // Scalars of the Jacobian rows held at a time: 128 MB.
    private const long Budget = 1 << 24;

    /// <summary>The first training inputs, at most <paramref name="count"/> of them (m x in).</summary>
    public static Matrix Probes(ISnapshot snapshot, int count)
    {
        var inputs = snapshot.Data.Train.X;
        count = Math.Min(count, inputs.Rows);
        return new(count, inputs.Columns, inputs.Data[..(count * inputs.Columns)]);
    }

    /// <summary>Rough time of a kernel on <paramref name="probes"/> inputs, in seconds on one core: for estimates alone.</summary>
    public static double Seconds(Experiment experiment, int probes)
    {
        // Layerwise linear models and perceptrons have a product of two vectors a layer for each pair; others one of two gradients.
        var shape = experiment.Task.Shape;
        double rows = (double)Math.Min(probes, shape.Samples ?? probes) * shape.Outputs, size = experiment.Model.Parameters(shape).Sum(parameter => parameter.Count);
        double length = experiment.Model is MlpModel mlp ? mlp.Widths.Sum() : experiment.Model.Layerwise(shape) is { } form ? form.Widths.Sum() : size;
        return rows * (2 * rows * length + 6 * size) / 4e9;
    }

    /// <summary>
    /// The kernel of all probe inputs (m x in) and outputs, (m out) x (m out), rows sample-major. Layerwise linear models and perceptrons
    /// have it from their structure; of other models the Jacobian is worked out in blocks of samples, for large networks more than once,
    /// so that two blocks are held at most.
    /// </summary>
    public static Matrix Of(ISnapshot snapshot, Matrix probes) =>
        OfStructure(snapshot.Experiment, snapshot.Parameters, probes) ?? Of(snapshot.Jacobian, Outputs(snapshot), probes, SamplesABlock(snapshot), snapshot.Cancellation);

    /// <summary>The kernel at step 0.</summary>
    public static Matrix Initial(ISnapshot snapshot, Matrix probes) =>
        OfStructure(snapshot.Experiment, snapshot.InitialParameters, probes) ?? Of(snapshot.InitialJacobian, Outputs(snapshot), probes, SamplesABlock(snapshot), snapshot.Cancellation);

    /// <summary>
    /// The kernel from the model's structure: a sum over layers of <c>(D D^T) o (H H^T + 1)</c>, with what the layer reads in H, the outputs'
    /// derivatives in what it gives in D, and the 1 for biases. Null for models that are neither layerwise linear nor perceptrons with relu, tanh,
    /// square or no activation.
    /// </summary>
    public static Matrix? OfStructure(Experiment experiment, IReadOnlyList<Matrix> parameters, Matrix probes) => experiment.Model switch
    {
        _ when experiment.Model.Layerwise(experiment.Task.Shape) is { } form => LayerwiseTangentKernel.Of(form, parameters, probes),
        MlpModel model when ActivationValue.HasSlope(model.Activation) => MlpTangentKernel.Of(model, parameters, probes),
        _ => null,
    };

    /// <summary>The kernel of a Jacobian given as a function of inputs, in blocks of <paramref name="samplesABlock"/> probes.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static Matrix Of(Func<Matrix, Matrix> jacobian, int outputs, Matrix probes, int samplesABlock, CancellationToken cancellation = default)
    {
        var kernel = new Matrix(probes.Rows * outputs, probes.Rows * outputs);
        for (int first = 0; first < probes.Rows; first += samplesABlock)
        {
            var rows = jacobian(Block(first));
            for (int second = first; second < probes.Rows; second += samplesABlock)
            {
                cancellation.ThrowIfCancellationRequested();
                LinearAlgebra.MultiplyTransposed(rows, second == first ? rows : jacobian(Block(second)), kernel, first * outputs, second * outputs);
            }
        }

        LinearAlgebra.MirrorUpper(kernel);
        return kernel;

        Matrix Block(int start)
        {
            int count = Math.Min(samplesABlock, probes.Rows - start), width = probes.Columns;
            return new Matrix(count, width, probes.Data[(start * width)..((start + count) * width)]);
        }
    }

    private static int SamplesABlock(ISnapshot snapshot) =>
        (int)Math.Clamp(Budget / (Outputs(snapshot) * snapshot.Parameters.Sum(parameter => (long)parameter.Data.Length)), 1, int.MaxValue);

    private static int Outputs(ISnapshot snapshot) => snapshot.Experiment.Task.Shape.Outputs;
}
