using ILGPU;
using ILGPU.Runtime.CPU;
using LayerDyn.Science.Devices;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Training;
using LayerDyn.Science.Training.Ilgpu;
using LayerDyn.Science.Training.Ilgpu.Perceptrons;

namespace LayerDyn.Science.Tests.Training.Ilgpu;

/// <summary>ILGPU's accelerator for the processor; with LAYERDYN_TEST_GPU=1 the machine's first GPU instead (infra/gpu-check.sh).</summary>
internal static class DeviceUnderTest
{
    /// <summary>What trainers are told.</summary>
    public static readonly DeviceInfo Graphics = new(DeviceInfo.CudaKind, 0, "Under test", 0);

    /// <summary>Whether it is a GPU.</summary>
    public static bool IsGraphics => Environment.GetEnvironmentVariable("LAYERDYN_TEST_GPU") == "1";

    /// <summary>Opens it.</summary>
    /// <param name="threads">The square root of a group's most threads on the processor, which are slow to wait for each other.</param>
    public static IlgpuDevice Open(int threads) => IsGraphics
        ? IlgpuDevice.Of(Graphics) ?? throw new InvalidOperationException("ILGPU cannot use this machine's GPU")
        : new(Context.Create(builder => builder.CPU(new CPUDevice(threads, threads, 1))).CreateCPUAccelerator(0));

    public static IlgpuDevice Open() => Open(threads: SmallTile.Side);

    public static TrainingOutcome[] Run(ITrainer trainer, DeviceInfo device, Experiment[] points) =>
        Run(trainer, device, [.. points.Select((point, i) => new TrainingPoint(i, point))]);

    /// <summary>Trains the points, as Trainer groups them, by shape.</summary>
    public static TrainingOutcome[] Run(ITrainer trainer, DeviceInfo device, TrainingPoint[] points)
    {
        var outcomes = new TrainingOutcome[points.Length];
        var run = new TrainingRun { Complete = outcome => outcomes[outcome.Index] = outcome, Device = device };
        foreach (var shape in points.GroupBy(point => trainer.ShapeKey(point.Experiment))) trainer.Train([.. shape], run);
        return outcomes;
    }

    public static Checkpoint? CheckpointOf(ITrainer trainer, DeviceInfo device, Experiment experiment, long at)
    {
        Checkpoint? taken = null;
        trainer.Train([new(0, experiment)], new TrainingRun
        {
            Complete = _ => { },
            WantsCheckpoint = (_, step) => step == at,
            Checkpoint = (_, checkpoint) => taken = checkpoint,
            Device = device,
        });
        return taken;
    }
}
