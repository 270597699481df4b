using LayerDyn.Science.Experiments;
using LayerDyn.Science.Optimizers;
using LayerDyn.Science.Training;

namespace LayerDyn.Science.Tests.Training;

/// <summary>Learning rates in units of a point's own start.</summary>
public sealed class LearningRateUnitTests
{
    private const string Linear = "{'kind':'deep-linear','widths':[3,4,2]}", Mlp = "{'kind':'mlp','widths':[3,6,2],'activation':'tanh'}";

    [Theory]
    [InlineData(Linear, "float64", "gd")] // our linear kernels
    [InlineData(Mlp, "float32", "gd")] // our perceptron kernels
    [InlineData(Mlp, "float64", "gd")] // libtorch
    [InlineData(Mlp, "float32", "sgd")]
    [InlineData(Linear, "float64", "sgd")]
    public void Sharpness_Unit_IsTheMeasuredOneAndTrainsAsThatRateDoes(string model, string dtype, string optimizer)
    {
        var experiment = Bind(model, dtype, $"{{'kind':'{optimizer}','learningRate':0.5,'learningRateUnit':'sharpness'}}");
        var outcome = Spec.Train(experiment)[0];
        double rate = Value(outcome, 0, "learning-rate");
        Assert.Equal(0.5 / Value(outcome, 0, "sharpness"), rate, 1e-15);
        Assert.Equal(0.25, Value(outcome, 0, "sharpness.edge"), 1e-14);
        Assert.Equal(2 / rate, Value(outcome, 0, "sharpness.limit"), 1e-12);
        var absolute = Spec.Train(Bind(model, dtype, FormattableString.Invariant($"{{'kind':'{optimizer}','learningRate':{rate:R}}}"), ",'learning-rate'"))[0];
        Outcomes.AssertSameBytes(absolute, outcome);
    }

    [Fact]
    public void TangentKernel_Unit_OfAScalarNet_IsTheSumOfItsSquares()
    {
        var experiment = Spec.Bind("""
            {'model':{'kind':'deep-linear','widths':[1,16,1]},'init':{'kind':'normal','std':0.5},
             'task':{'kind':'linear-teacher','coefficients':[2],'variances':[1.3],'samples':8},
             'optimizer':{'kind':'gd','learningRate':3,'learningRateUnit':'tangent-kernel'},'steps':2,'measure':{'at':[0],'observables':['weight-norm']} }
            """);
        var outcome = Spec.Train(experiment)[0];
        double squares = Math.Pow(Value(outcome, 0, "weight-norm.1"), 2) + Math.Pow(Value(outcome, 0, "weight-norm.2"), 2);
        Assert.Equal(3 / (1.3 * squares), Value(outcome, 0, "learning-rate"), 1e-12);
    }

    [Theory]
    [InlineData(Linear, "float64")]
    [InlineData(Mlp, "float32")]
    public void Points_BatchedAloneOrResumed_AreTheSameBytes(string model, string dtype)
    {
        var bound = Bind(model, dtype, "{'kind':'gd','learningRate':0.7,'learningRateUnit':'sharpness'}");
        Experiment[] experiments = [.. Enumerable.Range(0, 5).Select(seed => bound with { Seed = seed })];
        var together = Spec.Train(experiments);
        for (int i = 0; i < experiments.Length; i++) Outcomes.AssertSameBytes(together[i], Spec.Train(experiments[i])[0]);
        Assert.NotEqual(Value(together[0], 0, "learning-rate"), Value(together[1], 0, "learning-rate"));

        Outcomes.AssertSameBytes(together[1], Outcomes.ResumedAt(10, experiments[1]));
    }

    [Fact]
    public void Text_AtTheDefaults_IsWhatItWasBeforeThereWereUnits()
    {
        string text = ExperimentText.WriteKind(new GradientDescent { LearningRate = 0.1 });
        Assert.Equal("""{"kind":"gd","learningRate":0.1,"momentum":0,"schedule":{"kind":"constant"}}""", text);
        Assert.DoesNotContain("learningRateUnit", ExperimentText.WriteKind(new Sgd()));
    }

    [Fact]
    public void Text_WithAUnit_IsReadBackWithItsColumn()
    {
        var experiment = Bind(Linear, "float64", "{'kind':'gd','learningRate':0.5,'learningRateUnit':'sharpness','theory':'steps'}");
        string text = ExperimentText.Write(experiment);
        Assert.Contains("\"learningRateUnit\":\"sharpness\"", text);
        Assert.Contains("\"theory\":\"steps\"", text);
        Assert.Equal(text, ExperimentText.Write(ExperimentText.Read(text)));
        Assert.Equal("learning-rate", ExperimentColumns.Of(ExperimentText.Read(text))[^1]);
    }

    [Fact]
    public void Start_WithoutCurvature_IsRefusedByName()
    {
        var flat = Spec.Bind("""
            {'model':{'kind':'deep-linear','widths':[2,2,2,2]},'init':{'kind':'constant','value':0},'task':{'kind':'gaussian-regression','samples':4},
             'optimizer':{'kind':'gd','learningRate':1,'learningRateUnit':'sharpness'},'steps':2,'measure':{'at':[0],'observables':['loss']} }
            """);
        Assert.Contains("learningRateUnit: absolute", Assert.Throws<InvalidOperationException>(() => Spec.Train(flat)).Message);
    }

    [Fact]
    public void Unit_OfAModelWithoutIt_IsRefusedBeforeAnythingStarts()
    {
        var problem = Assert.Single(Spec.Problems("""
            {'model':{'kind':'transformer','layers':1,'heads':1,'dModel':4,'dMlp':4},'init':{'kind':'normal','std':0.5},
             'task':{'kind':'modular-addition','modulus':5,'encoding':'tokens'},'optimizer':{'kind':'gd','learningRateUnit':'sharpness'},'steps':1,
             'measure':{'at':[0],'observables':['loss']} }
            """));
        Assert.Equal("optimizer.learningRateUnit", problem.Path);
        Assert.Contains("learningRateUnit: absolute", problem.ToString());
    }

    private static Experiment Bind(string model, string dtype, string optimizer, string more = "") => Spec.Bind($$"""
        {'model':{{model}},'init':{'kind':'normal','std':0.7},'task':{'kind':'gaussian-regression','samples':9,'inputs':3,'outputs':2},
         'optimizer':{{optimizer}},'dtype':'{{dtype}}','steps':20,'measure':{'at':[0,10,20],'observables':['loss','sharpness'{{more}}]} }
        """);

    private static double Value(TrainingOutcome outcome, int row, string column) => outcome.Records[row, outcome.Records.Columns.ToList().IndexOf(column)];
}
