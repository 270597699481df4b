using LayerDyn.Science.Experiments;
using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Randomness;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Observables.Curvature;

/// <summary>
/// The Hessian of the training loss, or its Gauss-Newton part, at some parameters, by its products with directions (Pearlmutter 1994, "Fast exact
/// multiplication by the Hessian"): forward and backward passes and their derivatives, written out in double precision, whatever trained
/// the network. Buffers are reused: not thread-safe.
/// </summary>
public abstract class LossCurvature
{
    // Lanczos keeps 26 vectors: 218 MB.
    private const long MostParameters = 1 << 20;

    // The moments of more inputs cost more than passes over the samples.
    private const int MostInputs = 2048;

    [ThreadStatic]
    private static Recent<(int Seed, int Size), double[]>? _starts; // a point is measured many times

    private readonly Matrix[] _direction, _image;
    private CancellationToken _cancellation;

    /// <param name="parameters">The parameters, in the order of the model; vectors are 1 x n.</param>
    private protected LossCurvature(IReadOnlyList<Matrix> parameters)
    {
        _direction = [.. parameters.Select(parameter => new Matrix(parameter.Rows, parameter.Columns))];
        _image = [.. parameters.Select(parameter => new Matrix(parameter.Rows, parameter.Columns))];
        Size = parameters.Sum(parameter => parameter.Data.Length);
    }

    /// <summary>Number of parameters.</summary>
    public int Size { get; }

    /// <summary>Why there is none for this experiment, as a rule; null where there is.</summary>
    public static string? Unsupported(Experiment experiment)
    {
        var shape = experiment.Task.Shape;
        if (shape.MomentsOnly) return "needs a task that can be listed";
        if (experiment.Task is SequenceTask) return "needs a single task, not a sequence";
        if (Form(experiment) is not { } form) return "needs a layerwise linear model or an mlp: the Hessian of other models is not written out";
        if (form.Kind == LayerwiseKind.Diagonal && experiment.Loss == LossKind.CrossEntropy) return "needs a squared loss for a diagonal model";
        long count = experiment.Model.Parameters(shape).Sum(parameter => parameter.Count);
        return count <= MostParameters ? null : FormattableString.Invariant($"needs a model of at most {MostParameters} parameters, but this one has {count}");
    }

    /// <summary>Rough time of <see cref="Largest"/>, in seconds on one core: for estimates alone.</summary>
    public static double Seconds(Experiment experiment)
    {
        const double Products = 12, Eigenvalues = 1e-4; // as many products as most networks take; the small eigenproblems between them
        var shape = experiment.Task.Shape;
        double size = experiment.Model.Parameters(shape).Sum(parameter => parameter.Count);
        double columns = experiment.Model.Layerwise(shape) is { } form ? (form.Kind == LayerwiseKind.Diagonal ? 1 : form.Widths[0]) : shape.Samples ?? 10_000;
        return Products * size * (10 * columns / 8e9 + 4 * Products / 4e9) + Eigenvalues;
    }

    /// <summary>The curvature of the loss on the training set; for online tasks, on their evaluation sample.</summary>
    /// <param name="experiment">Model and loss.</param>
    /// <param name="data">Its data.</param>
    /// <param name="parameters">The parameters, in the order of the model; vectors are 1 x n.</param>
    /// <param name="matrix">The whole Hessian, or its Gauss-Newton part.</param>
    public static LossCurvature Of(Experiment experiment, TaskData data, IReadOnlyList<Matrix> parameters, CurvatureMatrix matrix = CurvatureMatrix.Hessian)
    {
        bool whole = matrix == CurvatureMatrix.Hessian;
        var form = Form(experiment) ?? throw new NotSupportedException(Unsupported(experiment));
        bool isSquared = experiment.Loss != LossKind.CrossEntropy;
        if (form.Kind == LayerwiseKind.Diagonal)
            return new DiagonalCurvature(parameters, data.Moments, LossFunction.FactorOnMse(experiment.Loss, 1), whole);
        if (experiment.Model.Layerwise(experiment.Task.Shape) is not null && isSquared && form.Widths[0] <= MostInputs)
            return new DenseCurvature(parameters, data.Moments, LossFunction.FactorOnMse(experiment.Loss, form.Widths[^1]), whole);
        var model = experiment.Model as MlpModel ?? new MlpModel { Widths = form.Widths, Activation = Activation.Linear, Biases = false };
        return new PerceptronCurvature(model, experiment.Loss, parameters, data.Train, whole);
    }

    /// <summary>The product with a direction; both hold the parameters one after the other, row-major.</summary>
    public void Multiply(ReadOnlySpan<double> direction, Span<double> image)
    {
        foreach (var part in _direction)
        {
            direction[..part.Data.Length].CopyTo(part.Data);
            direction = direction[part.Data.Length..];
        }

        ThrowIfCancelled();
        Multiply(_direction, _image);
        foreach (var part in _image)
        {
            part.Data.CopyTo(image);
            image = image[part.Data.Length..];
        }
    }

    /// <summary>The largest eigenvalue, by <see cref="Lanczos"/> from a vector that the seed replicate and <see cref="Size"/> alone determine.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public double Largest(int seed, CancellationToken cancellation = default)
    {
        _cancellation = cancellation;
        return Lanczos.Largest(Multiply, (_starts ??= new()).Of((seed, Size), (Seed: seed, Size), static key =>
        {
            double[] start = new double[key.Size];
            RandomStream.For(FormattableString.Invariant($"curvature/seed={key.Seed}")).FillNormal(start);
            return start;
        }));
    }

    /// <summary>A product may take many blocks of samples: to be called before each.</summary>
    private protected void ThrowIfCancelled() => _cancellation.ThrowIfCancellationRequested();

    /// <summary>The product; every matrix is shaped as the parameter, and <paramref name="image"/> is overwritten.</summary>
    private protected abstract void Multiply(Matrix[] direction, Matrix[] image);

    private static LayerwiseForm? Form(Experiment experiment) =>
        experiment.Model.Layerwise(experiment.Task.Shape) ?? (experiment.Model is MlpModel mlp ? new(LayerwiseKind.Dense, mlp.Widths) : null);
}
