using LayerDyn.Science.Numerics;

namespace LayerDyn.Science.Observables;

/// <summary>
/// Features of samples in classes, and how far they have collapsed onto their class means (Papyan, Han and Donoho 2020,
/// arXiv 2008.08186). Measures that are not defined (a class without samples or with its mean at the centre) are NaN.
/// </summary>
public sealed class ClassFeatures
{
    private readonly Matrix _features;
    private readonly int[] _labels;
    private readonly Matrix _means;
    private readonly Matrix _centred;
    private readonly double[] _norms;

    /// <summary>Takes features (n x d) with their classes, from 0 to <paramref name="classes"/> - 1.</summary>
    public ClassFeatures(Matrix features, int[] labels, int classes)
    {
        (_features, _labels) = (features, labels);
        _means = new Matrix(classes, features.Columns);
        int[] counts = new int[classes];
        for (int i = 0; i < features.Rows; i++)
        {
            LinearAlgebra.AddMultiple(1, features.Row(i), _means.Row(labels[i]));
            counts[labels[i]]++;
        }

        double[] centre = new double[features.Columns];
        for (int c = 0; c < classes; c++)
        {
            foreach (ref double value in _means.Row(c)) value /= counts[c];
            LinearAlgebra.AddMultiple(1.0 / classes, _means.Row(c), centre);
        }

        _centred = new Matrix(classes, features.Columns, [.. _means.Data]);
        _norms = new double[classes];
        for (int c = 0; c < classes; c++)
        {
            LinearAlgebra.AddMultiple(-1, centre, _centred.Row(c));
            _norms[c] = Math.Sqrt(LinearAlgebra.Dot(_centred.Row(c), _centred.Row(c)));
        }
    }

    private int Classes => _means.Rows;

    /// <summary>
    /// NC1, <c>tr(Sigma_W Sigma_B^+) / C</c>. Sigma_B has rank C - 1 at most, so the d x d covariances are never built: with
    /// the eigenvectors of the C x C Gram matrix of the centred means, residuals are projected on the range of Sigma_B.
    /// </summary>
    public double WithinOverBetween()
    {
        var (values, vectors) = LinearAlgebra.SymmetricEigen(LinearAlgebra.MultiplyTransposed(_centred, _centred));
        double largest = values[^1], trace = 0;
        if (!(largest > 0)) return double.NaN;

        // The smallest eigenvalue is zero but for rounding: the centred means add up to zero.
        for (int k = 1; k < Classes; k++)
        {
            if (values[k] <= 1e-12 * largest) continue;
            double[] direction = new double[_features.Columns]; // norm^2 = values[k]
            for (int c = 0; c < Classes; c++) LinearAlgebra.AddMultiple(vectors[c, k], _centred.Row(c), direction);
            double within = 0;
            double[] projectedMeans = new double[Classes];
            for (int c = 0; c < Classes; c++) projectedMeans[c] = LinearAlgebra.Dot(_means.Row(c), direction);
            for (int i = 0; i < _features.Rows; i++)
            {
                double residual = LinearAlgebra.Dot(_features.Row(i), direction) - projectedMeans[_labels[i]];
                within += residual * residual;
            }

            trace += within / _features.Rows / values[k] * (Classes / values[k]);
        }

        return trace / Classes;
    }

    /// <summary>NC2: standard deviation (of the C values) over mean of the norms of the centred means.</summary>
    public double NormSpread()
    {
        double mean = _norms.Average();
        return Math.Sqrt(_norms.Average(norm => (norm - mean) * (norm - mean))) / mean;
    }

    /// <summary>NC2: over pairs of centred means, the mean cosine and the mean <c>|cosine + 1/(C-1)|</c>.</summary>
    public (double Mean, double Deviation) Cosines()
    {
        double sum = 0, deviation = 0;
        for (int a = 1; a < Classes; a++)
            for (int b = 0; b < a; b++)
            {
                double cosine = LinearAlgebra.Dot(_centred.Row(a), _centred.Row(b)) / (_norms[a] * _norms[b]);
                sum += cosine;
                deviation += Math.Abs(cosine + 1.0 / (Classes - 1));
            }

        double pairs = Classes * (Classes - 1) / 2.0;
        return (sum / pairs, deviation / pairs);
    }

    /// <summary>NC3, <c>||W^T/|W| - M/|M| ||_F</c>, for the last layer <paramref name="weight"/>, C x d.</summary>
    public double Misalignment(Matrix weight)
    {
        double weightNorm = LinearAlgebra.Norm(weight), meansNorm = LinearAlgebra.Norm(_centred), sum = 0;
        for (int i = 0; i < weight.Data.Length; i++)
        {
            double difference = weight.Data[i] / weightNorm - _centred.Data[i] / meansNorm;
            sum += difference * difference;
        }

        return Math.Sqrt(sum);
    }

    /// <summary>NC4: share of samples whose largest output (n x C) is not at the class of the nearest mean.</summary>
    public double Disagreement(Matrix outputs)
    {
        // |h - m|^2 = |h|^2 - 2 h m + |m|^2: the nearest mean has the largest h m - |m|^2 / 2.
        double[] halfSquares = new double[Classes], scores = new double[Classes];
        for (int c = 0; c < Classes; c++) halfSquares[c] = LinearAlgebra.Dot(_means.Row(c), _means.Row(c)) / 2;
        int differing = 0;
        for (int i = 0; i < _features.Rows; i++)
        {
            for (int c = 0; c < Classes; c++) scores[c] = LinearAlgebra.Dot(_features.Row(i), _means.Row(c)) - halfSquares[c];
            if (Largest(scores) != Largest(outputs.Row(i))) differing++;
        }

        return (double)differing / _features.Rows;
    }

    private static int Largest(ReadOnlySpan<double> values)
    {
        int largest = 0;
        for (int c = 1; c < values.Length; c++)
            if (values[c] > values[largest]) largest = c;
        return largest;
    }
}
