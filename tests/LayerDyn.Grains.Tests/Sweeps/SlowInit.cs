using LayerDyn.Science.Catalog;

namespace LayerDyn.Grains.Tests.Sweeps;

/// <summary>A batch that says when a lane has it, and waits to be let go.</summary>
[Kind("slow", "waits to be let go")]
public sealed record SlowInit : ObstructedInit
{
    private static readonly TaskCompletionSource Entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private static readonly ManualResetEventSlim Gate = new();

    /// <summary>Ends when a lane has come to it.</summary>
    public static Task Reached => Entered.Task;

    public static void Release() => Gate.Set();

    protected override void Obstruct()
    {
        Entered.TrySetResult();
        Gate.Wait();
    }
}
