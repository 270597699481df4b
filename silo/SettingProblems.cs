using LayerDyn.Grains.Lanes;
using LayerDyn.Grains.Sweeps;
using LayerDyn.Science.Experiments;
using LayerDyn.Silo.Telemetry;
using LayerDyn.Web.Security;
using LayerDyn.Web.Services;
using Microsoft.Extensions.Options;

namespace LayerDyn.Silo;

/// <summary>What is wrong with a silo's settings, as sentences: subject, value, rule, remedy.</summary>
internal static class SettingProblems
{
    private static readonly Dictionary<string, Type> Sections = new()
    {
        ["Silo"] = typeof(SiloOptions),
        ["Lanes"] = typeof(LaneOptions),
        ["Sweeps"] = typeof(SweepOptions),
        ["Api"] = typeof(ApiOptions),
        ["Security"] = typeof(SecurityOptions),
        ["Telemetry"] = typeof(TelemetryOptions),
    };

    /// <summary>Stops where a setting is unknown or cannot be used, before anything is built from it.</summary>
    /// <exception cref="OptionsValidationException">Some are wrong; all are named.</exception>
    public static void Check(IConfiguration configuration, SiloOptions options)
    {
        var problems = Unknown(configuration).ToList();
        if (new SiloOptionsValidator().Validate(null, options) is { Failed: true } wrong) problems.AddRange(wrong.Failures);
        if (problems.Count > 0) throw new OptionsValidationException("Silo", typeof(SiloOptions), problems);
    }

    /// <summary>The sentences of a failure that settings caused; none for any other failure.</summary>
    public static IReadOnlyList<string> Of(Exception error) => error switch
    {
        OptionsValidationException options => [.. options.Failures],
        AggregateException { InnerExceptions: var all } => [.. all.SelectMany(Of).Distinct()],
        // The binder's own: "Failed to convert configuration value 'abc' at 'Silo:HttpPort' to type 'System.Int32'."
        InvalidOperationException { Source: "Microsoft.Extensions.Configuration.Binder" } => [error.Message],
        _ => [],
    };

    private static IEnumerable<string> Unknown(IConfiguration configuration) =>
        from section in Sections
        from problem in Unknown(configuration.GetSection(section.Key), section.Value)
        select problem;

    /// <summary>Settings within a setting: of options, of a list of options, or of a dictionary of options by names that a user chose.</summary>
    private static IEnumerable<string> UnknownIn(IConfigurationSection setting, Type type)
    {
        if (typeof(System.Collections.IDictionary).IsAssignableFrom(type) && type.GenericTypeArguments is [_, var named])
            return setting.GetChildren().SelectMany(entry => UnknownIn(entry, named));
        if (typeof(System.Collections.IEnumerable).IsAssignableFrom(type) && type.GenericTypeArguments is [var item]) return setting.GetChildren().SelectMany(entry => UnknownIn(entry, item));
        return type.Namespace?.StartsWith(nameof(LayerDyn), StringComparison.Ordinal) == true && !type.IsEnum ? Unknown(setting, type) : [];
    }

    private static IEnumerable<string> Unknown(IConfigurationSection section, Type type)
    {
        var known = type.GetProperties().ToDictionary(property => property.Name, property => property.PropertyType, StringComparer.OrdinalIgnoreCase);
        foreach (var setting in section.GetChildren())
        {
            if (!known.TryGetValue(setting.Key, out var of)) yield return $"{setting.Path} is not a setting: {Names.Suggest(setting.Key, known.Keys) ?? "leave it out"}";
            else foreach (string problem in UnknownIn(setting, of)) yield return problem;
        }
    }
}
