using LayerDyn.Science.Randomness;
using LayerDyn.Science.Tasks;
using LayerDyn.Science.Training.Mlp;

namespace LayerDyn.Science.Tests.Tasks;

public sealed class SparseParityDataTests
{
    public static TheoryData<int, int, int, int> Settings => new()
    {
        { 5, 32, 3, 1 },
        { 5, 32, 3, 700 },
        { 3, 7, 2, 255 },
        { 2, 33, 10, 256 },
        { 40, 96, 2, 257 },
        { 3, 97, 32, 60 }, // subsets over several words; two numbers of the stream a sample
        { 4, 4200, 50, 3 }, // more words than are drawn at once
    };

    [Theory]
    [MemberData(nameof(Settings))]
    public void FillBatch_AnySetting_IsWhatEachSamplesWordsSay(int skills, int bits, int subset, int batch)
    {
        var (task, data) = Make(skills, bits, subset);
        float[] x = new float[batch * (skills + bits)], y = new float[batch];
        data.FillBatch(12, batch, x, y, []);
        var (expectedX, expectedY) = Straightforward(task, 12, batch);

        Assert.Equal(expectedX, x);
        Assert.Equal(expectedY, y);
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void FillOnes_AnySetting_DrawsTheSamplesOfFillBatch(int skills, int bits, int subset, int batch)
    {
        var (task, data) = Make(skills, bits, subset);
        var set = new SampleSet(batch, skills + bits, 1, isCompressed: true, hasLabels: false);
        foreach (int step in (int[])[3, 12])
        {
            set.Draw((IBinaryBatches)data, step);
            var (x, y) = Straightforward(task, step, batch);
            float[] drawn = new float[x.Length];
            for (int sample = 0; sample < batch; sample++) set.CopyRow(sample, drawn.AsSpan(sample * (skills + bits), skills + bits));

            Assert.Equal(x, drawn);
            Assert.Equal(y, set.Targets);
        }
    }

    private static (MultitaskSparseParityTask Task, TaskData Data) Make(int skills, int bits, int subset)
    {
        var task = new MultitaskSparseParityTask { Skills = skills, Bits = bits, Subset = subset, TargetScale = 5, EvalSamples = 100 };
        return (task, task.Create(1));
    }

    // One word, one bit and one threshold after another.
    private static (float[] X, float[] Y) Straightforward(MultitaskSparseParityTask task, int step, int batch)
    {
        var stream = RandomStream.ForTask("multitask-sparse-parity", 1);
        int[] positions = stream.Child("subsets").Permutation(task.Bits);
        double[] weights = [.. Enumerable.Range(1, task.Skills).Select(k => Math.Pow(k, -(task.Alpha + 1)))];
        int blocks = (1 + (task.Bits + 31) / 32 + 3) / 4, inputs = task.Skills + task.Bits;
        float[] x = new float[batch * inputs], y = new float[batch];
        for (int sample = 0; sample < batch; sample++)
        {
            uint[] words = [.. Enumerable.Range(sample * blocks, blocks).Select(number => stream.Child($"batch/{step}").Words((ulong)number))
                .SelectMany(four => (uint[])[four.A, four.B, four.C, four.D])];
            int skill = 0;
            for (double below = weights[0]; words[0] / 4294967296.0 >= below / weights.Sum() && skill < task.Skills - 1; below += weights[skill]) skill++;
            var row = x.AsSpan(sample * inputs, inputs);
            row[skill] = 1;
            for (int bit = 0; bit < task.Bits; bit++) row[task.Skills + bit] = words[1 + bit / 32] >> bit % 32 & 1;
            float odd = 0;
            for (int i = 0; i < task.Subset; i++) odd += row[task.Skills + positions[skill * task.Subset + i]];
            y[sample] = odd % 2 == 0 ? 5 : -5;
        }

        return (x, y);
    }
}
