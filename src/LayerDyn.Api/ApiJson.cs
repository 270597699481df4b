using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LayerDyn.Api;

/// <summary>How the HTTP API writes JSON: camelCase, and numbers that are not finite as "NaN", "Infinity" and "-Infinity".</summary>
public static class ApiJson
{
    /// <summary>The settings, shared by silo and client.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>Sets them on options that a host owns.</summary>
    public static void Apply(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.PropertyNameCaseInsensitive = true;
        options.Encoder = JavaScriptEncoder.Default; // escapes what HTML would take for markup
        options.NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals;
    }

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        Apply(options);
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
