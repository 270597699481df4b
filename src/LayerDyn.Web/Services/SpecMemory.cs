using LayerDyn.Grains.Slots;
using LayerDyn.Sweeps.Planning;
using Microsoft.Extensions.Options;

namespace LayerDyn.Web.Services;

/// <summary>
/// Refuses specs with a point, or curves, that take more memory than they may: whoever may submit could fill a silo's memory with one network, or with
/// what is drawn of many points that are measured often.
/// </summary>
/// <param name="options">The limits.</param>
/// <param name="silos">The slots of the cluster, for the limit where none is set.</param>
internal sealed class SpecMemory(IOptions<ApiOptions> options, Func<IReadOnlyList<SiloSlots>> silos)
{
    // One process folds all curves of a sweep, and those of others beside them.
    private const int CurvesOfMachine = 4;

    /// <summary>Checks the point that takes most, and the curves.</summary>
    /// <exception cref="ProblemException">They take too much.</exception>
    public void Check(SweepPlan plan, CancellationToken cancellation)
    {
        var (limit, whose) = Limit(plan.Resources);
        if (limit > 0 && plan.PointBeyond(limit, cancellation) is { } point)
            throw Beyond($"{point} ({whose}): use smaller widths, fewer samples or measurements, or dtype: float32, or have Api:MaxPointBytes raised");
        bool isSet = options.Value.MaxCurveBytes > 0;
        if (plan.CurvesBeyond(isSet ? options.Value.MaxCurveBytes : GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / CurvesOfMachine) is { } curves)
            throw Beyond($"{curves} ({(isSet ? "Api:MaxCurveBytes" : "a quarter of the silo's memory")}): measure less often, draw fewer points by where, or have Api:MaxCurveBytes raised");
    }

    private static ProblemException Beyond(string detail) => new(StatusCodes.Status422UnprocessableEntity, "The spec needs too much memory", detail);

    /// <summary>What a point may take; 0 for anything, where no slot says what it has.</summary>
    private (long Bytes, string Whose) Limit(Resources resources)
    {
        if (options.Value.MaxPointBytes > 0) return (options.Value.MaxPointBytes, "Api:MaxPointBytes");
        long most = silos()
            .SelectMany(silo => silo.Slots.Where(slot => slot.Fits(resources.Device, resources.MinMemory)).GroupBy(slot => (slot.Kind, slot.Device)))
            .Select(device => device.First().MemoryBytes / device.Count()).DefaultIfEmpty().Max();
        return (most, "the share of the largest slot");
    }
}
