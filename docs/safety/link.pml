/*
 * link.pml: sessions, roles, counters, the programming lock, revisions, repeated commands, pairing and bonds of the link,
 * with a network that loses, repeats and delays records, against the therapy states of states.pml. Peer 0 is the patient,
 * 1 and 2 are clinicians. docs/science/generator-model.md says what is modelled, tests/spin.sh runs it.
 */
#include "states.pml"

#define PEERS 3
#define NONE 0
#define HALF 1
#define OPEN 2
#define NOBODY 3
#define C_Start 0
#define C_Stop 1
#define C_Up 2
#define C_Commit 3
#define C_ExitMri 4
#define C_EnterMri 5
#define NOTHING 6
#ifndef COUNTERS
#define COUNTERS 1       /* records of a session before it ends */
#endif

byte st = 0, amp = 0;
bool fault = 0, mri = 0, eos = 0, shipping = 0, running = 0;
byte session[PEERS];                       /* as the device sees it */
byte next[PEERS];                          /* smallest counter the device accepts */
byte sent[PEERS];                          /* the peer's next counter */
bool bonded[PEERS] = 1;
byte lock = NOBODY;
bool revision = 0, seen[PEERS];            /* of the device; as each clinician knows it (modulo 2) */
bool magnet = 0;                           /* held long enough: the pairing window is open */
byte capPeer = 0, capCounter = 0, capCommand = NOTHING; bool capOld = 0, capHeard = 0;   /* a record the attacker holds */
bool idDone = 0;                           /* the clinician's command id has been executed */
bool wantStop = 0, wantExit = 0, wantProgram = 0;
byte losses = 0, removals = 0;
hidden byte effect = 0; hidden byte last = 0; hidden byte before = 0; hidden byte taken = 0;

#define isRunning(s) (s == Ramp || s == On || s == Test)
#define clinician(p) (p > 0)
#define calm (!wantStop && !wantExit && !wantProgram)
inline begin(e) { last = e; before = st }
inline rest() { st = (eos -> EndOfService : (fault -> Fault : (mri -> Mri : (shipping -> Shipping : Off)))) }
inline settle() { if :: !isRunning(st) -> amp = 0 :: else -> amp = 1 fi; last = 0; before = 0 }

/* A command that passed everything else is done; what must be true of it stands here. */
inline execute(p, c, old) {
  assert(session[p] == OPEN);
  assert(bonded[p]);
  assert(c != C_Commit || clinician(p));
  assert(c != C_Commit || lock == p);
  assert(!old || (c != C_Start && c != C_Up));
  if
  :: c == C_Start -> fire_Start()
  :: c == C_Stop -> fire_Stop(); assert(amp == 0)
  :: c == C_Up -> fire_Increase()
  :: c == C_Commit -> assert(seen[p] == revision); assert(!idDone); idDone = 1; fire_Commit(); revision = 1 - revision
  :: c == C_ExitMri -> fire_ExitMri()
  :: c == C_EnterMri -> fire_EnterMri()
  fi
}

#ifdef BUG_HALF_OPEN_ACTS
#define hasSession(p) (session[p] != NONE)
#else
#define hasSession(p) (session[p] == OPEN)
#endif
#ifdef BUG_REPLAY
#define isFresh(p, n) (1)
#else
#define isFresh(p, n) (n >= next[p])
#endif
#ifdef BUG_PATIENT_MAY_PROGRAM
#define roleMay(p, c) (1)
#else
#define roleMay(p, c) (c != C_Commit || clinician(p))
#endif
#ifdef BUG_LOCK_IGNORED
#define lockLets(p, c) (1)
#elif defined(BUG_LOCK_HOLDS_BACK_STOP)
#define lockLets(p, c) (lock == NOBODY || lock == p || c == C_EnterMri)
#else
#define lockLets(p, c) (lock == NOBODY || lock == p || c == C_Stop || c == C_EnterMri)
#endif
#ifdef BUG_STALE_RAISE
#define isYoung(c, old) (1)
#else
#define isYoung(c, old) (!old || (c != C_Start && c != C_Up))
#endif
#ifdef BUG_OLD_REVISION
#define revisionIs(p, c) (1)
#else
#define revisionIs(p, c) (c != C_Commit || seen[p] == revision)
#endif
#ifdef BUG_ACTS_TWICE
#define isNew(c) (1)
#else
#define isNew(c) (c != C_Commit || !idDone)
#endif

