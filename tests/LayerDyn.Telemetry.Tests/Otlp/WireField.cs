using System.Buffers.Binary;
using System.Text;

namespace LayerDyn.Telemetry.Tests.Otlp;

/// <summary>
/// A field of a protobuf message, as bytes on the wire. OTLP's messages are few, and no package brings them: what the tests ask for is
/// read by the fields' numbers in opentelemetry-proto.
/// </summary>
/// <param name="Number">The field's number.</param>
/// <param name="Value">Of a varint or a fixed field.</param>
/// <param name="Bytes">Of a message, a text or bytes.</param>
internal readonly record struct WireField(int Number, ulong Value, ReadOnlyMemory<byte> Bytes)
{
    public string Text => Encoding.UTF8.GetString(Bytes.Span);

    public string Hex => Convert.ToHexStringLower(Bytes.Span);

    /// <summary>The fields of a message, repeated ones as often as they come.</summary>
    /// <exception cref="InvalidDataException">The bytes are no message.</exception>
    public static IEnumerable<WireField> Of(ReadOnlyMemory<byte> message)
    {
        for (int at = 0; at < message.Length;)
        {
            ulong key = Varint(message.Span, ref at);
            yield return Read((int)(key >> 3), (int)(key & 7), message, ref at);
        }
    }

    /// <summary>The messages in a field of a message.</summary>
    public IEnumerable<WireField> All(int number) => Of(Bytes).Where(field => field.Number == number);

    /// <summary>The last value of a field of a message; an empty one when it is not there.</summary>
    public WireField One(int number) => All(number).LastOrDefault();

    private static WireField Read(int number, int type, ReadOnlyMemory<byte> message, ref int at)
    {
        switch (type)
        {
            case 0:
                return new WireField(number, Varint(message.Span, ref at), default);
            case 1:
                at += 8;
                return new WireField(number, BinaryPrimitives.ReadUInt64LittleEndian(message.Span[(at - 8)..]), default);
            case 2:
                int length = (int)Varint(message.Span, ref at);
                at += length;
                return new WireField(number, 0, message.Slice(at - length, length));
            case 5:
                at += 4;
                return new WireField(number, BinaryPrimitives.ReadUInt32LittleEndian(message.Span[(at - 4)..]), default);
            default:
                throw new InvalidDataException($"field {number} has the wire type {type}");
        }
    }

    private static ulong Varint(ReadOnlySpan<byte> bytes, ref int at)
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = bytes[at++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return value;
        }
    }
}
