using LayerDyn.Science.Randomness;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Refinement;
using LayerDyn.Sweeps.Specs;

namespace LayerDyn.Sweeps.Tests.Refinement;

public sealed class RefinementRoundsTests
{
    private const string Head = """
        name: refined
        model: { kind: toy-net, widths: [2, 2, 2] }
        init: { kind: toy-init }
        task: { kind: toy-task }
        optimizer: { kind: toy-gd }
        steps: 10
        engine: theory
        measure: { observables: [toy-loss] }

        """;

    [Fact]
    public void Choose_LevelSetOfASmoothMap_FindsEveryPairOfNeighboursWithFewPoints()
    {
        // A circle, of a radius of 60 cells, and a corner.
        var plan = Plan(200, 200, "at: 1, until: { points: 3200 }");
        double Value(long point) => Map(plan, point, (x, y) => Math.Max(Square((x - 0.45) / 0.3) + Square((y - 0.55) / 0.3), 8 * (x + y - 1.7)));
        var (chosen, rounds) = Run(plan, Value);

        Assert.InRange(chosen.Count, 1, 0.08 * 40_000);
        Assert.InRange(rounds, 4, 12);
        AssertFound(plan, chosen, point => Value(point) >= 1);
    }

    [Fact]
    public void Choose_AnyEllipseGridAndBudget_IsAPureFunctionOfResultsAndKeepsItsBounds()
    {
        var stream = RandomStream.For("ellipses");
        for (int trial = 0; trial < 25; trial++)
        {
            double Number(int which) => stream.Uniform((100 * trial) + which);
            int width = 40 + (int)(160 * Number(0)), height = 40 + (int)(160 * Number(1));
            bool isTight = trial % 5 == 0;
            var plan = Plan(width, height, $"at: 1, until: {{ points: {(isTight ? 700 : 20_000)} }}");
            double Value(long point) => Map(plan, point, (x, y) => Square((x - 0.3 - (0.4 * Number(2))) / (0.15 + (0.2 * Number(3)))) + Square((y - 0.3 - (0.4 * Number(4))) / (0.15 + (0.2 * Number(5)))));
            var (chosen, _) = Run(plan, Value);

            Assert.InRange(chosen.Count, 1, plan.Refine!.Points);
            if (!isTight) AssertFound(plan, chosen, point => Value(point) >= 1);
            // With only some of the results it chooses a part of the same points, and waits for the others.
            var rounds = new RefinementRounds(plan);
            var known = chosen.Points.Where(point => stream.Uniform(1_000_000 + point) < 0.98).ToHashSet();
            var part = rounds.Choose(point => known.Contains(point) ? Value(point) : null);
            Assert.False(part.IsComplete);
            Assert.True(part.Points.Points.ToHashSet().IsSubsetOf(chosen.Points));
            Assert.Equal(chosen, rounds.Choose(point => Value(point)).Points);
        }
    }

    [Fact]
    public void Choose_OneAxis_BisectsToTheCrossing()
    {
        var plan = SweepPlan.Load(Head + "axes:\n  lambda: { linspace: [0, 1, 1000], sets: [init.lambda] }\nrefine: { axes: lambda, of: toy-loss, at: [0.2, 0.7], until: { points: 100 } }");
        var (chosen, _) = Run(plan, point => point / 999.0);

        foreach (double level in (double[])[0.2, 0.7])
        {
            long above = (long)Math.Ceiling(level * 999);
            Assert.True(chosen.Contains(above - 1) && chosen.Contains(above));
        }

        Assert.InRange(chosen.Count, 17, 17 + (2 * 6)); // a lattice of 64ths, then six halvings of two of its parts
    }

    [Fact]
    public void Choose_Steepest_GoesToTheStep()
    {
        var plan = Plan(100, 100, "at: steepest, until: { points: 1000 }");
        double Value(long point) => Map(plan, point, (x, y) => Math.Tanh(400 * (x - (0.2 + (0.5 * y)))) + (0.1 * y));
        var (chosen, _) = Run(plan, Value);

        AssertFound(plan, chosen, point => Value(point) - (0.1 * plan.Axes[0].Numbers![plan.Coordinates(point)[0]]) >= 0);
    }

    [Fact]
    public void Choose_BoundaryOfDivergence_IsOne()
    {
        var plan = Plan(100, 100, "at: 5, until: { points: 1500 }");
        double Value(long point) => Map(plan, point, (x, y) => x + y > 1.2 ? double.NaN : x);
        var (chosen, _) = Run(plan, Value);

        AssertFound(plan, chosen, point => double.IsNaN(Value(point)));
    }

