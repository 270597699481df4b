using System.Globalization;
using BitFaster.Caching;
using BitFaster.Caching.Lru;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Randomness;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Theory;

/// <summary>
/// The conditions of exact solutions that no kind promises, measured: second moments of data from files, and the balance of weights of any
/// origin. They hold to <see cref="Tolerance"/>, so that files in single precision pass; a solution is then as exact as its conditions.
/// </summary>
internal static class MeasuredConditions
{
    /// <summary>The largest deviation from a condition, relative to what it is about.</summary>
    public const double Tolerance = 1e-6;

    private static readonly ICache<string, (double White, double Diagonal)> Data =
        new ConcurrentLruBuilder<string, (double White, double Diagonal)>().WithCapacity(16).WithAtomicGetOrAdd().Build();

    /// <summary>What is known of the second moments of the training inputs: promised by the task, or measured where they come from files.</summary>
    public static InputCovariance Covariance(Experiment experiment)
    {
        var promised = experiment.Task.Shape.Covariance;
        if (promised != InputCovariance.Any || experiment.Task is not FileTask) return promised;
        var (white, diagonal) = Deviations(experiment);
        return white <= Tolerance ? InputCovariance.Identity : diagonal <= Tolerance ? InputCovariance.Diagonal : InputCovariance.Any;
    }

    /// <summary>Why the inputs are not white, of whatever variance, as a rule; null when they are.</summary>
    public static string? NotWhite(Experiment experiment) => Covariance(experiment) is InputCovariance.Identity or InputCovariance.Isotropic ? null
        : experiment.Task is FileTask ? $"needs whitened inputs: X X^T / n of these differs from the identity by {Shown(Deviations(experiment).White)}, more than {Shown(Tolerance)}"
        : "needs whitened inputs (task.whiten: true)";

    /// <summary>Why the inputs are not uncorrelated, as a rule; null when they are.</summary>
    public static string? NotUncorrelated(Experiment experiment) => Covariance(experiment) != InputCovariance.Any ? null
        : experiment.Task is FileTask ? $"needs inputs that are uncorrelated: two of these correlate by {Shown(Deviations(experiment).Diagonal)}, more than {Shown(Tolerance)}"
        : "needs inputs that are exactly uncorrelated";

    /// <summary>Why the initial weights of two dense layers are not lambda-balanced, as a rule; null when they are.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="form">Its layers.</param>
    public static string? NotBalanced(Experiment experiment, LayerwiseForm form)
    {
        double[][] weights = experiment.InitialWeights(RandomStream.ForWeights(experiment));
        Matrix first = new(form.Widths[1], form.Widths[0], weights[0]), second = new(form.Widths[2], form.Widths[1], weights[1]);
        Matrix down = LinearAlgebra.TransposedMultiply(second, second), up = LinearAlgebra.MultiplyTransposed(first, first);
        double lambda = (LinearAlgebra.Trace(down) - LinearAlgebra.Trace(up)) / form.Widths[1], size = 0, most = 0;
        for (int i = 0; i < down.Rows; i++)
            for (int j = 0; j < down.Columns; j++)
            {
                size = Math.Max(size, Math.Max(Math.Abs(down[i, j]), Math.Abs(up[i, j])));
                most = Math.Max(most, Math.Abs(down[i, j] - up[i, j] - (i == j ? lambda : 0)));
            }

        return most <= Tolerance * size ? null
            : $"needs the initialisation lambda-balanced, or weights that are: W2^T W2 - W1 W1^T of these differs from {Shown(lambda)} I by {Shown(most / size)} of its size, more than {Shown(Tolerance)}";
    }

    private static (double White, double Diagonal) Deviations(Experiment experiment)
    {
        if (experiment.Task is FileTask { Sha256: null }) return Measure(experiment); // its text does not say what the files hold
        return Data.GetOrAdd(ExperimentText.WriteKind(experiment.Task), static (_, experiment) => Measure(experiment), experiment);
    }

    private static (double White, double Diagonal) Measure(Experiment experiment)
    {
        var inputs = experiment.Task.Create(experiment.Seed).Moments.Inputs;
        double white = 0, diagonal = 0;
        for (int i = 0; i < inputs.Rows; i++)
        {
            white = Math.Max(white, Math.Abs(inputs[i, i] - 1));
            for (int j = 0; j < inputs.Columns; j++)
            {
                if (i == j || inputs[i, j] == 0) continue;
                white = Math.Max(white, Math.Abs(inputs[i, j]));
                diagonal = Math.Max(diagonal, Math.Abs(inputs[i, j]) / Math.Sqrt(inputs[i, i] * inputs[j, j]));
            }
        }

        return (white, diagonal);
    }

    private static string Shown(double value) => value.ToString("G3", CultureInfo.InvariantCulture);
}