/* What the device does with a record: session, counter, role, lock, age, revision, repeated id. */
inline deliver(p, n, c, old) {
  if
  :: hasSession(p) && isFresh(p, n) ->
     next[p] = n + 1; taken = 1;
     if
     :: roleMay(p, c) && lockLets(p, c) && isYoung(c, old) && revisionIs(p, c) && isNew(c) ->
#ifndef BUG_COMMIT_WITHOUT_LOCK
        if :: c == C_Commit && lock == NOBODY -> lock = p :: else -> skip fi;
#endif
        execute(p, c, old)
     :: else -> skip
     fi
  :: else -> skip
  fi
}

/* Any peer with a session sends anything; the record arrives, is lost, or is held back by the attacker, who may keep one. */
inline say(p, c) {
  if
  :: sent[p] < COUNTERS ->
     if
     :: deliver(p, sent[p], c, 0); capPeer = p; capCounter = sent[p]; capCommand = c; capOld = 0; capHeard = 1
     :: losses < 1 -> losses++; capPeer = p; capCounter = sent[p]; capCommand = c; capOld = 0; capHeard = 0
     fi;
     sent[p]++;
     if :: session[p] == HALF -> forget(p) :: else -> skip fi      /* anything but CONFIRM drops the half-open session */
  :: else -> forget(p)
  fi
}

/* A session ends; so does its lock. */
inline forget(p) {
  session[p] = NONE; next[p] = 0; sent[p] = 0;
#ifndef BUG_LOCK_OUTLIVES_SESSION
  if :: lock == p -> lock = NOBODY :: else -> skip fi;
#endif
  if :: capPeer == p -> capCommand = NOTHING; capPeer = 0; capCounter = 0; capOld = 0; capHeard = 0 :: else -> skip fi
}

inline handshake(p) {
  if
  :: session[p] == NONE && bonded[p] && session[0] != HALF && session[1] != HALF && session[2] != HALF -> session[p] = HALF
  :: session[p] == HALF -> session[p] = OPEN; next[p] = 0; sent[p] = 0; if :: p > 0 -> seen[p] = revision; idDone = 0 :: else -> skip fi
  :: else -> skip
  fi
}

active proctype Peers() {
  byte p, c;
endless:
  do
  :: atomic { calm -> p = 0; select (p : 0 .. 2); handshake(p); p = 0 }
  :: atomic { calm -> select (p : 0 .. 2); select (c : C_Start .. C_EnterMri);
       if :: session[p] != NONE -> say(p, c) :: else -> skip fi; p = 0; c = 0 }
  :: atomic { calm -> select (p : 1 .. 2); seen[p] = revision; idDone = 0; p = 0 }
  :: atomic { calm -> select (p : 0 .. 2); forget(p); p = 0 }
  :: atomic { calm && lock != NOBODY -> lock = NOBODY }
  od
}

/* The attacker sends again what was heard, sends late what was held back, and makes time pass. */
active proctype Attacker() {
endless:
  do
  :: atomic { capCommand != NOTHING && calm ->
       taken = 0;
       deliver(capPeer, capCounter, capCommand, capOld);
       assert(!capHeard || !taken);
       taken = 0;
       capHeard = 1 }
  :: atomic { capCommand != NOTHING && !capOld -> capOld = 1 }
  od
}

/* The device by itself, and the magnet. */
active proctype World() {
endless:
  do
  :: atomic { st == Ramp -> fire_RampDone() }
  :: atomic { calm -> fire_Overflow() }
  :: atomic { fault && calm -> fire_ClearFault() }
  :: atomic { !magnet && !wantExit -> magnet = 1; fire_MagnetHeld() }
  :: atomic { magnet && !wantExit -> magnet = 0; fire_MagnetGone() }
  od
}

