using LayerDyn.Science.Experiments;
using LayerDyn.Science.Theory;
using LayerDyn.Science.Training;

namespace LayerDyn.Science.Tests.Theory;

/// <summary>The exact solutions as users meet them: through the spec, against the product's own training.</summary>
public sealed class ExactSolutionsTests
{
    private const string Diagonal2 = "'model': { 'kind': 'diagonal-linear', 'depth': 2 }, 'init': { 'kind': 'normal', 'std': 0.5 }, "
        + "'task': { 'kind': 'gaussian-regression', 'samples': 12, 'inputs': 4, 'outputs': 1, 'whiten': true }";

    public static TheoryData<string> Problems => new()
    {
        Balanced(0, 2, 2, 2),
        Balanced(3, 2, 2, 2),
        Balanced(-4, 2, 2, 2),
        Balanced(1, 3, 3, 5),
        Balanced(-1, 5, 3, 2),
        Balanced(0, 2, 6, 3),
        RankOne(0),
        RankOne(1.5),
        RankOne(-1.5),
        Diagonal2,
        Diagonal2.Replace("'depth': 2", "'depth': 1"),
        Diagonal2.Replace("'depth': 2", "'depth': 3"),
        Scalar("'normal', 'std': 0.3", 1.5),
        Scalar("'normal', 'std': 0.8", -1),
        "'model': { 'kind': 'linear' }, 'init': { 'kind': 'normal', 'std': 0.5 }, "
            + "'task': { 'kind': 'gaussian-regression', 'samples': 5, 'inputs': 3, 'outputs': 2 }",
    };

    [Theory]
    [MemberData(nameof(Problems))]
    public void Both_GradientDescent_ResidualShrinksLinearlyWithTheLearningRate(string problem)
    {
        double coarse = Residual(Spec.Bind(Text(problem, "gd", 2e-3, 1000, "both")));
        double fine = Residual(Spec.Bind(Text(problem, "gd", 1e-3, 2000, "both")));
        Assert.InRange(fine, 0, 5e-3);
        Assert.InRange(coarse / fine, 1.8, 2.2);
    }

    [Theory]
    [MemberData(nameof(Problems))]
    public void Both_GradientFlow_AgreesToTheTolerance(string problem)
    {
        Assert.InRange(Residual(Spec.Bind(Text(problem, "gradient-flow", 1e-2, 200, "both"))), 0, 1e-7);
        // The other squared loss runs on another clock.
        Assert.InRange(Residual(Spec.Bind(Text(problem, "gradient-flow", 1e-2, 200, "both", "mse-mean"))), 0, 1e-7);
    }

    [Theory]
    [MemberData(nameof(Problems))]
    public void Theory_AtLargeTimes_IsFiniteAndAtTheLeastLoss(string problem)
    {
        var experiment = Spec.Bind(Text(problem, "gd", 1, 1_000_000_000, "theory"));
        var outcome = Spec.Train(experiment)[0];
        for (int row = 0; row < outcome.Records.Rows; row++)
            for (int column = 0; column < outcome.Records.Columns.Count; column++) Assert.True(double.IsFinite(outcome.Records[row, column]));
        double least = experiment.Task.Create(experiment.Seed).Moments.Minimum;
        Assert.Equal(least, outcome.Records[outcome.Records.Rows - 1, 0], 1e-8);
    }

    [Theory]
    [MemberData(nameof(Problems))]
    public void Theory_AtZeroTime_IsTheInitialNetwork(string problem)
    {
        var records = Spec.Train(Spec.Bind(Text(problem, "gd", 1e-3, 10, "both")))[0].Records;
        int measured = records.Columns.Count / 2;
        for (int column = 0; column < measured; column++) Assert.Equal(records[0, column], records[0, column + measured], 1e-12);
    }

    [Fact]
    public void LambdaBalanced_FastPath_GivesTheValuesOfTheGeneralOne()
    {
        var fast = Spec.Bind(Text(Balanced(2, 3, 3, 3), "gd", 1e-2, 300, "theory", observables: "'loss', 'kernel-distance', 'layer-imbalance'"));
        var data = fast.Task.Create(fast.Seed);
        var solution = ExactSolutions.Find(fast, out _)!;
        double[] direct = solution.Evaluate(fast, data, [0, 10, 300]);
        double[] general = new Probe().Evaluate(fast, data, [0, 10, 300]);
        Assert.Equal(general.Length, direct.Length);
        for (int i = 0; i < direct.Length; i++) Assert.Equal(general[i], direct[i], 1e-12);
    }

