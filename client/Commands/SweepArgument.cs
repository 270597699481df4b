using System.CommandLine;
using System.CommandLine.Completions;
using LayerDyn.Api;
using LayerDyn.Api.Sweeps;
using LayerDyn.Science.Experiments;
using LayerDyn.Storage;
using LayerDyn.Storage.Manifests;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Client.Commands;

/// <summary>
/// The argument that names a sweep of a store or a cluster: its id, its name (<see cref="SweepReference"/>), or nothing when there is only one.
/// </summary>
internal static class SweepArgument
{
    /// <summary>What may be written for a sweep.</summary>
    public const string Forms = "a sweep's id or name; a name is the newest sweep of that name, NAME@2 the one before it, NAME@HEX the one whose id goes on so";

    /// <summary>The argument.</summary>
    /// <param name="place">Where sweeps are looked for.</param>
    public static Argument<string?> Create(string place = "store") => Completing(new Argument<string?>("sweep")
    {
        Description = $"{Forms}; may be left out when the {place} holds only one",
        Arity = ArgumentArity.ZeroOrOne,
    });

    /// <summary>Has a shell complete the names of the sweeps in the folder that the command line names.</summary>
    public static Argument<T> Completing<T>(Argument<T> argument)
    {
        argument.CompletionSources.Add(Complete);
        return argument;
    }

    private static IEnumerable<CompletionItem> Complete(CompletionContext context)
    {
        if (context == CompletionContext.Empty) return []; // the help asks, too
        var command = context.ParseResult.CommandResult;
        return command.Command.Options.FirstOrDefault(option => option.Name == StoreOption.Name) is { } output
            ? NamesIn(command.GetResult(output)?.GetValueOrDefault<string>() ?? StoreOption.Default) : [];
    }

    /// <summary>The one sweep of a store that is meant.</summary>
    /// <exception cref="UserException">None fits, or nothing was named and there are several.</exception>
    public static async Task<SweepId> ResolveAsync(IArtifactStore store, string? written, CancellationToken cancellation)
    {
        if (SweepId.TryParse(written, out var id) && await SweepIndex.HasAsync(store, id, cancellation)) return id;
        var reference = written is null ? null : SweepReference.Parse(written);
        try
        {
            return Choose(await ThereAsync(readThrough: false));
        }
        catch (UserException)
        {
            return Choose(await ThereAsync(readThrough: true)); // its folder may have been copied into the store
        }

        async Task<List<Stored>> ThereAsync(bool readThrough)
        {
            List<Stored> found = [];
            foreach (var sweep in await SweepIndex.ListAsync(store, readThrough, cancellation))
            {
                if (reference is not null && sweep.Name != reference.Name) found.Add(new(sweep, default)); // for its name alone
                else if (await SubmittedAsync(sweep) is { } submitted) found.Add(new(sweep, submitted));
            }

            return found;
        }

        // Null where its folder was deleted. One whose head is missing or damaged is there all the same: 'verify' repairs it.
        async Task<DateTime?> SubmittedAsync(SweepId sweep)
        {
            try
            {
                if (await new SweepHeadStore(store, sweep).TryReadAsync(cancellation) is { } head) return head.Submitted;
            }
            catch (StoreException)
            {
                // Sorted as the oldest.
            }

            return await SweepIndex.HasAsync(store, sweep, cancellation) ? default(DateTime) : null;
        }

        SweepId Choose(List<Stored> there) => SweepArgument.Choose(
            there, sweep => (sweep.Id.Value, sweep.Id.Name, sweep.Submitted), reference, store.Description, "layerdyn run").Id;
    }

    /// <summary>The one sweep of a cluster that is meant.</summary>
    /// <exception cref="UserException">None fits, or nothing was named and there are several.</exception>
    public static async Task<SweepView> ResolveAsync(LayerDynClient cluster, string? written, CancellationToken cancellation)
    {
        if (SweepId.TryParse(written, out var id) && await cluster.TryGetAsync(id.Value, cancellation) is { } exact) return exact;
        var reference = written is null ? null : SweepReference.Parse(written);
        var named = reference is null ? [] : await cluster.ListAsync(reference.Name, cancellation);
        bool known = named.Any(sweep => sweep.Name == reference!.Name); // else near names are told of
        var there = known ? named : await cluster.ListAsync(cancellation);
        return Choose(there, sweep => (sweep.Id, sweep.Name, (sweep.Submitted ?? default).UtcDateTime), reference, "the cluster", "layerdyn submit");
    }

    private static IEnumerable<CompletionItem> NamesIn(string folder) => Directory.Exists(folder)
        ? Directory.EnumerateDirectories(folder)
            .Select(found => SweepId.TryParse(Path.GetFileName(found), out var id) ? id.Name : "").Where(name => name.Length > 0)
            .Distinct().Order(StringComparer.Ordinal).Select(name => new CompletionItem(name))
        : [];

    private static T Choose<T>(IReadOnlyList<T> sweeps, Func<T, (string Id, string Name, DateTime Submitted)> parts, SweepReference? reference, string place, string start)
    {
        if (sweeps.Count == 0) throw new UserException($"there is no sweep in {place}", $"start one with '{start}'");
        T[] named = [.. SweepOrder.NewestFirst(sweeps.Where(sweep => reference is null || parts(sweep).Name == reference.Name), sweep => (parts(sweep).Id, parts(sweep).Submitted))];
        if (reference is null)
            return named is [var only] ? only : throw new UserException($"{place} holds {named.Length} sweeps", $"name one of: {SweepReference.Shown(named, sweep => parts(sweep).Id)}");
        return named.Length > 0
            ? reference.Choose(named, sweep => parts(sweep).Id, place)
            : throw new UserException($"there is no sweep '{reference.Name}' in {place}", Names.Suggest(reference.Name, Known()) ?? "");

        IEnumerable<string> Known() => SweepId.TryParse(reference.Name, out _) ? sweeps.Select(sweep => parts(sweep).Id) : sweeps.Select(sweep => parts(sweep).Name).Distinct();
    }

    private sealed record Stored(SweepId Id, DateTime Submitted);
}
