using System.Collections;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using LayerDyn.Sweeps.Specs;

namespace LayerDyn.Sweeps.Planning;

/// <summary>A parameter's value as <c>ExperimentText</c> writes it, without binding.</summary>
internal static class CanonicalValue
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The canonical text of a value of a type; null when it is not a plain value of that type.</summary>
    public static string? Of(SpecNode node, Type type)
    {
        if (node is SpecList list)
        {
            if (type == typeof(string) || !typeof(IEnumerable).IsAssignableFrom(type)) return null;
            string?[] items = [.. list.Items.Select(item => Of(item, type.GetGenericArguments()[0]))];
            return Array.Exists(items, item => item is null) ? null : $"[{string.Join(',', items)}]";
        }

        if (node is not SpecScalar scalar) return null;
        if (type == typeof(bool)) return scalar.Value is bool flag ? (flag ? "true" : "false") : null;
        if (type == typeof(string) || type.IsEnum) return scalar.Text is { } text ? JsonSerializer.Serialize(text, Relaxed) : null;
        if (scalar.Number is not { } number || !double.IsFinite(number)) return null;
        if (type == typeof(double)) return Of(number);
        return (type == typeof(int) || type == typeof(long)) && number == Math.Floor(number) && Math.Abs(number) <= 1L << 53
            ? ((long)number).ToString(CultureInfo.InvariantCulture)
            : null;
    }

    /// <summary>The canonical text of a number: shortest round-trip, one zero.</summary>
    public static string Of(double number) => (number == 0 ? 0.0 : number).ToString("R", CultureInfo.InvariantCulture);
}
