using System.Buffers;
using System.Text;

namespace LayerDyn.Sweeps.Specs;

/// <summary>The text of a spec from its bytes. A byte that is no UTF-8 is refused with its place: replaced, it would be stored as something else than was written.</summary>
public static class SpecText
{
    private static readonly Rune ByteOrderMark = new('\uFEFF');

    /// <summary>Decodes a spec.</summary>
    /// <param name="utf8">The bytes of a file or request; a byte order mark may lead them.</param>
    /// <exception cref="FormatException">A byte is no UTF-8, or a character is a control character; the message says which, where and what to do.</exception>
    public static string Decode(ReadOnlySpan<byte> utf8)
    {
        var text = new StringBuilder(utf8.Length);
        int line = 1, column = 1;
        for (var rest = utf8; rest.Length > 0;)
        {
            if (Rune.DecodeFromUtf8(rest, out var rune, out int length) != OperationStatus.Done)
                throw new FormatException($"line {line}, column {column}: byte 0x{rest[0]:X2} is no UTF-8: save the file as UTF-8");
            if (Rune.IsControl(rune) && rune.Value is not ('\n' or '\r' or '\t'))
                throw new FormatException($"line {line}, column {column}: character U+{rune.Value:X4} is a control character: a spec is text without them");
            if (rest.Length < utf8.Length || rune != ByteOrderMark)
            {
                text.Append(rune);
                (line, column) = rune.Value == '\n' ? (line + 1, 1) : (line, column + 1);
            }

            rest = rest[length..];
        }

        return text.ToString();
    }
}
