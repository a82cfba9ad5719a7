using Epidura.Anatomy;
using Epidura.Anatomy.Levels;
using Epidura.Anatomy.Sections;
using Epidura.Documents;
using Epidura.Quantities;
using Epidura.Stimulation;
using Epidura.Stimulation.Programs;

namespace Epidura.Planning.Cases;

/// <summary>Builds the case from a tree that the schema has seen; what the schema refused is left out and not refused twice.</summary>
internal sealed class CaseBuilder
{
    private const string Project = "project decision";
    private readonly DocumentErrors _errors;
    private readonly CaseFields _fields;
    private readonly List<Assumption> _assumed = [];

    private readonly ImageBuilder _images;

    public CaseBuilder(DocumentErrors errors, Func<string, ImageFile>? openImage)
    {
        _errors = errors;
        _fields = new CaseFields(errors, _assumed);
        _images = new ImageBuilder(_fields, openImage);
    }

    /// <summary>In the order of the file format.</summary>
    public IReadOnlyList<Assumption> Assumed => _assumed;

    public Case Build(DocumentNode.Mapping top, string text, string sourceName)
    {
        var title = _fields.TextOr(top, "", "title", Path.GetFileNameWithoutExtension(sourceName), "name of the file");
        var patient = ReadPatient(CaseFields.Group(top, "patient"));
        var (anatomy, conductivities) = ReadAnatomy(CaseFields.Group(top, "anatomy"));
        var pain = ReadPain(top);
        var spine = Spine.Create(anatomy);
        new SpineCheck(_fields, spine).Check(top);
        var leadBuilder = new LeadBuilder(_fields);
        var leads = leadBuilder.Read(top, spine);
        var constraints = ReadConstraints(top);
        var programs = leadBuilder.IsComplete ? new ProgramBuilder(_fields, leads, constraints).Read(top) : [];
        return new Case(title, patient, anatomy, pain, leads, constraints, text, sourceName)
        {
            Conductivities = conductivities,
            Measured = _images.Measured,
            Programs = programs,
        };
    }

    private PatientInfo ReadPatient(DocumentNode.Mapping? map) => new(
        _fields.Text(map, "label") ?? "not given",
        (int?)_fields.Number(map, "age_years"),
        _fields.Text(map, "sex"),
        _fields.Number(map, "height_cm"),
        _fields.Number(map, "weight_kg"),
        _fields.Text(map, "diagnosis"));

    private (AnatomyDescription Anatomy, ConductivityPreset Conductivities) ReadAnatomy(DocumentNode.Mapping? map)
    {
        const string path = "anatomy";
        _fields.TextOr(map, path, "template", "pam50-adult", "PAM50, an average adult: data/anatomy, docs/science/anatomy.md");
        var overrides = _images.Read(CaseFields.Group(map, "nifti"));
        foreach (var entry in CaseFields.Group(map, "levels")?.Entries ?? [])
        {
            if (!Enum.TryParse<VertebralLevel>(entry.Key, out var level) || entry.Value is not DocumentNode.Mapping values)
                continue;

            // A number that the case itself gives counts more than what its images show.
            var shown = overrides.GetValueOrDefault(level) ?? new LevelOverride();
            overrides[level] = shown with
            {
                DorsalCsf = Millimetres(values, "dorsal_csf_mm") ?? shown.DorsalCsf,
                CordWidth = Millimetres(values, "cord_width_mm") ?? shown.CordWidth,
                CordDepth = Millimetres(values, "cord_depth_mm") ?? shown.CordDepth,
                CordShiftX = Millimetres(values, "cord_shift_mm") ?? shown.CordShiftX,
            };
            if (values.Entries.Count == 0)
                _errors.Add(
                    values, "nothing", "at least one measurement",
                    $"The level {entry.Key} holds no measurement; give one or leave it out.");
        }

        if (overrides.Count == 0)
            _fields.Assume(map, path, "levels", "template at every level", "data/anatomy, docs/science/anatomy.md");
        var preset = ReadConductivities(map);
        var anatomy = new AnatomyDescription(
            overrides,
            _fields.NumberOr(map, path, "root_offset_vertebrae", "root_offset_vertebrae"),
            _fields.Text(map, "conductivity") ?? "ut",
            1e-3 * _fields.NumberOr(map, path, "scar_mm", "encapsulation_mm"),
            (int?)_fields.Number(map, "random_adult_seed"),
            Millimetres(map, "dorsal_csf_change_mm") ?? 0,
            Millimetres(map, "cord_shift_mm") ?? 0)
        {
            Curve = ReadCurve(CaseFields.Group(map, "curvature")),
        };
        if (anatomy.Curve.IsStraight)
            anatomy = anatomy with { Curve = _images.Bend(CaseFields.Group(map, "nifti"), Spine.Create(anatomy)) };
        return (anatomy, preset);
    }

