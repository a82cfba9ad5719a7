namespace Epidura.Fibers;

/// <summary>Published fibre models. The myelinated ones share the double cable and channels of McIntyre, Richardson and Grill (2002); the
/// unmyelinated ones are single cables, docs/science/unmyelinated.md.</summary>
public enum FibreModel
{
    /// <summary>The published diameters only (McIntyre 2002, doi:10.1152/jn.00353.2001; 2 µm: doi:10.1152/jn.00989.2003; 1 µm:
    /// doi:10.1088/1741-2552/aa6a5f).</summary>
    MrgDiscrete,

    /// <summary>Polynomials through the published diameters, 2 to 16 µm (ASCENT, doi:10.1371/journal.pcbi.1009285).</summary>
    MrgInterpolation,

    /// <summary>Small fibres, 1.011 to 16 µm, advised up to 5.7 µm, with their own sodium and slow potassium conductance
    /// (Pena 2024, doi:10.1371/journal.pcbi.1011833).</summary>
    Pena,

    /// <summary>The geometry of <see cref="Pena"/> with the conductances of the original model, as older studies used it.</summary>
    SmallInterpolation,

    /// <summary>Unmyelinated: the squid's giant axon, 18.5 °C when no temperature is given
    /// (Hodgkin and Huxley 1952, doi:10.1113/jphysiol.1952.sp004764).</summary>
    HodgkinHuxley,

    /// <summary>Unmyelinated: the same kinetics twelve times faster at 37 °C, rest -70 mV
    /// (Rattay and Aberham 1993, doi:10.1109/10.250575).</summary>
    RattayAberham,
}
