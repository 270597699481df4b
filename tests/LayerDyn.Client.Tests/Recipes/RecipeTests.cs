using LayerDyn.Science.Training;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Refinement;
using LayerDyn.Sweeps.Specs;

namespace LayerDyn.Client.Tests.Recipes;

/// <summary>The shipped recipes: all are valid, and the fast ones show what they promise.</summary>
public sealed class RecipeTests
{
    public static TheoryData<string> Recipes => [.. RecipeRun.Names];

    [Theory]
    [MemberData(nameof(Recipes))]
    public void Recipe_AndItsQuickVariant_AreValidAndSayWhatTheyShow(string recipe)
    {
        string text = RecipeRun.Text(recipe);
        Assert.Contains($"\nname: {recipe}\n", text);
        Assert.Matches("(?s)^#.*(figure|arXiv).*\nname: ", text);
        foreach (string? variant in new[] { null, "quick" })
        {
            try
            {
                var plan = SweepPlan.Load(text, variant: variant);
                Assert.NotEmpty(plan.Curves);
                if (variant is not null) Assert.InRange(plan.PointCount, 1, SweepPlan.Load(text).PointCount);
            }
            catch (SpecException error) when (text.Contains("kind: mnist", StringComparison.Ordinal))
            {
                Assert.All(error.Problems, problem => Assert.Contains("mnist", problem.ToString(), StringComparison.OrdinalIgnoreCase)); // the images are not here
            }
        }
    }

    [Fact]
    public void LinearLayerwise_Modes_SaturateTogetherWithoutLayersAndInOrderWithThem()
    {
        var run = RecipeRun.Quick("linear-layerwise");
        double[] targets = [1, 0.6, 0.4, 0.25];
        foreach (var result in run.Results)
        {
            double[] half = [.. targets.Select((s, k) => RecipeRun.Reaches(result, $"mode-strength.{k + 1}", s / 2))];
            for (int k = 1; k < targets.Length; k++)
            {
                // One layer: exp(-t) for all, but for where they start. Two: ln(S / u(0) - 1) / 2 S.
                double expected = run.Axis("depth", result.Index) == 1 ? 1
                    : Math.Log(targets[k] / 0.001 - 1) / targets[k] / Math.Log(targets[0] / 0.001 - 1) * targets[0];
                Assert.Equal(expected, half[k] / half[0], 0.02);
            }
        }

        Assert.InRange(run.Curve("mode-strength").Residuals["mode-strength.1"].Max, 0, 5e-3);
    }

    [Fact]
    public void DepthSteps_DeeperNetworks_AreCloserToAStep()
    {
        double[] widths = [.. RecipeRun.Quick("depth-steps").Results.Skip(1).Select(result =>
            (RecipeRun.Reaches(result, "mode-strength.1", 0.9) - RecipeRun.Reaches(result, "mode-strength.1", 0.1)) / RecipeRun.Reaches(result, "mode-strength.1", 0.5))];
        Assert.Equal(widths.OrderDescending(), widths);
        Assert.InRange(widths[^1] / widths[0], 0, 0.5);
    }

    [Fact]
    public void RiccatiCurves_Modes_FollowTheExactSolution()
    {
        var curve = RecipeRun.Quick("riccati-curves", "optimizer.learningRate=0.001", "steps=6000").Curve("mode-strength");
        Assert.Equal(3, curve.Residuals.Count(residual => residual.Key.StartsWith("mode-strength.", StringComparison.Ordinal)));
        Assert.All(curve.Residuals.Values, residual => Assert.InRange(residual.Max, 0, 5e-3));
    }

