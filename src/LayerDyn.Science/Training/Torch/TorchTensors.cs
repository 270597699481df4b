using System.Runtime.InteropServices;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Numerics;
using TorchSharp;

namespace LayerDyn.Science.Training.Torch;

/// <summary>Moves values between torch tensors, matrices and checkpoints. New tensors belong to the current dispose scope.</summary>
internal static class TorchTensors
{
    public static torch.ScalarType Type(DType dtype) => dtype == DType.Float64 ? torch.ScalarType.Float64 : torch.ScalarType.Float32;

    public static torch.Tensor Create(ReadOnlySpan<double> values, long[] dimensions, DType dtype, torch.Device device)
    {
        var tensor = torch.empty(dimensions, dtype: Type(dtype));
        if (dtype == DType.Float64) values.CopyTo(MemoryMarshal.Cast<byte, double>(tensor.bytes));
        else
        {
            var target = MemoryMarshal.Cast<byte, float>(tensor.bytes);
            for (int i = 0; i < target.Length; i++) target[i] = (float)values[i];
        }

        return ToDevice(tensor, device);
    }

    public static torch.Tensor Create(Matrix matrix, DType dtype, torch.Device device) =>
        Create(matrix.Data, [matrix.Rows, matrix.Columns], dtype, device);

    public static torch.Tensor Create(ReadOnlySpan<int> values, torch.Device device)
    {
        var tensor = torch.empty([values.Length], dtype: torch.ScalarType.Int64);
        var target = MemoryMarshal.Cast<byte, long>(tensor.bytes);
        for (int i = 0; i < target.Length; i++) target[i] = values[i];
        return ToDevice(tensor, device);
    }

    /// <summary>
    /// The tensor on the device. To a GPU it goes through pinned memory, so that the copy runs beside the kernels before it; torch
    /// keeps the pinned block until the copy is over.
    /// </summary>
    public static torch.Tensor ToDevice(torch.Tensor tensor, torch.Device device) =>
        device.type == DeviceType.CUDA ? tensor.pin_memory().to(device, non_blocking: true) : tensor.to(device);

    public static void Copy(torch.Tensor tensor, Span<double> values)
    {
        using var scope = torch.NewDisposeScope();
        var source = tensor.detach().cpu().contiguous();
        if (source.dtype == torch.ScalarType.Float64) MemoryMarshal.Cast<byte, double>(source.bytes).CopyTo(values);
        else
        {
            var floats = MemoryMarshal.Cast<byte, float>(source.bytes);
            for (int i = 0; i < floats.Length; i++) values[i] = floats[i];
        }
    }

    /// <summary>A matrix of the first dimension by all others; a vector is one row.</summary>
    public static Matrix ToMatrix(torch.Tensor tensor)
    {
        int count = (int)tensor.numel(), rows = tensor.dim() < 2 ? 1 : (int)tensor.shape[0];
        var matrix = new Matrix(rows, count / rows);
        Copy(tensor, matrix.Data);
        return matrix;
    }

    public static CheckpointTensor Save(torch.Tensor tensor)
    {
        using var scope = torch.NewDisposeScope();
        var source = tensor.detach().cpu().contiguous();
        var dtype = source.dtype == torch.ScalarType.Float64 ? DType.Float64 : DType.Float32;
        return new CheckpointTensor(dtype, source.shape, source.bytes.ToArray());
    }

    public static torch.Tensor Load(CheckpointTensor saved, torch.Device device)
    {
        var tensor = torch.empty([.. saved.Dimensions], dtype: Type(saved.DType));
        saved.Data.CopyTo(tensor.bytes);
        return ToDevice(tensor, device);
    }
}
