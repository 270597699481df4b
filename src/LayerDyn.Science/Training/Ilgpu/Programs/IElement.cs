using ILGPU;

namespace LayerDyn.Science.Training.Ilgpu.Programs;

/// <summary>What an operation makes of each element: a kernel has the code of those kinds alone that its programs need.</summary>
internal interface IElement
{
    /// <summary>Whether programs make matrices orthonormal.</summary>
    bool MakesOrthonormal { get; }

    /// <summary>Element (i, j) of the target of an operation on a network; <paramref name="isStart"/> is 1 at step 0.</summary>
    double Of(MatrixOperation operation, ArrayView<double> values, int net, int data, int i, int j, int isStart);
}
