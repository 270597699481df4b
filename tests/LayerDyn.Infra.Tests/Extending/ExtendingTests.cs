using System.Text.RegularExpressions;
using LayerDyn.Science.Catalog;
using LayerDyn.Science.Training;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Records;
using LayerDyn.Sweeps.Specs;

namespace LayerDyn.Infra.Tests.Extending;

/// <summary>The worked example of infra/docs/extending.md does what the page says.</summary>
[Trait("Category", "fast")]
public sealed class ExtendingTests
{
    private const string Page = "infra/docs/extending.md";

    public ExtendingTests() => ScienceCatalog.Register(typeof(ExtendingTests).Assembly);

    private static string Spec => Regex.Match(Repository.Read(Page), "```yaml\n(.*?)```", RegexOptions.Singleline).Groups[1].Value;

    [Theory]
    [InlineData("LargestWeightObservable")]
    [InlineData("TiedLinearModel")]
    [InlineData("LinePlusNoiseTask")]
    public void Page_ShowsTheCompiledFile(string type) =>
        Assert.Contains("```csharp\n" + Repository.Read($"tests/LayerDyn.Infra.Tests/Extending/{type}.cs") + "```", Repository.Read(Page));

    [Fact]
    public void Spec_WithTheNewKinds_IsPlannedTrainedAndMeasured()
    {
        var plan = SweepPlan.Load(Spec);
        var outcomes = Train(plan);

        Assert.Equal(2, plan.PointCount);
        Assert.All(outcomes, outcome =>
        {
            Assert.Equal(["loss", "largest-weight"], outcome.Records.Columns);
            int last = outcome.Records.Rows - 1;
            Assert.True(outcome.Records[last, 0] < outcome.Records[0, 0] / 2, "the loss did not fall");
            double largest = outcome.FinalWeights!["W"].Data.Chunk(sizeof(double)).Max(bytes => Math.Abs(BitConverter.ToDouble(bytes)));
            Assert.Equal(largest, outcome.Records[last, 1]);
        });
    }

    [Fact]
    public void Curve_OfTheNewObservable_HasItsValues()
    {
        var plan = SweepPlan.Load(Spec);
        var outcomes = Train(plan);
        var builder = plan.Curves.Single().CreateBuilder(plan);
        foreach (var outcome in outcomes) builder.Fold(new PointResult(outcome.Index, outcome.Status, outcome.LastStep, outcome.Records));
        var curve = builder.Build();

        Assert.Equal(("largest-weight", 2), (curve.Name, curve.Points));
        double[] drawn = [.. curve.Table.Rows.SelectMany(row => row.OfType<double>())];
        // The line is the mean over the axis.
        Assert.All(Enumerable.Range(0, outcomes[0].Records.Rows),
            row => Assert.Contains(drawn, value => Math.Abs(value - outcomes.Average(outcome => outcome.Records[row, 1])) < 1e-12));
    }

    private static List<TrainingOutcome> Train(SweepPlan plan)
    {
        var outcomes = new List<TrainingOutcome>();
        Trainer.Run([.. Enumerable.Range(0, 2).Select(index => new TrainingPoint(index, plan.Experiment(index)))], new TrainingRun { Complete = outcomes.Add });
        return outcomes;
    }

    [Fact]
    public void Spec_WithAWrongParameter_IsRefusedByItsRule()
    {
        var error = Assert.Throws<SpecException>(() => SweepPlan.Load(Spec.Replace("hidden: 2", "hidden: 0")));
        Assert.Contains(error.Problems, problem => problem.ToString().Contains("model.hidden", StringComparison.Ordinal));
    }

    [Fact]
    public void Reference_ListsTheNewKinds()
    {
        string reference = SpecReference.Write();
        Assert.All(["largest-weight", "tied-linear", "line-plus-noise"], kind => Assert.Contains(kind, reference));
    }
}
