namespace LayerDyn.Storage.Segments;

/// <summary>
/// A file in memory that may be read a few times over and no more: in a damaged Parquet file a page may point back at itself, and the reader
/// would go round for ever.
/// </summary>
/// <param name="content">The file.</param>
/// <param name="offset">Where it begins.</param>
/// <param name="length">How long it is, in bytes.</param>
internal sealed class BoundedStream(byte[] content, int offset, int length) : MemoryStream(content, offset, length, writable: false)
{
    private long _left = 4L * length + (1 << 20);

    public override int Read(byte[] buffer, int offset, int count) => Counted(base.Read(buffer, offset, count));

    public override int Read(Span<byte> buffer) => Counted(base.Read(buffer));

    public override int ReadByte()
    {
        Counted(1);
        return base.ReadByte();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => Task.FromResult(Read(buffer, offset, count));

    private int Counted(int read)
    {
        if ((_left -= Math.Max(read, 1)) < 0) throw new FormatException("its pages are read again and again: they point at themselves");
        return read;
    }
}
