using System.Text.RegularExpressions;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Expressions;
using LayerDyn.Sweeps.Derived;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Tables;

namespace LayerDyn.Sweeps.Specs;

/// <summary>Reads the columns that a spec derives from others, and what of them stands elsewhere in it.</summary>
internal static partial class DeriveReader
{
    /// <summary>Its key in a spec.</summary>
    public const string Key = "derive";

    private const int Most = 100;
    private static readonly string[] Words = ["and", "or", "not"];

    /// <summary>The derived columns in the order written.</summary>
    public static List<DerivedColumn> Read(SpecMap root, ProblemList problems)
    {
        if (root.Find(Key) is null) return [];
        if (root[Key] is not SpecMap { Entries.Count: > 0 and <= Most } map)
        {
            problems.Add(Key, root[Key]!.ToString(), $"must name 1 to {Most} columns", "write derive: { gap: test-loss - loss }");
            return [];
        }

        var written = new Dictionary<string, Expression>(StringComparer.Ordinal);
        foreach (var entry in map.Entries)
            if (ReadOne(entry, problems) is { } expression) written.Add(entry.Key, expression);
        var meanings = new Dictionary<string, Expression?>(StringComparer.Ordinal);
        return [.. written.Keys.Select(name => Meaning(name, [], written, meanings, problems) is { } meaning ? new DerivedColumn(name, written[name], meaning) : null).OfType<DerivedColumn>()];
    }

    /// <summary>Adds what names of a sweep's derived columns and in them are wrong.</summary>
    /// <param name="derived">The columns.</param>
    /// <param name="columns">The measured columns of all points.</param>
    /// <param name="axes">The axes.</param>
    /// <param name="sample">The first point.</param>
    /// <param name="problems">Receives what is wrong.</param>
    public static void Check(IReadOnlyList<DerivedColumn> derived, IReadOnlyList<string> columns, IReadOnlyList<Axis> axes, Experiment sample, ProblemList problems)
    {
        string[] numeric = [.. axes.Where(axis => axis.Numbers is not null).SelectMany(Derivation.NamesOf)];
        HashSet<string> known = [.. columns, .. numeric, Expression.Step, TableSchema.Seed, .. derived.Select(column => column.Name)];
        foreach (var (name, written, _) in derived)
        {
            string path = $"{Key}.{name}";
            if (columns.FirstOrDefault(column => column.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } measured)
                problems.Add(path, null, $"is the name of the measured column {measured}", "give it another name");
            if (axes.FirstOrDefault(axis => axis.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } axis)
                problems.Add(path, null, $"is the name of the axis {axis.Name}", "give it another name");
            foreach (string part in written.Variables.Where(part => !known.Contains(part)))
                problems.Add(path, part, axes.Any(found => found.Name == part) ? "is an axis whose values are no numbers"
                    : "is neither a column nor a numeric axis of this sweep", Remedy(part, known, sample));
        }
    }

    /// <summary>The experiment with the derived columns of its condition to stop written out, since they are no part of a point.</summary>
    public static SpecMap Inline(SpecMap experiment, IReadOnlyList<DerivedColumn> derived)
    {
        const string Condition = "stopWhen";
        if (derived.Count == 0 || experiment[Condition] is not SpecScalar { Text: { } text } node) return experiment;
        try
        {
            var condition = Expression.Parse(text).With(name => derived.FirstOrDefault(column => column.Name == name)?.Meaning);
            return experiment.With(Condition, new SpecScalar(condition.ToString(), node.Mark));
        }
        catch (ExpressionException)
        {
            return experiment; // whoever binds the experiment says why
        }
    }

    /// <summary>As the resolved spec has them.</summary>
    public static SpecMap Write(IReadOnlyList<DerivedColumn> derived) =>
        new([.. derived.Select(column => new SpecEntry(column.Name, default, new SpecScalar(column.Written.ToString())))]);

    private static Expression? ReadOne(SpecEntry entry, ProblemList problems)
    {
        string path = $"{Key}.{entry.Key}";
        if (!ColumnName().IsMatch(entry.Key) || Words.Contains(entry.Key) || TableSchema.Reserved.Contains(entry.Key))
        {
            problems.Add(path, null, TableSchema.Reserved.Contains(entry.Key) || Words.Contains(entry.Key) ? "is a name that has another meaning"
                : "is not a name: a letter, then letters and digits with single '-' between them, in lower case, at most 63", "give it another name");
            return null;
        }

        if (entry.Value is not SpecScalar { Value: not null and not bool } scalar)
        {
            problems.Add(path, entry.Value.ToString(), "must be an expression", "write for example test-loss - loss");
            return null;
        }

        try
        {
            var expression = Expression.Parse(scalar.ToString());
            if (!expression.IsCondition) return expression;
            problems.Add(path, scalar.ToString(), "is a condition, not a number", "a condition belongs to stopWhen");
        }
        catch (ExpressionException error)
        {
            problems.Add(path, scalar.ToString(), error.Rule, error.Remedy);
        }

        return null;
    }

    // Those in others are put in their places, the innermost first.
    private static Expression? Meaning(
        string name, List<string> within, Dictionary<string, Expression> written, Dictionary<string, Expression?> known, ProblemList problems)
    {
        if (known.TryGetValue(name, out var meaning)) return meaning;
        if (within.Contains(name))
        {
            string[] cycle = [.. within[within.IndexOf(name)..], name];
            problems.Add($"{Key}.{name}", null, $"is derived from itself: {string.Join(" <- ", cycle)}");
            return null;
        }

        within.Add(name);
        bool failed = false;
        try
        {
            meaning = written[name].With(part =>
            {
                if (!written.ContainsKey(part)) return null;
                var inner = Meaning(part, within, written, known, problems);
                failed |= inner is null;
                return inner;
            });
        }
        catch (ExpressionException error)
        {
            problems.Add($"{Key}.{name}", null, "with the derived columns in it written out " + error.Rule, error.Remedy);
            failed = true;
        }

        within.RemoveAt(within.Count - 1);
        return known[name] = failed ? null : meaning;
    }

    private static string? Remedy(string part, HashSet<string> known, Experiment sample) =>
        ExperimentValidator.ObservableOf(part, sample) is { } observable ? $"add {observable} to measure.observables"
        : ExpressionNames.Minus(part, known) ?? Names.Suggest(part, known);

    [GeneratedRegex(@"\A(?=.{1,63}\z)[a-z][a-z0-9]*(-[a-z0-9]+)*\z")]
    private static partial Regex ColumnName();
}
