using LayerDyn.Science.Randomness;
using LayerDyn.Sweeps.Curves;
using LayerDyn.Sweeps.Curves.Kinds;
using LayerDyn.Sweeps.Records;

namespace LayerDyn.Sweeps.Tests.Curves;

/// <summary>A curve of each kind from made-up but likely data, with seeds, theory and diverged points.</summary>
internal static class SampleCurves
{
    private static readonly double[] Steps = [.. Enumerable.Range(0, 61).Select(i => i == 0 ? 0 : Math.Round(Math.Pow(10, (i - 1) / 15.0))).Distinct()];

    public static IEnumerable<(CurveSpec Spec, FakeGrid Grid, PointResult[] Results)> All()
    {
        yield return Heatmap(theory: false);
        yield return Heatmap(theory: true);
        yield return Trajectory();
        yield return ManyLines();
        yield return Emergence();
        yield return Grokking();
        yield return Delay();
        yield return PhaseMap();
        yield return ScalingInTime();
        yield return ScalingInCompute();
        yield return NeuralCollapse();
        yield return Stability();
        yield return PhasePortrait();
        yield return LocalExponent();
        yield return JointFit();
    }

    public static (CurveSpec, FakeGrid, PointResult[]) Heatmap(bool theory)
    {
        double[] lambdas = [.. Enumerable.Range(0, 40).Select(i => -9 + i * 18.0 / 39)], scales = [.. Enumerable.Range(0, 40).Select(i => 1 + i * 19.0 / 39)];
        var grid = new FakeGrid(theory ? 1 : 2, FakeGrid.Numbers("lambda", lambdas), FakeGrid.Numbers("ratio", scales));
        string[] columns = theory ? ["kernel-distance", "kernel-distance.theory"] : ["kernel-distance"];
        var results = Each(grid, i =>
        {
            int[] at = grid.Coordinates(i);
            double value = Math.Pow(10, -6 * Math.Abs(lambdas[at[0]]) / 9 * scales[at[1]] / 20) * 0.3;
            if (at[0] > 35 && at[1] < 6 && (at[0] > 37 || i % 2 == 0)) return FakeGrid.Diverged(i, columns, 10);
            return FakeGrid.Finished(i, columns, theory ? [10, value, value * 1.02] : [10, value]);
        });
        return (new HeatmapCurve { Name = theory ? "kernel-distance-both" : "kernel-distance", X = "ratio", Y = "lambda", Value = "kernel-distance", Log10 = true }, grid, results);
    }

    public static (CurveSpec, FakeGrid, PointResult[]) Trajectory()
    {
        var grid = new FakeGrid(4, FakeGrid.Numbers("depth", 2, 4));
        string[] columns = ["mode-strength.1", "mode-strength.1.theory", "mode-strength.2", "mode-strength.2.theory", "mode-strength.3", "mode-strength.3.theory"];
        var results = Each(grid, i => i == 6 ? FakeGrid.Diverged(i, columns, 37) : FakeGrid.Finished(i, columns, [.. Enumerable.Range(0, 101).Select(step =>
        {
            double[] row = new double[7];
            row[0] = step;
            for (int k = 0; k < 3; k++)
            {
                double theory = (3 - k) / (1 + Math.Exp(-(3 - k) * (step - 12 - 10 * k) / 10.0 * (grid.Coordinates(i)[0] + 1)));
                row[1 + 2 * k] = theory * (1 + 0.05 * Noise(i, step));
                row[2 + 2 * k] = theory;
            }

            return row;
        })]));
        return (new TrajectoryCurve { Name = "stages", Value = "mode-strength", By = ["depth"], X = "time" }, grid, results);
    }

    public static (CurveSpec, FakeGrid, PointResult[]) PhasePortrait()
    {
        var grid = new FakeGrid(3, FakeGrid.Numbers("start", 0.2, 1));
        string[] columns = ["weight-norm.1", "weight-norm.2", "weight-norm.1.theory", "weight-norm.2.theory"];
        var results = Each(grid, i => i == 5 ? FakeGrid.Diverged(i, columns, 37) : FakeGrid.Finished(i, columns, [.. Enumerable.Range(0, 41).Select(step =>
        {
            double start = grid.Coordinates(i)[0] == 0 ? 0.2 : 1, a = start + step / 20.0, b = Math.Sqrt(a * a + 1 - start * start);
            return new[] { step, a * (1 + 0.02 * Noise(i, step)), b, a, b };
        })]));
        return (new PhasePortraitCurve { Name = "norms", X = "weight-norm.1", Y = "weight-norm.2", By = ["start"], Band = BandKind.Runs }, grid, results);
    }

