using System.Runtime.CompilerServices;

namespace LayerDyn.Science.Training.Linear;

/// <summary>One that all points of the block share.</summary>
internal readonly unsafe struct SharedFactor<TS, TV> : IFactor<TV>
    where TS : struct, ISimd<TV>
    where TV : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TV Load(double* source) => TS.Broadcast(source);
}
