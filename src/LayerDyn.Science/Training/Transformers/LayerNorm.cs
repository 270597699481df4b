namespace LayerDyn.Science.Training.Transformers;

/// <summary>Layer normalisation of rows, <c>y = gain (x - mean) / sqrt(variance + 1e-5) + bias</c>, as torch's; sums in double precision.</summary>
/// <param name="width">Numbers a row.</param>
/// <param name="gain">Where the gains start; the biases follow them.</param>
internal sealed unsafe class LayerNorm(int width, nint gain)
{
    private const double Epsilon = 1e-5;

    private readonly float[] _scaled = new float[width];

    public void Forward(float* parameters, Rows x, Rows y, int count)
    {
        float* gains = parameters + gain, biases = gains + width;
        for (int s = 0; s < count; s++)
        {
            float* from = x[s], to = y[s];
            var (mean, scale) = Statistics(from);
            for (int c = 0; c < width; c++) to[c] = (from[c] - mean) * scale * gains[c] + biases[c];
        }
    }

    /// <summary><c>dx += J^T dy</c>, and adds to the gradients of gains and biases.</summary>
    public void AddBackward(float* parameters, Rows x, Rows dy, Rows dx, int count, float* gradient)
    {
        float* gains = parameters + gain, gainGradient = gradient + gain, biasGradient = gainGradient + width;
        for (int s = 0; s < count; s++)
        {
            float* from = x[s], above = dy[s], below = dx[s];
            var (mean, scale) = Statistics(from);
            double sum = 0, inner = 0;
            for (int c = 0; c < width; c++)
            {
                float normal = _scaled[c] = (from[c] - mean) * scale, delta = above[c] * gains[c];
                gainGradient[c] += above[c] * normal;
                biasGradient[c] += above[c];
                sum += delta;
                inner += (double)delta * normal;
            }

            float average = (float)(sum / width), along = (float)(inner / width);
            for (int c = 0; c < width; c++) below[c] += scale * (above[c] * gains[c] - average - _scaled[c] * along);
        }
    }

    private (float Mean, float Scale) Statistics(float* x)
    {
        double sum = 0, squares = 0;
        for (int c = 0; c < width; c++) sum += x[c];
        double mean = sum / width;
        for (int c = 0; c < width; c++) squares += (x[c] - mean) * (x[c] - mean);
        return ((float)mean, (float)(1 / Math.Sqrt(squares / width + Epsilon)));
    }
}
