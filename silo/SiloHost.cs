using LayerDyn.Grains.Hosting;
using LayerDyn.Grains.Lanes;
using LayerDyn.Grains.Sweeps;
using LayerDyn.Science.Files;
using LayerDyn.Silo.Clustering;
using LayerDyn.Silo.Telemetry;
using LayerDyn.Web.Api;
using LayerDyn.Web.Dashboard;
using LayerDyn.Web.Security;
using Microsoft.Extensions.Options;

namespace LayerDyn.Silo;

/// <summary>Puts a silo together: Orleans, the HTTP API and who may use it.</summary>
internal static class SiloHost
{
    /// <summary>Builds the silo; nothing has started yet.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="configure">Changes the builder before it builds, for tests.</param>
    public static WebApplication Create(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddEnvironmentVariables("LAYERDYN_").AddCommandLine(args);
        configure?.Invoke(builder);
        builder.Services.AddOptions<SiloOptions>().Bind(builder.Configuration.GetSection("Silo")).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<SiloOptions>, SiloOptionsValidator>();
        builder.Services.Configure<LaneOptions>(builder.Configuration.GetSection("Lanes"));
        builder.Services.Configure<SweepOptions>(builder.Configuration.GetSection("Sweeps"));
        var options = builder.Configuration.GetSection("Silo").Get<SiloOptions>() ?? new SiloOptions();
        SettingProblems.Check(builder.Configuration, options);
        DataFiles.Use(DataFiles.In(DataFolders(options)));
        builder.UseOrleans(silo => silo.AddClustering(options).AddTls(options).AddKubernetes(options).AddLayerDyn(options.Store).AddSweepKeeper().AddGrainInternals().AddActivityPropagation());
        builder.AddHttp(options);
        builder.AddApi();
        builder.AddSecurity(new HttpBinding(options.HttpAddress, options.HttpPort, options.AllowedHosts));
        builder.AddLayerDynTelemetry(options);
        builder.Services.AddResponseCompression();

        var app = builder.Build();
        app.UseSecurityHeaders();
        app.UseResponseCompression();
        app.UseApi();
        app.UseSecurity();
        app.MapApi();
        app.MapDashboard();
        app.MapGrainInternals();
        app.MapLayerDynMetrics(options);
        return app;
    }

    // Blank ones are left to the validator, which refuses to start.
    private static IEnumerable<string> DataFolders(SiloOptions options)
    {
        IEnumerable<string?> folders = ["data", Environment.GetEnvironmentVariable("LAYERDYN_MNIST"), .. options.DataFolders];
        return folders.OfType<string>().Where(folder => !string.IsNullOrWhiteSpace(folder) && !folder.Contains('\0', StringComparison.Ordinal));
    }
}
