using LayerDyn.Science.Experiments;
using LayerDyn.Science.Training;

namespace LayerDyn.Science.Tests.Training;

/// <summary>How outcomes are made and compared.</summary>
internal static class Outcomes
{
    /// <summary>Fails unless status, steps, all records and all weights are the same bits.</summary>
    public static void AssertSameBytes(TrainingOutcome expected, TrainingOutcome actual)
    {
        Assert.Equal(expected.Status, actual.Status);
        Assert.Equal(expected.LastStep, actual.LastStep);
        Assert.Equal(expected.Records.Steps, actual.Records.Steps);
        for (int r = 0; r < expected.Records.Rows; r++)
            for (int c = 0; c < expected.Records.Columns.Count; c++)
                Assert.Equal(BitConverter.DoubleToInt64Bits(expected.Records[r, c]), BitConverter.DoubleToInt64Bits(actual.Records[r, c]));
        Assert.Equal(expected.FinalWeights is null, actual.FinalWeights is null);
        foreach (var (name, tensor) in expected.FinalWeights ?? new Dictionary<string, CheckpointTensor>())
            Assert.Equal(tensor.Data, actual.FinalWeights![name].Data);
    }

    /// <summary>Trains a point until a checkpoint after a step, and from there to its end, beside others that begin.</summary>
    public static TrainingOutcome ResumedAt(long step, Experiment experiment, params Experiment[] beside)
    {
        Checkpoint? checkpoint = null;
        Trainer.Run([new TrainingPoint(0, experiment)], new TrainingRun
        {
            Complete = _ => { },
            WantsCheckpoint = (_, reached) => reached == step,
            Checkpoint = (_, taken) => checkpoint = taken,
        });
        Assert.Equal(step, checkpoint!.Step);

        TrainingOutcome? resumed = null;
        Trainer.Run([new TrainingPoint(0, experiment, checkpoint), .. beside.Select((other, i) => new TrainingPoint(i + 1, other))],
            new TrainingRun { Complete = outcome => resumed = outcome.Index == 0 ? outcome : resumed });
        return resumed!;
    }

    /// <summary>Trains a point by itself; its outcome has final weights.</summary>
    public static TrainingOutcome Train(ITrainer trainer, TrainingPoint point, Action<Checkpoint>? checkpoint = null)
    {
        TrainingOutcome? outcome = null;
        trainer.Train([point], new TrainingRun
        {
            Complete = completed => outcome = completed,
            WantsCheckpoint = (_, _) => checkpoint is not null,
            Checkpoint = (_, saved) => checkpoint!(saved),
        });
        Assert.NotNull(outcome!.FinalWeights);
        return outcome;
    }
}
