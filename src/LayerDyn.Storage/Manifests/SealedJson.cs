using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace LayerDyn.Storage.Manifests;

/// <summary>
/// JSON documents for people to read that notice when a byte of them was changed: the last member is the SHA-256 of the document
/// without it.
/// </summary>
internal static class SealedJson
{
    private const string Before = ",\n  \"sha256\": \"", After = "\"\n}";
    private const int Digits = 64;

    /// <summary>Writes a document, an object with at least one member.</summary>
    internal static byte[] Write<T>(T document) => Seal(JsonSerializer.SerializeToUtf8Bytes(document, ManifestJson.Options));

    /// <summary>Seals a document that is JSON already, indented as <see cref="ManifestJson.Options"/> say.</summary>
    internal static byte[] Seal(byte[] plain)
    {
        string seal = Before + Convert.ToHexStringLower(SHA256.HashData(plain)) + After;
        return [.. plain.AsSpan(0, plain.Length - "\n}".Length), .. Encoding.ASCII.GetBytes(seal)];
    }

    /// <summary>Reads a document. One of an earlier version, which had no seal, is read as it is.</summary>
    /// <param name="json">The document.</param>
    /// <param name="version">The version that it says it has.</param>
    /// <param name="current">The version that this build writes; the first with a seal.</param>
    /// <param name="unsealed">The version before it, which is read, too.</param>
    /// <exception cref="FormatException">It is damaged, was changed, or has another version.</exception>
    internal static T Read<T>(ReadOnlySpan<byte> json, Func<T, int> version, int current, int unsealed)
    {
        bool? whole = Check(json);
        if (whole == false) throw new FormatException("it was changed or damaged after it was written: its SHA-256 does not fit");
        if (HoldsNullInAList(json)) throw new FormatException("it is damaged: a list in it holds null");
        T document;
        try
        {
            document = JsonSerializer.Deserialize<T>(json, ManifestJson.Options) ?? throw new JsonException("it is null");
        }
        catch (JsonException damaged)
        {
            throw new FormatException($"it is damaged: {damaged.Message}", damaged);
        }

        int found = version(document);
        if (found != current && found != unsealed) throw new FormatException($"it has version {found}, this build reads versions {unsealed} and {current}");
        if (found == current && whole is null) throw new FormatException("it was changed or damaged after it was written: its SHA-256 is missing");
        return document;
    }

    /// <summary>Whether a list holds null, which the serialiser takes for an element of any type; text that is no JSON is left to it.</summary>
    private static bool HoldsNullInAList(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        var lists = new Stack<bool>();
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.Null && lists.TryPeek(out bool list) && list) return true;
                if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject) lists.Push(reader.TokenType == JsonTokenType.StartArray);
                else if (reader.TokenType is JsonTokenType.EndArray or JsonTokenType.EndObject) lists.Pop();
            }
        }
        catch (JsonException)
        {
        }

        return false;
    }

    /// <summary>Whether a document is as it was written; null when it has no seal.</summary>
    private static bool? Check(ReadOnlySpan<byte> json)
    {
        int start = json.Length - Before.Length - Digits - After.Length;
        if (start < 0 || !json[start..].StartsWith(Encoding.ASCII.GetBytes(Before)) || !json.EndsWith(Encoding.ASCII.GetBytes(After))) return null;
        byte[] plain = [.. json[..start], .. "\n}"u8];
        return json.Slice(start + Before.Length, Digits).SequenceEqual(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(plain))));
    }
}