    [Fact]
    public void KernelAlignment_SmallStarts_OvershootToThatOfTheFirstMode()
    {
        // Aligned modes s = 4, 2, 1 with 5 inputs and 3 outputs: 2 sum s^2 u / (sum s^2 sqrt(8 sum u^2 + 2 (sum u)^2)) with u = s at the end, and u = (4, 0, 0) at
        // the peak; participation ratio 64 (sum u)^2 / (8 sum u^2 + 2 (sum u)^2).
        double end = 146 / (21 * Math.Sqrt(266)), peak = 128 / (21 * Math.Sqrt(160)), few = 64 * 16 / 160.0, many = 64 * 49 / 266.0;
        var run = RecipeRun.Quick("kernel-alignment");
        foreach (var result in run.Results)
        {
            double[] alignment = RecipeRun.Column(result, "kernel-alignment"), participation = RecipeRun.Column(result, "ntk-participation-ratio");
            Assert.Equal(end, alignment[^1], 5e-3);
            Assert.Equal(many, participation[^1], 0.15);
            if (run.Axis("start", result.Index) > 1e-5)
            {
                Assert.InRange(alignment.Max(), end + 5e-3, peak - 1e-3);
                continue;
            }

            Assert.Equal(peak, alignment.Max(), 2e-3);
            Assert.Equal(few, participation.Min(), 0.2);
        }

        foreach (string curve in new[] { "alignment", "participation-ratio", "effective-dimension", "eigenvalues", "cka" })
            Assert.All(run.Curve(curve).Residuals, residual => Assert.InRange(residual.Value.Max, 0, curve == "alignment" || curve == "cka" ? 5e-3 : 0.2));
    }

    [Fact]
    public void ModularProgress_Measures_MoveBeforeTheTestAccuracy()
    {
        var run = RecipeRun.Quick("modular-progress");
        foreach (var result in run.Results)
        {
            double accurate = RecipeRun.Reaches(result, "test-accuracy", 0.5);
            Assert.InRange(RecipeRun.Reaches(result, "accuracy", 0.99), 1, accurate / 2);
            Assert.InRange(RecipeRun.Reaches(result, "sum-direction-share", 0.3), 1, 0.8 * accurate);
            Assert.InRange(RecipeRun.Reaches(result, "fourier-sparsity", 0.2), 1, 0.8 * accurate);
            Assert.InRange(RecipeRun.Column(result, "test-accuracy")[^1], 0.95, 1);
            Assert.InRange(RecipeRun.Column(result, "sum-direction-share")[^1], 0.95, 1);
        }
    }

    [Fact]
    public void ModularProgress_MorePairs_GeneraliseSooner()
    {
        var run = RecipeRun.Of("modular-progress", "fractions", "seeds=1", "steps=1500", "axes.fraction.values=[0.5,0.8]", "axes.decay.values=[1]");
        double[] times = [.. run.Results.Select(result => RecipeRun.Reaches(result, "test-accuracy", 0.9))];
        Assert.InRange(times[1], 20, times[0] / 1.5);
        Assert.Equal(2, run.Curve("time-to-generalise").Points);
    }

    /// <summary>The boundary of lazy and rich on a grid of 200 x 200: all pairs of neighbours on different sides of it, with few of the points.</summary>
    [Fact]
    public void LazyRichImbalance_Boundary_IsFoundToOneCellByAFewPoints()
    {
        var run = RecipeRun.Of("lazy-rich-imbalance", "boundary", "engine=train", "measure.at=[0,4000]"); // the dense grid
        double[] ends = [.. run.Results.Select(result => RecipeRun.Column(result, "kernel-distance")[^1])];
        var rounds = new RefinementRounds(run.Plan);
        var done = new HashSet<long>();
        RefinementChoice choice;
        while (!(choice = rounds.Choose(point => done.Contains(point) ? ends[point] : null)).IsComplete) done.UnionWith(choice.Points.Points);

        Assert.Equal(40_000, ends.Length);
        Assert.InRange(done.Count, 500, 0.08 * ends.Length);
        int pairs = 0;
        for (int point = 0; point < ends.Length; point++)
            foreach (int neighbour in new[] { point % 200 < 199 ? point + 1 : -1, point + 200 })
            {
                if (neighbour < 0 || neighbour >= ends.Length || ends[point] >= 1e-4 == ends[neighbour] >= 1e-4) continue;
                Assert.True(done.Contains(point) && done.Contains(neighbour), $"{point} and {neighbour} are on different sides");
                pairs++;
            }

        Assert.InRange(pairs, 200, 1000);
    }

