namespace LayerDyn.Fuzz.Tests;

/// <summary>A reader of bytes that anyone may have written.</summary>
/// <param name="Name">Its name, of a folder in the corpus and on the command line.</param>
/// <param name="Read">Reads; what it throws is a refusal, and right, or a fault.</param>
/// <param name="IsRefusal">Whether an exception is how the reader refuses.</param>
/// <param name="Seeds">Inputs to begin with.</param>
/// <param name="Words">What stands in such inputs, and is put into them.</param>
/// <param name="Most">Most bytes that reading may allocate whatever an input says of itself, beside a share of its length.</param>
internal sealed record FuzzTarget(
    string Name, Action<byte[]> Read, Func<Exception, bool> IsRefusal, IReadOnlyList<byte[]> Seeds, IReadOnlyList<string> Words, long Most = 64 << 20)
{
    private const long PerByte = 4096;

    /// <summary>Reads an input; null where it is read or refused, else what is wrong.</summary>
    public string? Try(byte[] input)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            Read(input);
        }
        catch (Exception refusal) when (IsRefusal(refusal))
        {
        }
        catch (Exception fault)
        {
            return fault.ToString();
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before, most = Most + PerByte * input.Length;
        return allocated > most ? $"{input.Length} bytes made it allocate {allocated} bytes, more than {most}" : null;
    }
}
