/*
 * ipg.pml: the therapy states of the pulse generator with its latches, the two copies of a program, loss of power at any
 * step, resets, the magnet and MRI mode. The rows of every event come from states.pml, which is made from
 * data/generator/states.csv; docs/science/generator-model.md says what is modelled, tests/spin.sh runs it.
 */
#include "states.pml"

#ifndef LIM
#define LIM 2            /* highest amplitude */
#endif

byte st = 0, amp = 0;
bool fault = 0, mri = 0, eos = 0, shipping = 0, running = 0;       /* latches: they outlive a loss of power */
bool up = 1, magnet = 0, held = 0;                                 /* power; a magnet lies there; for a second */
byte slotVal[2] = 1; bool slotOk[2] = 1, newer = 0;                /* two copies; which one has the higher sequence */
byte act = 1, acked = 1, inflight = 0, stage = 0, target = 0;      /* stage: 0 idle, 1 erased, 2 body, 3 commit word */
bool wantStop = 0, wantExit = 0, wantClear = 0;                    /* what a person wants until it is so */
byte crashes = 0;
hidden byte effect = 0; hidden byte last = 0; hidden byte before = 0; hidden byte hadFault = 0, hadMri = 0, hadEos = 0, hadShipping = 0;

#define isRunning(s) (s == Ramp || s == On || s == Test)
inline begin(e) { last = e; before = st; hadFault = fault; hadMri = mri; hadEos = eos; hadShipping = shipping }
inline rest() { st = (eos -> EndOfService : (fault -> Fault : (mri -> Mri : (shipping -> Shipping : Off)))) }

/* What the machine does after every look-up, and what must hold after it. */
inline settle() {
  if
#ifdef BUG_STOP_KEEPS_AMPLITUDE
  :: !isRunning(st) && last != E_Stop -> amp = 0
#elif defined(BUG_FAULT_KEEPS_AMPLITUDE)
  :: !isRunning(st) && st != Fault -> amp = 0
#else
  :: !isRunning(st) -> amp = 0
#endif
  :: else -> skip
  fi;
#ifdef BUG_SKIP_RAMP
  if :: st == Ramp && last == E_Start -> st = On :: else -> skip fi;
#endif
#ifdef BUG_MAGNET_IGNORED_IN_TEST
  if :: last == E_MagnetHeld && before == Test -> st = Test :: else -> skip fi;
#endif
#ifdef BUG_MRI_FROM_RUNNING_STAYS_ON
  if :: last == E_EnterMri && before == On -> st = On :: else -> skip fi;
#endif
#ifdef BUG_BATTERY_CLEARS_END_OF_SERVICE
  if :: last == E_BatteryGood && eos -> eos = 0; rest() :: else -> skip fi;
#endif
#ifdef BUG_STOP_CLEARS_FAULT
  if :: last == E_Stop && fault -> fault = 0; rest() :: else -> skip fi;
#endif
#ifdef BUG_TEST_OUTLIVES_ITS_TIME
  if :: (last == E_TestExpired || last == E_HeartbeatLost) && before == Test -> st = Test :: else -> skip fi;
#endif
#ifdef BUG_RUNNING_LATCH_STAYS
  if :: last == E_Stop && isRunning(before) -> running = 1 :: else -> skip fi;
#endif
  assert(isRunning(st) || amp == 0);
  assert(st != Test || (last != E_TestExpired && last != E_HeartbeatLost));
  assert(st != On || before == On || before == Ramp);
  assert(fault || !hadFault || last == E_ClearFault);
  assert(mri || !hadMri || last == E_ExitMri);
  assert(eos || !hadEos);
  assert(shipping || !hadShipping || last == E_LeaveShipping || last == E_MagnetLong);
  assert(!running || st == Ramp || st == On || last == E_Watchdog);
  last = 0; before = 0; hadFault = 0; hadMri = 0; hadEos = 0; hadShipping = 0
}

/* Newest valid copy; 0 for none. */
#ifdef BUG_BOOT_TAKES_OLDER
#define newest (slotOk[1 - newer] -> slotVal[1 - newer] : (slotOk[newer] -> slotVal[newer] : 0))
#else
#define newest (slotOk[newer] -> slotVal[newer] : (slotOk[1 - newer] -> slotVal[1 - newer] : 0))
#endif

