using LayerDyn.Grains.Slots;
using LayerDyn.Sweeps.Planning;
using Microsoft.Extensions.Options;

namespace LayerDyn.Web.Services;

/// <summary>Refuses specs with a point that takes more memory than it may: whoever may submit could fill a silo's memory with one network.</summary>
/// <param name="options">The limit.</param>
/// <param name="silos">The slots of the cluster, for the limit where none is set.</param>
internal sealed class PointMemory(IOptions<ApiOptions> options, Func<IReadOnlyList<SiloSlots>> silos)
{
    /// <summary>Checks the point that takes most.</summary>
    /// <exception cref="ProblemException">It takes too much.</exception>
    public void Check(SweepPlan plan, CancellationToken cancellation)
    {
        var (limit, whose) = Limit(plan.Resources);
        if (limit == 0) return;
        if (plan.PointBeyond(limit, cancellation) is not { } beyond) return;
        throw new ProblemException(StatusCodes.Status422UnprocessableEntity, "The spec needs too much memory",
            $"{beyond} ({whose}): use smaller widths, fewer samples or dtype: float32, or have Api:MaxPointBytes raised");
    }

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
