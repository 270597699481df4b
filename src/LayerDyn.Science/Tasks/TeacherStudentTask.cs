using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Randomness;

namespace LayerDyn.Science.Tasks;

/// <summary>
/// A linear teacher with a given singular spectrum, <c>y = U diag(s) V^T x + noise</c>, U and V random orthogonal (Saxe et al. 2014,
/// arXiv 1312.6120).
/// </summary>
[Kind("teacher-student", "a linear teacher with given singular values")]
public sealed record TeacherStudentTask : LearningTask
{
    /// <summary>Dimension of x.</summary>
    [Parameter("number of inputs", Min = 1, Max = 10_000)]
    public required int Inputs { get; init; }

    /// <summary>Dimension of y.</summary>
    [Parameter("number of outputs", Min = 1, Max = 10_000)]
    public required int Outputs { get; init; }

    /// <summary>Singular values of the teacher; the rest are zero.</summary>
    [Parameter("singular values of the teacher", Min = 0, MinCount = 1, Symbol = "s")]
    public required IReadOnlyList<double> SingularValues { get; init; }

    /// <summary>Number of samples n.</summary>
    [Parameter("number of samples", Min = 1, Max = 10_000_000, Symbol = "n")]
    public required int Samples { get; init; }

    /// <summary>Whether the inputs are whitened so that <c>X X^T / n = I</c>.</summary>
    [Parameter("whiten the inputs so that X X^T / n = I")]
    public bool Whiten { get; init; } = true;

    /// <summary>Standard deviation of the noise on the targets.</summary>
    [Parameter("standard deviation of the noise on the targets", Min = 0)]
    public double Noise { get; init; }

    /// <summary>
    /// How far the teacher is turned: <c>V(angle) = cos(angle) V + sin(angle) V'</c> with V' orthogonal to V. The inner product of the turned map with
    /// the map at 0 is cos(angle) times their squared norm; at 180 degrees it is the map's negative.
    /// </summary>
    [Parameter("degrees by which the teacher's right singular vectors are turned out of their space: 90 unrelated, 180 the opposite map", Min = 0, Max = 180, OmittedAtDefault = true)]
    public double Angle { get; init; }

    /// <summary>Number of test samples, from the same distribution without noise; 0 for none.</summary>
    [Parameter("number of test samples, without noise", Min = 0, Max = 10_000_000)]
    public int TestSamples { get; init; }

    /// <inheritdoc/>
    public override TaskShape Shape => new(Inputs, Outputs, Samples)
    {
        Covariance = Whiten ? InputCovariance.Identity : InputCovariance.Any,
        HasTest = TestSamples > 0,
        HeldOut = TestSamples,
    };

    /// <inheritdoc/>
    public override void Validate(ProblemList problems)
    {
        if (SingularValues.Count > Math.Min(Inputs, Outputs))
            problems.Add("task.singularValues", $"{SingularValues.Count} values", $"must have at most min(inputs, outputs) = {Math.Min(Inputs, Outputs)} values");
        if (Angle is not (0 or 180) && 2 * SingularValues.Count > Inputs)
            problems.Add("task.angle", Angle, $"needs at least twice as many inputs as the {SingularValues.Count} singular values", "write more inputs, fewer singular values, or angle: 180");
        if (Whiten && Samples < Inputs)
            problems.Add("task.samples", Samples, $"must be at least the number of inputs, {Inputs}, to whiten", "write whiten: false or more samples");
    }

    /// <inheritdoc/>
    public override TaskData Create(int seed)
    {
        var stream = RandomStream.ForTask("teacher-student", seed);
        var left = LinearAlgebra.RandomOrthogonal(Outputs, stream.Child("U"));
        var right = Turned(LinearAlgebra.RandomOrthogonal(Inputs, stream.Child("V")));
        var map = new Matrix(Outputs, Inputs);
        for (int o = 0; o < Outputs; o++)
            for (int i = 0; i < Inputs; i++)
                for (int k = 0; k < SingularValues.Count; k++) map[o, i] += left[o, k] * SingularValues[k] * right[i, k];
        var train = Draw(stream, "train", Samples, Whiten, map, Noise);
        var test = TestSamples > 0 ? Draw(stream, "test", TestSamples, whiten: false, map, noise: 0) : null;
        return new FixedTaskData(train, test, map, moments: Whiten ? Moments.Of(train, LinearAlgebra.Identity(Inputs)) : null);
    }

    // The first columns turned towards those after them; the sines are exact at 0, 90 and 180 degrees.
    private Matrix Turned(Matrix right)
    {
        if (Angle == 0) return right;
        const double Degree = Math.PI / 180;
        double sine = PortableMath.Sin(Math.Min(Angle, 180 - Angle) * Degree), cosine = PortableMath.Sin((90 - Angle) * Degree);
        var turned = new Matrix(Inputs, SingularValues.Count);
        for (int i = 0; i < Inputs; i++)
            for (int k = 0; k < turned.Columns; k++) turned[i, k] = cosine * right[i, k] + (sine == 0 ? 0 : sine * right[i, turned.Columns + k]);
        return turned;
    }

    private Dataset Draw(RandomStream stream, string set, int samples, bool whiten, Matrix map, double noise)
    {
        var x = GaussianInputs.Create(stream.Child($"{set}/X"), samples, Inputs, whiten);
        var y = LinearAlgebra.MultiplyTransposed(x, map);
        var errors = stream.Child($"{set}/noise");
        if (noise > 0)
            for (int i = 0; i < y.Data.Length; i++) y.Data[i] += noise * errors.Normal(i);
        return new Dataset(x, y);
    }
}
