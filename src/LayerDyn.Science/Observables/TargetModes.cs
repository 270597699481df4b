using LayerDyn.Science.Numerics;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Observables;

/// <summary>The modes of a target map, strongest first.</summary>
/// <param name="U">Left singular vectors, out x modes.</param>
/// <param name="Vt">Right singular vectors, modes x in.</param>
internal sealed record TargetModes(Matrix U, Matrix Vt)
{
    /// <summary>The modes of a task's target, or of the least-squares map where there is none.</summary>
    public static TargetModes Of(TaskData data)
    {
        var (u, _, vt) = LinearAlgebra.Svd(data.TargetMap ?? data.Moments.Best);
        return new(u, vt);
    }
}
