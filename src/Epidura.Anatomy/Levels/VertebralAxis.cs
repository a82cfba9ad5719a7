namespace Epidura.Anatomy.Levels;

/// <summary>Where the vertebrae lie along the cord; a place is a level plus a fraction, counted in vertebrae from the top of C1.</summary>
internal sealed class VertebralAxis
{
    private readonly double[] _tops;

    /// <param name="offset">Vertebrae by which segments lie higher than in the template, full from T3 down, none at C2.</param>
    public VertebralAxis(double offset)
    {
        var rows = LevelTables.Vertebrae;
        var template = new double[rows.Count + 1];

        // C2 and below hang from the top edge of C2; C1 fills what is above.
        template[0] = 0;
        template[1] = -Parameters.Of("c2_top_mm");
        for (var i = 1; i < rows.Count; i++)
            template[i + 1] = template[i] - rows[i].Pitch;
        _tops = new double[template.Length];
        for (var i = 0; i < _tops.Length; i++)
        {
            var ramp = Math.Clamp((i - 1.0) / ((int)VertebralLevel.T3 - 1), 0, 1);
            _tops[i] = Along(template, i + (offset * ramp));
        }
    }

    /// <summary>Number of vertebrae.</summary>
    public int Count => _tops.Length - 1;

    /// <summary>z at a place, m; straight on beyond the ends.</summary>
    public double HeightOf(double place) => Along(_tops, place);

    /// <summary>Place of z; clamped to the ends.</summary>
    public double PlaceOf(double z)
    {
        if (z >= _tops[0])
            return 0;
        for (var i = 0; i < Count; i++)
            if (z >= _tops[i + 1])
                return i + ((_tops[i] - z) / (_tops[i] - _tops[i + 1]));
        return Count;
    }

    private static double Along(double[] tops, double place)
    {
        var i = Math.Clamp((int)Math.Floor(place), 0, tops.Length - 2);
        return tops[i] + ((place - i) * (tops[i + 1] - tops[i]));
    }
}
