using System.Reflection;

namespace LayerDyn.Browser.Tests;

/// <summary>Where the built things are, and which browser there is.</summary>
internal static class Places
{
    private static readonly string Configuration = typeof(Places).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;

    public static string Silo => RepositoryRoot.Of("silo", "bin", Configuration, "net10.0", "layerdyn-silo.dll");

    public static string Axe => RepositoryRoot.Of("src", "LayerDyn.Dashboard", "node_modules", "axe-core", "axe.min.js");

    public static string Screenshots => RepositoryRoot.Of("artifacts", "screenshots");

    /// <summary>A Chromium of the system; null when there is none.</summary>
    public static string? Chromium { get; } = Programs.Find("chromium", "chromium-browser", "google-chrome");

    /// <summary>Why browser tests are skipped here; in CI they are not.</summary>
    public static string? Skip => Environment.GetEnvironmentVariable("CI") == "true" ? null : Missing;

    /// <summary>Why browser tests cannot run here; null when they can.</summary>
    public static string? Missing =>
        Chromium is null ? "no Chromium on the path: install one (Debian: apt-get install chromium)"
        : !File.Exists(Axe) ? "the dashboard is not in this build: install Node.js with npm and build again"
        : null;
}