    [Fact]
    public void Choose_OtherAxesAndSeeds_AreChosenEachByItself()
    {
        var plan = Plan(50, 60, "at: 0.5, until: { points: 20000 }", "  rate: { values: [1, 2], sets: [task.targetDivisor] }\n", "seeds: { count: 3, first: 4 }\n");
        // The boundary lies elsewhere for each rate; one seed of three diverged.
        double Value(long point) => plan.SeedOf(point) == 5 ? double.NaN : Map(plan, point, (x, y) => x / (1 + (0.6 * plan.Coordinates(point)[2])) + ((plan.SeedOf(point) - 5) * 1e-9));
        var (chosen, _) = Run(plan, Value);

        Assert.All(chosen.Points, point => Assert.True(chosen.Contains(point / 3 * 3) && chosen.Contains((point / 3 * 3) + 2)));
        for (int rate = 0; rate < 2; rate++)
        {
            int[] columns = [.. chosen.Points.Where(point => plan.Coordinates(point)[2] == rate && plan.Coordinates(point)[0] == 25).Select(point => plan.Coordinates(point)[1]).Distinct()];
            int first = (int)Math.Ceiling(0.5 * (1 + (0.6 * rate)) * 49);
            Assert.Contains(first, columns);
            Assert.Contains(first - 1, columns);
            Assert.InRange(columns.Length, 2, 10);
        }
    }

    [Fact]
    public void Plan_OfAFineGrid_IsMeasuredByThePointsThatMayBeRun()
    {
        const string Curves = "curves:\n  - { kind: heatmap, name: map, x: scale, y: lambda, value: toy-loss }\n";
        var (refined, dense) = (Plan(200, 200, "at: 1, until: { points: 800 }", more: Curves), Plan(200, 200, null, more: Curves));

        Assert.Equal((800L, 800L, 40_000L), (refined.MostRun, refined.Estimate().Points, dense.MostRun));
        Assert.Equal((700L, 0L), (refined.MayRun(new Ledger(400, 85, 10, 5)), refined.MayRun(new Ledger(900, 850))));
        Assert.Null(refined.CurvesBeyond(1 << 20));
        Assert.NotNull(dense.CurvesBeyond(1 << 20));
    }

