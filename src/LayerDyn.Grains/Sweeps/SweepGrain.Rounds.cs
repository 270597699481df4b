using LayerDyn.Contracts.Sweeps;
using LayerDyn.Storage;
using LayerDyn.Storage.Manifests;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Refinement;

namespace LayerDyn.Grains.Sweeps;

/// <summary>The rounds of a sweep that is refined: with no point pending, the next points are chosen from all results before.</summary>
public sealed partial class SweepGrain
{
    private Task<bool>? _choosing;

    /// <summary>
    /// Chooses rounds until points are pending. Not while points failed, of which a round could depend on what a retry brings. The choice is in the head
    /// before any point of it runs; whoever goes on from there, or from before, chooses the same.
    /// </summary>
    /// <returns>Whether the sweep goes on, or is broken.</returns>
    private async Task<bool> ChooseAsync()
    {
        try
        {
            var plan = await plans.GetAsync(Id);
            for (bool again = false; _tally.Total.Ledger is { Failed: 0, Remaining: <= 0 };)
            {
                var choice = await Task.Run(() => refined.ChooseAsync(plan));
                if (_life.State != SweepState.Running || _head is null) return true; // it broke meanwhile
                if (choice.IsComplete) return false;
                bool isNew = await BeginRoundAsync(plan, choice);
                // What a shard said last may be of the round before. Where the store has nothing pending either, and results are missing the second time,
                // they cannot be read: the sweep's files are looked through.
                _tally.Read(await new ManifestStore(store, Id).ReadAsync());
                if (!isNew && again) break;
                again = !isNew;
            }

            return _tally.Total.Ledger.Remaining > 0;
        }
        catch (StoreException error)
        {
            Break(error.Message);
            return true;
        }
    }

    /// <summary>Has the head list what was chosen, beside all that it lists: another process may be a round ahead.</summary>
    /// <returns>Whether any point of it was not listed yet.</returns>
    private async Task<bool> BeginRoundAsync(SweepPlan plan, RefinementChoice choice)
    {
        var action = Action("refined", $"round {choice.Round}: {choice.Points.Count} points in all", by: "");
        bool isNew = false;
        _head = await Heads.UpdateAsync(head =>
        {
            var chosen = head.Choose(choice.Points);
            isNew = chosen.Expected > head.Expected;
            return isNew ? chosen.After(action) : head;
        });
        if (!isNew) return false;
        Tell(action);
        if (await Task.Run(() => shared.AdoptAsync(plan, _head)) is > 0 and var adopted)
            _head = await Heads.UpdateAsync(head => head with { Shared = head.Shared + adopted });
        return true;
    }
}