    [Theory]
    [InlineData("'kind': 'gd'", "'kind': 'gd', 'momentum': 0.9", "needs the optimizer gd without momentum")]
    [InlineData("'whiten': true", "'whiten': false", "needs whitened inputs")]
    [InlineData("'kind': 'lambda-balanced', 'lambda': 0, 'scale': 0.25", "'kind': 'normal', 'std': 1", "needs the initialisation lambda-balanced")]
    public void Theory_OutsideItsConditions_IsRefusedWithTheReason(string part, string replacement, string reason)
    {
        string text = Text(Balanced(0, 2, 2, 2), "gd", 1e-2, 100, "theory").Replace(part, replacement);
        var problem = Assert.Single(Spec.Problems(text));
        Assert.Equal("engine", problem.Path);
        Assert.Contains(reason, problem.ToString());
    }

    [Fact]
    public void GradientFlow_Resumed_GivesTheSameBytes()
    {
        var experiment = Spec.Bind(Text(Balanced(1, 2, 2, 2), "gradient-flow", 1e-2, 500, "train"));
        TrainingOutcome? whole = null, resumed = null;
        Checkpoint? saved = null;
        Trainer.Run([new(0, experiment)], new()
        {
            Complete = outcome => whole = outcome,
            WantsCheckpoint = (_, step) => step == 100,
            Checkpoint = (_, checkpoint) => saved = checkpoint,
        });
        Trainer.Run([new(0, experiment, saved)], new() { Complete = outcome => resumed = outcome });
        Assert.Equal(100, saved!.Step);
        Assert.Equal(whole!.Records.Steps, resumed!.Records.Steps);
        for (int row = 0; row < whole.Records.Rows; row++)
            for (int column = 0; column < whole.Records.Columns.Count; column++) Assert.Equal(whole.Records[row, column], resumed.Records[row, column]);
        foreach (var (name, weights) in whole.FinalWeights!) Assert.Equal(weights.Data, resumed.FinalWeights![name].Data);
    }

    // Two of the target's three singular values are zero.
    private static string RankOne(double lambda) => "'model': { 'kind': 'deep-linear', 'widths': [3, 3, 4] }, "
        + FormattableString.Invariant($"'init': {{ 'kind': 'lambda-balanced', 'lambda': {lambda}, 'scale': 0.25 }}, ")
        + "'task': { 'kind': 'teacher-student', 'inputs': 3, 'outputs': 4, 'singularValues': [2], 'samples': 10 }";

    private static string Scalar(string init, double target) => FormattableString.Invariant($"'model': {{ 'kind': 'deep-linear', 'widths': [1, 6, 1] }}, ")
        + $"'init': {{ 'kind': {init} }}, " + FormattableString.Invariant($"'task': {{ 'kind': 'linear-teacher', 'coefficients': [{target}], 'variances': [1.3], 'samples': 8 }}");

    private static string Balanced(double lambda, int inputs, int hidden, int outputs) =>
        FormattableString.Invariant($"'model': {{ 'kind': 'deep-linear', 'widths': [{inputs}, {hidden}, {outputs}] }}, ")
        + FormattableString.Invariant($"'init': {{ 'kind': 'lambda-balanced', 'lambda': {lambda}, 'scale': 0.25 }}, ")
        + "'task': { 'kind': 'gaussian-regression', 'samples': 10, 'whiten': true }";

    private static string Text(string problem, string optimizer, double rate, long steps, string engine, string loss = "mse", string observables = "'loss'") =>
        "{ " + problem + FormattableString.Invariant($", 'optimizer': {{ 'kind': '{optimizer}', 'learningRate': {rate} }}, 'steps': {steps}, ")
        + $"'loss': '{loss}', 'engine': '{engine}', 'weightsFrom': 'seed', "
        + $"'measure': {{ 'at': [{string.Join(", ", new[] { 0, 50, 100, 200, 500, 1000 }.Where(step => step <= steps))}], 'observables': ["
        + observables + (problem.Contains("deep-linear", StringComparison.Ordinal) && observables == "'loss'" ? ", 'kernel-distance'" : "") + "] } }";

    // The largest difference between a measured column and its theory at the last row: the same time for every learning rate.
    private static double Residual(Experiment experiment)
    {
        var records = Spec.Train(experiment)[0].Records;
        int measured = ExperimentColumns.Measured(experiment).Count;
        Assert.Equal(2 * measured, records.Columns.Count);
        Assert.NotEqual(records[0, 0], records[records.Rows - 1, 0], 1e-3); // something happened
        return Enumerable.Range(0, measured).Max(column => Math.Abs(records[records.Rows - 1, column] - records[records.Rows - 1, column + measured]));
    }

    // The solution of the general code path: parameters, then the observables' own measurement.
    private sealed class Probe : LayerwiseSolution
    {
        public override string? Unsupported(Experiment experiment) => null;

        protected override IEnumerable<IReadOnlyList<Science.Numerics.Matrix>> Solve(Science.Tasks.TaskData data, Science.Numerics.Matrix[] initial, double[] times)
        {
            var solution = new Science.Theory.Riccati.RiccatiSolution(initial[0], initial[1], data.Moments.Cross, 2);
            return times.Select(t => (IReadOnlyList<Science.Numerics.Matrix>)[solution.WeightsAt(t).W1, solution.WeightsAt(t).W2]);
        }
    }
}
