#!/usr/bin/env bash
# Compiles the node mechanism for Debian's NEURON into the folder given, without touching the system's files.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
out=${1:?folder for the compiled mechanism}
mkdir -p "$out"
cd "$out"
cp "$here/axnode.mod" .
nocmodl axnode.mod >nocmodl.log
cat >mod_func.c <<'C'
#include <stdio.h>
extern int nrnmpi_myid, nrn_nobanner_;
extern void _axnode_reg(void);
void modl_reg(void) { _axnode_reg(); }
C
gcc -O2 -w -shared -fPIC -I/usr/include -I/usr/include/nrn -o libepinode.so axnode.c mod_func.c -L/usr/lib/nrn -Wl,-rpath,/usr/lib/nrn -lnrniv -lm
