using LayerDyn.Science.Devices;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Training;
using LayerDyn.Science.Training.Linear;
using LayerDyn.Science.Training.Torch;

namespace LayerDyn.Science.Tests.Training.Linear;

public sealed class SignBatchTests
{
    public static TheoryData<string, string> Cases => new()
    {
        { "{'kind':'deep-linear','widths':[4,3,2]}", "{'kind':'sign','learningRate':0.002,'weightDecay':0.1}" },
        { "{'kind':'deep-linear','widths':[4,20,2]}", "{'kind':'sign','learningRate':0.002,'momentum':0.9,'schedule':{'kind':'cosine'} }" },
        { "{'kind':'deep-linear','widths':[4,3,2]}", "{'kind':'lion','learningRate':0.002,'weightDecay':0.5}" },
        { "{'kind':'diagonal-linear','depth':3}", "{'kind':'lion','learningRate':0.002}" },
        { "{'kind':'diagonal-linear','depth':2}", "{'kind':'sign','learningRate':0.002}" },
    };

    private static Experiment Net(string model, string optimizer, int seed = 0) => Spec.Bind($$"""
        {'model':{{model}},'init':{'kind':'normal','std':0.6},'weightsFrom':'seed','seed':{{seed}},'loss':'mse-mean',
         'task':{'kind':'gaussian-regression','samples':12,'inputs':4,'outputs':{{(model.Contains("deep", StringComparison.Ordinal) ? 2 : 1)}} },
         'optimizer':{{optimizer}},'steps':120,'measure':{'at':{'every':40},'observables':['loss','weight-norm']} }
        """);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Train_AnyNet_AgreesWithTheTorchTrainer(string model, string optimizer)
    {
        var experiment = Net(model, optimizer);
        Assert.IsType<LinearTrainer>(Trainer.For(experiment, DeviceInfo.Cpu));
        var ours = Outcomes.Train(new LinearTrainer(), new(0, experiment)).Records;
        var torch = Outcomes.Train(new TorchTrainer(), new(0, experiment)).Records;
        Assert.Equal(torch.Steps, ours.Steps);
        for (int row = 0; row < torch.Rows; row++)
            for (int column = 0; column < 2; column++) Assert.Equal(1, ours[row, column] / torch[row, column], 1e-9);
        Assert.True(ours[ours.Rows - 1, 0] < 0.9 * ours[0, 0]);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Train_TogetherAndResumed_SameBytesAsAlone(string model, string optimizer)
    {
        Experiment experiment = Net(model, optimizer), beside = Net(model, optimizer, seed: 3);
        var alone = Spec.Train(experiment)[0];
        Outcomes.AssertSameBytes(alone, Spec.Train(beside, experiment)[1]);
        Outcomes.AssertSameBytes(alone, Outcomes.ResumedAt(80, experiment, beside));
    }

    [Fact]
    public void Train_WeightsThatOverflow_Diverge()
    {
        var outcome = Spec.Train(Net("{'kind':'diagonal-linear','depth':3}", "{'kind':'lion','learningRate':1e300}"))[0];
        Assert.Equal(OutcomeStatus.Diverged, outcome.Status);
    }
}