    [Fact]
    public void GammaPlus_MeasuredGrowth_IsThePredictedOneToOneInAThousand()
    {
        var run = RecipeRun.Quick("gamma-plus", "steps=50000", "weightsFrom=point"); // independent draws, so that one draw does not stand for all
        foreach (var result in run.Results)
            Assert.Equal(1, RecipeRun.Column(result, "gamma-plus.growth")[^1] / RecipeRun.Column(result, "gamma-plus")[^1], 1e-3);
        double[] rich = RecipeRun.Column(run.Results[0], "gamma-plus");
        Assert.InRange(rich[0], 50, 1000);
        Assert.InRange(RecipeRun.Column(run.Results[^1], "gamma-plus")[0], 0.9, 1.2); // lazy
        // The map compares the growth of training with the prediction: near it, and not it.
        Assert.InRange(run.Curve("gamma-plus").Residuals["log10(gamma-plus.growth)"].Max, 1e-9, 1e-3);
    }

    [Fact]
    public void StabilityBoundary_LearningRates_DivergeAboveFourOverTheCurvature()
    {
        var run = RecipeRun.Quick("stability-boundary");
        int stable = 0, diverged = 0;
        foreach (var result in run.Results)
        {
            double c = run.Axis("C", result.Index), steps = run.Axis("rate", result.Index) * Math.Sqrt(c * c + 4);
            if (steps < 1.9) Assert.Equal(OutcomeStatus.Finished, result.Status);
            else if (steps > 5) Assert.Equal(OutcomeStatus.Diverged, result.Status);
            (stable, diverged) = (stable + (steps < 1.9 ? 1 : 0), diverged + (steps > 5 ? 1 : 0));
        }

        Assert.True(stable > 50 && diverged > 50);
        Assert.Equal(run.Results.Count(result => result.Status == OutcomeStatus.Diverged), run.Curve("stability").Diverged);
    }

    [Fact]
    public void EdgeOfStability_FinalSharpness_IsThatOfTheFlowOrTwoOverTheRate()
    {
        // Far below 2/eta the sharpness is the flow's and no longer depends on the rate; where that would be above, training ends at 2/eta.
        var run = RecipeRun.Quick("edge-of-stability");
        double[] ends = [.. run.Results.Select(result => RecipeRun.Column(result, "sharpness")[^1])];
        double[] levels = [.. run.Results.Select(result => 2 / run.Axis("eta", result.Index))];
        Assert.Equal([20, 10, 2 / 0.3, 5, 2 / 0.6], levels);
        Assert.Equal(1, ends[1] / ends[0], 0.02);
        Assert.InRange(ends[0], 1.01 * levels[2], 0.7 * levels[1]);
        for (int i = 2; i < ends.Length; i++) Assert.Equal(1, ends[i] / levels[i], 0.02);
        Assert.True(RecipeRun.Column(run.Results[3], "sharpness").Max() > 1.1 * levels[3], "it rises above the level before it settles there");
        var slope = Math.Log(ends[4] / ends[3]) / Math.Log(0.6 / 0.4);
        Assert.Equal(-1, slope, 0.02);
    }

    [Fact]
    public void Catapult_Phases_AreThoseOfTheMap()
    {
        var run = RecipeRun.Quick("catapult");
        foreach (var result in run.Results)
        {
            double rate = run.Axis("rate", result.Index);
            Assert.Equal(rate < 4 ? OutcomeStatus.Finished : OutcomeStatus.Diverged, result.Status);
            if (rate > 4) continue;
            double[] loss = RecipeRun.Column(result, "loss"), edge = RecipeRun.Column(result, "sharpness.edge");
            Assert.InRange(loss[^1], 0, 1e-2 * loss.Max());
            Assert.InRange(edge[^1], 0, 1);
            if (rate < 1.9) Assert.Equal(loss[0], loss.Max()); // lazy: the loss never rises
            else if (rate > 2.1) Assert.True(loss.Max() > loss[0] && edge[^1] < rate / 2 - 0.2, "thrown to a flatter minimum");
        }

        Assert.InRange(run.Curve("sharpness").Residuals["sharpness.edge"].Max, 0, 1e-10);
    }

