using System.Text;
using Epidura.Stimulation.Programs;

namespace Epidura.Generator.Link.Telemetry;

/// <summary>Answer to GET_INFO: what a program needs to know of the device.</summary>
/// <param name="IsTrial">An external trial device.</param>
/// <param name="Profile">Key of the device profile.</param>
/// <param name="Contacts">In the order of the indices that stored programs use; the case follows the last.</param>
public sealed record DeviceInfo(bool IsTrial, string Profile, IReadOnlyList<ContactId> Contacts)
{
    private const byte Format = 1;

    /// <summary>Encodes the answer: flags, profile, then each lead's key with its contact numbers.</summary>
    public byte[] ToBytes()
    {
        var text = new StringBuilder(Profile);
        foreach (var contact in Contacts)
            text.Append('\n').Append(contact.Lead).Append('.').Append(contact.Number);
        return [Format, IsTrial ? (byte)1 : (byte)0, .. Encoding.UTF8.GetBytes(text.ToString())];
    }

    /// <summary>Reads the answer; null when the bytes are not one.</summary>
    public static DeviceInfo? FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 3 || bytes[0] != Format || bytes[1] > 1)
            return null;
        var lines = Encoding.UTF8.GetString(bytes[2..]).Split('\n');
        var contacts = new List<ContactId>();
        foreach (var line in lines.Skip(1))
        {
            var dot = line.LastIndexOf('.');
            if (dot < 1 || !int.TryParse(line.AsSpan(dot + 1), out var number) || number < 1)
                return null;
            contacts.Add(new ContactId(line[..dot], number));
        }
        return new DeviceInfo(bytes[1] == 1, lines[0], contacts);
    }
}
