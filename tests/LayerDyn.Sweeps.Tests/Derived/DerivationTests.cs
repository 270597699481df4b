using LayerDyn.Science.Training;
using LayerDyn.Sweeps.Charts;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Records;
using LayerDyn.Sweeps.Specs;

namespace LayerDyn.Sweeps.Tests.Derived;

public sealed class DerivationTests
{
    private const string Spec = """
        name: derived
        model: { kind: deep-linear, widths: [3, 4, 2] }
        init: { kind: normal, std: 0.1 }
        task: { kind: gaussian-regression, samples: 8, whiten: true }
        optimizer: { kind: gradient-flow, learningRate: 0.1 }
        steps: 20
        measure: { at: { every: 10 }, observables: [loss, weight-norm] }
        axes:
          lr: { values: [0.1, 0.2], sets: [optimizer.learningRate] }
          width: { cases: { narrow: { model.widths: [3, 2] }, wide: { model.widths: [3, 4, 2] } } }
        seeds: { count: 2, first: 5 }

        """;

    private static string With(string derive, string more = "") => $"{Spec}derive:\n  {derive.Replace("\n", "\n  ")}\n{more}";

    private static MeasurementTable Table(string[] columns, params (long Step, double[] Values)[] rows)
    {
        var table = new MeasurementTable(columns);
        foreach (var (step, values) in rows) table.Add(step, values);
        return table;
    }

    private static string Problems(string spec) => string.Join('\n', Assert.Throws<SpecException>(() => SweepPlan.Load(spec)).Problems.Select(problem => problem.ToString()));

    [Fact]
    public void WithDerived_EachRow_HasTheColumnsAfterTheMeasuredOnes()
    {
        var plan = SweepPlan.Load(With("balance: weight-norm.1^2 - weight-norm.2^2\nper-step: loss / step\nscaled: 2 * per-step + lr + seed"));
        var wide = plan.WithDerived(new PointResult(7, OutcomeStatus.Finished, 10, Table(["loss", "weight-norm.1", "weight-norm.2"], (0, [4, 3, 1]), (10, [2, 5, 4]))));

        Assert.Equal(["loss", "weight-norm.1", "weight-norm.2", "balance", "per-step", "scaled"], plan.Columns);
        Assert.Equal(plan.Columns, wide.Records.Columns);
        Assert.Equal(plan.Columns, plan.Tables.Measurements.Select(column => column.Name));
        Assert.Equal([8, 9], Enumerable.Range(0, 2).Select(row => wide.Records[row, 3]));
        Assert.Equal([double.PositiveInfinity, 0.2], Enumerable.Range(0, 2).Select(row => wide.Records[row, 4])); // 4 / 0
        Assert.Equal(2 * 0.2 + 0.2 + 6, wide.Records[1, 5], 1e-15); // lr = 0.2, seed 6
        Assert.Equal(9, PointSummary.Of(wide).Value("balance"));
    }

    [Fact]
    public void WithDerived_PointWithoutAColumn_LacksWhatNeedsIt()
    {
        var plan = SweepPlan.Load(With("balance: weight-norm.1 - weight-norm.2\ntwice: 2 * weight-norm.1"));
        var narrow = plan.WithDerived(new PointResult(0, OutcomeStatus.Finished, 0, Table(["loss", "weight-norm.1"], (0, [4, 3]))));
        Assert.Equal(["loss", "weight-norm.1", "twice"], narrow.Records.Columns);
        Assert.Equal(6, narrow.Records[0, 2]);
    }

    [Fact]
    public void WithoutDerived_RecordsOfAnotherSweep_AreWhatWasMeasured()
    {
        var plain = SweepPlan.Load(Spec);
        var (one, other) = (SweepPlan.Load(With("a: loss + 1")), SweepPlan.Load(With("b: loss + 2")));
        var measured = new PointResult(0, OutcomeStatus.Finished, 0, Table(["loss", "weight-norm.1"], (0, [4, 3])));

        Assert.Same(measured, plain.WithDerived(measured));
        Assert.Same(measured, plain.WithoutDerived(measured));
        var moved = other.WithDerived(one.WithoutDerived(one.WithDerived(measured)));
        Assert.Equal(["loss", "weight-norm.1", "b"], moved.Records.Columns);
        Assert.Equal(6, moved.Records[0, 2]);
        Assert.Equal(measured.Records.Columns, other.WithoutDerived(moved).Records.Columns);
        Assert.Equal(3, other.WithoutDerived(moved).Records[0, 1]);
        // They are no part of a point, and of no other sweep's identity.
        Assert.Equal(plain.PointId(3), one.PointId(3));
        Assert.NotEqual(plain.Id, one.Id);
    }

    [Fact]
    public void Load_ResolvedSpec_DerivesTheSame()
    {
        var plan = SweepPlan.Load(With("gap:  weight-norm.1-  loss \ntwice: 2*gap"));
        Assert.Equal(plan.Id, SweepPlan.Load(plan.ResolvedYaml).Id);
        var stored = SweepPlan.LoadResolved(plan.ResolvedYaml, plan.Id);
        Assert.Equal(plan.Columns, stored.Columns);
        Assert.Equal(["weight-norm.1 - loss", "2 * (weight-norm.1 - loss)"], stored.Derived.Select(column => column.Meaning.ToString()));
        Assert.Equal(plan.Id, SweepPlan.Load(With("gap: weight-norm.1 - loss\ntwice: 2 * gap")).Id);
    }

