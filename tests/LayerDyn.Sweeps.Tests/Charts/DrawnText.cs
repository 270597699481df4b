using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using LayerDyn.Sweeps.Charts.Rendering;
using LayerDyn.Sweeps.Curves;
using SkiaSharp;

namespace LayerDyn.Sweeps.Tests.Charts;

/// <summary>A text of a picture and the box of its ink, in pixels of the page.</summary>
internal sealed partial record DrawnText(string Text, SKRect Box)
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    /// <summary>The page and every text on it, as the SVG places them. The plotting library draws some twice, at the same place.</summary>
    public static (SKRect Page, IReadOnlyList<DrawnText> Texts) Of(Chart chart)
    {
        var root = XDocument.Parse(ChartRenderer.Svg(chart)).Root!;
        var page = new SKRect(0, 0, Number(root, "width"), Number(root, "height"));
        return (page, [.. root.Descendants(Svg + "text").Where(text => !string.IsNullOrWhiteSpace(text.Value)).Select(Read).Distinct()]);
    }

    private static DrawnText Read(XElement element)
    {
        using var font = new SKFont(ChartFont.Typeface, Number(element, "font-size"));
        string text = element.Value.Trim();
        float width = font.MeasureText(text, out var ink);
        float x = First(element, "x"), y = First(element, "y");
        var box = new SKRect(x, y + ink.Top, x + width, y + ink.Bottom);
        var transform = element.AncestorsAndSelf().Reverse().Aggregate(Matrix3x2.Identity, (outer, found) => Transform(found) * outer);
        Vector2[] corners = [new(box.Left, box.Top), new(box.Right, box.Top), new(box.Left, box.Bottom), new(box.Right, box.Bottom)];
        Vector2[] placed = [.. corners.Select(corner => Vector2.Transform(corner, transform))];
        return new(text, new(placed.Min(at => at.X), placed.Min(at => at.Y), placed.Max(at => at.X), placed.Max(at => at.Y)));
    }

    private static Matrix3x2 Transform(XElement element)
    {
        var matrix = Matrix3x2.Identity;
        foreach (Match part in Part().Matches((string?)element.Attribute("transform") ?? ""))
        {
            float[] numbers = [.. Digits().Matches(part.Groups[2].Value).Select(number => float.Parse(number.Value, CultureInfo.InvariantCulture))];
            var next = part.Groups[1].Value switch
            {
                "translate" => Matrix3x2.CreateTranslation(numbers[0], numbers.Length > 1 ? numbers[1] : 0),
                "scale" => Matrix3x2.CreateScale(numbers[0], numbers.Length > 1 ? numbers[1] : numbers[0]),
                "rotate" => Matrix3x2.CreateRotation(numbers[0] * MathF.PI / 180, numbers.Length > 1 ? new Vector2(numbers[1], numbers[2]) : default),
                "matrix" => new Matrix3x2(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]),
                _ => throw new NotSupportedException(part.Value),
            };
            matrix = next * matrix;
        }

        return matrix;
    }

    private static float Number(XElement element, string name) => float.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture);

    private static float First(XElement element, string name) =>
        float.Parse(Digits().Match(element.Attribute(name)!.Value).Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(\w+)\(([^)]*)\)")]
    private static partial Regex Part();

    [GeneratedRegex(@"-?\d+(\.\d+)?(e-?\d+)?")]
    private static partial Regex Digits();
}