    [Fact]
    public void CoordinateCheck_LayersUnderMup_MoveAlikeAtEveryWidth()
    {
        var run = RecipeRun.Quick("coordinate-check");
        for (int layer = 1; layer <= 3; layer++)
        {
            double standard = Change("standard", 512) / Change("standard", 32), mup = Change("mup", 512) / Change("mup", 32);
            Assert.InRange(mup, 0.8, 1.25);
            if (layer == 1) Assert.InRange(standard, 0.8, 1.25);
            else Assert.InRange(standard, 8, 32); // about the width, which grows by 16

            double Change(string parametrisation, int width) => run.Results
                .Where(result => run.Case("parametrisation", result.Index) == parametrisation && run.Axis("width", result.Index) == width)
                .Average(result => RecipeRun.Column(result, $"coordinate-change.{layer}")[^1]);
        }
    }

    [Fact]
    public void MupTransfer_BestRate_StaysUnderMupAndFallsWithTheWidthWithoutIt()
    {
        var run = RecipeRun.Quick("mup-transfer");
        Assert.InRange(Best("standard", 32).Rate / Best("standard", 256).Rate, 3.9, 16.1);
        var (narrow, wide) = (Best("mup", 32), Best("mup", 256));
        Assert.InRange(wide.Rate / narrow.Rate, 0.49, 2.1);
        Assert.True(wide.Loss < 0.8 * narrow.Loss, "wider is better at the shared rate");
        Assert.True(wide.Loss < Best("standard", 256).Loss);

        (double Rate, double Loss) Best(string parametrisation, int width) => run.Results
            .Where(result => run.Case("parametrisation", result.Index) == parametrisation && run.Axis("width", result.Index) == width)
            .Select(result => (Rate: run.Axis("rate", result.Index), Loss: RecipeRun.Column(result, "loss")[^1])).MinBy(point => point.Loss);
    }