    public static (CurveSpec, FakeGrid, PointResult[]) ManyLines()
    {
        var grid = new FakeGrid(1, FakeGrid.Numbers("rate", [.. Enumerable.Range(1, 14).Select(i => i / 10.0)]));
        var results = Each(grid, i => i > 11 ? FakeGrid.Diverged(i, ["loss"], 30 - i) : FakeGrid.Finished(i, ["loss"], [.. Steps.Select(step =>
            new[] { step, Math.Exp(-step * (i + 1) / 5e3) + 1e-6 })]));
        return (new TrajectoryCurve { Name = "loss-by-rate", Value = "loss", By = ["rate"], LogX = true, LogY = true }, grid, results);
    }

    public static (CurveSpec, FakeGrid, PointResult[]) Emergence()
    {
        var grid = new FakeGrid(5) { Alpha = 0.6 };
        string[] columns = [.. Enumerable.Range(1, 5).Select(k => $"skill-strength.{k}")];
        var results = Each(grid, i => i == 3 ? FakeGrid.Diverged(i, columns, 5) : FakeGrid.Finished(i, columns, [.. Steps.Select(step =>
        {
            double[] row = new double[6];
            row[0] = step;
            for (int k = 1; k <= 5; k++)
                row[k] = 1 / (1 + 999 * Math.Exp(-0.03 * Math.Pow(k, -1.6) * step * (1 + 0.15 * Noise(i, k)))) + 0.01 * Noise(i, 100 + k + (long)step);
            return row;
        })]));
        return (new EmergenceCurve { Name = "emergence", Calibrate = EmergenceLaw.Time }, grid, results);
    }

    public static (CurveSpec, FakeGrid, PointResult[]) Grokking()
    {
        var grid = new FakeGrid(3, FakeGrid.Names("case", "a", "b", "c", "d", "e"));
        var results = Each(grid, i => i == 5 ? FakeGrid.Diverged(i, ["accuracy", "test-accuracy"], 40) : FakeGrid.Finished(i, ["accuracy", "test-accuracy"], [.. Steps.Select(step => new[]
        {
            step, 0.1 + 0.9 / (1 + Math.Exp(-3 * (Math.Log(step + 1) - 3.5 - 0.1 * Noise(i, 1)))),
            0.1 + 0.8 / (1 + Math.Exp(-3 * (Math.Log(step + 1) - (grid.Coordinates(i)[0] == 0 ? 7 : 3.6) - 0.1 * Noise(i, 2)))),
        })]));
        return (new GrokkingCurve { Name = "grokking", By = ["case"], Threshold = 0.95, TestThreshold = 0.8 }, grid, results);
    }

    public static (CurveSpec, FakeGrid, PointResult[]) Delay()
    {
        var grid = new FakeGrid(3, FakeGrid.Numbers("targetScale", 1, 2, 4, 8, 16, 32));
        var results = Each(grid, i => i == 17 ? FakeGrid.Diverged(i, ["accuracy", "test-accuracy"], 40) : FakeGrid.Finished(i, ["accuracy", "test-accuracy"], [.. Steps.Select(step => new[]
        {
            step, step >= 30 ? 1 : step / 30.0, i == 0 ? 0.5 : Math.Min(1, step / (30 + 4000.0 / Math.Pow(2, 2 * grid.Coordinates(i)[0])) * (1 + 0.05 * Noise(i, 3))),
        })]));
        return (new GrokkingDelayCurve { Name = "delay", X = "targetScale", LogX = true }, grid, results);
    }

    public static (CurveSpec, FakeGrid, PointResult[]) PhaseMap()
    {
        var grid = new FakeGrid(1, FakeGrid.Numbers("decay", [.. Enumerable.Range(0, 12).Select(i => i * 0.1)]), FakeGrid.Numbers("rate", [.. Enumerable.Range(1, 15).Select(i => i * 0.01)]));
        var results = Each(grid, i =>
        {
            int[] at = grid.Coordinates(i);
            if (at[1] > 13) return FakeGrid.Diverged(i, ["accuracy", "test-accuracy"], 3);
            double train = at[0] > 9 ? double.PositiveInfinity : 10, test = at[0] < 2 ? double.PositiveInfinity : at[0] + at[1] < 12 ? 500 : 15;
            return FakeGrid.Finished(i, ["accuracy", "test-accuracy"],
                [.. Steps.Select(step => new[] { step, step >= train ? 1.0 : 0, step >= test && step >= train ? 1 : 0 })]);
        });
        return (new PhaseMapCurve { Name = "phases", X = "rate", Y = "decay" }, grid, results);
    }

