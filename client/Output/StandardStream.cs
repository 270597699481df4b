namespace LayerDyn.Client.Output;

/// <summary>Standard output or standard error, with failures that can be told from those of files.</summary>
/// <param name="inner">The stream; null where it is closed.</param>
/// <param name="failed">Takes a failure: it throws, or passes it over.</param>
internal sealed class StandardStream(Stream? inner, Action<OutputException> failed) : Stream
{
    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (inner is null)
        {
            failed(new OutputException("it is closed"));
            return;
        }

        try
        {
            inner.Write(buffer);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            failed(new OutputException(error.Message, error));
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
