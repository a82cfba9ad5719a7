namespace Epidura.Fibers;

/// <summary>A collateral that leaves a node of a myelinated fibre.</summary>
/// <param name="ParentNode">Node of the fibre, or of a branch before this one, where it leaves; it carries channels.</param>
/// <param name="Diameter">Fibre diameter of the branch, m; inside the range of <paramref name="Model"/>.</param>
/// <param name="Internodes">Internodes, 1 to 1000; the branch has as many nodes of its own.</param>
/// <param name="Model">Published model of the branch; null for that of the fibre.</param>
public sealed record FibreBranch(int ParentNode, double Diameter, int Internodes, FibreModel? Model = null);
