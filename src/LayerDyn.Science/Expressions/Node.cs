using System.Text;

namespace LayerDyn.Science.Expressions;

/// <summary>A part of an expression.</summary>
internal abstract class Node
{
    /// <summary>Precedence of what needs no parentheses anywhere.</summary>
    public const int Atom = 10;

    /// <summary>How tightly it binds: a part that binds less tightly than what it is a part of is written in parentheses.</summary>
    public virtual int Precedence => Atom;

    /// <summary>Whether it is a condition, whose value is 1 or 0.</summary>
    public virtual bool IsCondition => false;

    /// <summary>Whether its value depends on rows before.</summary>
    public virtual bool LooksBack => Parts.Any(part => part.LooksBack);

    /// <summary>What it is made of.</summary>
    public virtual IReadOnlyList<Node> Parts => [];

    /// <summary>The value in a row.</summary>
    public abstract double Value(IRows rows, int row);

    /// <summary>The same with other parts in the place of names.</summary>
    public abstract Node With(Func<string, Node?> meaning);

    /// <summary>Appends the canonical text.</summary>
    public abstract void Write(StringBuilder text);

    /// <summary>The names in it, from left to right.</summary>
    public virtual IEnumerable<string> Names() => Parts.SelectMany(part => part.Names());

    /// <summary>Appends a part, in parentheses where it binds less tightly than <paramref name="least"/>.</summary>
    protected static void Write(StringBuilder text, Node part, int least)
    {
        bool isLoose = part.Precedence < least;
        if (isLoose) text.Append('(');
        part.Write(text);
        if (isLoose) text.Append(')');
    }
}
