using System.Reflection;
using System.Text.RegularExpressions;
using ILGPU;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.PTX;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using LayerDyn.Science.Training.Ilgpu;
using LayerDyn.Science.Training.Ilgpu.Flow;
using LayerDyn.Science.Training.Ilgpu.Perceptrons;
using LayerDyn.Science.Training.Ilgpu.Programs;

namespace LayerDyn.Science.Tests.Training.Ilgpu;

/// <summary>What a GPU would be given, held without one.</summary>
public sealed class PtxTests
{
    private const BindingFlags Public = BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly;

    // Each rounds once to nearest, and the driver's assembler leaves them alone.
    private static readonly string[] Exactly = ["fma.rn.f32", "fma.rn.f64", "div.rn.f32", "div.rn.f64", "rcp.rn.f64", "sqrt.rn.f32", "sqrt.rn.f64"];

    private static readonly Type[] Linear = [typeof(DenseKernels), typeof(DiagonalKernels), typeof(MatrixKernels), typeof(SignKernels), typeof(FlowKernels)];
    private static readonly Type[] Perceptrons = [typeof(ProductKernels), typeof(ElementKernels), typeof(LossKernels), typeof(UpdateKernels)];

    public static TheoryData<int, string> Kernels
    {
        get
        {
            var kernels = new TheoryData<int, string>();
            foreach (int architecture in (int[])[80, 90])
                foreach (var kernel in All()) kernels.Add(architecture, $"{kernel.DeclaringType!.Name}.{kernel.Name}");
            return kernels;
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Compile_EveryKernel_RoundsEachOperationOnce(int architecture, string name)
    {
        using var context = Context.Create(builder => builder.CPU());
        string text = Compile(context, architecture, All().Single(kernel => $"{kernel.DeclaringType!.Name}.{kernel.Name}" == name));

        Assert.Equal(name != "UpdateKernels.Check", text.Contains("fma.rn.f", StringComparison.Ordinal));
        Assert.All(Regex.Matches(text, @"\b(add|sub|mul|mad|fma|div|rcp|sqrt|rsqrt|ex2|lg2|tanh|min|max)(\.\w+)*\.f(32|64)\b"), match => Assert.Contains(match.Value, Exactly));
        Assert.DoesNotContain(".ftz", text);
        Assert.DoesNotContain(".extern", text);
        Assert.DoesNotContain(".local", text); // weights in registers stay there
    }

    [Fact]
    public void Kernels_AreAllThatTheTrainersLaunch()
    {
        Assert.Equal(typeof(LinearKernels).GetProperties().Length, Of(Linear).Count());

        // All but the number of threads, and the products' kernels in two sizes.
        Assert.Equal(typeof(PerceptronKernels).GetProperties().Length - 1, Of(Perceptrons).Count(kernel => !kernel.Name.EndsWith("Small", StringComparison.Ordinal)));
    }

    private static IEnumerable<MethodInfo> All() => Of([.. Linear, .. Perceptrons]);

    private static IEnumerable<MethodInfo> Of(Type[] types) => types.SelectMany(type => type.GetMethods(Public));

    private static string Compile(Context context, int architecture, MethodInfo kernel)
    {
        Exact.Prepare();
        var target = new CudaArchitecture(architecture / 10, architecture % 10);
        using var backend = new PTXBackend(context, new CudaCapabilityContext(target), target, CudaInstructionSet.ISA_80, null!);
        var entry = kernel.GetParameters()[0].ParameterType == typeof(Index1D)
            ? EntryPointDescription.FromImplicitlyGroupedKernel(kernel)
            : EntryPointDescription.FromExplicitlyGroupedKernel(kernel);
        return ((PTXCompiledKernel)backend.Compile(entry, default)).PTXAssembly;
    }
}
