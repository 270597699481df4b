namespace LayerDyn.Science.Training.Ilgpu;

/// <summary>
/// How many steps the next launch takes. A launch cannot be interrupted: one of about a tenth of a second lets a cancelled batch go soon, and
/// costs next to nothing.
/// </summary>
internal sealed class LaunchLength
{
    private const int ShortMilliseconds = 50, LongMilliseconds = 200;

    private readonly long _least, _most;

    /// <param name="least">The fewest steps, of which each length is a multiple.</param>
    /// <param name="most">The most steps.</param>
    public LaunchLength(long least, long most) => (_least, _most, Steps) = (least, most, least);

    /// <summary>The steps.</summary>
    public long Steps { get; private set; }

    /// <summary>Does a launch, and learns from the time that it takes.</summary>
    public void Time(Action launch)
    {
        long began = Environment.TickCount64;
        launch();
        long took = Environment.TickCount64 - began;
        if (took < ShortMilliseconds) Steps = Math.Min(2 * Steps, _most);
        else if (took > LongMilliseconds) Steps = Math.Max(Steps / 2 / _least * _least, _least);
    }
}