    private CordCurve ReadCurve(DocumentNode.Mapping? map)
    {
        if (map is null || Millimetres(map, "radius_mm") is not { } radius)
            return CordCurve.Straight;
        var direction = _fields.TextOr(map, "anatomy.curvature", "direction", "flexion", Project);
        return CordCurve.Constant((direction == "extension" ? -1 : 1) / radius);
    }

    private ConductivityPreset ReadConductivities(DocumentNode.Mapping? map)
    {
        var name = _fields.TextOr(map, "anatomy", "conductivity", "ut", "data/anatomy/conductivities.csv, first set");
        if (!Conductivities.TryGet(name, out var preset))
            preset = Conductivities.All[0];
        var own = CaseFields.Group(map, "conductivity_s_m");
        if (own is null || own.Entries.Count == 0)
            return preset;
        var values = preset.Values.ToDictionary();
        foreach (var entry in own.Entries)
        {
            if (_fields.Number(own, entry.Key) is not { } value)
                continue;
            var axial = entry.Key.EndsWith("_axial", StringComparison.Ordinal);
            var transverse = entry.Key.EndsWith("_transverse", StringComparison.Ordinal);
            var word = entry.Key.Replace("_axial", "", StringComparison.Ordinal).Replace("_transverse", "", StringComparison.Ordinal);
            if (Enum.TryParse<Tissue>(word.Replace("_", "", StringComparison.Ordinal), ignoreCase: true, out var tissue))
                values[tissue] =
                    new TissueConductivity(axial ? values[tissue].Transverse : value, transverse ? values[tissue].Axial : value);
        }

        return new ConductivityPreset(
            $"{preset.Name}, changed by the case", values, $"{preset.Source}; {own.Entries.Count} values from the case");
    }

    private List<PainArea> ReadPain(DocumentNode.Mapping top)
    {
        List<PainArea> areas = [];
        Dictionary<(string, Side?), int> seen = [];
        foreach (var item in CaseFields.List(top, "pain").OfType<DocumentNode.Mapping>())
        {
            if (_fields.Text(item, "region") is not { } name || !BodyMap.TryGet(name, out var region))
                continue;
            Side? side = _fields.TextOr(item, item.Path, "side", "both", Project) switch
            {
                "left" => Side.Left,
                "right" => Side.Right,
                _ => null,
            };
            if (!seen.TryAdd((name, side), item.Line))
            {
                _errors.Add(
                    item, name, "each region and side once",
                    $"The region {name} with the same side already stands in line {seen[(name, side)]}; keep one of the two.");
            }

            areas.Add(new PainArea(
                name, side, _fields.NumberOr(item, item.Path, "weight", "pain_weight"), _fields.Number(item, "nrs"),
                [.. region.Targets.Select(target => (target.Segment, side, target.Weight))]));
        }

        return areas;
    }

