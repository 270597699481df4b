using TorchSharp;

namespace LayerDyn.Science.Training.Torch;

/// <summary>
/// Operations of libtorch that take a number. TorchSharp wraps each number in a <see cref="Scalar"/> that has a finalizer, and hands its bare
/// handle over: where the number is converted implicitly, or by TorchSharp itself (<c>x + y</c> is <c>x.add(y, 1)</c>), the garbage collector
/// may free it while libtorch reads it, which throws, crashes, or computes with another number. Here each lives until its call has returned.
/// What is not safe is banned (<c>BannedSymbols.Torch.txt</c>).
/// </summary>
public static class TorchMath
{
    /// <summary>x + times y.</summary>
    public static torch.Tensor Plus(this torch.Tensor x, torch.Tensor y, double times = 1)
    {
        using var alpha = times.ToScalar();
        return x.add(y, alpha);
    }

    /// <summary>x becomes x + times y.</summary>
    public static torch.Tensor PlusInPlace(this torch.Tensor x, torch.Tensor y, double times = 1)
    {
        using var alpha = times.ToScalar();
        return x.add_(y, alpha);
    }

    /// <summary>Each element of x becomes larger by a number.</summary>
    public static torch.Tensor PlusInPlace(this torch.Tensor x, double number)
    {
        using Scalar added = number.ToScalar(), alpha = 1.ToScalar();
        return x.add_(added, alpha);
    }

    /// <summary>x times a number.</summary>
    public static torch.Tensor Times(this torch.Tensor x, double number)
    {
        using var factor = number.ToScalar();
        return x.mul(factor);
    }

    /// <summary>x becomes x times a number.</summary>
    public static torch.Tensor TimesInPlace(this torch.Tensor x, double number)
    {
        using var factor = number.ToScalar();
        return x.mul_(factor);
    }

    /// <summary>x divided by a count.</summary>
    public static torch.Tensor Over(this torch.Tensor x, long count)
    {
        using var divisor = count.ToScalar();
        return x.div(divisor);
    }

    /// <summary>x becomes x divided by a count.</summary>
    public static torch.Tensor OverInPlace(this torch.Tensor x, long count)
    {
        using var divisor = count.ToScalar();
        return x.div_(divisor);
    }

    /// <summary>x becomes x divided by a number.</summary>
    public static torch.Tensor OverInPlace(this torch.Tensor x, double number)
    {
        using var divisor = number.ToScalar();
        return x.div_(divisor);
    }

    /// <summary>x becomes x + times y z, element by element.</summary>
    public static torch.Tensor PlusProductInPlace(this torch.Tensor x, torch.Tensor y, torch.Tensor z, double times)
    {
        using var value = times.ToScalar();
        return x.addcmul_(y, z, value);
    }

    /// <summary>x becomes x + times y / z, element by element.</summary>
    public static torch.Tensor PlusQuotientInPlace(this torch.Tensor x, torch.Tensor y, torch.Tensor z, double times)
    {
        using var value = times.ToScalar();
        return x.addcdiv_(y, z, value);
    }

    /// <summary>The square of each element.</summary>
    public static torch.Tensor Squared(this torch.Tensor x)
    {
        using var two = 2.ToScalar();
        return x.pow(two);
    }

    /// <summary>A tensor of one number.</summary>
    public static torch.Tensor Filled(long[] size, double number, torch.ScalarType dtype, torch.Device device)
    {
        using var value = number.ToScalar();
        return torch.full(size, value, dtype, device);
    }
}