/* Bonds are removed by a clinician and made with the magnet and the card. */
active proctype Bonds() {
  byte p;
endless:
  do
  :: atomic { calm && removals < 1 -> select (p : 0 .. 2);
       if :: bonded[p] -> removals++; bonded[p] = 0;
#ifndef BUG_REMOVED_BOND_KEEPS_SESSION
          forget(p)
#else
          skip
#endif
       :: else -> skip fi; p = 0 }
  :: atomic { calm -> select (p : 0 .. 2);
       if
#ifdef BUG_PAIRING_WITHOUT_MAGNET
       :: !bonded[p] -> assert(magnet); bonded[p] = 1
#else
       :: !bonded[p] && magnet -> assert(magnet); bonded[p] = 1
#endif
       :: else -> skip
       fi; p = 0 }
  od
}

/* A patient who wants the output off says so in the open session, again and again; without one the magnet stops. */
active proctype Patient() {
endless:
  do
  :: atomic { calm && isRunning(st) -> wantStop = 1 }
  :: atomic { wantStop && session[0] == OPEN ->
       if :: sent[0] >= COUNTERS -> next[0] = 0; sent[0] = 0; if :: capPeer == 0 -> capCommand = NOTHING; capOld = 0; capHeard = 0; capCounter = 0 :: else -> skip fi
          :: else -> skip fi;
       if
       :: deliver(0, sent[0], C_Stop, 0); wantStop = isRunning(st)
       :: losses < 1 -> losses++
       fi;
       sent[0]++ }
#ifndef BUG_MAGNET_DOES_NOT_STOP
  :: atomic { wantStop && session[0] != OPEN -> fire_MagnetHeld(); wantStop = isRunning(st) }
#else
  :: atomic { wantStop && session[0] != OPEN -> fire_MagnetGone(); wantStop = isRunning(st) }
#endif
  od
}

/* Somebody has to leave MRI mode: any bond does; without one magnet, card and a new pairing make one. */
active proctype Radiology() {
endless:
  do
  :: atomic { calm && mri -> wantExit = 1; if :: lock == 1 || lock == 2 -> lock = NOBODY :: else -> skip fi }
  :: atomic { wantExit && session[0] == OPEN ->
       next[0] = 0; sent[0] = 0; capCommand = NOTHING; capPeer = 0; capCounter = 0; capOld = 0; capHeard = 0;
       if
       :: deliver(0, 0, C_ExitMri, 0); wantExit = mri
       :: losses < 1 -> losses++
       fi }
  :: atomic { wantExit && session[0] != OPEN && bonded[0] -> session[1] = (session[1] == HALF -> NONE : session[1]);
       session[2] = (session[2] == HALF -> NONE : session[2]); handshake(0) }
#ifndef BUG_NO_PAIRING_IN_MRI
  :: atomic { wantExit && !bonded[0] -> bonded[0] = 1 }
#endif
  od
}

/* A second programmer gets the lock when the first is gone. */
active proctype Second() {
endless:
  do
  :: atomic { calm && lock == 1 && session[2] == OPEN -> wantProgram = 1; forget(1) }
  :: atomic { wantProgram && lock != 1 -> wantProgram = 0 }
  od
}

ltl safe_off           { [] (isRunning(st) || amp == 0) }
ltl patient_no_lock    { [] (lock != 0) }
ltl lock_has_session   { [] (lock == NOBODY || session[lock] == OPEN) }
ltl session_has_bond   { [] ((session[0] != OPEN || bonded[0]) && (session[1] != OPEN || bonded[1]) && (session[2] != OPEN || bonded[2])) }
ltl one_half_open      { [] !(session[1] == HALF && session[2] == HALF) }
ltl mri_off            { [] (mri -> !isRunning(st)) }
ltl stop_reaches_off   { [] (wantStop -> <> (amp == 0 && !wantStop)) }
ltl mri_exit_reachable { [] (wantExit -> <> !mri) }
ltl lock_is_freed      { [] (wantProgram -> <> !wantProgram) }
