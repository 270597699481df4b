using TorchSharp;

namespace LayerDyn.Science.Training.Torch;

/// <summary>What makes sums on a GPU come out the same on every run.</summary>
internal static class CudaSettings
{
    /// <summary>cuBLAS reads it when its handle is made; eight buffers of 4 MB are what its manual names for repeatable sums.</summary>
    public const string WorkspaceVariable = "CUBLAS_WORKSPACE_CONFIG";

    /// <summary>The value that is set unless the user has set one.</summary>
    public const string Workspace = ":4096:8";

    private static readonly Lazy<bool> Done = new(Set);

    /// <summary>Applies them once, before the process's first work on a GPU.</summary>
    public static void Apply() => _ = Done.Value;

    private static bool Set()
    {
        NativeEnvironment.Set(WorkspaceVariable, Workspace, keep: true);
        // TF32 keeps 10 bits of a float's 23.
        torch.backends.cuda.matmul.allow_tf32 = false;
        torch.backends.cudnn.allow_tf32 = false;
        return true;
    }
}
