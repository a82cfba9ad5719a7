using Epidura.Records.Chains;
using Epidura.Records.Keys;

namespace Epidura.Records;

/// <summary>Everything a record needs from outside.</summary>
/// <param name="Clinic">Whose record.</param>
/// <param name="Location">Where its tables are.</param>
/// <param name="Keys">Its secret.</param>
/// <param name="Head">Where the end of its log is kept, outside the database.</param>
/// <param name="Pathway">What events mean.</param>
/// <param name="Clock">Time.</param>
public sealed record RecordSettings(
    ClinicId Clinic, RecordLocation Location, RecordKeys Keys, IHeadMedium Head, IPathway Pathway, TimeProvider Clock);
