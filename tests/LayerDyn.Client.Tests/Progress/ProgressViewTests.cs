using System.Text.RegularExpressions;
using CsCheck;
using LayerDyn.Client.Progress;
using LayerDyn.Contracts.Sweeps;
using Spectre.Console;

namespace LayerDyn.Client.Tests.Progress;

public sealed class ProgressViewTests
{
    private static readonly Gen<long> Count = Gen.OneOf(Gen.Long[0, 10], Gen.Long[-3, 1000], Gen.Const(long.MaxValue / 4));

    /// <summary>Any ledger, also one that does not add up, as an older silo may send.</summary>
    private static readonly Gen<SweepStatus> Statuses =
        from state in Gen.Enum<SweepState>()
        from expected in Count
        from finished in Count
        from diverged in Count
        from failed in Count
        from running in Count
        from steps in Count
        from total in Count
        select new SweepStatus
        {
            SweepId = "toy-01234567",
            State = state,
            Ledger = new(expected, finished, diverged, failed),
            Running = running,
            RunningSteps = steps,
            RunningStepsTotal = total,
        };

    [Fact]
    public void AnyView_OfAnyLedgerOnAnyTerminal_ShowsItOnOneLineWithoutFailing() =>
        Gen.Select(Statuses.Array[1, 8], Gen.Int[-1, 200]).Sample((statuses, width) =>
        {
            var clock = new Clock();
            using var lines = new StringWriter();
            using var bar = new StringWriter();
            IProgressView plain = new PlainView(clock, lines), drawn = new BarView(clock, Terminal(bar, width));
            foreach (var status in statuses)
            {
                clock.Now += 700;
                plain.Update(status);
                drawn.Update(status);
                Assert.InRange(status.Done, 0, Math.Max(0, status.Ledger.Expected));
            }

            foreach (string line in bar.ToString().Split("\r\e[2K")) Assert.InRange(Regex.Replace(line, @"\e\[[0-9;]*m", "").Length, 0, Math.Max(0, width - 1));
            Assert.DoesNotContain(" 0:00 left", lines.ToString());
        });

    [Fact]
    public void Bar_OfPointsThatAreCountedTwice_IsFull()
    {
        using var output = new StringWriter();
        new BarView(new Clock(), Terminal(output, 80)).Update(Status(expected: 4, finished: 3, running: 4, steps: 400, total: 400));

        Assert.Contains("100 %", output.ToString());
        Assert.Contains("3/4 points", output.ToString());
    }

    [Fact]
    public void Bar_WhileResultsAreOnTheirWayToTheStore_DoesNotGoBack()
    {
        using var output = new StringWriter();
        var bar = new BarView(new Clock(), Terminal(output, 30));
        bar.Update(Status(expected: 3, running: 3, steps: 200, total: 300)); // two have done all their steps
        bar.Update(Status(expected: 3, finished: 1, running: 1, steps: 0, total: 100)); // one of them is committed, the other on its way
        Assert.Equal(["67 %", "67 %"], Shares(output));

        bar.Update(Status(expected: 3)); // lost
        bar.Update(Status(expected: 3, finished: 3));
        bar.Update(Status(expected: 6, finished: 3)); // another round of points was chosen
        Assert.Equal(["67 %", "67 %", "0 %", "100 %", "50 %"], Shares(output));
    }

    [Theory]
    [InlineData(20, "50 %  5/10 points")]
    [InlineData(10, "50 %")]
    [InlineData(3, "")]
    public void Bar_OfANarrowTerminal_HasThePartsThatFit(int width, string expected)
    {
        using var output = new StringWriter();
        new BarView(new Clock(), Terminal(output, width)).Update(Status(expected: 10, finished: 5));

        Assert.Equal("\r\e[2K" + expected, output.ToString());
    }

