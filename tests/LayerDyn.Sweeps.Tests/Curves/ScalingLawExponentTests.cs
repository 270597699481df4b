using LayerDyn.Science.Experiments;
using LayerDyn.Science.Training;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Records;

namespace LayerDyn.Sweeps.Tests.Curves;

/// <summary>The scaling laws of the multilinear skill model as a sweep finds them: fitted exponents against those of theory.</summary>
public sealed class ScalingLawExponentTests
{
    private const double Allowed = 0.02; // of the exponent

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.6)]
    [InlineData(0.9)]
    public void Time_Exponent_IsMinusAlphaOverAlphaPlusOne(double alpha) => Assert.Equal(1, Ratio(-alpha / (alpha + 1), Spec(alpha, "theory", 1_000_000_000,
        "", "loss, x: step, law: time, fitFrom: 100000")), Allowed);

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.6)]
    [InlineData(0.9)]
    public void Data_Exponent_IsMinusAlphaOverAlphaPlusOne(double alpha) => Assert.Equal(1, Ratio(-alpha / (alpha + 1), Spec(alpha, "theory", 1_000_000_000,
        "{ D: { values: [1000, 2000, 5000, 10000, 20000, 50000, 100000], sets: task.samples } }", "test-loss, x: D, law: data", "samples: 1, ", seeds: 10, at: "[1000000000]")), Allowed);

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.6)]
    [InlineData(0.9)]
    public void Parameters_Exponent_IsMinusAlpha(double alpha) => Assert.Equal(1, Ratio(-alpha, Spec(alpha, "theory", 1_000_000_000,
        "{ N: { values: [64, 128, 256, 512, 1024, 2048, 4096], sets: model.skills } }", "loss, x: N, law: parameters", at: "[1000000000]")), Allowed);

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.6)]
    [InlineData(0.9)]
    public void Compute_Exponent_IsMinusAlphaOverAlphaPlusTwo(double alpha) => Assert.Equal(1, Ratio(-alpha / (alpha + 2), Spec(alpha, "theory", 1_000_000_000,
        "{ N: { values: [16, 32, 64, 128, 256, 512, 1024, 2048, 4096], sets: model.skills } }",
        "loss, x: compute, sizes: N, law: compute, fitFrom: 1000000")), Allowed);

    /// <summary>The same law by gradient descent, without any theory in the sweep.</summary>
    [Theory]
    [InlineData(0.3)]
    [InlineData(0.6)]
    [InlineData(0.9)]
    public void Compute_ExponentOfTraining_IsMinusAlphaOverAlphaPlusTwo(double alpha) => Assert.Equal(1, Ratio(-alpha / (alpha + 2), Spec(alpha, "train", 30_000,
        "{ N: { values: [6, 8, 11, 16, 23, 32, 45, 64], sets: model.skills } }", "loss, x: compute, sizes: N, law: compute, fitFrom: 3000")), Allowed);

    private static string Spec(
        double alpha, string engine, long steps, string axes, string curve, string task = "", int seeds = 1, string at = "{ logPerDecade: 10 }") => FormattableString.Invariant($$"""
        name: law
        model: { kind: multilinear-skill }
        init: { kind: balanced-constant, product: 0.001 }
        task: { kind: skills, {{task}}alpha: {{alpha}} }
        optimizer: { kind: gd, learningRate: 0.5 }
        steps: {{steps}}
        engine: {{engine}}
        measure: { at: {{at}}, observables: [loss] }
        seeds: {{seeds}}
        {{(axes.Length == 0 ? "" : $"axes: {axes}")}}
        curves:
          - { kind: scaling-law, name: law, value: {{curve}} }
        """);

    /// <summary>The fitted exponent over <paramref name="theory"/>; the curve's own exponent of theory is checked on the way.</summary>
    private static double Ratio(double theory, string spec)
    {
        var plan = SweepPlan.Load(spec);
        var builder = plan.Curves[0].CreateBuilder(plan);
        var points = Enumerable.Range(0, (int)plan.PointCount).Select(i => new TrainingPoint(i, ExperimentText.Read(plan.PointText(i)))).ToArray();
        Trainer.Run(points, new TrainingRun
        {
            Complete = outcome => builder.Fold(new PointResult(outcome.Index, outcome.Status, outcome.LastStep, outcome.Records)),
        });

        var curve = builder.Build();
        double x = 0, y = 0, xx = 0, xy = 0, n = 0;
        foreach (var row in curve.Table.Rows.Where(row => (string)row[3]! == "yes"))
        {
            double lx = Math.Log((double)row[0]!), ly = Math.Log((double)row[1]!);
            (n, x, y, xx, xy) = (n + 1, x + lx, y + ly, xx + lx * lx, xy + lx * ly);
        }

        double fitted = (xy - x * y / n) / (xx - x * x / n);
        Assert.Equal(Math.Abs(fitted - theory), curve.Residuals["exponent"].Max, 1e-9);
        return fitted / theory;
    }
}
