using System.Reflection;
using ILGPU.Frontend;
using ILGPU.Frontend.Intrinsic;
using ILGPU.IR.Values;

namespace LayerDyn.Science.Training.Ilgpu;

/// <summary>
/// The arithmetic of the kernels, made of fused multiply-adds alone: these round once to nearest on a processor and on a GPU
/// (<c>fma.rn.f64</c>, <c>fma.rn.f32</c>), so that the same sequence of them gives the same bits (IEEE 754). Plain products and sums are not
/// used: the driver's assembler contracts them. Quotients and square roots are rounded once as they are. A constant comes last in a sum: as a
/// factor of 1 ILGPU would fold it into a plain sum.
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

    /// <summary>a - b: the product with -1 is exact.</summary>
    public static double Subtract(double a, double b) => MultiplyAdd(b, -1, a);

    /// <summary>a b + c with one rounding.</summary>
    public static float MultiplyAdd(float a, float b, float c) => MathF.FusedMultiplyAdd(a, b, c);

    /// <summary>a b.</summary>
    public static float Multiply(float a, float b) => MultiplyAdd(a, b, -0f);

    /// <summary>a + b.</summary>
    public static float Add(float a, float b) => MultiplyAdd(a, 1, b);

    /// <summary>a - b.</summary>
    public static float Subtract(float a, float b) => MultiplyAdd(b, -1, a);

    private static bool Register()
    {
        Register(((Func<double, double, double, double>)Math.FusedMultiplyAdd).Method, ((Func<double, double, double, double>)First).Method);
        Register(((Func<float, float, float, float>)MathF.FusedMultiplyAdd).Method, ((Func<float, float, float, float>)First).Method);
        return true;
    }

    private static void Register(MethodInfo method, MethodInfo first) =>
        RemappedIntrinsics.AddRemapping(method, (ref InvocationContext context) =>
        {
            context[0] = context.Builder.CreateArithmetic(context.Location, context[0], context[1], context[2], TernaryArithmeticKind.MultiplyAdd);
            context.Method = first;
        });

    private static double First(double value, double b, double c) => value;

    private static float First(float value, float b, float c) => value;
}
