using LayerDyn.Web.Security;

namespace LayerDyn.Silo.Tests.Hosting;

/// <summary>One silo with a key of each role for all tests of a class.</summary>
public sealed class GuardedSilo : IAsyncLifetime
{
    public TestSilo Silo { get; private set; } = null!;

    public string Read { get; } = ApiKey.Create();

    public string Submit { get; } = ApiKey.Create();

    public string Admin { get; } = ApiKey.Create();

    public string? Key(string who) => who switch
    {
        "read" => Read,
        "submit" => Submit,
        "admin" => Admin,
        _ => null,
    };

    public async Task InitializeAsync()
    {
        string[] keys = [.. new[] { (0, "read", Read), (1, "submit", Submit), (2, "admin", Admin) }.SelectMany(key => TestSilo.KeySetting(key.Item1, key.Item2, key.Item3).Split(' '))];
        Silo = await TestSilo.StartAsync([.. keys, "--Security:WrongKeysPerMinute=1000", "--Api:MaxBodyBytes=20000", "--Api:MaxPoints=5000", "--Api:MaxNodes=5000"]);
    }

    public Task DisposeAsync() => Silo.DisposeAsync().AsTask();
}
