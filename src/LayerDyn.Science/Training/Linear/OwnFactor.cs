using System.Runtime.CompilerServices;

namespace LayerDyn.Science.Training.Linear;

/// <summary>Each point's own.</summary>
internal readonly unsafe struct OwnFactor<TS, TV> : IFactor<TV>
    where TS : struct, ISimd<TV>
    where TV : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TV Load(double* source) => TS.Load(source);
}
