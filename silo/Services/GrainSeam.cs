using LayerDyn.Contracts.Curves;
using LayerDyn.Contracts.Sweeps;

namespace LayerDyn.Silo.Services;

/// <summary>What grains are about to offer by themselves: an instance method of the same name takes the place of one here.</summary>
internal static class GrainSeam
{
    public static Task<SweepStatus> ResumeAsync(this ISweepGrain sweep) => sweep.StartAsync(new SweepSubmission("", ""));

    public static Task<SweepStatus> CancelAsync(this ISweepGrain sweep) => sweep.PauseAsync();

    public static Task<IReadOnlyList<CurveReport>> ListAsync(this ICurveGrain curves) => curves.DrawAsync();
}
