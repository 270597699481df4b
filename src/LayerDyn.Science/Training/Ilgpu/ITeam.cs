namespace LayerDyn.Science.Training.Ilgpu;

/// <summary>The threads that step one network together. Each element is computed by one of them, so their number changes no bit.</summary>
internal interface ITeam
{
    /// <summary>This thread's number in the team, from 0.</summary>
    int Lane { get; }

    /// <summary>How many they are.</summary>
    int Lanes { get; }

    /// <summary>Waits until all have come here and see what the others have written.</summary>
    void Barrier();

    /// <summary>Whether the condition holds for any of them. All come here.</summary>
    bool Any(bool condition);
}
