using System.Globalization;
using LayerDyn.Science.Experiments;

namespace LayerDyn.Science.Expressions;

/// <summary>Reads the text of an expression by precedence climbing.</summary>
internal sealed class Parser(string text)
{
    private const int MostNested = 50;
    private readonly Tokens _tokens = new(text);
    private int _depth;

    /// <summary>The whole text.</summary>
    /// <exception cref="ExpressionException">It is no expression.</exception>
    public Node Read()
    {
        if (_tokens.IsAtEnd) throw new ExpressionException("is empty");
        var root = Read(0);
        if (!_tokens.IsAtEnd) throw Unexpected();
        return root;
    }

    private Node Read(int least)
    {
        if (++_depth > MostNested) throw new ExpressionException($"has more than {MostNested} parts within each other");
        var left = ReadPart();
        while (Operator.All.TryGetValue(_tokens.Next, out var op) && op.Precedence >= least)
        {
            _tokens.Take();
            var right = Read(op.Precedence == Operator.Power ? op.Precedence : op.Precedence + 1);
            Expect(left, op.OfConditions, op.Text);
            Expect(right, op.OfConditions, op.Text);
            left = new Infix(op, left, right);
        }

        _depth--;
        return left;
    }

    private Node ReadPart()
    {
        string token = _tokens.Take();
        switch (token)
        {
            case "-":
                var negated = Read(Prefix.MinusPrecedence);
                Expect(negated, false, token);
                return new Prefix(negated);
            case "not":
                var contrary = Read(Prefix.NotPrecedence);
                Expect(contrary, true, token);
                return new Prefix(contrary);
            case "(":
                var inner = Read(0);
                Close("(");
                return inner;
        }

        if (Tokens.IsNumber(token)) return new Constant(NumberOf(token));
        if (!Tokens.IsName(token)) throw token.Length == 0 ? new ExpressionException("ends where a number or a column belongs") : Unexpected(token);
        if (Operator.All.ContainsKey(token)) throw Unexpected(token);
        if (_tokens.Next != "(") return new Name(token);
        _tokens.Take();
        return token == Plateau.Text ? ReadPlateau() : ReadCall(token);
    }

    private Call ReadCall(string name)
    {
        if (!Function.All.TryGetValue(name, out var function))
            throw new ExpressionException($"has '{name}(', which is no function", Names.Suggest(name, [.. Function.All.Keys, Plateau.Text]));
        List<Node> arguments = [ReadNumber(name)];
        while (_tokens.TryTake(",")) arguments.Add(ReadNumber(name));
        Close(name + "(");
        return arguments.Count == function.Arguments ? new Call(function, arguments)
            : throw new ExpressionException($"gives {name} {arguments.Count} numbers instead of {function.Arguments}");
    }

    private Plateau ReadPlateau()
    {
        var number = ReadNumber(Plateau.Text);
        var given = new Dictionary<string, double>();
        while (_tokens.TryTake(","))
        {
            string name = _tokens.Take();
            if (name is not ("over" or "change") || !_tokens.TryTake("=") || !Tokens.IsNumber(_tokens.Next) || given.ContainsKey(name)) throw Form();
            given.Add(name, NumberOf(_tokens.Take()));
        }

        Close(Plateau.Text + "(");
        if (given.Count < 2) throw Form();
        if (!(given["over"] >= 1 && given["over"] < 1L << 53) || given["over"] != Math.Floor(given["over"]))
            throw new ExpressionException("must give plateau a whole number of steps, at least 1, as over", "write over=100");
        if (!(given["change"] <= 1)) throw new ExpressionException("must give plateau a share from 0 to 1 as change", "write change=0.001");
        return new Plateau(number, given["over"], given["change"]);

        static ExpressionException Form() =>
            new("must give plateau a column, a number of steps and a share", "write plateau(loss, over=100, change=0.001)");
    }

    private static double NumberOf(string token) =>
        double.Parse(token, NumberStyles.Float, CultureInfo.InvariantCulture) is var number && double.IsFinite(number) ? number
            : throw new ExpressionException($"has {token}, which is beyond double precision");

    private Node ReadNumber(string of)
    {
        var number = Read(0);
        Expect(number, false, of);
        return number;
    }

    private void Close(string opened)
    {
        if (_tokens.TryTake(")")) return;
        throw _tokens.IsAtEnd ? new ExpressionException($"has no ')' for '{opened}'") : Unexpected();
    }

    private static void Expect(Node part, bool isCondition, string of)
    {
        if (part.IsCondition == isCondition) return;
        throw isCondition
            ? new ExpressionException($"has a number where '{of}' takes a condition", "a condition looks like loss < 0.01")
            : new ExpressionException($"has a condition where '{of}' takes a number", "join conditions by and, or");
    }

    private ExpressionException Unexpected(string? token = null) => (token ?? _tokens.Next) switch
    {
        "=" or "==" or "!=" => new("compares for equality, which measured numbers hardly ever have", "write <, <=, > or >="),
        "&" or "&&" or "|" or "||" or "!" => new($"has '{token ?? _tokens.Next}'", "write and, or, not"),
        "**" => new("has '**'", "write ^ for a power"),
        "" => new("ends too early"),
        var found => new($"has '{found}' where it cannot stand", "an expression looks like a / b, a^2 - b^2 or loss < 0.01 and step > 100"),
    };
}