    public static (CurveSpec, FakeGrid, PointResult[]) ScalingInTime()
    {
        var grid = new FakeGrid(6) { Alpha = 0.6 };
        var results = Each(grid, i => i == 4 ? FakeGrid.Diverged(i, ["loss"], 20) : FakeGrid.Finished(i, ["loss"], [.. Steps.Select(step =>
            new[] { step, Math.Pow(1 + step / 3, -0.37) * (1 + 0.05 * Noise(i, (long)step)) })]));
        return (new ScalingLawCurve { Name = "scaling-time", Law = ScalingLaw.Time, FitFrom = 100 }, grid, results);
    }

    public static (CurveSpec, FakeGrid, PointResult[]) ScalingInCompute()
    {
        double[] sizes = [.. Enumerable.Range(0, 10).Select(i => Math.Pow(2, i + 1))];
        var grid = new FakeGrid(1, FakeGrid.Numbers("size", sizes)) { Alpha = 1 };
        var results = Each(grid, i => FakeGrid.Finished(i, ["loss"], [.. Steps.Select(step =>
            new[] { step, 1 / sizes[grid.Coordinates(i)[0]] + 1 / Math.Sqrt(step + 1) })]));
        return (new ScalingLawCurve { Name = "scaling-compute", X = "compute", Sizes = "size", Law = ScalingLaw.Compute }, grid, results);
    }

    public static (CurveSpec, FakeGrid, PointResult[]) LocalExponent()
    {
        var grid = new FakeGrid(4, FakeGrid.Numbers("depth", 1, 2));
        var results = Each(grid, i => i == 6 ? FakeGrid.Diverged(i, ["loss"], 20) : FakeGrid.Finished(i, ["loss"], [.. Steps.Select(step =>
            new[] { step, Math.Pow(1 + step / 3, -0.3 - 0.1 * grid.Coordinates(i)[0]) * (1 + 0.02 * Noise(i, (long)step)) })]));
        return (new LocalExponentCurve { Name = "local-exponent", By = ["depth"], Theory = -0.35, Window = 1 }, grid, results);
    }

    public static (CurveSpec, FakeGrid, PointResult[]) JointFit()
    {
        double[] sizes = [8, 16, 32, 64, 128, 256], samples = [100, 300, 1000, 3000, 10000];
        var grid = new FakeGrid(4, FakeGrid.Numbers("N", sizes), FakeGrid.Numbers("D", samples)) { Alpha = 0.6 };
        var results = Each(grid, i =>
        {
            double n = sizes[grid.Coordinates(i)[0]], d = samples[grid.Coordinates(i)[1]];
            return i == 7 ? FakeGrid.Diverged(i, ["test-loss"], 20) : FakeGrid.Finished(i, ["test-loss"], [10, (0.05 + 2 * Math.Pow(n, -0.6) + 5 * Math.Pow(d, -0.375)) * (1 + 0.03 * Noise(i, 0))]);
        });
        return (new JointFitCurve { Name = "joint-fit", Value = "test-loss", X = "N", Y = "D", LawX = ScalingLaw.Parameters, LawY = ScalingLaw.Data }, grid, results);
    }

    public static (CurveSpec, FakeGrid, PointResult[]) NeuralCollapse()
    {
        var grid = new FakeGrid(2, FakeGrid.Names("model", "relu", "linear"));
        var results = Each(grid, i => FakeGrid.Finished(i, ["nc1", "nc2", "nc3", "nc4"], [.. Steps.Select(step => new[]
        {
            step, 3 * Math.Pow(1 + step, grid.Coordinates(i)[0] == 0 ? -0.6 : -0.1) * (1 + 0.1 * Noise(i, 5)), 1 / (1 + step / 50) + 0.02, 0.8 / (1 + step / 80) + 0.05, 0.1 / (1 + step),
        })]));
        return (new NeuralCollapseCurve { Name = "neural-collapse", By = ["model"] }, grid, results);
    }

    public static (CurveSpec, FakeGrid, PointResult[]) Stability()
    {
        var grid = new FakeGrid(4, FakeGrid.Numbers("learningRate", [.. Enumerable.Range(1, 12).Select(i => i * 0.05)]), FakeGrid.Numbers("scale", [.. Enumerable.Range(1, 16).Select(i => (double)i)]));
        var results = Each(grid, i =>
        {
            int[] at = grid.Coordinates(i);
            return (at[0] + 1) * 0.05 * (at[1] + 1) > 2 + 0.2 * grid.SeedOf(i) ? FakeGrid.Diverged(i, ["loss"], 7) : FakeGrid.Finished(i, ["loss"], [10, 1]);
        });
        return (new StabilityCurve { Name = "stability", X = "scale", Y = "learningRate" }, grid, results);
    }

    private static PointResult[] Each(FakeGrid grid, Func<long, PointResult> result) =>
        [.. Enumerable.Range(0, (int)grid.PointCount).Select(i => result(i))];

    private static double Noise(long point, long place) => RandomStream.For($"sample/{point}").Normal(place);
}
