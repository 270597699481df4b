using LayerDyn.Science.Training;
using LayerDyn.Sweeps.Charts;
using LayerDyn.Sweeps.Charts.Rendering;
using LayerDyn.Sweeps.Curves;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Records;

namespace LayerDyn.Sweeps.Tests.Curves;

/// <summary>Curves from records written by hand, of sweeps of the product's own kinds.</summary>
public sealed class CurveBuilderTests
{
    private static readonly SweepPlan Map = SweepPlan.Load("""
        name: map
        model: { kind: deep-linear, widths: [2, 2, 2] }
        init: { kind: lambda-balanced, lambda: 0, scale: 1 }
        task: { kind: gaussian-regression, samples: 4, whiten: true }
        optimizer: { kind: gd }
        steps: 10
        measure: { at: [0], observables: [loss] }
        axes:
          lambda: { values: [-1, 1], sets: init.lambda }
          scale: { values: [1, 2], sets: init.scale }
        seeds: 2
        curves:
          - { kind: heatmap, name: loss, x: scale, y: lambda, value: loss, at: last }
        """);

    private static readonly SweepPlan Skills = SweepPlan.Load("""
        name: skills
        model: { kind: multilinear-skill }
        init: { kind: balanced-constant }
        task: { kind: skills, skills: 2 }
        optimizer: { kind: gd }
        steps: 4
        measure: { at: { every: 1 }, observables: [skill-strength] }
        seeds: 3
        curves:
          - { kind: emergence, name: emergence, value: skill-strength, logX: false }
        """);

    [Fact]
    public void Heatmap_Cells_AreMeansOfFinishedSeedsAtTheLastMeasurement()
    {
        var curve = Folded(Map, MapResults());
        var panel = Assert.Single(Assert.IsType<HeatmapChart>(curve.Chart).Panels);

        // lambda is the slow axis, scale the middle one, the seed the fast one: cells (lambda, scale) from results 10 i + seed.
        Assert.Equal([0.5, 20.5, 40.5], panel.Values.Take(3));
        Assert.Equal(60, panel.Values[3]); // seed 1 diverged: never averaged in
        Assert.Equal((8L, 1L), (curve.Points, curve.Diverged));
    }

    [Fact]
    public void Heatmap_CellWithOnlyDivergedSeeds_IsMarkedAndHasNoValue()
    {
        var results = MapResults().Select(result => result.Index < 2 ? Diverged(result.Index) : result).ToList();
        var panel = Assert.IsType<HeatmapChart>(Folded(Map, results).Chart).Panels[0];

        Assert.Equal([true, false, false, false], panel.Diverged);
        Assert.True(double.IsNaN(panel.Values[0]));
    }

    [Fact]
    public void Emergence_Times_AreInterpolatedCrossingsOfTheMean()
    {
        // Skill 1 rises by a quarter a step: 0.5 at step 2; skill 2 is 0 until step 3 and 1 at step 4: 0.5 at 3.5.
        var results = Enumerable.Range(0, 3).Select(seed => Result(seed, ["skill-strength.1", "skill-strength.2"],
            [.. Enumerable.Range(0, 5).Select(step => ((long)step, (double[])[step / 4.0, step == 4 ? 1 : 0]))])).ToList();
        var curve = Folded(Skills, results);

        Assert.Contains(curve.Findings, finding => finding.StartsWith("skill 1 reaches 0.5 at step 2", StringComparison.Ordinal));
        Assert.Contains(curve.Findings, finding => finding.StartsWith("skill 2 reaches 0.5 at step 3.5", StringComparison.Ordinal));
        Assert.Contains("order of emergence: 1, 2", curve.Findings);
    }

    [Fact]
    public void Emergence_ThatDoesNotCome_SaysByWhen()
    {
        var curve = Folded(Skills, [Result(0, ["skill-strength.1", "skill-strength.2"], [(0, [0, 0]), (7, [1, 0.4])])]);

        Assert.Contains("skill 2 does not reach 0.5 by step 7", curve.Findings);
        Assert.Contains("order of emergence: 1", curve.Findings);
    }