    [Theory]
    [InlineData("lambda", "scale", true)]
    [InlineData("rate", "scale", true)]
    [InlineData("rate", "divisor", false)]
    public void Map_OverRefinedAxes_SaysWhyCellsAreEmpty(string x, string y, bool says)
    {
        const string More = "  rate: { values: [1, 2], sets: [optimizer.learningRate] }\n  divisor: { values: [1, 2], sets: [task.targetDivisor] }\n";
        string curves = $"curves:\n  - {{ kind: heatmap, name: map, x: {x}, y: {y}, value: toy-loss }}\n";
        string Note(string? refine) => Plan(50, 60, refine, More, curves) is var plan ? plan.Curves.Single().CreateBuilder(plan).Build().Chart.Note : "";

        Assert.Equal(says, Note("at: 0.5, until: { points: 20000 }").Contains("not chosen by refine", StringComparison.Ordinal));
        Assert.DoesNotContain("not chosen", Note(null), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_Refine_IsPartOfTheSweepAndNotOfItsPoints()
    {
        var (refined, dense) = (Plan(40, 40, "at: 0.5, until: { points: 800 }"), Plan(40, 40, null));

        Assert.NotEqual(dense.Id, refined.Id);
        Assert.Equal(dense.PointId(777), refined.PointId(777));
        Assert.Equal(refined.Id, SweepPlan.Load(refined.ResolvedYaml).Id);
        var stored = SweepPlan.LoadResolved(refined.ResolvedYaml, refined.Id);
        Assert.Equal(new RefinementRounds(refined).First, new RefinementRounds(stored).First);
        Assert.Equal(21 * 21, new RefinementRounds(refined).First.Count); // 0, 2, ..., 38 and 39
    }

    [Theory]
    [InlineData("axes: [lambda, scael], of: toy-loss, at: 1, until: { points: 800 }", "line 12: refine.axes[1] 'scael' is not an axis of this sweep; did you mean 'scale'?")]
    [InlineData("axes: [lambda, lambda], of: toy-loss, at: 1, until: { points: 800 }", "line 12: refine.axes[1] 'lambda' moves with another of them; name one of the two")]
    [InlineData("axes: [lambda], of: toy-lss, at: 1, until: { points: 900 }", "line 12: refine.of 'toy-lss' is not a column; did you mean 'toy-loss'?")]
    [InlineData("axes: [lambda, scale], of: toy-loss, at: 1, until: { points: 400 }", "line 12: refine.until.points '400' must be at least 441, the points of the first round; allow more points, or lower refine.start")]
    [InlineData("axes: [lambda, scale], of: toy-loss, at: steep, until: { points: 800 }", "line 12: refine.at 'steep' must be a level, a list of levels or steepest; write at: 0.01")]
    [InlineData("axes: [lambda, scale], of: toy-loss, at: 1", "line 12: refine.until.points must be a whole number from 1 to 100000; write until: { points: 2000 }")]
    [InlineData("axes: [lambda, scale], of: toy-loss, at: 1, unitl: { points: 3 }, until: { points: 800 }", "line 12: refine.unitl is not a known key; did you mean 'until'?")]
    public void Load_RefineThatCannotBe_SaysWhy(string refine, string expected) =>
        Assert.Equal(expected, Assert.Single(Assert.Throws<SpecException>(() => SweepPlan.Load(Spec(40, 40, refine))).Problems).ToString());

    [Theory]
    [InlineData("values: [1, 2, 3, 4]", true)]
    [InlineData("values: [4, 2, 1, -1]", true)]
    [InlineData("values: [1, 3, 2, 4]", false)]
    public void Load_RefineAlongAnAxis_NeedsAnOrder(string axis, bool isOrdered)
    {
        string spec = Head + $"axes:\n  lambda: {{ {axis}, sets: [init.lambda] }}\nrefine: {{ axes: lambda, of: toy-loss, at: 1, until: {{ points: 800 }} }}\n";
        string[] problems = [];
        try
        {
            SweepPlan.Load(spec);
        }
        catch (SpecException error)
        {
            problems = [.. error.Problems.Select(problem => problem.ToString())];
        }

        Assert.Equal(isOrdered ? [] : ["line 11: refine.axes 'lambda' has no order to refine along; write linspace, logspace or ascending values"], problems);
    }

    private static SweepPlan Plan(int width, int height, string? refine, string axes = "", string more = "") =>
        SweepPlan.Load(Spec(width, height, refine is null ? null : "axes: [lambda, scale], of: toy-loss, " + refine, axes) + more);

    private static string Spec(int width, int height, string? refine, string axes = "") => Head
        + $"axes:\n  lambda: {{ linspace: [0, 1, {height}], sets: [init.lambda] }}\n  scale: {{ linspace: [1, 2, {width}], sets: [init.scale] }}\n{axes}"
        + (refine is null ? "" : $"refine: {{ {refine} }}\n");

    // The value over the unit square: x along scale, y along lambda.
    private static double Map(SweepPlan plan, long point, Func<double, double, double> map)
    {
        int[] at = plan.Coordinates(point);
        return map(at[1] / (plan.Axes[1].Count - 1.0), at[0] / (plan.Axes[0].Count - 1.0));
    }

    // As a sweep does: a round at a time, and results of chosen points alone.
    private static (PointRanges Points, int Rounds) Run(SweepPlan plan, Func<long, double> value)
    {
        var rounds = new RefinementRounds(plan);
        var done = new HashSet<long>();
        while (true)
        {
            var choice = rounds.Choose(point => done.Contains(point) ? value(point) : null);
            Assert.True(done.IsSubsetOf(choice.Points.Points));
            if (choice.IsComplete) return (choice.Points, choice.Round);
            Assert.True(choice.Points.Count > done.Count);
            done.UnionWith(choice.Points.Points);
        }
    }

    // Of the dense grid, all neighbours on different sides are among the chosen.
    private static void AssertFound(SweepPlan plan, PointRanges chosen, Func<long, bool> isAbove)
    {
        var run = chosen.Points.ToHashSet();
        int width = plan.Axes[1].Count, pairs = 0;
        for (long point = 0; point < plan.PointCount; point++)
        {
            foreach (long other in (long[])[point % width == width - 1 ? -1 : point + 1, point + width])
            {
                if (other < 0 || other >= plan.PointCount || isAbove(point) == isAbove(other)) continue;
                pairs++;
                Assert.True(run.Contains(point) && run.Contains(other), $"{point} and {other} are not chosen");
            }
        }

        Assert.True(pairs > 20);
    }

    private static double Square(double x) => x * x;
}
