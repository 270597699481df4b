using LayerDyn.Sweeps;
using Microsoft.Extensions.Options;

namespace LayerDyn.Silo;

/// <summary>The program: its command line, what it says when it cannot start, and its exit codes.</summary>
internal static class SiloCommand
{
    private const int Success = 0, CannotStart = 1, BadSettings = 2;

    private const string Usage = """
        layerdyn-silo: a node of a LayerDyn cluster, with its HTTP API and dashboard.

          layerdyn-silo [--SECTION:KEY=VALUE ...]       runs until SIGTERM or Ctrl-C
          layerdyn-silo new-key --role read|submit|admin [--name NAME]
                                                        prints an API key and the line for Security:KeysFile
          layerdyn-silo new-certificate [--folder FOLDER] [--days DAYS]
                                                        makes a certificate for Silo:Tls, and its authority where there is none
          layerdyn-silo --version

        Settings come from the command line, from the environment (LAYERDYN_Silo__Store=...) or from appsettings.json. Those that matter first:
          Silo:Store        folder or azure:CONTAINER that all silos share       (layerdyn-results)
          Silo:Redis        host:port of the membership's Redis; none: a cluster of one
          Silo:Postgres     connection string, instead of Redis
          Silo:Address      address that other silos reach this one at           (127.0.0.1)
          Silo:Tls:Certificate, :Key, :Authority
                            PEM files by which silos know each other; none: whoever reaches Orleans' ports may join
          Silo:HttpAddress  address of the API; beyond loopback it needs keys    (127.0.0.1)
          Silo:HttpPort     its port                                             (8080)
          Security:KeysFile file with the hashes of API keys
          Lanes:CpuLanes    points that train at once on the CPU                 (one a core)
        All of them: infra/docs/running-a-cluster.md. Exit codes: 0 stopped, 1 could not start, 2 settings that cannot be used.
        """;

    /// <summary>Runs the silo until it is told to stop.</summary>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        if (args is ["--help" or "-h" or "-?"])
        {
            output.WriteLine(Usage);
            return Success;
        }

        if (args is ["--version"])
        {
            output.WriteLine(ProductVersion.Short);
            return Success;
        }

        WebApplication app;
        try
        {
            app = SiloHost.Create(args);
            app.Services.GetRequiredService<IStartupValidator>().Validate();
        }
        catch (Exception wrong) when (SettingProblems.Of(wrong) is { Count: > 0 } problems)
        {
            foreach (string problem in problems) error.WriteLine($"error: {problem}");
            error.WriteLine("see: layerdyn-silo --help");
            return BadSettings;
        }

        await using (app)
        {
            try
            {
                await app.StartAsync();
            }
            catch (Exception failed)
            {
                error.WriteLine($"error: the silo could not start: {failed.GetBaseException().Message}");
                return CannotStart;
            }

            await app.WaitForShutdownAsync();
            return Success;
        }
    }
}