#define may(e) (up && !wantStop && !wantExit && !wantClear)

/* Commands and everything that happens by itself, in every state. While a person waits for an end, nobody starts anything. */
active proctype Device() {
endless:
  do
  :: atomic { may(0) && !magnet -> fire_Start();
#ifdef BUG_START_IN_MRI
       if :: st == Mri -> st = Ramp :: else -> skip fi
#endif
     }
  :: atomic { may(0) && !magnet -> fire_TestStart() }
  :: atomic { up -> fire_Stop() }
  :: atomic { up && amp == 0 -> fire_Select() }
  :: atomic { may(0) && !magnet -> fire_Increase();
       if
#ifdef BUG_AMPLITUDE_OVER_LIMIT
       :: effect == ACCEPTED && amp <= LIM -> amp++
#else
       :: effect == ACCEPTED && amp < LIM -> amp++
#endif
       :: else -> skip
       fi }
  :: atomic { up -> fire_Decrease(); if :: effect == ACCEPTED && amp > 0 -> amp-- :: else -> skip fi }
  :: atomic { up && st == Ramp && amp < LIM -> amp++ }
  :: atomic { up -> fire_Stage() }
  :: atomic { up -> fire_Window() }
  :: atomic { may(0) -> fire_EnterMri() }
  :: atomic { up -> fire_MeasureImpedance() }
  :: atomic { up -> fire_Configure() }
  :: atomic { may(0) -> fire_EnterShipping() }
  :: atomic { up -> fire_LeaveShipping() }
  :: atomic { up -> fire_RampDone() }
  :: atomic { up -> fire_TestExpired() }
  :: atomic { up -> fire_HeartbeatLost() }
  :: atomic { up -> fire_BoostExpired() }
  :: atomic { up -> fire_PauseBegins() }
  :: atomic { up -> fire_PauseEnds() }
  :: atomic { up -> fire_ResetStorm() }
  :: atomic { up -> fire_BatteryLow() }
  :: atomic { up -> fire_BrownOut() }
  :: atomic { up -> fire_BatteryGood() }
  :: atomic { up -> fire_OverTemperature() }
  :: atomic { up -> fire_TemperatureGood() }
  :: atomic { up -> fire_LeadOpen() }
  :: atomic { up -> fire_LeadShort() }
  :: atomic { up -> fire_ImpedanceJump() }
  :: atomic { up -> fire_OutOfCompliance() }
  :: atomic { up -> fire_DeadlinesMissed() }
  :: atomic { up -> fire_ReplacementDue() }
  :: atomic { up -> fire_ClockInvalid() }
  :: atomic { up -> fire_MagnetLong() }
  :: atomic { up -> fire_ExitMri() }
  :: atomic { up -> fire_ClearFault() }
  :: atomic { up && !wantClear && !wantExit ->
       if
       :: fire_ChargeImbalance()
       :: fire_MonitorRefuses()
       :: fire_Overflow()
       :: fire_ProgramCorrupt()
       :: fire_MemoryFailed()
       fi }
  :: atomic { up && !wantClear -> fire_EndOfService() }
  od
}

/* The two-phase commit, one step at a time, so that power can go between any two. */
active proctype Programmer() {
endless:
  do
  :: atomic { up && stage == 0 && may(0) ->
       target = (slotOk[newer] -> 1 - newer : newer);
#ifdef BUG_COMMIT_IN_PLACE
       target = newer;
#endif
       fire_Commit();
       if
       :: effect == ACCEPTED -> inflight = (act % 3) + 1; slotOk[target] = 0; stage = 1;
#ifdef BUG_ACKNOWLEDGE_FIRST
          acked = inflight;
#endif
       :: else -> skip
       fi }
  :: atomic { up && stage == 1 ->
#ifdef BUG_COMMIT_WORD_FIRST
       slotOk[target] = 1; newer = target;
#else
       slotVal[target] = inflight;
#endif
       stage = 2 }
  :: atomic { up && stage == 2 ->
#ifdef BUG_COMMIT_WORD_FIRST
       slotVal[target] = inflight;
#else
       slotOk[target] = 1; newer = target;
#endif
       stage = 3 }
  :: atomic { up && stage == 3 ->
#ifndef BUG_SWITCH_WITHOUT_STOP
       if :: isRunning(st) -> fire_Stop() :: else -> skip fi;
#endif
       assert(amp == 0);
       act = inflight; acked = inflight; inflight = 0; stage = 0 }
  od
}

