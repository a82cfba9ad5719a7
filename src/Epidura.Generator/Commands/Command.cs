namespace Epidura.Generator.Commands;

/// <summary>The closed set of things a client can ask of the pulse generator. None reads or writes memory by address.</summary>
public abstract record Command
{
    private Command()
    {
    }

    /// <summary>True for a command that can only make less happen: it passes every lock and needs no revision.</summary>
    public virtual bool IsReducing => false;

    /// <summary>True for a command that may raise the output: it expires five seconds after the status it was based on.</summary>
    public virtual bool IsRaising => false;

    /// <summary>True for a command that belongs to programming and so needs the programming lock.</summary>
    public virtual bool IsProgramming => false;

    /// <summary>Output off at the end of the present pulse.</summary>
    public sealed record Stop : Command
    {
        /// <inheritdoc/>
        public override bool IsReducing => true;
    }

    /// <summary>Starts the selected program from zero by its ramp.</summary>
    public sealed record Start : Command
    {
        /// <inheritdoc/>
        public override bool IsRaising => true;
    }

    /// <summary>Chooses another stored program; refused unless the output is at zero.</summary>
    /// <param name="Program">0 to 15.</param>
    public sealed record SelectProgram(int Program) : Command;

    /// <summary>One press of a remote, up or down, inside the patient window.</summary>
    /// <param name="Area">0 to 3.</param>
    /// <param name="DeltaMicroampere">Signed, at most the step of the area.</param>
    public sealed record AdjustAmplitude(int Area, int DeltaMicroampere) : Command
    {
        /// <inheritdoc/>
        public override bool IsReducing => DeltaMicroampere < 0;

        /// <inheritdoc/>
        public override bool IsRaising => DeltaMicroampere >= 0;
    }

    /// <summary>A clinician's new amplitude of a running area; the output goes there at the slew limit.</summary>
    /// <param name="Area">0 to 3.</param>
    /// <param name="AmplitudeMicroampere">Total cathodic current.</param>
    public sealed record SetAmplitude(int Area, int AmplitudeMicroampere) : Command
    {
        /// <inheritdoc/>
        public override bool IsRaising => true;

        /// <inheritdoc/>
        public override bool IsProgramming => true;
    }

    /// <summary>A raise that ends by itself.</summary>
    /// <param name="Area">0 to 3.</param>
    /// <param name="DeltaMicroampere">Above zero; the sum stays inside the patient window.</param>
    /// <param name="Seconds">1 to 1800.</param>
    public sealed record Boost(int Area, int DeltaMicroampere, int Seconds) : Command
    {
        /// <inheritdoc/>
        public override bool IsRaising => true;
    }

    /// <summary>Output off and kept off, over resets too, until <see cref="ExitMri"/>.</summary>
    public sealed record EnterMri : Command
    {
        /// <inheritdoc/>
        public override bool IsReducing => true;
    }

    /// <summary>Leaves MRI mode; the output stays off.</summary>
    public sealed record ExitMri : Command;

    /// <summary>Opens the staging buffer.</summary>
    /// <param name="Program">Place the program is meant for, 0 to 15.</param>
    /// <param name="Length">Bytes of the image, 1 to <see cref="Programs.ProgramImage.LengthMax"/>.</param>
    /// <param name="Sha256">Of the whole image, 32 bytes.</param>
    public sealed record StageBegin(int Program, int Length, ReadOnlyMemory<byte> Sha256) : Command
    {
        /// <inheritdoc/>
        public override bool IsProgramming => true;
    }

    /// <summary>Part of the image.</summary>
    /// <param name="Offset">From the start of the image.</param>
    /// <param name="Bytes">1 to 256.</param>
    public sealed record StageWrite(int Offset, ReadOnlyMemory<byte> Bytes) : Command
    {
        /// <inheritdoc/>
        public override bool IsProgramming => true;
    }

    /// <summary>Runs every invariant on the staged image; the payload of the result is a <see cref="StageReport"/>.</summary>
    public sealed record StageValidate : Command
    {
        /// <inheritdoc/>
        public override bool IsProgramming => true;
    }

    /// <summary>Output to zero, then the staged image becomes the stored program.</summary>
    /// <param name="StageHash">SHA-256 of the image, 32 bytes.</param>
    public sealed record Commit(ReadOnlyMemory<byte> StageHash) : Command
    {
        /// <inheritdoc/>
        public override bool IsProgramming => true;
    }

