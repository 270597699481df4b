using ILGPU.Frontend;
using ILGPU.Frontend.Intrinsic;
using ILGPU.IR.Values;

namespace LayerDyn.Science.Training.Ilgpu;

/// <summary>
/// The arithmetic of the kernels, made of fused multiply-adds alone: these round once to nearest on a processor and on a GPU
/// (<c>fma.rn.f64</c>), so that the same sequence of them gives the same bits (IEEE 754). Plain products and sums are not used: the driver's
/// assembler contracts them.
/// </summary>
internal static class Exact
{
    private static readonly Lazy<bool> Prepared = new(Register);

    /// <summary>Teaches ILGPU the instruction, once a process, before a kernel is compiled: of its own it calls a function that GPUs lack.</summary>
    public static void Prepare() => _ = Prepared.Value;

    /// <summary>a b + c with one rounding.</summary>
    public static double MultiplyAdd(double a, double b, double c) => Math.FusedMultiplyAdd(a, b, c);

    /// <summary>a b: adding -0 to a product changes neither its value nor the sign of a zero.</summary>
    public static double Multiply(double a, double b) => MultiplyAdd(a, b, -0.0);

    /// <summary>a + b: the product with 1 is exact.</summary>
    public static double Add(double a, double b) => MultiplyAdd(a, 1, b);

    private static bool Register()
    {
        var method = ((Func<double, double, double, double>)Math.FusedMultiplyAdd).Method;
        var first = ((Func<double, double, double, double>)First).Method;
        RemappedIntrinsics.AddRemapping(method, (ref InvocationContext context) =>
        {
            context[0] = context.Builder.CreateArithmetic(context.Location, context[0], context[1], context[2], TernaryArithmeticKind.MultiplyAdd);
            context.Method = first;
        });
        return true;
    }

    private static double First(double value, double b, double c) => value;
}
