using SkiaSharp;

namespace LayerDyn.Sweeps.Charts.Rendering;

/// <summary>Breaks text into lines that fit a width: at spaces, and within a word that is wider by itself.</summary>
internal static class TextLines
{
    /// <summary>The lines of a text; none when it is empty.</summary>
    public static IReadOnlyList<string> Wrap(string text, float width, float size)
    {
        using var font = new SKFont(ChartFont.Typeface, size);
        List<string> lines = [];
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(word => Pieces(word, width, font)))
        {
            string longer = lines.Count == 0 ? word : $"{lines[^1]} {word}";
            if (lines.Count > 0 && font.MeasureText(longer) <= width) lines[^1] = longer;
            else lines.Add(word);
        }

        return lines;
    }

    /// <summary>The text with its lines one below the other.</summary>
    public static string Block(string text, float width, float size) => string.Join('\n', Wrap(text, width, size));

    /// <summary>The widest of some texts, in pixels.</summary>
    public static float Widest(IEnumerable<string> texts, float size)
    {
        using var font = new SKFont(ChartFont.Typeface, size);
        return texts.Select(text => font.MeasureText(text)).DefaultIfEmpty().Max();
    }

    private static IEnumerable<string> Pieces(string word, float width, SKFont font)
    {
        while (font.MeasureText(word) > width && word.Length > 1)
        {
            int length = word.Length - 1;
            while (length > 1 && font.MeasureText(word[..length]) > width) length--;
            yield return word[..length];
            word = word[length..];
        }

        yield return word;
    }
}
