using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Epidura.Records.Tests.Faults;

/// <summary>What SQLite asks of its files, told to somebody who may refuse.</summary>
internal interface IFileWatcher
{
    /// <summary>A call; returns 0 to let it through, or SQLite's code of the failure.</summary>
    int Before(FileCall call, string path, long offset, ReadOnlySpan<byte> bytes);
}

/// <summary>Calls of SQLite to its files.</summary>
internal enum FileCall
{
    Open,
    Read,
    Write,
    Truncate,
    Sync,
    Delete,
}

/// <summary>
/// A file system layer of SQLite (VFS) that passes every call on to the system's own and tells a watcher before. Registered once in
/// this process under <see cref="Name"/>. Layouts: sqlite3_vfs and sqlite3_io_methods of sqlite3.h.
/// </summary>
internal static unsafe class SqliteLayer
{
    public const string Name = "epidura-watched";
    private const int Pointers = 19;
    private static readonly Lock Gate = new();
    private static readonly Dictionary<nint, (string Path, nint Methods)> Files = [];

    /// <summary>Our table of methods for each of the system's: files with and without locks have different ones.</summary>
    private static readonly Dictionary<nint, nint> Tables = [];
    private static readonly Dictionary<string, IFileWatcher> Watchers = [];
    private static nint _system;

    /// <summary>Watches the files of a folder.</summary>
    public static void Watch(string folder, IFileWatcher watcher)
    {
        lock (Gate)
        {
            if (_system == 0)
                Register();
            Watchers[folder] = watcher;
        }
    }

    public static void Leave(string folder)
    {
        lock (Gate)
            Watchers.Remove(folder);
    }

    [DllImport("e_sqlite3", EntryPoint = "sqlite3_vfs_find")]
    private static extern nint Find(nint name);

    [DllImport("e_sqlite3", EntryPoint = "sqlite3_vfs_register")]
    private static extern int Register(nint vfs, int isDefault);

    [DllImport("e_sqlite3", EntryPoint = "sqlite3_initialize")]
    private static extern int Initialize();

    private static void Register()
    {
        if (Initialize() != 0)
            throw new InvalidOperationException("SQLite does not start.");
        _system = Find(0);
        var copy = (Vfs*)NativeMemory.AllocZeroed((nuint)sizeof(Vfs));
        *copy = *(Vfs*)_system;
        copy->Next = 0;
        copy->Name = Marshal.StringToCoTaskMemUTF8(Name);
        copy->Open = (nint)(delegate* unmanaged<nint, byte*, nint*, int, int*, int>)&Open;
        copy->Delete = (nint)(delegate* unmanaged<nint, byte*, int, int>)&Delete;
        if (Register((nint)copy, 0) != 0)
            throw new InvalidOperationException("SQLite does not take the layer.");
    }

    private static int Ask(FileCall call, string path, long offset, ReadOnlySpan<byte> bytes)
    {
        IFileWatcher? watcher;
        lock (Gate)
            Watchers.TryGetValue(Path.GetDirectoryName(path) ?? "", out watcher);
        return watcher?.Before(call, path, offset, bytes) ?? 0;
    }

    private static nint* Of(nint file, out string path)
    {
        lock (Gate)
        {
            (path, var methods) = Files[file];
            return (nint*)methods;
        }
    }

