namespace LayerDyn.Benchmarks.Harness;

/// <summary>The part of a document that benchmarks write; the rest is written by hand and stays.</summary>
internal static class MeasuredSection
{
    private const string Begin = "<!-- measured: begin -->", End = "<!-- measured: end -->";

    /// <summary>Puts <paramref name="markdown"/> between the marks of a document.</summary>
    /// <exception cref="InvalidDataException">The document has no such marks.</exception>
    public static void Replace(string path, string markdown)
    {
        string text = File.ReadAllText(path);
        int from = text.IndexOf(Begin, StringComparison.Ordinal), to = text.IndexOf(End, StringComparison.Ordinal);
        if (from < 0 || to < from) throw new InvalidDataException($"{path} has no lines '{Begin}' and '{End}'");
        File.WriteAllText(path, $"{text[..(from + Begin.Length)]}\n{markdown}\n{text[to..]}");
    }
}
