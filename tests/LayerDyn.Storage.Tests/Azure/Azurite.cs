using System.Diagnostics;
using System.Text.RegularExpressions;

namespace LayerDyn.Storage.Tests.Azure;

/// <summary>A real Azurite, started by <c>infra/azurite.sh</c> on a free loopback port for the tests that share it.</summary>
public sealed class Azurite : IAsyncLifetime
{
    private Process? _process;

    public string ConnectionString { get; private set; } = "";

    public async Task InitializeAsync()
    {
        string script = RepositoryRoot.Of("infra", "azurite.sh");
        _process = Process.Start(new ProcessStartInfo("bash", [script]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = _process.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3)); // the first start installs it
        while (await _process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            var address = Regex.Match(line, @"successfully listens on (http://127\.0\.0\.1:\d+)");
            if (!address.Success) continue;
            ConnectionString = AzuriteAccount.ConnectionString(address.Groups[1].Value);
            _ = _process.StandardOutput.ReadToEndAsync(CancellationToken.None); // its request log would fill the pipe
            return;
        }

        throw new InvalidOperationException($"Azurite did not start, so Azure Blob Storage cannot be tested: {await errors}");
    }

    public async Task DisposeAsync()
    {
        if (_process is null) return;
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