    private static string Text(byte* name) =>
        name is null ? "" : Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(name));

    [UnmanagedCallersOnly]
    private static int Open(nint vfs, byte* name, nint* file, int flags, int* outFlags)
    {
        var path = Text(name);
        if (Ask(FileCall.Open, path, 0, default) is var code and not 0)
        {
            *file = 0;
            return code;
        }

        var result = ((delegate* unmanaged<nint, byte*, nint*, int, int*, int>)((Vfs*)_system)->Open)(_system, name, file, flags, outFlags);
        if (result != 0 || *file == 0)
            return result;
        lock (Gate)
        {
            if (!Tables.TryGetValue(*file, out var table))
                Tables.Add(*file, table = Replace((nint*)*file));
            Files[(nint)file] = (path, *file);
            *file = table;
        }

        return result;
    }

    private static nint Replace(nint* system)
    {
        var methods = (nint*)NativeMemory.AllocZeroed(Pointers, (nuint)sizeof(nint));
        for (var index = 0; index < Pointers; index++)
            methods[index] = system[index];
        methods[1] = (nint)(delegate* unmanaged<nint, int>)&Close;
        methods[2] = (nint)(delegate* unmanaged<nint, byte*, int, long, int>)&Read;
        methods[3] = (nint)(delegate* unmanaged<nint, byte*, int, long, int>)&Write;
        methods[4] = (nint)(delegate* unmanaged<nint, long, int>)&Truncate;
        methods[5] = (nint)(delegate* unmanaged<nint, int, int>)&Sync;
        return (nint)methods;
    }

    [UnmanagedCallersOnly]
    private static int Close(nint file)
    {
        var system = Of(file, out _);
        lock (Gate)
            Files.Remove(file);
        return ((delegate* unmanaged<nint, int>)system[1])(file);
    }

    [UnmanagedCallersOnly]
    private static int Read(nint file, byte* buffer, int amount, long offset)
    {
        var system = Of(file, out var path);
        return Ask(FileCall.Read, path, offset, default) is var code and not 0
            ? code
            : ((delegate* unmanaged<nint, byte*, int, long, int>)system[2])(file, buffer, amount, offset);
    }

    [UnmanagedCallersOnly]
    private static int Write(nint file, byte* buffer, int amount, long offset)
    {
        var system = Of(file, out var path);
        var code = Ask(FileCall.Write, path, offset, new ReadOnlySpan<byte>(buffer, amount));
        var write = (delegate* unmanaged<nint, byte*, int, long, int>)system[3];
        if (code == SqliteCode.ShortWrite)
        {
            _ = write(file, buffer, amount / 2, offset);
            return SqliteCode.Full;
        }

        return code != 0 ? code : write(file, buffer, amount, offset);
    }

    [UnmanagedCallersOnly]
    private static int Truncate(nint file, long size)
    {
        var system = Of(file, out var path);
        return Ask(FileCall.Truncate, path, size, default) is var code and not 0
            ? code
            : ((delegate* unmanaged<nint, long, int>)system[4])(file, size);
    }

    [UnmanagedCallersOnly]
    private static int Sync(nint file, int flags)
    {
        var system = Of(file, out var path);
        return Ask(FileCall.Sync, path, 0, default) is var code and not 0
            ? code
            : ((delegate* unmanaged<nint, int, int>)system[5])(file, flags);
    }

    [UnmanagedCallersOnly]
    private static int Delete(nint vfs, byte* name, int sync) =>
        Ask(FileCall.Delete, Text(name), 0, default) is var code and not 0
            ? code
            : ((delegate* unmanaged<nint, byte*, int, int>)((Vfs*)_system)->Delete)(_system, name, sync);

    [StructLayout(LayoutKind.Sequential)]
    private struct Vfs
    {
        public int Version;
        public int FileSize;
        public int PathMax;
        public nint Next;
        public nint Name;
        public nint Data;
        public nint Open;
        public nint Delete;
        public Rest Others;
    }

    [InlineArray(14)]
    private struct Rest
    {
        public nint First;
    }
}

/// <summary>Codes that SQLite's files return.</summary>
internal static class SqliteCode
{
    public const int Full = 13;
    public const int ReadFailed = 10 | (1 << 8);
    public const int WriteFailed = 10 | (3 << 8);
    public const int SyncFailed = 10 | (4 << 8);
    public const int TruncateFailed = 10 | (6 << 8);
    public const int DeleteFailed = 10 | (10 << 8);
    public const int CannotOpen = 14;

    /// <summary>Not SQLite's: half of the bytes reach the file, then the disk is full.</summary>
    public const int ShortWrite = -1;
}
