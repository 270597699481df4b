namespace LayerDyn.Science.Training.Ilgpu.Perceptrons;

/// <summary>Four numbers in a thread's registers.</summary>
internal readonly record struct Four(float A, float B, float C, float D)
{
    /// <summary><c>this + factor other</c>, rounded once each.</summary>
    public Four Plus(float factor, Four other) => new(
        Exact.MultiplyAdd(factor, other.A, A), Exact.MultiplyAdd(factor, other.B, B), Exact.MultiplyAdd(factor, other.C, C), Exact.MultiplyAdd(factor, other.D, D));

    /// <summary><c>this + factors other</c>, one by one, rounded once each.</summary>
    public Four Plus(Four factors, Four other) => new(
        Exact.MultiplyAdd(factors.A, other.A, A), Exact.MultiplyAdd(factors.B, other.B, B), Exact.MultiplyAdd(factors.C, other.C, C), Exact.MultiplyAdd(factors.D, other.D, D));

    /// <summary><c>this + other</c>.</summary>
    public Four Plus(Four other) => new(Exact.Add(A, other.A), Exact.Add(B, other.B), Exact.Add(C, other.C), Exact.Add(D, other.D));
}