    private CaseConstraints ReadConstraints(DocumentNode.Mapping top)
    {
        var name = _fields.TextOr(top, "", "device", "reference-primary", "data/stimulation/devices.csv, first row");
        if (!DeviceCatalogue.TryGet(name, out var device))
            device = DeviceCatalogue.All[0];
        var therapy = CaseFields.Group(top, "therapy");
        var word = _fields.TextOr(therapy, "therapy", "class", "tonic", Project);
        var defaults = TherapyDefaults.Of(word);
        var rate = _fields.Number(therapy, "rate_hz") ?? defaults.RateHertz;
        _fields.Assume(therapy, "therapy", "rate_hz", CaseFields.Show(rate, "Hz"), $"data/planning/therapies.csv, row {defaults.Name}");
        if (therapy?.Find("rate_hz") is { } node && !_errors.IsBad(node) && (rate < defaults.RateMin || rate > defaults.RateMax))
        {
            _errors.Note(
                node, CaseFields.Show(rate, "Hz"), FormattableString.Invariant($"{defaults.RateMin} to {defaults.RateMax} Hz"),
                $"The rate is unusual for {word}: {defaults.Source}.");
        }

        var optimise = CaseFields.Group(top, "optimise");
        return new CaseConstraints(
            device, ReadAmplitudeMax(therapy, device), defaults.Therapy, ReadWidths(therapy, defaults, rate), Frequency.FromHertz(rate),
            new OptimiseWeights(
                _fields.NumberOr(optimise, "optimise", "coverage", "optimise_coverage"),
                _fields.NumberOr(optimise, "optimise", "unwanted", "optimise_unwanted"),
                _fields.NumberOr(optimise, "optimise", "energy", "optimise_energy")));
    }

    private Current ReadAmplitudeMax(DocumentNode.Mapping? therapy, DeviceProfile device)
    {
        var row = Limits.Of("amplitude_ma");
        var deviceMax = Math.Min(row.Max, device.TotalCurrentMax.Milliamperes);
        if (_fields.Number(therapy, "amplitude_max_ma") is not { } given)
        {
            var otherwise = Math.Min(row.RecommendedMax, deviceMax);
            _fields.Assume(
                therapy, "therapy", "amplitude_max_ma", CaseFields.Show(otherwise, "mA"),
                "limits table, upper end of the recommended range");
            return Current.FromMilliamperes(otherwise);
        }

        if (given < row.Step || given > deviceMax)
        {
            _errors.Add(
                therapy!.Find("amplitude_max_ma")!, CaseFields.Show(given, "mA"),
                FormattableString.Invariant($"{row.Step} to {deviceMax} mA"),
                given < row.Step
                    ? "With this amplitude nothing can be stimulated."
                    : $"The device {device.Name} cannot give this amplitude.");
        }

        return Current.FromMilliamperes(given);
    }

    private List<int> ReadWidths(DocumentNode.Mapping? therapy, TherapyDefaults defaults, double rate)
    {
        if (therapy?.Find("pulse_widths_us") is not DocumentNode.Sequence list)
        {
            _fields.Assume(
                therapy, "therapy", "pulse_widths_us", $"{string.Join(", ", defaults.PulseWidths)} µs",
                $"data/planning/therapies.csv, row {defaults.Name}");
            return [.. defaults.PulseWidths];
        }

        SortedSet<int> widths = [];
        var widthMax = 0.5 * 1e6 / (rate * (defaults.PulsesPerPeriod > 1 ? Dose.IntraBurstHertz / rate : 1));
        foreach (var item in list.Items.OfType<DocumentNode.Scalar>().Where(item => !_errors.IsBad(item)))
        {
            if (!NumberText.TryRead(item, out var width))
                continue;
            if (width > widthMax)
            {
                _errors.Add(
                    item, CaseFields.Show(width, "µs"), FormattableString.Invariant($"10 to {Math.Floor(widthMax)} µs at this rate"),
                    "Two phases of this width do not fit between two pulses.");
            }
            else if (!widths.Add((int)width))
                _errors.Add(item, item.Show(), "each width once", "This width stands in the list twice.");
        }

        return [.. widths];
    }

    private double? Millimetres(DocumentNode.Mapping? map, string key) => _fields.Number(map, key) is { } value ? value * 1e-3 : null;
}
