using System.Globalization;
using LayerDyn.Contracts.Cluster;
using LayerDyn.Contracts.Sweeps;
using LayerDyn.Grains.Slots;
using LayerDyn.Grains.Sweeps;
using LayerDyn.Grains.Telemetry;
using LayerDyn.Storage;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Specs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using Orleans.Placement;
using Orleans.Runtime.MembershipService.SiloMetadata;

namespace LayerDyn.Grains.Cluster;

/// <inheritdoc cref="IClusterGrain"/>
/// <param name="store">Where unfinished sweeps are marked.</param>
/// <param name="membership">The members.</param>
/// <param name="metadata">What they say of themselves.</param>
/// <param name="cluster">What this silo knows of the others.</param>
/// <param name="options">For how long sweeps are kept.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Log.</param>
[Reentrant, PreferLocalPlacement]
public sealed partial class ClusterGrain(
    IArtifactStore store, IClusterMembershipService membership, ISiloMetadataCache metadata, ClusterSlots cluster, IOptions<SweepOptions> options, TimeProvider time,
    ILogger<ClusterGrain> logger) : Grain, IClusterGrain
{
    // Every silo asks every few seconds; once in this time is enough.
    private static readonly TimeSpan KeepEvery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan RetireEvery = TimeSpan.FromMinutes(10);

    private long _kept, _retired;
    private bool _keeping;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SiloReport>> GetSilosAsync()
    {
        return await Task.WhenAll(Members().Select(ReportAsync));
    }

    /// <inheritdoc/>
    public async Task<ClusterLog> GetLogAsync(string sweep, long? point, string level, int most)
    {
        var answers = await Task.WhenAll(Members().Where(HasJoined).Select(async member => (member.Name, Entries: await TryAskAsync(member, silo => silo.GetLogAsync(sweep, point, level, most)))));
        return new ClusterLog(
            [.. answers.SelectMany(answer => answer.Entries ?? []).OrderBy(entry => entry.At).TakeLast(most)],
            [.. answers.Where(answer => answer.Entries is null).Select(answer => answer.Name)]);
    }

    /// <inheritdoc/>
    public async Task KeepAsync()
    {
        if (_keeping || (_kept != 0 && time.GetElapsedTime(_kept) < KeepEvery)) return;
        _keeping = true;
        try
        {
            await foreach (var mark in store.ListAsync(SweepPaths.ActiveFolder))
            {
                if (!SweepId.TryParse(mark.Path.Name, out var sweep)) continue;
                try
                {
                    await GrainFactory.GetGrain<ISweepGrain>(sweep.Value).KeepAsync();
                }
                catch (Exception error)
                {
                    using var scope = logger.SweepScope(sweep.Value);
                    NotKept(logger, cluster.LevelOfSilence, sweep.Value, error); // the others must not wait for it
                }
            }

            await RetireAsync();
        }
        finally
        {
            (_keeping, _kept) = (false, time.GetTimestamp());
        }
    }

    /// <summary>Deletes the sweeps whose time is over, now and then.</summary>
    private async Task RetireAsync()
    {
        if (options.Value.KeepFor is not { } keepFor || (_retired != 0 && time.GetElapsedTime(_retired) < RetireEvery)) return;
        _retired = time.GetTimestamp();
        foreach (var sweep in await new Retention(store).OverAsync(keepFor, time.GetUtcNow()))
            await GrainFactory.GetGrain<ISweepGrain>(sweep.Value).DeleteAsync($"it was done and unchanged for {DurationText.Write(keepFor)} (Sweeps:KeepFor)");
    }

    private async Task<SiloReport> ReportAsync(ClusterMember member)
    {
        var said = metadata.GetSiloMetadata(member.SiloAddress).Metadata;
        var slots = HasJoined(member) ? await TryAskAsync(member, silo => silo.GetSlotsAsync()) : null;
        _ = DateTime.TryParse(said.GetValueOrDefault(SlotMetadata.Started), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var started);
        return new SiloReport(member.Name, member.SiloAddress.Endpoint.ToString(), member.Status.ToString(),
            said.GetValueOrDefault(SlotMetadata.Version) ?? "", started, slots ?? []);
    }

    private IEnumerable<ClusterMember> Members() =>
        membership.CurrentSnapshot.Members.Values.Where(member => member.Status != SiloStatus.Dead).OrderBy(member => member.SiloAddress);

    private static bool HasJoined(ClusterMember member) => member.Status is not (SiloStatus.Created or SiloStatus.Joining);

    /// <summary>Asks a silo; null when it is leaving, or too busy to say.</summary>
    private async Task<T?> TryAskAsync<T>(ClusterMember member, Func<ISiloGrain, Task<T>> ask)
        where T : class
    {
        try
        {
            return await SiloGrain.AskAsync(GrainFactory, member.SiloAddress, ask).WaitAsync(AnswerWithin);
        }
        catch (Exception error) when (error is TimeoutException or OrleansException)
        {
            return null;
        }
    }

    [LoggerMessage(Message = "Sweep {Sweep} is marked as running and could not be started")]
    private static partial void NotKept(ILogger logger, LogLevel level, string sweep, Exception error);
}
