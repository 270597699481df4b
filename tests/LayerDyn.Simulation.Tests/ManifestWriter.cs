namespace LayerDyn.Simulation.Tests;

/// <summary>Makes an owner's state durable, one write at a time: what comes meanwhile is in the next one.</summary>
/// <param name="store">The store.</param>
/// <param name="file">The manifest there.</param>
/// <param name="version">The manifest's version that the owner has read.</param>
/// <param name="state">What is to be written.</param>
/// <param name="refused">Called when a write was refused, or nobody knows whether it was.</param>
internal sealed class ManifestWriter(Store store, ManifestFile file, long version, Func<ShardManifest> state, Action refused)
{
    private readonly List<Action> _waiting = [];
    private bool _saving, _dirty, _closed;

    /// <summary>There is something to write, when there is time.</summary>
    public void Changed() => _dirty = true;

    public void SaveChanges()
    {
        if (_dirty && !_saving) Save();
    }

    /// <summary>Writes; then tells, unless the owner has gone.</summary>
    public void Save(Action? saved = null)
    {
        _dirty = true;
        _waiting.Add(saved ?? (() => { }));
        if (!_saving) Write();
    }

    public void Close() => _closed = true;

    private void Write()
    {
        (_saving, _dirty) = (true, false);
        Action[] told = [.. _waiting];
        _waiting.Clear();
        store.Swap(file, version, state(), result =>
        {
            _saving = false;
            if (_closed) return;
            if (result.Failed || result.Version is not { } written)
            {
                refused();
                return;
            }

            version = written;
            foreach (var tell in told) tell();
            if (_dirty || _waiting.Count > 0) Write();
        });
    }
}