    [Theory]
    [InlineData(78, 0, 0, "left")] // 12 of 90 are left, which takes less than a second
    [InlineData(78, 12, 12, "committing")] // all steps are done
    [InlineData(90, 0, 0, "")]
    public void Pace_WhilePointsRemain_IsNotThatNoTimeIsLeft(int finished, int running, int steps, string expected)
    {
        var clock = new Clock();
        var pace = new Pace(clock);
        pace.Describe(Status(expected: 90));
        clock.Now += 100;

        string text = pace.Describe(Status(expected: 90, finished, running, steps, running));
        Assert.EndsWith(expected, text);
        Assert.DoesNotContain(" 0:00", text);
        if (expected.Length == 0) Assert.Empty(text);
    }

    [Theory]
    [InlineData(30, 1, "0:30 left")]
    [InlineData(90, 50, "1:15:00 left")]
    [InlineData(3600, 39, "1 d 15 h left")]
    public void Pace_SaysHoursAndDaysAsPeopleDo(int secondsAPoint, int remaining, string expected)
    {
        var clock = new Clock();
        var pace = new Pace(clock);
        pace.Describe(Status(expected: remaining + 1));
        clock.Now += 1000L * secondsAPoint;

        Assert.EndsWith(expected, pace.Describe(Status(expected: remaining + 1, finished: 1)));
    }

    [Fact]
    public void PlainView_AtTheEnd_SaysTheLedgerOnce()
    {
        using var output = new StringWriter();
        var view = new PlainView(new Clock(), output);
        foreach (var state in (SweepState[])[SweepState.Running, SweepState.Drawing, SweepState.Completed])
            view.Update(Status(expected: 5, finished: state == SweepState.Running ? 0 : 5) with { State = state });
        view.End(Status(expected: 5, finished: 5).Ledger.ToString());

        Assert.Single(Regex.Matches(output.ToString(), "finished 5 "));
        Assert.Equal(3, output.ToString().TrimEnd().Split(Environment.NewLine).Length);
    }

    [Fact]
    public void ViewThatFails_IsReportedOnce_AndKeepsTheRunFromNothing()
    {
        using var complaints = new StringWriter();
        var broken = new BrokenView();
        var view = new ForgivingView(broken, complaints);
        view.Begin("toy");
        for (int i = 0; i < 3; i++) view.Update(Status(expected: 5));
        view.Say("interrupted");
        view.End("done");

        Assert.Equal(["Begin", "Say", "End"], broken.Asked);
        Assert.Single(Regex.Matches(complaints.ToString(), "no longer shown.*: the terminal is gone"));
    }

    private static string[] Shares(StringWriter output) => [.. Regex.Matches($"{output}", @"\d+ %").Select(match => match.Value)];

    private static SweepStatus Status(long expected, long finished = 0, long running = 0, long steps = 0, long total = 0) => new()
    {
        SweepId = "toy-01234567",
        State = SweepState.Running,
        Ledger = new(expected, finished),
        Running = running,
        RunningSteps = steps,
        RunningStepsTotal = total,
    };

    private static IAnsiConsole Terminal(TextWriter output, int width)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new Out(output, width) });
        return console;
    }

    private sealed class Out(TextWriter writer, int width) : IAnsiConsoleOutput
    {
        public TextWriter Writer => writer;

        public bool IsTerminal => true;

        public int Width => width;

        public int Height => 1;

        public void SetEncoding(System.Text.Encoding encoding)
        {
        }
    }

    private sealed class Clock : TimeProvider
    {
        public long Now { get; set; } = 1;

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => Now;
    }

    private sealed class BrokenView : IProgressView
    {
        public List<string> Asked { get; } = [];

        public void Begin(string opening) => Fail();

        public void Update(SweepStatus status) => Fail();

        public void Say(string line) => Fail();

        public void End(string closing) => Fail();

        private void Fail([System.Runtime.CompilerServices.CallerMemberName] string name = "")
        {
            Asked.Add(name);
            throw new IOException("the terminal is gone");
        }
    }
}
