using System.Security.Cryptography;
using Epidura.Generator.Memory;

namespace Epidura.Generator.Software;

/// <summary>
/// Two banks and which of them is in force, I-40. An image is written to the bank that is not in force and read back; the control record is
/// the only thing that makes it the software. A trial ends by the self-test, or by going back.
/// </summary>
/// <remarks>Checked by UpdateTests and UpdateCrashTests at every byte of a torn write.</remarks>
internal sealed class SoftwareBanks
{
    /// <summary>Starts that a trial has before the software before it comes back.</summary>
    public const byte BootsMax = 3;

    private readonly IBlockStore? _store;
    private readonly ReadOnlyMemory<byte> _key;
    private readonly uint _hardware;
    private int _copy = 1;
    private bool _isRebuilt;

    private SoftwareBanks(IBlockStore? store, ReadOnlyMemory<byte> key, uint hardware)
    {
        _store = store;
        _key = key;
        _hardware = hardware;
    }

    /// <summary>Newest control record.</summary>
    public SoftwareControl Control { get; private set; } = SoftwareControl.Factory;

    /// <summary>The medium failed, so which software is in force is in doubt.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>False for a device without memory for updates.</summary>
    public bool CanUpdate => _store is not null && !IsBroken;

    /// <summary>Bank that an image goes to.</summary>
    public SoftwareBank Spare => Control.Active == SoftwareBank.A ? SoftwareBank.B : SoftwareBank.A;

    /// <summary>Opens the banks. Nothing is written.</summary>
    /// <param name="store">Null for a device without memory for updates.</param>
    /// <param name="key">SubjectPublicKeyInfo of the maker.</param>
    /// <param name="hardware">Of this device.</param>
    public static SoftwareBanks Open(IBlockStore? store, ReadOnlyMemory<byte> key, uint hardware)
    {
        var banks = new SoftwareBanks(store, key, hardware);
        if (store is null)
            return banks;
        if (store.Length < SoftwareMap.Size)
            banks.IsBroken = true;
        else
            banks.ReadControl();
        return banks;
    }

    /// <summary>Settles at a start which software is in force; afterwards none is on trial.</summary>
    /// <param name="running">Of the program that runs.</param>
    /// <param name="areSettingsWhole">Asked once, on the first start of new software.</param>
    /// <returns>What happened; <see cref="UpdateOutcome.None"/> when all is as it was.</returns>
    public UpdateOutcome Boot(SoftwareManifest running, Func<bool> areSettingsWhole)
    {
        if (!CanUpdate || Control.Active == SoftwareBank.Factory)
            return _isRebuilt && Save(Control) ? Control.Outcome : UpdateOutcome.None;
        if (Control.IsTrial && Control.Boots >= BootsMax)
            return Revert(UpdateOutcome.NotConfirmed, SelfTestCheck.None, running);
        var isTrial = Control.IsTrial;

        // The start is counted before the self-test, so that software that never gets to its end is counted too.
        if (isTrial && !Save(Control with { Boots = (byte)(Control.Boots + 1) }))
            return UpdateOutcome.None;
        if (ReadBank(Control.Active) is not { } image)
            return Revert(UpdateOutcome.BankDamaged, SelfTestCheck.None, running);
        var check = image.Manifest?.Compare(running) ?? SelfTestCheck.Manifest;
        if (check == SelfTestCheck.None && isTrial && !areSettingsWhole())
            check = SelfTestCheck.Settings;
        if (check != SelfTestCheck.None)
            return Revert(UpdateOutcome.SelfTestFailed, check, running);
        return isTrial ? Confirm(image.Version) : UpdateOutcome.None;
    }

    /// <summary>Writes a signed image to the bank that is not in force; durable and read back when it returns true.</summary>
    public bool Install(ReadOnlySpan<byte> image)
    {
        if (!CanUpdate)
            return false;

        // What is about to be overwritten is nothing to go back to any more.
        if (Control.Previous == Spare
            && !Save(Control with { Previous = SoftwareBank.Factory, PreviousVersion = SoftwareVersion.Factory }))
            return false;
        IsBroken = !ProgramSlots.WriteVerified(_store!, SoftwareMap.Bank(Spare), image);
        return !IsBroken;
    }

    /// <summary>Makes the installed image the software of the next start.</summary>
    /// <param name="hash">SHA-256 of the whole image.</param>
    public bool Activate(ReadOnlySpan<byte> hash)
    {
        if (!CanUpdate || ReadBytes(Spare) is not { } bytes || !SHA256.HashData(bytes).AsSpan().SequenceEqual(hash)
            || ReadBank(Spare) is not { } image)
            return false;
        return Save(Control with
        {
            Active = Spare,
            Version = image.Version,
            Previous = Control.Active,
            PreviousVersion = Control.Version,
            IsTrial = true,
            Boots = 0,
        });
    }

