namespace LayerDyn.Science.Training.Ilgpu;

/// <summary>A network a thread.</summary>
internal readonly struct SingleThread : ITeam
{
    public int Lane => 0;

    public int Lanes => 1;

    public void Barrier()
    {
    }

    public bool Any(bool condition) => condition;
}
