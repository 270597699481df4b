using LayerDyn.Science.Experiments;
using LayerDyn.Science.Files;
using LayerDyn.Science.Training;

namespace LayerDyn.Storage.Checkpoints;

/// <summary>Trainers' tensors as tensors of files and back.</summary>
internal static class CheckpointTensors
{
    internal static FileArray ToFile(CheckpointTensor tensor) =>
        new(tensor.DType == DType.Float64 ? ElementType.Float64 : ElementType.Float32, tensor.Dimensions, tensor.Data);

    internal static CheckpointTensor FromFile(string name, FileArray array) => array.Type switch
    {
        ElementType.Float64 => new CheckpointTensor(DType.Float64, array.Dimensions, array.Data),
        ElementType.Float32 => new CheckpointTensor(DType.Float32, array.Dimensions, array.Data),
        _ => throw new FormatException($"{name} holds integers, not weights"),
    };
}