/* Loss of power at any step, and a watchdog's reset: both start the device from what is stored. */
active proctype Power() {
endless:
  do
  :: atomic { up && crashes < 2 -> crashes++; up = 0; stage = 0;
#ifndef BUG_RESET_KEEPS_AMPLITUDE
       amp = 0
#endif
     }
  :: atomic { up && crashes < 2 -> crashes++; fire_Watchdog(); up = 0; stage = 0; amp = 0 }
  :: atomic { !up ->
       up = 1;
#ifdef BUG_MRI_LOST_BY_RESET
       mri = 0;
#endif
#ifdef BUG_FAULT_LOST_BY_RESET
       fault = 0;
#endif
#ifdef BUG_RESUME_WITHOUT_LATCH
       if :: running -> st = On :: else -> fire_Reset() fi;
#else
       fire_Reset();
#endif
       assert(amp == 0 && !isRunning(st));
       act = newest;
       if :: act == 0 -> fire_ProgramCorrupt() :: else -> skip fi;
       assert(act == acked || (inflight != 0 && act == inflight));
       acked = act; inflight = 0 }
  od
}

/* A hand with a magnet, which may come and go as it likes. */
active proctype Hand() {
endless:
  do
  :: atomic { !magnet && !wantExit && !wantClear -> magnet = 1 }
  :: atomic { magnet && !held && up -> held = 1; fire_MagnetHeld() }
  :: atomic { magnet && held && up -> fire_MagnetLong() }
  :: atomic { magnet -> magnet = 0; held = 0; if :: up -> fire_MagnetGone() :: else -> skip fi }
  od
}

/* People who want something, and do what they can until it is so. */
active proctype Patient() {
endless:
  do
  :: atomic { isRunning(st) && !wantStop -> wantStop = 1 }
  :: atomic { wantStop && up ->
#ifdef BUG_STOP_REFUSED_IN_RAMP
       if :: st == Ramp -> skip :: else -> fire_Stop() fi;
#else
       fire_Stop();
#endif
       wantStop = isRunning(st) }
  :: atomic { wantStop && !up -> wantStop = 0 }
  od
}

active proctype Radiology() {
endless:
  do
  :: atomic { mri && up && !wantExit -> wantExit = 1 }
  :: atomic { wantExit && up ->
#ifdef BUG_MRI_EXIT_NEEDS_NO_FAULT
       if :: fault -> skip :: else -> fire_ExitMri() fi;
#else
       fire_ExitMri();
#endif
       wantExit = mri }
  od
}

active proctype Clinician() {
endless:
  do
  :: atomic { fault && up && !eos && !wantClear -> wantClear = 1 }
  :: atomic { wantClear && up ->
#ifdef BUG_CLEAR_REFUSED_AFTER_RESET
       if :: crashes > 0 -> skip :: else -> fire_ClearFault() fi;
#else
       fire_ClearFault();
#endif
       wantClear = fault && !eos }
  od
}

/* Safety; what the assertions above say is not said again. */
ltl safe_off     { [] (isRunning(st) || amp == 0) }
ltl amp_limit    { [] (amp <= LIM) }
ltl mri_off      { [] (up && mri -> !isRunning(st)) }
ltl magnet_off   { [] (up && held -> !isRunning(st)) }
ltl fault_off    { [] (up && fault -> !isRunning(st)) }
ltl eos_off      { [] (up && eos -> !isRunning(st)) }
ltl eos_for_good { [] (eos -> [] eos) }
ltl no_power_off { [] (!up -> amp == 0) }
ltl shipping_off { [] (up && shipping -> !isRunning(st)) }
ltl mri_over_reset   { [] ((mri && !up) -> ([] mri || (mri U (up && mri)))) }
ltl fault_over_reset { [] ((fault && !up) -> ([] fault || (fault U (up && fault)))) }
/* Liveness, under weak fairness of the processes and at most two losses of power. */
ltl stop_reaches_off  { [] (wantStop -> <> (amp == 0 && !wantStop)) }
ltl mri_exit_reachable { [] (wantExit -> <> !mri) }
ltl fault_clearable   { [] (wantClear -> <> (!fault || eos)) }
ltl power_comes_back  { [] (!up -> <> up) }
