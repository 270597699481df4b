using SharpFuzz.Common;

namespace LayerDyn.Fuzz.Tests;

/// <summary>Which branches an input has taken, and how often, as the assemblies count that SharpFuzz has instrumented; nothing without.</summary>
internal sealed unsafe class Coverage
{
    private const int Size = 1 << 16;
    private static readonly byte[] Taken = GC.AllocateArray<byte>(Size, pinned: true);
    private readonly byte[] _seen = new byte[Size];

    /// <summary>Gives instrumented assemblies where to count; before any of their code runs.</summary>
    public static void Start() => Trace.SharedMem = (byte*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref Taken[0]);

    /// <summary>Forgets the last input.</summary>
    public static void Begin()
    {
        Array.Clear(Taken);
        Trace.PrevLocation = 0;
    }

    /// <summary>Whether the input went where none had gone, or a power of two as often.</summary>
    public bool IsNew()
    {
        bool found = false;
        for (int i = 0; i < Size; i++)
        {
            if (Taken[i] == 0) continue;
            byte often = (byte)(1 << System.Numerics.BitOperations.Log2(Taken[i]));
            if ((_seen[i] & often) != 0) continue;
            _seen[i] |= often;
            found = true;
        }

        return found;
    }
}
