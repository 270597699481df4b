using System.Runtime.InteropServices;

namespace LayerDyn.Science.Training.Mlp;

/// <summary>Single-precision numbers outside the garbage collector's heap, on a cache line's boundary and zero at first.</summary>
internal sealed unsafe class FloatBuffer : IDisposable
{
    public FloatBuffer(nint count)
    {
        Count = count;
        nuint bytes = (nuint)Math.Max(1, count) * sizeof(float);
        Data = (float*)NativeMemory.AlignedAlloc(bytes, 64);
        NativeMemory.Clear(Data, bytes);
    }

    public float* Data { get; }

    public nint Count { get; }

    public void Dispose() => NativeMemory.AlignedFree(Data);
}
