using System.CommandLine;
using Epidura.Anatomy;
using Epidura.Anatomy.Images;
using Epidura.Anatomy.Levels;
using Epidura.Cli.Output;
using Epidura.Planning.Cases;
using Epidura.Planning.Reports;

namespace Epidura.Cli.Commands;

/// <summary><c>anatomy measure CASE</c> and <c>anatomy images CASE</c>: from images to a spine, and back.</summary>
internal static class AnatomyCommand
{
    private const double MarginAcross = 3e-3;

    private static readonly Option<string?> Picture = new("--svg") { Description = "File for a picture", HelpName = "FILE" };

    private static readonly Option<string> Out = new("--out")
    {
        Description = "Folder for cord, canal, grey and levels",
        HelpName = "DIR",
        Required = true,
    };

    private static readonly Option<double> Voxel = Between("--voxel-mm", "Distance of voxels across the cord, mm", 0.8, 0.2, 3);

    private static readonly Option<double> Slice = Between("--slice-mm", "Distance of slices along the cord, mm", 2, 0.2, 6);

    private static readonly Option<double> Bend =
        Between("--bend-per-m", "Curvature of the cord in the images, 1/m; above zero in flexion", 0, -8, 8);

    private static readonly Option<VertebralLevel> From = new("--from")
    {
        Description = "Upper vertebra",
        HelpName = "LEVEL",
        DefaultValueFactory = _ => VertebralLevel.T7,
    };

    private static readonly Option<VertebralLevel> To = new("--to")
    {
        Description = "Lower vertebra",
        HelpName = "LEVEL",
        DefaultValueFactory = _ => VertebralLevel.T11,
    };

    public static Command Create(Terminal terminal)
    {
        var command = new ExampleCommand(
            "anatomy", "Measure a case's own images, or draw images of a modelled spine",
            "epidura anatomy measure examples/own-anatomy.yaml",
            "epidura anatomy images examples/nifti/patient.yaml --out out/images");
        command.Add(MeasureCommand(terminal));
        command.Add(ImagesCommand(terminal));
        return command;
    }

    private static ExampleCommand MeasureCommand(Terminal terminal)
    {
        var command = new ExampleCommand(
            "measure", "What the images of a case show, per vertebra beside the template",
            "epidura anatomy measure examples/own-anatomy.yaml",
            "epidura anatomy measure examples/own-anatomy.yaml --svg out/measured.svg");
        command.Add(SharedOptions.CaseFile);
        command.Add(Picture);
        command.SetAction(parsed =>
        {
            var json = parsed.GetValue(SharedOptions.Json);
            var path = parsed.GetRequiredValue(SharedOptions.CaseFile);
            if (CaseFile.Read(path, json, terminal) is not { Case: { } found })
                return ExitCode.WrongInput;
            if (found.Measured is not { } measured)
                throw new WrongInputException($"{path} names no images; anatomy.nifti does: docs/guide/case-file.md.");
            if (parsed.GetValue(Picture) is { } file)
            {
                using var files = new OutputFiles();
                files.Add(file, MeasurementPicture.Draw(measured, Spine.Create(AnatomyDescription.Template)));
                files.Commit();
            }

            var output = new MeasurementOutput(measured);
            if (json)
                terminal.Out.WriteLine(JsonText.Write(output.Describe()));
            else
                output.Show(terminal);
            return ExitCode.Done;
        });
        return command;
    }

    private static ExampleCommand ImagesCommand(Terminal terminal)
    {
        var command = new ExampleCommand(
            "images", "Draw the segmentations that images of a case's modelled spine would give, for examples and checks",
            "epidura anatomy images examples/nifti/patient.yaml --out out/images",
            "epidura anatomy images examples/minimal.yaml --out out/images --from C4 --to C7 --voxel-mm 0.5 --bend-per-m -4");
        command.Add(SharedOptions.CaseFile);
        Option[] options = [Out, From, To, Voxel, Slice, Bend];
        foreach (var option in options)
            command.Add(option);
        command.SetAction(parsed =>
        {
            if (CaseFile.Read(parsed.GetRequiredValue(SharedOptions.CaseFile), parsed.GetValue(SharedOptions.Json), terminal)
                is not { Case: { } found })
                return ExitCode.WrongInput;
            if (parsed.GetValue(From) >= parsed.GetValue(To) || parsed.GetValue(To) > VertebralLevel.L5)
            {
                throw new WrongInputException(
                    $"--from {parsed.GetValue(From)} is not above --to {parsed.GetValue(To)}; allowed is C1 to L5.");
            }

            Draw(parsed, found, terminal);
            return ExitCode.Done;
        });
        return command;
    }

    private static void Draw(ParseResult parsed, Case found, Terminal terminal)
    {
        var spine = Spine.Create(found.Anatomy);
        double bottom = spine.HeightOf(parsed.GetValue(To), 1), top = spine.HeightOf(parsed.GetValue(From), 0);
        var model = new ModelImages(spine, bottom, top, parsed.GetValue(Bend));
        var (size, affine) = Box(spine, model, bottom, top, 1e-3 * parsed.GetValue(Voxel), 1e-3 * parsed.GetValue(Slice));
        (string Name, Func<Quantities.Position, double> Value)[] images =
        [
            ("cord", model.CordAt), ("canal", model.CanalAt), ("grey", model.GreyAt), ("levels", model.LevelAt),
        ];
        using var files = new OutputFiles();
        foreach (var (name, value) in images)
            files.Add(
                Path.Combine(parsed.GetRequiredValue(Out), $"{name}.nii.gz"),
                stream => NiftiWriter.Write(stream, size, affine, (i, j, k) => value(affine.At(i, j, k)), new NiftiFormat()));
        files.Commit();
        terminal.Out.WriteLine(
            $"cord, canal, grey and levels: {size.I} × {size.J} × {size.K} voxels each, in {parsed.GetRequiredValue(Out)}");
    }

    /// <summary>Axes left, front, up with a margin around the sac.</summary>
    private static ((int I, int J, int K) Size, ImageAffine Affine) Box(
        Spine spine, ModelImages model, double bottom, double top, double voxel, double slice)
    {
        double x = 0, y0 = double.PositiveInfinity, y1 = -y0, z0 = y0, z1 = -y0;
        const int Heights = 200;
        for (var n = 0; n <= Heights; n++)
        {
            var z = bottom + ((top - bottom) * n / Heights);
            var sac = spine.SectionAt(z).Sac;
            x = Math.Max(x, Math.Abs(sac.CentreX) + sac.SemiX + MarginAcross);
            foreach (var side in new[] { -1, 1 })
            {
                var at = model.Scanner(new Quantities.Position(0, sac.CentreY + (side * (sac.SemiY + MarginAcross)), z));
                (y0, y1) = (Math.Min(y0, at.Y), Math.Max(y1, at.Y));
                (z0, z1) = (Math.Min(z0, at.Z), Math.Max(z1, at.Z));
            }
        }

        int Count(double length, double step) => (int)Math.Ceiling(length / step) + 1;
        return (
            (Count(2 * x, voxel), Count(y1 - y0, voxel), Count(z1 - z0, slice)),
            new ImageAffine([-voxel, 0, 0, x, 0, voxel, 0, y0, 0, 0, slice, z0]));
    }

    private static Option<double> Between(string name, string description, double usual, double min, double max)
    {
        var option = new Option<double>(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => usual };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is var value && !(value >= min && value <= max))
                result.AddError(FormattableString.Invariant($"{name} is {value}; allowed is {min} to {max}."));
        });
        return option;
    }
}