    [Fact]
    public void Load_InAConditionToStop_IsWrittenOut()
    {
        var plan = SweepPlan.Load(With("rest: loss / 2\nsmall: 10 * rest", "stopWhen: small < 1 or plateau(rest, over=10, change=0.1)"));
        Assert.Equal("10 * (loss / 2) < 1 or plateau(loss / 2, over=10, change=0.1)", plan.Experiment(0).StopWhen!.ToString());
        Assert.Equal(plan.PointId(0), SweepPlan.Load(Spec + "stopWhen: 10 * (loss / 2) < 1 or plateau(loss / 2, over=10, change=0.1)").PointId(0));
    }

    [Fact]
    public void Curve_OfADerivedColumn_DrawsItBesideItsTheory()
    {
        var plan = SweepPlan.Load("""
            name: exact
            model: { kind: diagonal-linear, depth: 2 }
            init: { kind: constant, value: 0.1 }
            task: { kind: linear-teacher, coefficients: [1], variances: [1], samples: 3 }
            optimizer: { kind: gradient-flow, learningRate: 0.1 }
            steps: 20
            engine: both
            measure: { at: { every: 10 }, observables: [loss, weight-norm] }
            derive: { root: sqrt(2 * loss), off: loss - loss.theory }
            curves:
              - { kind: trajectory, name: root, value: root }
            """);
        Assert.Contains("root.theory", plan.Columns);
        Assert.DoesNotContain("off.theory", plan.Columns);
        var builder = plan.Curves[0].CreateBuilder(plan);
        string[] columns = [.. Science.Experiments.ExperimentColumns.Of(plan.Experiment(0))];
        double[] Row(double loss, double exact) => [.. columns.Select(column => column switch { "loss" => loss, "loss.theory" => exact, _ => 0 })];
        builder.Fold(plan.WithDerived(new PointResult(0, OutcomeStatus.Finished, 20, Table(columns, (0, Row(8, 8)), (10, Row(2, 4.5))))));
        var curve = builder.Build();

        Assert.Equal(1, curve.Residuals["root"].Max);
        var series = Assert.IsType<LineChart>(curve.Chart).Panels[0].Series;
        Assert.Equal([4, 2], series[0].Y);
        Assert.Equal([4, 3], series[1].Y);
    }

    [Fact]
    public void Load_LongExpression_GoesWithoutItsTheory()
    {
        var plan = SweepPlan.Load($$"""
            name: long
            model: { kind: diagonal-linear, depth: 2 }
            init: { kind: constant, value: 0.1 }
            task: { kind: linear-teacher, coefficients: [1], variances: [1], samples: 3 }
            optimizer: { kind: gradient-flow, learningRate: 0.1 }
            steps: 20
            engine: both
            measure: { at: { every: 10 }, observables: [loss] }
            derive: { short: loss + loss, long: {{string.Join(" + ", Enumerable.Repeat("loss", 140))}} }
            """);
        Assert.Equal(["loss", "loss.theory", "short", "short.theory", "long"], plan.Columns);
    }

    [Theory]
    [InlineData("gap: los + 1", "derive.gap 'los' is neither a column nor a numeric axis of this sweep; did you mean 'loss'")]
    [InlineData("gap: gradient-norm / loss", "derive.gap 'gradient-norm' is neither a column nor a numeric axis of this sweep; add gradient-norm to measure.observables")]
    [InlineData("gap: loss-step", "derive.gap 'loss-step' is neither a column nor a numeric axis of this sweep; minus has spaces around it: loss - step")]
    [InlineData("gap: loss + width", "derive.gap 'width' is an axis whose values are no numbers")]
    [InlineData("gap: loss +", "derive.gap 'loss +' ends where a number or a column belongs")]
    [InlineData("gap: loss < 1", "derive.gap 'loss < 1' is a condition, not a number; a condition belongs to stopWhen")]
    [InlineData("loss: 2 * step", "derive.loss is the name of the measured column loss; give it another name")]
    [InlineData("lr: 2 * step", "derive.lr is the name of the axis lr; give it another name")]
    [InlineData("step: loss", "derive.step is a name that has another meaning; give it another name")]
    [InlineData("Gap.1: loss", "derive.Gap.1 is not a name: a letter, then letters and digits with single '-' between them, in lower case, at most 63; give it another name")]
    [InlineData("gap: [loss]", "must be an expression")]
    [InlineData("a: b + 1\nb: 2 * c\nc: a", "derive.a is derived from itself: a <- b <- c <- a")]
    [InlineData("a: a + 1", "derive.a is derived from itself: a <- a")]
    public void Load_WrongExpression_SaysWhyAndWhatToWrite(string derive, string message) => Assert.Contains(message, Problems(With(derive)), StringComparison.Ordinal);

    [Fact]
    public void Load_ExpressionsThatGrowWithoutEnd_AreRefused()
    {
        string chain = "a0: loss + loss\n" + string.Join('\n', Enumerable.Range(1, 40).Select(i => $"a{i}: a{i - 1} * a{i - 1}"));
        Assert.Contains("has more than 1000 characters", Problems(With(chain)), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_CurveOfAnUnknownColumn_SuggestsADerivedOne() =>
        Assert.Contains("did you mean 'balance'?", Problems(With("balance: 2 * loss", "curves: [{ kind: trajectory, name: x, value: balanc }]")), StringComparison.Ordinal);
}
