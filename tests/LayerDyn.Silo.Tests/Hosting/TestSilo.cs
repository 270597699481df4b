using System.Net.Http.Headers;
using System.Text;
using LayerDyn.Web.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace LayerDyn.Silo.Tests.Hosting;

/// <summary>A real silo in this process on a free loopback port over a folder of its own. Its log is kept.</summary>
public sealed class TestSilo : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestSilo(WebApplication app, string folder, int port, LogLines log) => (_app, Folder, Port, Log) = (app, folder, port, log);

    /// <summary>The data folder of every silo here: a process has one policy, and tests run beside each other.</summary>
    public static string DataFolder { get; } = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "data-folder")).FullName;

    public string Folder { get; }

    public int Port { get; }

    public Uri Address => new($"http://127.0.0.1:{Port}");

    internal LogLines Log { get; }

    public static async Task<TestSilo> StartAsync(params string[] settings)
    {
        string folder = Directory.CreateTempSubdirectory("layerdyn-silo-").FullName;
        int port = FreePort.Next();
        var log = new LogLines();
        string[] args =
        [
            $"--Silo:Store={folder}", $"--Silo:HttpPort={port}", $"--Silo:SiloPort={FreePort.Next()}", "--Silo:GatewayPort=0",
            "--Lanes:CpuLanes=1", $"--Silo:DataFolders:0={DataFolder}", .. settings,
        ];
        var app = SiloHost.Create(args, builder => builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(log));
        await app.StartAsync();
        return new TestSilo(app, folder, port, log);
    }

    public static string KeySetting(int place, string role, string key) =>
        $"--Security:Keys:{place}:Role={role} --Security:Keys:{place}:Name={role} --Security:Keys:{place}:Hash={ApiKey.Hash(key)}";

    public HttpClient Client(string? key = null)
    {
        var client = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = Address };
        if (key is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    public static StringContent Yaml(string text) => new(text, Encoding.UTF8, "text/yaml");

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