    [Fact]
    public void WidthStability_LargestRate_IsThatOfTheExpectedKernel()
    {
        var run = RecipeRun.Quick("width-stability");
        foreach (var result in run.Results.Where(result => run.Axis("width", result.Index) >= 256))
        {
            double width = run.Case("parametrisation", result.Index) == "mup" ? 16 : run.Axis("width", result.Index), ratio = run.Axis("rate", result.Index) * (1 + width) / 4;
            if (ratio is > 0.75 and < 1.33) continue; // seeds differ
            Assert.Equal(ratio < 1 ? OutcomeStatus.Finished : OutcomeStatus.Diverged, result.Status);
            if (ratio < 1) Assert.All(RecipeRun.Column(result, "loss").Zip(RecipeRun.Column(result, "loss.theory")), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
        }

        Assert.Contains(run.Curve("mup").Findings, finding => finding.StartsWith("boundary over the predicted 4/k", StringComparison.Ordinal));
    }

    [Fact]
    public void MinorityCollapse_SmallClass_IsThatOfTheGlobalMinimumWithTwoLayersAndOfTheStartWithThree()
    {
        var run = RecipeRun.Quick("minority-collapse");
        bool isStuck = false;
        foreach (var result in run.Results)
        {
            double reached = RecipeRun.Column(result, "class-singular-value.4")[^1], minimum = RecipeRun.Column(result, "class-singular-value-minimum.4")[^1];
            if (run.Case("depth", result.Index) == "2") Assert.Equal(minimum, reached, 0.02); // slow where it is nearly lost
            else if (run.Case("start", result.Index) == "small") isStuck |= minimum > 1 && Math.Abs(reached) < 1e-6;
            else if (minimum > 0) Assert.Equal(minimum, reached, 0.001);
        }

        Assert.True(isStuck, "from a small start a class is lost that the global minimum keeps");
    }

    [Fact]
    public void CriticalBatchSize_MeanLoss_IsThatOfTheoryWhereTheNoiseIsSmall_AndGrowsAboveTheBoundary()
    {
        var run = RecipeRun.Quick("critical-batch-size");
        List<double> ratios = [];
        foreach (var seeds in run.Results.GroupBy(result => (Batch: run.Axis("batch", result.Index), Rate: run.Axis("rate", result.Index))))
        {
            var one = seeds.First();
            double q = RecipeRun.Column(one, "sgd-noise.q")[^1], theory = RecipeRun.Column(one, "loss.theory")[^1];
            if (q < 0.2) ratios.Add(seeds.Average(result => RecipeRun.Column(result, "loss")[^1]) / theory);
            if (q < 1) Assert.True(theory < 1.125, $"{seeds.Key}: {theory}");
            else Assert.True(theory > 10, $"{seeds.Key}: {theory}");
        }

        Assert.All(ratios, ratio => Assert.InRange(ratio, 0.4, 2.5)); // five seeds each
        Assert.InRange(ratios.Average(), 0.85, 1.15);
        var map = run.Curve("loss");
        Assert.Contains("critical batch size, where that is half of what it is for the largest batches: 2.419", map.Findings);
        Assert.Contains("batch = 64: rate predicted to be stable below 1.939 (q = 1)", map.Findings);
    }

    [Fact]
    public void PhasePortrait_Imbalance_StaysAndSetsWhenTheLossFalls()
    {
        var run = RecipeRun.Quick("phase-portrait");
        var falls = new SortedDictionary<double, double>();
        foreach (var result in run.Results)
        {
            double lambda = run.Axis("lambda", result.Index);
            double[] first = RecipeRun.Column(result, "weight-norm.1"), second = RecipeRun.Column(result, "weight-norm.2"), loss = RecipeRun.Column(result, "loss");
            Assert.All(first.Zip(second), norms => Assert.Equal(lambda, (norms.Second * norms.Second) - (norms.First * norms.First), 0.001)); // to the first order in the rate
            Assert.Equal(OutcomeStatus.Stopped, result.Status);
            Assert.InRange(loss[^1], 0, 1e-8);
            Assert.InRange(loss[^2], 1e-8, 1);
            double half = result.Records.Steps[Array.FindIndex(loss, value => value < loss[0] / 2)];
            if (!falls.TryAdd(Math.Abs(lambda), half)) Assert.Equal(falls[Math.Abs(lambda)], half); // a mirror image
        }

        Assert.Equal(falls.Values.OrderDescending(), falls.Values); // the closer to balance, the later
    }

    [Fact]
    public void SignDescent_Skills_ComeTogetherWhereGradientDescentHasThemInOrder()
    {
        var run = RecipeRun.Quick("sign-descent");
        foreach (var result in run.Results)
        {
            int[] half = [.. Enumerable.Range(1, 5).Select(k => Array.FindIndex(RecipeRun.Column(result, $"skill-strength.{k}"), strength => strength >= 0.5))];
            Assert.All(half, row => Assert.True(row > 0));
            if (result.Index == 0) Assert.True(half.Zip(half.Skip(1)).All(pair => pair.First < pair.Second)); // gd
            else Assert.Single(half.Distinct());
        }

        var residuals = run.Curve("emergence").Residuals;
        Assert.InRange(residuals["skill-strength.1 (optimizer = gd)"].Max, 1e-9, 0.03); // the flow's curve
        Assert.InRange(residuals["skill-strength.5 (optimizer = sign)"].Max, 0, 1e-12);
        Assert.DoesNotContain("skill-strength.1 (optimizer = adam)", residuals.Keys);
    }

    [Fact]
    public void WeightDecayRank_Strengths_AreThoseOfTheoryAndLostBetweenItsThresholds()
    {
        var run = RecipeRun.Quick("weight-decay-rank");
        foreach (string name in new[] { "strengths-large-start", "strengths-small-start" })
        {
            var curve = run.Curve(name);
            Assert.Equal(5, curve.Residuals.Count);
            Assert.All(curve.Residuals.Values, residual => Assert.InRange(residual.Max, 0, 1e-5));
        }

        // Between gamma = 0.25 and 0.4 the first mode of three layers is kept from the large start and lost from the small one.
        foreach (var result in run.Results.Where(result => run.Axis("depth", result.Index) == 3 && run.Axis("gamma", result.Index) is > 0.24 and < 0.41))
        {
            double strength = RecipeRun.Column(result, "mode-strength.1")[^1];
            if (run.Axis("start", result.Index) > 1) Assert.InRange(strength, 0.25, 0.8);
            else Assert.InRange(strength, 0, 1e-6);
        }
    }

    [Fact]
    public void LoraRank_Adaptation_LearnsTheLargestModesAsTheoryDoes()
    {
        double[] modes = [3, 2, 1.2, 0.6, 0.3];
        var run = RecipeRun.Quick("lora-rank");
        foreach (var result in run.Results.Where(result => result.Status == OutcomeStatus.Finished && run.Axis("alpha", result.Index) < 2))
        {
            int rank = (int)run.Axis("rank", result.Index);
            Assert.Equal(modes.Skip(rank).Sum(s => s * s) / 2, RecipeRun.Column(result, "loss")[^1], 1e-5); // 2.945, 0.225
            for (int k = 0; k < rank; k++) Assert.Equal(modes[k], RecipeRun.Column(result, $"mode-strength.{k + 1}")[^1], 1e-4);
        }

        // Each decade of a small alpha costs ln(10) / s_1, and a large one far more.
        double[] times = [.. run.Results.Where(result => result.Status == OutcomeStatus.Stopped && run.Axis("rank", result.Index) == 1)
            .OrderBy(result => run.Axis("alpha", result.Index)).Select(result => result.LastStep * 0.0025)];
        Assert.Equal(5, times.Length);
        Assert.Equal(Math.Log(10) / 3, times[0] - times[1], 0.06);
        Assert.InRange(times[4] / times[3], 8, 30);
        Assert.InRange(run.Curve("loss-left").Residuals["loss"].Max, 0, 1e-3);
    }

    [Fact]
    public void TransferForgetting_OfTwoTasks_IsThatOfTheirAngleAndOfTheory()
    {
        var run = RecipeRun.Quick("transfer-forgetting");
        foreach (var result in run.Results)
        {
            double angle = run.Axis("angle", result.Index), begun = run.Axis("switch", result.Index);
            if (result.Status == OutcomeStatus.Finished)
                Assert.Equal(15.25 * (1 - Math.Cos(angle * Math.PI / 180)), RecipeRun.Column(result, "task-loss.1")[^1], 1e-2); // 1/2 |S_B - S_A|^2
            else if (begun > 2000 && angle == 0) Assert.InRange(result.LastStep, 0, begun);
        }

        Assert.InRange(run.Curve("loss-on-the-first").Residuals["task-loss.1"].Max, 0, 1e-3);
        double Wait(double angle) => run.Results.Single(result => result.Status == OutcomeStatus.Stopped && run.Axis("switch", result.Index) == 2560
            && run.Axis("angle", result.Index) == angle).LastStep;
        Assert.True(Wait(0) < Wait(45) && Wait(45) < Wait(90) && Wait(90) < Wait(135) && Wait(135) < Wait(180));
    }

    [Fact]
    public void Reversal_Times_AreLogarithmicInTheImbalance()
    {
        var run = RecipeRun.Quick("reversal");
        Assert.Equal(5, run.Results.Count(result => result.Status == OutcomeStatus.Stopped));
        foreach (var result in run.Results.Where(result => result.Status == OutcomeStatus.Stopped && run.Axis("imbalance", result.Index) < 0.1))
            Assert.Equal(Math.Log(2 * Math.Sqrt(2) / run.Axis("imbalance", result.Index)), (result.LastStep - 20000) * 0.001, 0.05);
        Assert.InRange(run.Curve("mode-strength").Residuals["mode-strength.1"].Max, 0, 0.05);
    }

    [Fact]
    public void GrokkingLinear_Delays_AreThoseOfTheMarchenkoPasturSpectrum()
    {
        var run = RecipeRun.Quick("grokking-linear", "seeds=2", "task.testSamples=400");
        foreach (var result in run.Results)
        {
            double[] trained = Times("regression-accuracy", "test-regression-accuracy"), predicted = Times("marchenko-pastur.accuracy", "marchenko-pastur.test-accuracy");
            Assert.InRange(trained[0] / predicted[0], 0.8, 1.25);
            if (run.Axis("n", result.Index) < 300) Assert.Equal([-1, -1], [trained[1], predicted[1]]); // fewer samples than inputs
            else if (run.Axis("n", result.Index) > 399) Assert.InRange(trained[1] / predicted[1], 0.6, 1.6);

            // The first measured steps at which they reach 0.9; -1 for never.
            double[] Times(params string[] columns) => [.. columns.Select(column =>
            {
                int row = Array.FindIndex(RecipeRun.Column(result, column), value => value >= 0.9);
                return row < 0 ? -1 : (double)result.Records.Steps[row];
            })];
        }
    }

    [Fact]
    public void EmergenceTime_Skills_ComeByFrequencyAsTheCalibratedCurveSays()
    {
        var curve = RecipeRun.Quick("emergence-time", "model.widths=[21,100,1]", "optimizer.batchSize=500", "steps=3500", "seeds=2", "task.evalSamples=2000").Curve("emergence");
        Assert.Contains(curve.Findings, finding => finding.StartsWith("order of emergence: 1, 2, 3", StringComparison.Ordinal));
        for (int k = 1; k <= 5; k++) Assert.InRange(curve.Residuals[$"skill-strength.{k} calibrated"].Rms, 0, 0.1);
    }

    [Theory]
    [InlineData("emergence-data", "D", 100, 2000)]
    [InlineData("emergence-parameters", "N", 2, 16)]
    public void Emergence_WithMoreOfIt_BringsTheFrequentSkillsFirst(string recipe, string axis, int few, int many)
    {
        var run = RecipeRun.Quick(recipe, $"axes.{axis}.values=[{few},{many}]", "steps=3000", "seeds=1", "weightsFrom=point");
        double[][] strengths = [.. run.Results.Select(result => Enumerable.Range(1, 5).Select(k => RecipeRun.Column(result, $"skill-strength.{k}")[^1]).ToArray())];
        Assert.All(strengths[0], strength => Assert.InRange(strength, -0.2, 0.4));
        Assert.InRange(strengths[1][0], 0.6, 1.1);
        Assert.InRange(strengths[1][4], -0.2, 0.5);
        Assert.True(strengths[1][0] > strengths[1][2] && strengths[1][2] > strengths[1][4] - 0.1, string.Join(", ", strengths[1]));
    }

    [Fact]
    public void InContextLearning_MergedHeadsDropOnceAsTheoryAndSeparateOnesStepFromPlateauToPlateau()
    {
        var run = RecipeRun.Quick("in-context-learning", "measure.at={ every: 5 }");
        Assert.InRange(run.Curve("loss-merged").Residuals["loss"].Max, 1e-9, 5e-3);
        var separate = run.Curve("loss-separate");
        Assert.Contains("plateaus of theory: 0.5, 0.3203, 0.1887, 0.1049, 0.068", separate.Findings);
        string[] drops = [.. separate.Findings.Where(finding => finding.StartsWith("first drop", StringComparison.Ordinal))];
        Assert.Equal(3, drops.Length);
        foreach (string drop in drops)
            foreach (string ratio in drop.Split(": ")[1].Split(" in ")[0].Split(" to "))
                Assert.Equal(1, double.Parse(ratio, System.Globalization.CultureInfo.InvariantCulture), 0.02);
        Assert.Contains("order of emergence: 1, 2, 3, 4", run.Curve("emergence-separate").Findings);
        foreach (var result in run.Results.Where(result => result.Records.Columns.Contains("loss.theory")))
        {
            // Merged: at the middle of the drop the modes are all on their way; separate: one at a time.
            double[] loss = RecipeRun.Column(result, "loss");
            int middle = Array.FindIndex(loss, value => value < 0.25);
            for (int mode = 1; mode <= 3; mode++) Assert.InRange(RecipeRun.Column(result, $"icl-mode-strength.{mode}")[middle], 0.1, 0.95);
        }
    }

    [Fact]
    public void InContextPlateaus_EndOfEveryRun_IsTheClosedPlateauOfItsHeadsAndContext()
    {
        var run = RecipeRun.Quick("in-context-plateaus");
        Assert.Equal(15, run.Results.Count);
        Assert.InRange(run.Curve("context").Residuals["loss"].Max, 0, 1e-12);
        foreach (var result in run.Results) // more heads than modes add nothing
            Assert.Equal(RecipeRun.Column(result, "icl-plateau")[^1], RecipeRun.Column(result, "loss")[^1], 1e-12);
    }

    [Theory]
    [InlineData("ranks", "ranks", 4)]
    [InlineData("lengths", "lengths", 30)]
    public void InContextPlateaus_OfAVariant_AreClosedToo(string variant, string curve, int points)
    {
        var run = RecipeRun.Of("in-context-plateaus", variant, "seeds=1");
        Assert.Equal(points, run.Results.Count);
        Assert.NotNull(run.Curve(curve));
        foreach (var result in run.Results)
            foreach (string test in result.Records.Columns.Contains("test-loss") ? ["", "test-"] : new[] { "" })
                Assert.Equal(RecipeRun.Column(result, $"{test}icl-plateau")[^1], RecipeRun.Column(result, $"{test}loss")[^1], 1e-12);
    }

    [Fact]
    public void InContextSoftmax_FallsByStepsLaterThanLinearAttentionAndEndsAboveItsPlateau()
    {
        var run = RecipeRun.Quick("in-context-softmax");
        var losses = run.Results.ToDictionary(result => run.Case("attention", result.Index)!, result => RecipeRun.Column(result, "test-loss"));
        double plateau = RecipeRun.Column(run.Results[0], "test-icl-plateau")[^1];
        Assert.Equal(0.067998, plateau, 5e-7);
        Assert.InRange(losses["linear"][^1], plateau, 1.2 * plateau);
        Assert.InRange(losses["softmax"][^1], 1.1 * plateau, 0.19); // below the plateau of two modes
        int Falls(string attention) => Array.FindIndex(losses[attention], loss => loss < 0.41);
        Assert.InRange(Falls("softmax"), Falls("linear"), 4 * Falls("linear"));
    }

    [Fact]
    public void RichLazyExponents_OfTraining_AreThoseOfTheory()
    {
        var run = RecipeRun.Quick("rich-lazy-exponents", "task.dimension=1000");
        (string Curve, double Depth, double Theory, double Allowed)[] expected =
        [
            ("exponent-equal", 1, -0.5, 0.045), ("exponent-equal", 2, -0.5, 0.015), // a thousand inputs come to an end
            ("exponent-easy", 1, -1, 0.005), ("exponent-easy", 2, -0.8, 0.026), // the logarithm of the start is in it
        ];
        foreach (var (name, depth, theory, allowed) in expected)
        {
            var table = run.Curve(name).Table;
            var last = table.Rows.Last(row => (double)row[0]! == depth);
            double Cell(string column) => (double)last[table.Columns.ToList().IndexOf(column)]!;
            Assert.Equal(theory, Cell("mean"), allowed);
            Assert.Equal(Cell("theory"), Cell("mean"), 0.002);
            Assert.Equal(theory, Cell("predicted"), 1e-12);
        }
    }

    /// <summary>Where room is plenty the loss falls by the exponent of theory; the joint law, which is not the model's, keeps the ratio of the exponents.</summary>
    [Fact]
    public void JointScaling_Exponents_AreInTheRatioOfTheory()
    {
        const double Data = 0.6 / 1.6;
        var run = RecipeRun.Of("joint-scaling", null, "seeds=4");
        var curve = run.Curve("joint-scaling");
        Assert.Equal(Data / (0.6 + Data), Found("b/(a+b)"), 0.02);
        Assert.InRange(Found("a"), 0.6, 0.75);
        Assert.InRange(Found("b"), Data, 0.48);
        var local = run.Curve("exponent-in-data").Table;
        var row = local.Rows.Single(row => (double)row[0]! == 2048 && (double)row[1]! == 10_000);
        Assert.Equal(-Data, (double)row[local.Columns.ToList().IndexOf("mean")]!, 0.02);

        double Found(string name) => curve.Parameters!.Single(parameter => parameter.Name == name).Value;
    }

    [Fact]
    public void ScalingLawCompute_TrainedExponents_AreThoseOfTheory() => // the largest is -0.31
        Assert.InRange(RecipeRun.Quick("scaling-law-compute", "steps=50000", "engine=train").Curve("scaling-law-compute").Residuals["exponent"].Max, 0, 5e-3);
}
