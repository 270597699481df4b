using LayerDyn.Science.Training;
using LayerDyn.Science.Training.Transformers;

namespace LayerDyn.Science.Tests.Training.Transformers;

/// <summary>Alone in the process: what other tests allocate would be counted.</summary>
[CollectionDefinition(nameof(TransformerMemoryTests), DisableParallelization = true)]
[Collection(nameof(TransformerMemoryTests))]
public sealed class TransformerMemoryTests
{
    [Fact]
    public void Train_TenThousandSteps_LeavesMemoryFlat()
    {
        var experiment = Spec.Bind("""
            {'model':{'kind':'transformer','heads':2,'dModel':16,'dMlp':32,'layers':2},'init':{'kind':'normal','std':1,'fanIn':true},
             'task':{'kind':'modular-addition','modulus':7,'trainFraction':0.7,'encoding':'tokens'},'loss':'mse',
             'optimizer':{'kind':'adamw','learningRate':0.001},'steps':10000,'measure':{'at':{'every':10},'observables':['loss']} }
            """);
        long before = 0, after = 0;
        new TransformerTrainer().Train([new(0, experiment)], new TrainingRun
        {
            Complete = _ => { },
            WantsCheckpoint = (_, step) =>
            {
                if (step is 1000 or 9999) (before, after) = (after, Resident());
                return false;
            },
        });
        Assert.InRange(after - before, long.MinValue, 24L << 20);

        // A step that left its 20 KB of activations would leave 180 MB.
        static long Resident()
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            GC.Collect();
            return Environment.WorkingSet;
        }
    }
}
