using Epidura.Field.Grids;
using Epidura.Field.Solution;

namespace Epidura.Field;

/// <summary>Lead fields from a store, or solved and then stored.</summary>
public static class LeadFieldCache
{
    private const int Magic = 0x4C465031;

    /// <summary>Takes the fields of a problem from the store, or solves and stores them; the bits are the same either way.</summary>
    /// <param name="problem">What to solve.</param>
    /// <param name="store">Null solves always.</param>
    /// <param name="threads">0 takes the machine's.</param>
    /// <param name="progress">Told about stages; may be null.</param>
    /// <param name="ct">Asked in every iteration.</param>
    public static LeadFields GetOrSolve(
        FieldProblem problem, IFieldStore? store, int threads, IProgress<FieldProgress>? progress, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(problem);
        if (Find(problem, problem.ContentHash, store, progress) is { } found)
            return found;
        var fields = FieldSolver.Solve(problem, threads, progress, ct);
        Keep(fields, problem.ContentHash, store);
        return fields;
    }

    internal static LeadFields? Find(FieldProblem problem, string key, IFieldStore? store, IProgress<FieldProgress>? progress)
    {
        LeadFields? found = null;
        if (store is null || !store.TryRead(key, stream => (found = Read(problem, stream)) is not null) || found is null)
            return null;
        progress?.Report(new FieldProgress("field: from the store", 1));
        return found;
    }

    internal static void Keep(LeadFields fields, string key, IFieldStore? store)
    {
        if (fields.Diagnostics.Converged)
            store?.Write(key, stream => Write(fields, stream));
    }

    internal static void Write(LeadFields fields, Stream stream)
    {
        using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        writer.Write(Magic);
        writer.Write(FieldProblem.DiscretisationVersion);
        foreach (var axis in new[] { fields.Grid.X, fields.Grid.Y, fields.Grid.Z })
        {
            writer.Write(axis.Faces.Length);
            foreach (var face in axis.Faces)
                writer.Write(face);
        }

        var block = fields.Block;
        foreach (var bound in new[] { block.I0, block.I1, block.J0, block.J1, block.K0, block.K1 })
            writer.Write(bound);
        var count = fields.Potentials.Length;
        writer.Write(count);
        foreach (var value in fields.AccessResistance)
            writer.Write(value);
        var d = fields.Diagnostics;
        writer.Write(d.SpacingMin);
        writer.Write(d.Iterations);
        writer.Write(d.Residual);
        writer.Write(d.Converged);
        writer.Write(d.CurrentSumError);
        writer.Write(d.SymmetryError);
        foreach (var field in fields.Potentials)
            writer.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes(field.AsSpan()));
    }

    /// <summary>Null when the stream does not hold fields of this problem and version.</summary>
    internal static LeadFields? Read(FieldProblem problem, Stream stream)
    {
        try
        {
            using var reader = new BinaryReader(stream, System.Text.Encoding.UTF8, leaveOpen: true);
            if (reader.ReadInt32() != Magic || reader.ReadInt32() != FieldProblem.DiscretisationVersion)
                return null;
            var axes = Enumerable.Range(0, 3).Select(_ => ReadAxis(reader)).ToArray();
            var grid = new FieldGrid(axes[0], axes[1], axes[2]);
            var bounds = Enumerable.Range(0, 6).Select(_ => reader.ReadInt32()).ToArray();
            var block = new StoredBlock(bounds[0], bounds[1], bounds[2], bounds[3], bounds[4], bounds[5]);
            if (reader.ReadInt32() != problem.Contacts.Count || !IsInside(block, grid))
                return null;
            var count = problem.Contacts.Count;
            var impedance = new double[count, count];
            for (var i = 0; i < count; i++)
                for (var j = 0; j < count; j++)
                    impedance[i, j] = reader.ReadDouble();
            var diagnostics = new FieldDiagnostics(
                grid.Cells, (grid.X.Count, grid.Y.Count, grid.Z.Count), reader.ReadDouble(), reader.ReadInt32(), reader.ReadDouble(),
                reader.ReadBoolean(), reader.ReadDouble(), reader.ReadDouble());
            var potentials = new float[count][];
            for (var n = 0; n < count; n++)
            {
                potentials[n] = new float[block.Cells];
                stream.ReadExactly(System.Runtime.InteropServices.MemoryMarshal.AsBytes(potentials[n].AsSpan()));
            }

            return new LeadFields(problem, grid, block, potentials, impedance, diagnostics);
        }
        catch (EndOfStreamException)
        {
            return null;
        }
    }

    private static GridAxis ReadAxis(BinaryReader reader)
    {
        var count = reader.ReadInt32();
        if (count is < 2 or > 100_000)
            throw new EndOfStreamException();
        var faces = new double[count];
        for (var n = 0; n < count; n++)
            faces[n] = reader.ReadDouble();
        return GridAxis.FromFaces(faces);
    }

    private static bool IsInside(StoredBlock block, FieldGrid grid) =>
        block is { I0: >= 0, J0: >= 0, K0: >= 0, CountX: > 1, CountY: > 1, CountZ: > 3 }
        && block.I1 <= grid.X.Count && block.J1 <= grid.Y.Count && block.K1 <= grid.Z.Count;
}
