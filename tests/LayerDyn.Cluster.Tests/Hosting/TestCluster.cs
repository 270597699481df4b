using LayerDyn.Api.Sweeps;
using LayerDyn.Storage;

namespace LayerDyn.Cluster.Tests.Hosting;

/// <summary>Silos in processes of their own, with a real Redis or PostgreSQL for membership, over a folder or a real Azurite.</summary>
internal sealed class TestCluster : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("layerdyn-cluster-").FullName;
    private readonly string _name = $"test-{Guid.NewGuid():N}";
    private readonly string[] _options;
    private bool _pinned;
    private string? _key;

    private TestCluster(IMembershipServer membership, string? location, string connection, string[] options)
    {
        Membership = membership;
        (Location, Connection, _options) = (location ?? Path.Combine(_folder, "store"), connection, options);
        Store = ArtifactStores.Open(Location, _ => connection);
    }

    public IMembershipServer Membership { get; }

    public string Location { get; }

    public string Connection { get; }

    public IArtifactStore Store { get; }

    public List<SiloProcess> Silos { get; } = [];

    public static Task<TestCluster> StartAsync(int silos, string? location = null, string connection = "", params string[] options) =>
        StartAsync(new RedisServer(), silos, location, connection, options);

    public static Task<TestCluster> StartAsync(IMembershipServer membership, int silos, string? location = null, string connection = "", params string[] options) =>
        StartAsync(new TestCluster(membership, location, connection, options), silos);

    /// <summary>Silos that ask for API keys, which are among the options; this asks them with one that may do everything.</summary>
    public static Task<TestCluster> StartWithKeyAsync(string key, int silos, string location, string connection, params string[] options) =>
        StartAsync(new TestCluster(new RedisServer(), location, connection, options) { _key = key }, silos);

    /// <summary>Each silo on a core of its own, as on a node of one core: what one does beside training takes no time from a core that it would not have there.</summary>
    public static Task<TestCluster> StartPinnedAsync(int silos) => StartAsync(new TestCluster(new RedisServer(), null, "", []) { _pinned = true }, silos);

    private static async Task<TestCluster> StartAsync(TestCluster cluster, int silos)
    {
        try
        {
            await cluster.Membership.StartAsync();
            await cluster.AddAsync(silos);
            return cluster;
        }
        catch (Exception)
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts more silos and waits until they are ready.</summary>
    public async Task AddAsync(int silos)
    {
        var added = Enumerable.Range(0, silos).Select(_ => Launch()).ToList();
        await Task.WhenAll(added.Select(silo => silo.IsReadyAsync()));
        // Slots are said by each silo, the version is in its metadata, by which batches are placed.
        int alive = Silos.Count(silo => !silo.HasExited);
        await Eventually.IsTrueAsync(async () => (await Alive().Api.ClusterAsync()).Silos.Count(silo => silo.Slots.Count > 0 && silo.Version.Length > 0) >= alive,
            TimeSpan.FromSeconds(30), $"{alive} silos with slots");
    }

    /// <summary>Starts a silo and does not wait for it.</summary>
    /// <param name="program">The folder of its program; the one beside the tests where none is given.</param>
    /// <param name="options">Settings of its own.</param>
    public SiloProcess Launch(string? program = null, params string[] options)
    {
        List<string> environment = [.. Membership.Environment];
        if (Connection.Length > 0) environment.Add($"LAYERDYN_AZURE_CONNECTION_STRING={Connection}");
        if (_pinned) environment.AddRange(["taskset", "-c", Silos.Count.ToString(System.Globalization.CultureInfo.InvariantCulture)]); // env runs what follows its variables
        var silo = new SiloProcess(program ?? AppContext.BaseDirectory, Location, Membership.Setting, _name, environment, [.. _options, .. options]);
        if (_key is not null) silo.Api.SignIn(_key);
        lock (Silos) Silos.Add(silo);
        return silo;
    }

    /// <summary>A silo that runs.</summary>
    public SiloProcess Alive() => Running()[0];

    /// <summary>The silos that run and are not frozen.</summary>
    public SiloProcess[] Running()
    {
        lock (Silos) return [.. Silos.Where(silo => !silo.HasExited && !silo.IsFrozen)];
    }

    /// <summary>A silo that runs and is ready to work.</summary>
    public async Task<SiloProcess> ReadyAsync()
    {
        SiloProcess? found = null;
        await Eventually.IsTrueAsync(async () =>
        {
            foreach (var silo in Running())
                if (await silo.Api.IsReadyAsync()) found = silo;
            return found is not null;
        }, TimeSpan.FromMinutes(2), "a silo ready to work");
        return found!;
    }

    public void Remove(SiloProcess silo)
    {
        lock (Silos) Silos.Remove(silo);
        silo.Dispose();
    }

    /// <summary>Waits until the sweep is as wanted, asking any silo that answers.</summary>
    public async Task<SweepView> WaitAsync(string sweep, Func<SweepView, bool> wanted, int seconds = 120)
    {
        SweepView? seen = null;
        try
        {
            await Eventually.IsTrueAsync(async () =>
            {
                foreach (var silo in Running())
                    if (await silo.Api.TryGetAsync(sweep) is { } view) return wanted(seen = view);
                return false;
            }, TimeSpan.FromSeconds(seconds), $"sweep {sweep}");
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"{late.Message}; last seen: {seen?.State} {seen?.Finished}/{seen?.Expected} {seen?.Message}\n{Log()}", late);
        }

        return seen!;
    }

    /// <summary>What the silos said.</summary>
    public string Log()
    {
        lock (Silos) return string.Join('\n', Silos.Select(silo => silo.Output));
    }

    public ValueTask DisposeAsync()
    {
        foreach (var silo in Silos) silo.Dispose();
        Membership.Dispose();
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