    /// <summary>The image in a bank, whole, signed and for this device; null for anything else.</summary>
    public SoftwareImage? ReadBank(SoftwareBank bank) =>
        ReadBytes(bank) is { } bytes && SoftwareImage.Read(bytes) is { } image && image.Hardware == _hardware
            && SoftwareImage.IsSigned(bytes, _key.Span)
            ? image
            : null;

    /// <summary>Everything a client may show.</summary>
    public SoftwareStatus Status() => new(
        Control.Version, Control.Active, Control.IsTrial, Control.PreviousVersion, Control.Floor, _hardware, Control.Outcome, Control.Check,
        Control.OutcomeVersion, !_key.IsEmpty && CanUpdate);

    private byte[]? ReadBytes(SoftwareBank bank)
    {
        var header = new byte[SoftwareImage.HeaderLength];
        if (bank == SoftwareBank.Factory || !_store!.Read(SoftwareMap.Bank(bank), header)
            || SoftwareImage.LengthOf(header) is not { } length)
            return null;
        var bytes = new byte[length];
        return _store.Read(SoftwareMap.Bank(bank), bytes) ? bytes : null;
    }

    private UpdateOutcome Confirm(SoftwareVersion version)
    {
        var floor = version > Control.Floor ? version : Control.Floor;
        return Save(Control with
        {
            Version = version,
            IsTrial = false,
            Boots = 0,
            Floor = floor,
            Outcome = UpdateOutcome.Confirmed,
            Check = SelfTestCheck.None,
            OutcomeVersion = version,
        })
            ? UpdateOutcome.Confirmed
            : UpdateOutcome.None;
    }

    /// <summary>Back to the software before, when it is whole and fits the program that runs; else to the one compiled in.</summary>
    private UpdateOutcome Revert(UpdateOutcome outcome, SelfTestCheck check, SoftwareManifest running)
    {
        var isWhole = Control.Previous != SoftwareBank.Factory && Control.Previous != Control.Active
            && ReadBank(Control.Previous)?.Manifest?.Compare(running) == SelfTestCheck.None;
        return Save(Control with
        {
            Active = isWhole ? Control.Previous : SoftwareBank.Factory,
            Version = isWhole ? Control.PreviousVersion : SoftwareVersion.Factory,
            Previous = SoftwareBank.Factory,
            PreviousVersion = SoftwareVersion.Factory,
            IsTrial = false,
            Boots = 0,
            Outcome = outcome,
            Check = check,
            OutcomeVersion = Control.Version,
        })
            ? outcome
            : UpdateOutcome.None;
    }

    /// <summary>The older copy is written, flushed and read back; the newest whole copy counts.</summary>
    private bool Save(SoftwareControl control)
    {
        var next = control with { Sequence = Control.Sequence + 1 };
        var copy = 1 - _copy;
        if (!ProgramSlots.WriteVerified(_store!, SoftwareMap.ControlAddress + (copy * SoftwareMap.ControlSector), next.ToBytes()))
        {
            IsBroken = true;
            return false;
        }

        Control = next;
        _copy = copy;
        return true;
    }

    private void ReadControl()
    {
        var bytes = new byte[SoftwareControl.Length];
        var damaged = 0;
        SoftwareControl? newest = null;
        for (var copy = 0; copy < 2; copy++)
        {
            if (!_store!.Read(SoftwareMap.ControlAddress + (copy * SoftwareMap.ControlSector), bytes))
            {
                IsBroken = true;
                return;
            }

            var read = SoftwareControl.Read(bytes);
            damaged += read is null && bytes.AsSpan().ContainsAnyExcept((byte)0) ? 1 : 0;
            if (read is null || (newest is not null && newest.Sequence >= read.Sequence))
                continue;
            newest = read;
            _copy = copy;
        }

        // One damaged copy is the first write of all, torn: nothing was in force but the factory's. Two are no torn write.
        if (newest is not null)
            Control = newest;
        else if (damaged == 2)
            Rebuild();
    }

    /// <summary>The latest signed image is on trial again, so that the version never falls unseen.</summary>
    private void Rebuild()
    {
        _isRebuilt = true;
        var control = SoftwareControl.Factory with { Outcome = UpdateOutcome.ControlRebuilt };
        foreach (var bank in new[] { SoftwareBank.A, SoftwareBank.B })
        {
            if (ReadBank(bank) is not { } image)
                continue;
            var isLater = control.Active == SoftwareBank.Factory || image.Version > control.Version;
            control = isLater
                ? control with
                {
                    Active = bank,
                    Version = image.Version,
                    Previous = control.Active,
                    PreviousVersion = control.Version,
                    IsTrial = true,
                    Floor = image.Version > control.Floor ? image.Version : control.Floor,
                    OutcomeVersion = image.Version,
                }
                : control with { Previous = bank, PreviousVersion = image.Version };
        }

        Control = control;
    }
}
