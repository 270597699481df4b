using System.Buffers.Binary;
using System.Text;

namespace LayerDyn.Tests.Shared;

/// <summary>Changes inputs a little: bits, bytes, numbers, blocks, words, and parts of other inputs. The same seed makes the same changes.</summary>
/// <param name="seed">The seed.</param>
/// <param name="words">Words to put in.</param>
internal sealed class Mutator(int seed, IReadOnlyList<string> words)
{
    private const int MostBytes = 1 << 16, MostChanges = 6;
    private static readonly long[] Numbers = [0, 1, -1, 2, 127, 128, 255, 256, 32767, 65535, int.MaxValue, int.MinValue, uint.MaxValue, long.MaxValue, long.MinValue];
    private static readonly string[] Figures = ["0", "-1", "1e309", "NaN", "9223372036854775807", "9223372036854775808", "0.1", "1e-320", "", "true", "null", "~"];
    private readonly Random _random = new(seed);

    /// <summary>An input that is like another.</summary>
    /// <param name="corpus">The inputs that are known.</param>
    public byte[] Next(IReadOnlyList<byte[]> corpus)
    {
        var bytes = new List<byte>(Pick(corpus));
        for (int left = _random.Next(1, MostChanges + 1); left > 0; left--) Change(bytes, corpus);
        return bytes.Count > MostBytes ? [.. bytes.Take(MostBytes)] : [.. bytes];
    }

    private void Change(List<byte> bytes, IReadOnlyList<byte[]> corpus)
    {
        int at = _random.Next(bytes.Count + 1), length = Math.Min(bytes.Count - at, 1 << _random.Next(8));
        switch (_random.Next(11))
        {
            case 0 when bytes.Count > at:
                bytes[at] ^= (byte)(1 << _random.Next(8));
                break;
            case 1 when bytes.Count > at:
                bytes[at] = (byte)_random.Next(256);
                break;
            case 2:
                bytes.RemoveRange(at, length);
                break;
            case 3:
                bytes.InsertRange(at, bytes.GetRange(at, length));
                break;
            case 4:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 5:
                Overwrite(bytes, at, Number());
                break;
            case 6 when words.Count > 0:
                bytes.InsertRange(at, Encoding.UTF8.GetBytes(Pick(words)));
                break;
            case 7 when words.Count > 0:
                Overwrite(bytes, at, Encoding.UTF8.GetBytes(Pick(words)));
                break;
            case 8:
                Figure(bytes, at);
                break;
            case 9:
                byte[] other = Pick(corpus);
                int from = _random.Next(other.Length + 1);
                bytes.InsertRange(at, other.AsSpan(from, Math.Min(other.Length - from, 1 << _random.Next(10))).ToArray());
                break;
            default:
                bytes.InsertRange(at, Enumerable.Repeat((byte)_random.Next(256), 1 << _random.Next(10)));
                break;
        }
    }

    /// <summary>Replaces a number that is written out, from <paramref name="at"/> on, by another.</summary>
    private void Figure(List<byte> bytes, int at)
    {
        int start = bytes.FindIndex(at, value => value is >= (byte)'0' and <= (byte)'9');
        if (start < 0) return;
        int end = bytes.FindIndex(start, value => value is not (>= (byte)'0' and <= (byte)'9' or (byte)'.' or (byte)'e' or (byte)'-'));
        bytes.RemoveRange(start, (end < 0 ? bytes.Count : end) - start);
        bytes.InsertRange(start, Encoding.ASCII.GetBytes(_random.Next(2) == 0 ? Pick(Figures) : $"{_random.NextInt64() >> _random.Next(64)}"));
    }

    private byte[] Number()
    {
        byte[] number = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(number, Pick(Numbers) + _random.Next(-1, 2));
        if (_random.Next(4) == 0) Array.Reverse(number);
        return number[..(1 << _random.Next(4))];
    }

    private T Pick<T>(IReadOnlyList<T> of) => of[_random.Next(of.Count)];

    private static void Overwrite(List<byte> bytes, int at, byte[] by)
    {
        for (int i = 0; i < by.Length && at + i < bytes.Count; i++) bytes[at + i] = by[i];
    }
}
