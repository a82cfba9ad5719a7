namespace Epidura.Fibers.Verification;

/// <summary>A case of a reference file that cannot be run; the message says which value and what is allowed.</summary>
internal sealed class ReferenceCaseException(string message) : Exception(message);