    /// <summary>What the patient may choose.</summary>
    /// <param name="Program">0 to 15.</param>
    /// <param name="Area">0 to 3.</param>
    /// <param name="MinMicroampere">Lower end.</param>
    /// <param name="MaxMicroampere">Upper end; zero means no stimulation.</param>
    /// <param name="StepMicroampere">Of one press, at most 400.</param>
    public sealed record SetPatientWindow(int Program, int Area, int MinMicroampere, int MaxMicroampere, int StepMicroampere) : Command
    {
        /// <inheritdoc/>
        public override bool IsProgramming => true;
    }

    /// <summary>Runs the staged and validated image without storing it; needs a <see cref="Heartbeat"/> every second.</summary>
    /// <param name="Seconds">1 to 1800.</param>
    public sealed record TestStart(int Seconds) : Command
    {
        /// <inheritdoc/>
        public override bool IsRaising => true;

        /// <inheritdoc/>
        public override bool IsProgramming => true;
    }

    /// <summary>Keeps test stimulation alive.</summary>
    public sealed record Heartbeat : Command;

    /// <summary>Measures every contact; the payload of the result holds one u32 per contact, ohm, the case last.</summary>
    public sealed record MeasureImpedance : Command
    {
        /// <inheritdoc/>
        public override bool IsProgramming => true;
    }

    /// <summary>Clears a latched fault whose cause is gone.</summary>
    public sealed record ClearFault : Command
    {
        /// <inheritdoc/>
        public override bool IsProgramming => true;
    }

    /// <summary>Sets the wall clock, which only schedules and certificates use.</summary>
    /// <param name="UnixMilliseconds">UTC.</param>
    public sealed record SetClock(long UnixMilliseconds) : Command
    {
        /// <inheritdoc/>
        public override bool IsProgramming => true;
    }

    /// <summary>Stores a signed limit profile, which can only tighten.</summary>
    /// <param name="Signed">Profile and signature, <see cref="Monitor.LimitProfile.SignedLength"/> bytes.</param>
    public sealed record SetLimitProfile(ReadOnlyMemory<byte> Signed) : Command
    {
        /// <inheritdoc/>
        public override bool IsProgramming => true;
    }

    /// <summary>Opens the buffer for an image of the device's software, I-40.</summary>
    /// <param name="Version">Of the image, major × 65536 + minor.</param>
    /// <param name="Hardware">Kind of device it is for.</param>
    /// <param name="Length">Bytes of the image.</param>
    /// <param name="Sha256">Of the whole image, 32 bytes.</param>
    public sealed record UpdateBegin(uint Version, uint Hardware, int Length, ReadOnlyMemory<byte> Sha256) : Command
    {
        /// <inheritdoc/>
        public override bool IsProgramming => true;
    }

    /// <summary>Part of the image.</summary>
    /// <param name="Offset">From the start of the image.</param>
    /// <param name="Bytes">1 to 256.</param>
    public sealed record UpdateWrite(int Offset, ReadOnlyMemory<byte> Bytes) : Command
    {
        /// <inheritdoc/>
        public override bool IsProgramming => true;
    }

    /// <summary>Checks the image and its signature, and writes it to the bank that is not in force.</summary>
    public sealed record UpdateValidate : Command
    {
        /// <inheritdoc/>
        public override bool IsProgramming => true;
    }

    /// <summary>Makes the image the software of the next start, which follows at once.</summary>
    /// <param name="ImageHash">SHA-256 of the image, 32 bytes.</param>
    public sealed record UpdateActivate(ReadOnlyMemory<byte> ImageHash) : Command
    {
        /// <inheritdoc/>
        public override bool IsProgramming => true;
    }

    /// <summary>Whether one single watchdog reset resumes therapy by its ramp.</summary>
    /// <param name="IsAllowed">False from the factory.</param>
    public sealed record SetAutoResume(bool IsAllowed) : Command
    {
        /// <inheritdoc/>
        public override bool IsProgramming => true;
    }

    /// <summary>Puts the device to sleep for storage.</summary>
    public sealed record EnterShipping : Command
    {
        /// <inheritdoc/>
        public override bool IsProgramming => true;
    }

    /// <summary>Wakes the device.</summary>
    public sealed record LeaveShipping : Command
    {
        /// <inheritdoc/>
        public override bool IsProgramming => true;
    }
}
