using ILGPU;

namespace LayerDyn.Science.Training.Ilgpu;

/// <summary>A network a group of threads (a block, in CUDA's words).</summary>
internal readonly struct ThreadGroup : ITeam
{
    public int Lane => Group.IdxX;

    public int Lanes => Group.DimX;

    public void Barrier() => Group.Barrier();

    public bool Any(bool condition) => Group.BarrierOr(condition);
}
