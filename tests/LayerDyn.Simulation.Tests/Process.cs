namespace LayerDyn.Simulation.Tests;

/// <summary>What may freeze and die.</summary>
internal abstract class Process(World world)
{
    public bool IsDead { get; private set; }

    public TimeSpan FrozenUntil { get; set; }

    public bool IsFrozen => world.Now < FrozenUntil;

    public virtual void Die() => IsDead = true;

    /// <summary>Does something once it is not frozen, if it lives then.</summary>
    public void Awake(Action action)
    {
        if (IsDead) return;
        if (IsFrozen) world.After(FrozenUntil - world.Now, () => Awake(action));
        else action();
    }
}
