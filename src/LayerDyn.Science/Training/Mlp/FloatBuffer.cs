using System.Runtime.InteropServices;

namespace LayerDyn.Science.Training.Mlp;

/// <summary>
/// Single-precision numbers outside the garbage collector's heap, on a cache line's boundary and zero at first. They are freed by
/// <see cref="Dispose"/>, or when nobody has them any more, as when a point throws while it is set up.
/// </summary>
internal sealed unsafe class FloatBuffer : IDisposable
{
    public FloatBuffer(nint count)
    {
        nuint bytes = (nuint)Math.Max(1, count) * sizeof(float);
        Data = (float*)NativeMemory.AlignedAlloc(bytes, 64);
        NativeMemory.Clear(Data, bytes);
    }

    ~FloatBuffer() => Free();

    public float* Data { get; private set; }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.AlignedFree(Data);
        Data = null;
    }
}
