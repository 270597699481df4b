using LayerDyn.Contracts.Sweeps;
using LayerDyn.Storage.Manifests;

namespace LayerDyn.Grains.Sweeps;

/// <summary>
/// Where a sweep stands, as a pure state machine. These are all the transitions; what is not listed changes nothing:
/// <list type="table">
/// <listheader><term>state, event</term><description>next</description></listheader>
/// <item><term>unknown, found in the store</term><description>ended, cancelled or paused: nothing is computed for it here</description></item>
/// <item><term>any but running and drawing, <see cref="Begin"/> (start, resume, retry, kept by the cluster)</term><description>running</description></item>
/// <item><term>running, <see cref="Complete"/>: no point is pending</term><description>drawing</description></item>
/// <item><term>drawing, <see cref="ComputeAgain"/>: a file is missing or damaged</term><description>running</description></item>
/// <item><term>drawing, <see cref="Drawn"/></term><description>ended</description></item>
/// <item><term>running, paused or broken, <see cref="Pause"/>: somebody asks for it, or a limit is reached</term><description>paused</description></item>
/// <item><term>running, paused, cancelled or broken, <see cref="Cancel"/></term><description>drawing what there is; then cancelled</description></item>
/// <item><term>any but running and drawing, somebody has it deleted</term><description>unknown, as one that was never there</description></item>
/// <item><term>any, <see cref="Break"/>: the store cannot be written, or the sweep not be read</term><description>broken, with the reason</description></item>
/// </list>
/// </summary>
public sealed class SweepLife
{
    private SweepState _then = SweepState.Completed;

    /// <summary>Where it stands.</summary>
    public SweepState State { get; private set; } = SweepState.Unknown;

    /// <summary>Why it is broken; empty when it is not.</summary>
    public string Message { get; private set; } = "";

    /// <summary>Whether something goes on.</summary>
    public bool IsAtWork => State is SweepState.Running or SweepState.Drawing;

    /// <summary>Whether it can be paused.</summary>
    public bool MayPause => State is SweepState.Running or SweepState.Paused or SweepState.Broken;

    /// <summary>Whether it can be cancelled.</summary>
    public bool MayCancel => MayPause || State == SweepState.Cancelled;

    /// <summary>What a sweep is that nobody works on.</summary>
    /// <param name="decided">What its head says.</param>
    /// <param name="isComplete">Whether no point is pending: files that were damaged and dropped make some pending again.</param>
    public static SweepState Idle(ManifestState decided, bool isComplete) => decided switch
    {
        ManifestState.Completed when isComplete => SweepState.Completed,
        ManifestState.Cancelled => SweepState.Cancelled,
        ManifestState.Deleting => SweepState.Deleting,
        _ => SweepState.Paused,
    };

    /// <summary>The store has it.</summary>
    public void Find(ManifestState decided, bool isComplete)
    {
        if (State == SweepState.Unknown) State = Idle(decided, isComplete);
    }

    /// <summary>Its points are computed from now on.</summary>
    public void Begin()
    {
        if (!IsAtWork) (State, Message, _then) = (SweepState.Running, "", SweepState.Completed);
    }

    /// <summary>No point is pending.</summary>
    /// <returns>Whether it is to be drawn now.</returns>
    public bool Complete() => Go(State == SweepState.Running, SweepState.Drawing);

    /// <summary>Some points are pending after all.</summary>
    public void ComputeAgain() => Go(State == SweepState.Drawing && _then == SweepState.Completed, SweepState.Running);

    /// <summary>The curves are drawn.</summary>
    public void Drawn() => Go(State == SweepState.Drawing, _then);

    /// <summary>Nothing is computed until it is begun again.</summary>
    /// <returns>Whether it is paused.</returns>
    public bool Pause() => Go(MayPause, SweepState.Paused);

    /// <summary>It ends with what there is.</summary>
    /// <returns>Whether that is to be drawn now.</returns>
    public bool Cancel()
    {
        if (!MayCancel) return false;
        (State, Message, _then) = (SweepState.Drawing, "", SweepState.Cancelled);
        return true;
    }

    /// <summary>It cannot go on.</summary>
    public void Break(string why) => (State, Message) = (SweepState.Broken, why);

    private bool Go(bool may, SweepState next)
    {
        if (may) State = next;
        return may;
    }
}