    [Theory]
    [InlineData(0.24, false)]
    [InlineData(0.26, true)]
    public void Emergence_WhoseNoiseReachesTheThreshold_Warns(double error, bool warns)
    {
        var curve = Folded(Skills, [Result(0, ["skill-strength.1", "skill-strength.2", "skill-strength-se"], [(0, [0, 0, 0]), (1, [1, 0, error])])]);

        Assert.Equal(warns, curve.Findings.Any(finding => finding.StartsWith("warning: two standard errors of skill-strength are up to 0.52, not below the threshold 0.5", StringComparison.Ordinal)));
        Assert.Equal(2, Assert.IsType<LineChart>(curve.Chart).Panels[0].Series.Count); // the error is no skill
    }

    [Fact]
    public void Theory_Residual_IsTheLargestAndRootMeanSquareDeviation()
    {
        var plan = SweepPlan.Load("""
            name: both
            model: { kind: diagonal-linear }
            init: { kind: balanced-constant }
            task: { kind: linear-teacher, coefficients: [1] }
            optimizer: { kind: gd }
            engine: both
            steps: 2
            measure: { at: { every: 1 }, observables: [mode-strength] }
            curves:
              - { kind: trajectory, name: strength, value: mode-strength, x: step }
            """);
        var curve = Folded(plan, [Result(0, ["mode-strength.1", "mode-strength.1.theory"], [(0, [1, 1]), (1, [2, 2.3]), (2, [4, 3.6])])]);
        var residual = curve.Residuals["mode-strength.1"];

        Assert.Equal(0.4, residual.Max, 1e-12);
        Assert.Equal(Math.Sqrt((0.09 + 0.16) / 2), residual.Rms, 1e-12); // step 0 is the same weights: nothing to compare
    }

    [Fact]
    public void Trajectory_OfRunsThatStopped_SaysWithWhomTheLineGoesOn()
    {
        var plan = SweepPlan.Load("""
            name: stopped
            model: { kind: deep-linear, widths: [3, 2] }
            init: { kind: normal, std: 0.1 }
            task: { kind: gaussian-regression, samples: 8 }
            optimizer: { kind: gd, learningRate: 0.1 }
            steps: 20
            measure: { at: { every: 10 }, observables: [loss] }
            stopWhen: loss < 0.5
            seeds: 2
            curves:
              - { kind: trajectory, name: loss, value: loss }
            """);
        var curve = Folded(plan,
        [
            Result(0, ["loss"], [(0, [4]), (10, [0.25])]) with { Status = OutcomeStatus.Stopped },
            Result(1, ["loss"], [(0, [2]), (10, [1]), (20, [0.75])]),
        ]);

        Assert.Contains("loss: runs end between step 10 and 20; the line goes on with those that are left", curve.Findings);
        Assert.Equal([3, 0.625, 0.75], Assert.IsType<LineChart>(curve.Chart).Panels[0].Series[0].Y);
        Assert.Equal(0, curve.Diverged);
    }

    [Fact]
    public void Renderer_Pictures_AreWholeAndTheSameBytesEachTime()
    {
        var chart = Folded(Map, MapResults()).Chart;
        byte[] png = ChartRenderer.Png(chart);
        string svg = ChartRenderer.Svg(chart);

        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], png.Take(4));
        Assert.Equal(png, ChartRenderer.Png(chart));
        Assert.Equal(svg, ChartRenderer.Svg(chart));
        Assert.Equal("svg", System.Xml.Linq.XDocument.Parse(svg).Root!.Name.LocalName);
    }

    private static List<PointResult> MapResults() =>
    [
        .. Enumerable.Range(0, 8).Select(index => index == 7 ? Diverged(7)
            : Result(index, ["loss"], [(0, [-5]), (10, [10 * (index - index % 2) + index % 2])])),
    ];

    private static PointResult Diverged(long index)
    {
        var records = new MeasurementTable(["loss"]);
        records.Add(0, [1e300]);
        return new PointResult(index, OutcomeStatus.Diverged, 3, records);
    }

    private static PointResult Result(long index, string[] columns, (long Step, double[] Values)[] rows)
    {
        var records = new MeasurementTable(columns);
        foreach (var (step, values) in rows) records.Add(step, values);
        return new PointResult(index, OutcomeStatus.Finished, rows[^1].Step, records);
    }

    private static Curve Folded(SweepPlan plan, IEnumerable<PointResult> results)
    {
        var builder = plan.Curves[0].CreateBuilder(plan);
        foreach (var result in results) builder.Fold(result);
        return builder.Build();
    }
}
