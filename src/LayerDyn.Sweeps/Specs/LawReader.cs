using System.Text;
using LayerDyn.Science.Experiments;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Sweeps.Specs;

/// <summary>Reads what a sampled axis is drawn from: <c>uniform</c>, <c>logUniform</c> or <c>choice</c>.</summary>
internal static class LawReader
{
    // A narrower interval has too few numbers for a value a sample.
    private const double Narrowest = 1e-4;

    /// <summary>The law; null, with problems added, when it cannot be read.</summary>
    /// <param name="form">The form.</param>
    /// <param name="node">What it has.</param>
    /// <param name="path">Where it stands.</param>
    /// <param name="problems">Receives what is wrong.</param>
    public static AxisLaw? Read(string form, SpecNode node, string path, ProblemList problems)
    {
        if (node is not SpecList list)
        {
            problems.Add(path, node.ToString(), "must be a list", form == "choice" ? "write [a, b, ...]" : "write [low, high]");
            return null;
        }

        return form == "choice" ? Choice(list, path, problems) : Interval(form == "logUniform", list, path, problems);
    }

    private static AxisLaw? Choice(SpecList list, string path, ProblemList problems)
    {
        if (list.Items.Count == 0) problems.Add(path, "[]", "must have at least one value");
        string[] repeated = [.. list.Items.GroupBy(item => Encoding.UTF8.GetString(SpecJson.ToUtf8(item).Span)).Where(group => group.Count() > 1)
            .Select(group => string.Join("; ", group.Select(item => item.ToString())))];
        if (repeated.Length > 0) problems.Add(path, repeated[0], "are the same value", "write it once: each value is as likely as any other");
        return list.Items.Count == 0 || repeated.Length > 0 ? null : AxisLaw.Choice(AxisValues.Listed(list.Items));
    }

    private static AxisLaw? Interval(bool isLog, SpecList list, string path, ProblemList problems)
    {
        if (list.Items.Count is not (2 or 3))
        {
            problems.Add(path, list.ToString(), "must have two or three numbers", "write [low, high], or [low, high, step] for multiples of a step above low");
            return null;
        }

        double[] numbers = [.. list.Items.Select(item => (item as SpecScalar)?.Number ?? double.NaN)];
        for (int i = 0; i < numbers.Length; i++)
            if (!double.IsFinite(numbers[i])) problems.Add($"{path}[{i}]", list.Items[i].ToString(), "must be a finite number");
        if (!Array.TrueForAll(numbers, double.IsFinite)) return null;
        var interval = new SampledInterval(numbers[0], numbers[1], isLog);
        if (isLog && interval.Low <= 0) return Refused(0, "must be greater than 0", "logUniform takes the end values themselves, not exponents");
        if (interval.High <= interval.Low) return Refused(1, $"must be greater than the lower end {interval.Low:R}", null);
        if (numbers.Length == 3) return Stepped(interval, numbers[2]);
        double width = interval.High - interval.Low, largest = Math.Max(Math.Abs(interval.Low), Math.Abs(interval.High));
        if (!double.IsFinite(width)) return Refused(1, "is too far from the lower end", "use logUniform");
        return width < Narrowest * largest ? Refused(1, $"is too near to the lower end {interval.Low:R} to draw between them", "write values or linspace") : AxisLaw.Continuous(interval);

        AxisLaw? Stepped(SampledInterval ends, double step)
        {
            double count = step > 0 ? AxisValues.RangeCount(ends.Low, ends.High, step) : 0;
            if (step <= 0) return Refused(2, "must be greater than 0", null);
            if (count >= SampleDesign.Most) return Refused(2, $"gives more than {SampleDesign.Most} values", "leave the step out");
            var values = AxisValues.Range(ends.Low, step, (int)count + 1);
            if (((SpecScalar)values[(int)count]).Number != ends.High) values = AxisValues.Range(ends.Low, step, (int)count);
            return AxisLaw.Stepped(ends, step, values);
        }

        AxisLaw? Refused(int at, string rule, string? remedy)
        {
            problems.Add($"{path}[{at}]", list.Items[at].ToString(), rule, remedy);
            return null;
        }
    }
}
