using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Client.Tests.Recipes;

/// <summary>
/// What <c>validate</c> says that a recipe takes, beside what it took: processor time of <c>layerdyn run</c> on a Xeon with AVX-512, less the two and a half
/// seconds in which it starts. Recipes that take less than four seconds are left out.
/// </summary>
public sealed class EstimateTests
{
    [Theory]
    [InlineData("lazy-rich-scale", 9)]
    [InlineData("gamma-plus", 12.6)]
    [InlineData("weight-decay-rank", 11.7)] // its exact solution
    [InlineData("scaling-law-data", 7.5)] // its data
    [InlineData("sign-descent", 4.2)]
    [InlineData("rich-lazy-exponents", 38)] // the modes of its exact solution
    [InlineData("grokking-linear", 42)]
    [InlineData("catapult", 63)] // its sharpness
    [InlineData("critical-batch-size", 117)] // its fresh samples
    [InlineData("edge-of-stability", 44)]
    [InlineData("grokking-modular", 13.2)]
    [InlineData("grokking-transformer", 130)]
    [InlineData("in-context-plateaus", 6.1)]
    [InlineData("in-context-softmax", 100)]
    [InlineData("emergence-time", 1870)]
    [InlineData("emergence-parameters", 30_000)] // 0.3 ms a step, a quarter of which draws its samples; measured at steps of single points
    public void Estimate_OfARecipe_IsWithinAFactorOfTwoOfWhatItTook(string recipe, double seconds) => IsNear(SweepPlan.Load(RecipeRun.Text(recipe)), seconds);

    [Theory]
    [InlineData("neural-collapse-mnist", 42)]
    [InlineData("grokking-mnist", 660)]
    public void Estimate_OfARecipeOfImages_IsWithinAFactorOfTwoOfWhatItTook(string recipe, double seconds) =>
        IsNear(SweepPlan.Load(RecipeRun.Text(recipe), [$"task.path={RecipeRun.Mnist}"]), seconds);

    // Measuring is most of what these take.
    [Theory]
    [InlineData("sharpness")]
    [InlineData("ntk-distance")]
    [InlineData("ntk-alignment")]
    [InlineData("ntk-spectrum")]
    [InlineData("cka")]
    [InlineData("effective-rank")]
    [InlineData("feature-rank")]
    public void Estimate_CountsWhatIsMeasured(string observable)
    {
        double Seconds(string observables) => SweepPlan.Load($$"""
            name: measured
            model: { kind: mlp, widths: [50, 100, 100, 5], activation: tanh }
            init: { kind: normal, std: 1, fanIn: true }
            task: { kind: gaussian-regression, samples: 64 }
            optimizer: { kind: sgd, learningRate: 0.01 }
            steps: 200
            measure: { at: { every: 1 }, observables: [{{observables}}] }
            """).Estimate().Duration.TotalSeconds;
        Assert.True(Seconds($"loss, {observable}") > 2 * Seconds("loss"), $"{Seconds("loss")} s without, {Seconds($"loss, {observable}")} s with it");
    }

    private static void IsNear(SweepPlan plan, double seconds)
    {
        double estimate = plan.Estimate().Duration.TotalSeconds;
        Assert.True(estimate > seconds / 2 && estimate < seconds * 2, $"{plan.Name}: {estimate:F1} s, it took {seconds} s");
    }
}
