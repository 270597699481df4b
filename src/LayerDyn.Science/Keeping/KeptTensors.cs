using System.Runtime.InteropServices;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Observables;
using LayerDyn.Science.Tasks;
using LayerDyn.Science.Training;

namespace LayerDyn.Science.Keeping;

/// <summary>Takes out of a network what its experiment keeps, whatever trains it.</summary>
internal static class KeptTensors
{
    /// <summary>What is kept at a measured step.</summary>
    /// <param name="keep">What the experiment keeps.</param>
    /// <param name="weights">Gives the parameters by name.</param>
    /// <param name="snapshot">Gives the network at this step.</param>
    /// <param name="step">The step.</param>
    /// <param name="ends">Whether the training ends there.</param>
    public static KeptState Of(Keep keep, Func<IReadOnlyDictionary<string, CheckpointTensor>> weights, Func<ISnapshot> snapshot, long step, bool ends)
    {
        var tensors = new SortedDictionary<string, CheckpointTensor>(StringComparer.Ordinal);
        if (keep.Weights?.Takes(step, ends) == true)
            foreach (var (name, tensor) in weights()) tensors.Add(name, tensor);
        if (keep with { Weights = null } is var others && others.Takes(step, ends))
        {
            var network = snapshot();
            CheckSize(keep, network, step, ends);
            AddSeen(others, network, step, ends, tensors);
        }

        return new(step, tensors);
    }

    // What validation counts, where it could not know how many samples there are.
    private static void CheckSize(Keep keep, ISnapshot snapshot, long step, bool ends)
    {
        long samples = snapshot.Data.Train.Count + (snapshot.Data.Test?.Count ?? 0);
        if (KeepSize.Bounded(snapshot.Experiment, samples).OfFile(keep, step, ends) > KeepValidator.MostBytes)
            throw new InvalidOperationException($"keep: what is kept at step {step} of {samples} samples takes more than 1 GiB; use smaller widths or fewer samples, or keep less of it");
    }

    /// <summary>A matrix as a tensor of a type; its numbers were worked out in it.</summary>
    private static CheckpointTensor Tensor(Matrix matrix, DType type) => new(type, [matrix.Rows, matrix.Columns], type == DType.Float64
        ? MemoryMarshal.AsBytes(matrix.Data.AsSpan()).ToArray()
        : MemoryMarshal.AsBytes(Array.ConvertAll(matrix.Data, value => (float)value).AsSpan()).ToArray());

    private static void AddSeen(Keep keep, ISnapshot snapshot, long step, bool ends, SortedDictionary<string, CheckpointTensor> tensors)
    {
        var type = snapshot.Experiment.DType;
        if (keep.Features?.Takes(step, ends) == true) AddSets(KeepBinder.Features, snapshot.Features);
        if (keep.Outputs?.Takes(step, ends) == true) AddSets(KeepBinder.Outputs, snapshot.Predict);
        if (keep.Kernel?.Takes(step, ends) == true) tensors.Add(KeepBinder.Kernel, Tensor(EmpiricalKernel.Of(snapshot, snapshot.Data.Train.X), DType.Float64));

        void AddSets(string name, Func<Dataset, Matrix> seen)
        {
            tensors.Add(name + ".train", Tensor(seen(snapshot.Data.Train), type));
            if (snapshot.Data.Test is { } test) tensors.Add(name + ".test", Tensor(seen(test), type));
        }
    }
}
