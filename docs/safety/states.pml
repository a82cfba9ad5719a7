/* Made from data/generator/states.csv by PromelaSkeleton; a test compares the two. Do not edit. */
#define Off 0
#define Ramp 1
#define On 2
#define Test 3
#define Mri 4
#define Fault 5
#define EndOfService 6
#define Shipping 7
#define E_Start 0
#define E_Stop 1
#define E_Select 2
#define E_Increase 3
#define E_Decrease 4
#define E_Stage 5
#define E_Commit 6
#define E_Window 7
#define E_TestStart 8
#define E_EnterMri 9
#define E_ExitMri 10
#define E_ClearFault 11
#define E_MeasureImpedance 12
#define E_Configure 13
#define E_EnterShipping 14
#define E_LeaveShipping 15
#define E_RampDone 16
#define E_TestExpired 17
#define E_HeartbeatLost 18
#define E_BoostExpired 19
#define E_PauseBegins 20
#define E_PauseEnds 21
#define E_MagnetHeld 22
#define E_MagnetLong 23
#define E_MagnetGone 24
#define E_Watchdog 25
#define E_Reset 26
#define E_ResetStorm 27
#define E_BatteryLow 28
#define E_BrownOut 29
#define E_BatteryGood 30
#define E_OverTemperature 31
#define E_TemperatureGood 32
#define E_LeadOpen 33
#define E_LeadShort 34
#define E_ImpedanceJump 35
#define E_OutOfCompliance 36
#define E_ChargeImbalance 37
#define E_DeadlinesMissed 38
#define E_MonitorRefuses 39
#define E_Overflow 40
#define E_ProgramCorrupt 41
#define E_MemoryFailed 42
#define E_ReplacementDue 43
#define E_EndOfService 44
#define E_ClockInvalid 45
#define ACCEPTED 0
#define REFUSED 1
#define IGNORED 2
inline fire_Start() {
  begin(E_Start);
  if
  :: st == Off -> effect = ACCEPTED; running = 1; st = Ramp
  :: st == Ramp || st == On || st == Test || st == Mri || st == Fault || st == EndOfService || st == Shipping -> effect = REFUSED
  fi;
  settle();
}
inline fire_Stop() {
  begin(E_Stop);
  if
  :: st == Off || st == Ramp || st == On || st == Test -> effect = ACCEPTED; running = 0; st = Off
  :: st == Mri -> effect = ACCEPTED; running = 0; st = Mri
  :: st == Fault -> effect = ACCEPTED; running = 0; st = Fault
  :: st == EndOfService -> effect = ACCEPTED; running = 0; st = EndOfService
  :: st == Shipping -> effect = ACCEPTED; running = 0; st = Shipping
  fi;
  settle();
}
inline fire_Select() {
  begin(E_Select);
  if
  :: st == Off -> effect = ACCEPTED; st = Off
  :: st == Ramp || st == On || st == Test || st == Mri || st == Fault || st == EndOfService || st == Shipping -> effect = REFUSED
  fi;
  settle();
}
inline fire_Increase() {
  begin(E_Increase);
  if
  :: st == Off || st == Ramp || st == Mri || st == Fault || st == EndOfService || st == Shipping -> effect = REFUSED
  :: st == On -> effect = ACCEPTED; st = On
  :: st == Test -> effect = ACCEPTED; st = Test
  fi;
  settle();
}
inline fire_Decrease() {
  begin(E_Decrease);
  if
  :: st == Off -> effect = ACCEPTED; st = Off
  :: st == Ramp -> effect = ACCEPTED; st = Ramp
  :: st == On -> effect = ACCEPTED; st = On
  :: st == Test -> effect = ACCEPTED; st = Test
  :: st == Mri || st == Fault || st == EndOfService || st == Shipping -> effect = REFUSED
  fi;
  settle();
}
inline fire_Stage() {
  begin(E_Stage);
  if
  :: st == Off -> effect = ACCEPTED; st = Off
  :: st == Ramp -> effect = ACCEPTED; st = Ramp
  :: st == On -> effect = ACCEPTED; st = On
  :: st == Test || st == EndOfService || st == Shipping -> effect = REFUSED
  :: st == Mri -> effect = ACCEPTED; st = Mri
  :: st == Fault -> effect = ACCEPTED; st = Fault
  fi;
  settle();
}
inline fire_Commit() {
  begin(E_Commit);
  if
  :: st == Off || st == Ramp || st == On || st == Test -> effect = ACCEPTED; running = 0; st = Off
  :: st == Mri || st == EndOfService || st == Shipping -> effect = REFUSED
  :: st == Fault -> effect = ACCEPTED; st = Fault
  fi;
  settle();
}
inline fire_Window() {
  begin(E_Window);
  if
  :: st == Off -> effect = ACCEPTED; st = Off
  :: st == Ramp -> effect = ACCEPTED; st = Ramp
  :: st == On -> effect = ACCEPTED; st = On
  :: st == Test || st == Mri || st == EndOfService || st == Shipping -> effect = REFUSED
  :: st == Fault -> effect = ACCEPTED; st = Fault
  fi;
  settle();
}
inline fire_TestStart() {
  begin(E_TestStart);
  if
  :: st == Off -> effect = ACCEPTED; st = Test
  :: st == Ramp || st == On || st == Test || st == Mri || st == Fault || st == EndOfService || st == Shipping -> effect = REFUSED
  fi;
  settle();
}
inline fire_EnterMri() {
  begin(E_EnterMri);
  if
  :: st == Off || st == Ramp || st == On || st == Test || st == Mri -> effect = ACCEPTED; mri = 1; running = 0; st = Mri
  :: st == Fault -> effect = ACCEPTED; mri = 1; running = 0; st = Fault
  :: st == EndOfService -> effect = ACCEPTED; mri = 1; running = 0; st = EndOfService
  :: st == Shipping -> effect = ACCEPTED; mri = 1; running = 0; st = Shipping
  fi;
  settle();
}
inline fire_ExitMri() {
  begin(E_ExitMri);
  if
  :: st == Off || st == Ramp || st == On || st == Test -> effect = REFUSED
  :: st == Mri -> effect = ACCEPTED; mri = 0; rest()
  :: st == Fault -> effect = ACCEPTED; mri = 0; st = Fault
  :: st == EndOfService -> effect = ACCEPTED; mri = 0; st = EndOfService
  :: st == Shipping -> effect = ACCEPTED; mri = 0; st = Shipping
  fi;
  settle();
}
inline fire_ClearFault() {
  begin(E_ClearFault);
  if
  :: st == Off || st == Ramp || st == On || st == Test || st == Mri || st == EndOfService || st == Shipping -> effect = REFUSED
  :: st == Fault -> effect = ACCEPTED; fault = 0; rest()
  fi;
  settle();
}
inline fire_MeasureImpedance() {
  begin(E_MeasureImpedance);
  if
  :: st == Off -> effect = ACCEPTED; st = Off
  :: st == Ramp || st == On || st == Test || st == Mri || st == EndOfService || st == Shipping -> effect = REFUSED
  :: st == Fault -> effect = ACCEPTED; st = Fault
  fi;
  settle();
}
inline fire_Configure() {
  begin(E_Configure);
  if
  :: st == Off -> effect = ACCEPTED; st = Off
  :: st == Ramp -> effect = ACCEPTED; st = Ramp
  :: st == On -> effect = ACCEPTED; st = On
  :: st == Test -> effect = ACCEPTED; st = Test
  :: st == Mri -> effect = ACCEPTED; st = Mri
  :: st == Fault -> effect = ACCEPTED; st = Fault
  :: st == EndOfService -> effect = REFUSED
  :: st == Shipping -> effect = ACCEPTED; st = Shipping
  fi;
  settle();
}
inline fire_EnterShipping() {
  begin(E_EnterShipping);
  if
  :: st == Off -> effect = ACCEPTED; shipping = 1; st = Shipping
  :: st == Ramp || st == On || st == Test || st == Mri || st == Fault || st == EndOfService || st == Shipping -> effect = REFUSED
  fi;
  settle();
}
inline fire_LeaveShipping() {
  begin(E_LeaveShipping);
  if
  :: st == Off || st == Ramp || st == On || st == Test || st == Mri || st == Fault || st == EndOfService -> effect = REFUSED
  :: st == Shipping -> effect = ACCEPTED; shipping = 0; rest()
  fi;
  settle();
}
inline fire_RampDone() {
  begin(E_RampDone);
  if
  :: st == Off || st == On || st == Test || st == Mri || st == Fault || st == EndOfService || st == Shipping -> effect = IGNORED
  :: st == Ramp -> effect = ACCEPTED; st = On
  fi;
  settle();
}
inline fire_TestExpired() {
  begin(E_TestExpired);
  if
  :: st == Off || st == Ramp || st == On || st == Mri || st == Fault || st == EndOfService || st == Shipping -> effect = IGNORED
  :: st == Test -> effect = ACCEPTED; st = Off
  fi;
  settle();
}
inline fire_HeartbeatLost() {
  begin(E_HeartbeatLost);
  if
  :: st == Off || st == Ramp || st == On || st == Mri || st == Fault || st == EndOfService || st == Shipping -> effect = IGNORED
  :: st == Test -> effect = ACCEPTED; st = Off
  fi;
  settle();
}
inline fire_BoostExpired() {
  begin(E_BoostExpired);
  if
  :: st == Off || st == Mri || st == Fault || st == EndOfService || st == Shipping -> effect = IGNORED
  :: st == Ramp -> effect = ACCEPTED; st = Ramp
  :: st == On -> effect = ACCEPTED; st = On
  :: st == Test -> effect = ACCEPTED; st = Test
  fi;
  settle();
}
inline fire_PauseBegins() {
  begin(E_PauseBegins);
  if
  :: st == Off || st == Test || st == Mri || st == Fault || st == EndOfService || st == Shipping -> effect = IGNORED
  :: st == Ramp || st == On -> effect = ACCEPTED; st = On
  fi;
  settle();
}
inline fire_PauseEnds() {
  begin(E_PauseEnds);
  if
  :: st == Off || st == Ramp || st == Test || st == Mri || st == Fault || st == EndOfService || st == Shipping -> effect = IGNORED
  :: st == On -> effect = ACCEPTED; st = Ramp
  fi;
  settle();
}
inline fire_MagnetHeld() {
  begin(E_MagnetHeld);
  if
  :: st == Off -> effect = ACCEPTED; st = Off
  :: st == Ramp || st == On || st == Test -> effect = ACCEPTED; running = 0; st = Off
  :: st == Mri -> effect = ACCEPTED; st = Mri
  :: st == Fault -> effect = ACCEPTED; st = Fault
  :: st == EndOfService -> effect = ACCEPTED; st = EndOfService
  :: st == Shipping -> effect = ACCEPTED; st = Shipping
  fi;
  settle();
}
inline fire_MagnetLong() {
  begin(E_MagnetLong);
  if
  :: st == Off -> effect = ACCEPTED; st = Off
  :: st == Ramp -> effect = ACCEPTED; st = Ramp
  :: st == On -> effect = ACCEPTED; st = On
  :: st == Test -> effect = ACCEPTED; st = Test
  :: st == Mri -> effect = ACCEPTED; st = Mri
  :: st == Fault -> effect = ACCEPTED; st = Fault
  :: st == EndOfService -> effect = ACCEPTED; st = EndOfService
  :: st == Shipping -> effect = ACCEPTED; shipping = 0; rest()
  fi;
  settle();
}
inline fire_MagnetGone() {
  begin(E_MagnetGone);
  if
  :: st == Off -> effect = ACCEPTED; st = Off
  :: st == Ramp -> effect = ACCEPTED; st = Ramp
  :: st == On -> effect = ACCEPTED; st = On
  :: st == Test -> effect = ACCEPTED; st = Test
  :: st == Mri -> effect = ACCEPTED; st = Mri
  :: st == Fault -> effect = ACCEPTED; st = Fault
  :: st == EndOfService -> effect = ACCEPTED; st = EndOfService
  :: st == Shipping -> effect = ACCEPTED; st = Shipping
  fi;
  settle();
}
inline fire_Watchdog() {
  begin(E_Watchdog);
  if
  :: st == Off || st == Ramp || st == On || st == Test -> effect = ACCEPTED; st = Off
  :: st == Mri -> effect = ACCEPTED; st = Mri
  :: st == Fault -> effect = ACCEPTED; st = Fault
  :: st == EndOfService -> effect = ACCEPTED; st = EndOfService
  :: st == Shipping -> effect = ACCEPTED; st = Shipping
  fi;
  settle();
}
inline fire_Reset() {
  begin(E_Reset);
  if
  :: st == Off || st == Ramp || st == On || st == Test || st == Mri || st == Fault || st == EndOfService || st == Shipping -> effect = ACCEPTED; running = 0; rest()
  fi;
  settle();
}
inline fire_ResetStorm() {
  begin(E_ResetStorm);
  if
  :: st == Off || st == Ramp || st == On || st == Test || st == Mri || st == Fault || st == Shipping -> effect = ACCEPTED; fault = 1; running = 0; st = Fault
  :: st == EndOfService -> effect = ACCEPTED; fault = 1; running = 0; st = EndOfService
  fi;
  settle();
}
inline fire_BatteryLow() {
  begin(E_BatteryLow);
  if
  :: st == Off -> effect = ACCEPTED; st = Off
  :: st == Ramp -> effect = ACCEPTED; st = Ramp
  :: st == On -> effect = ACCEPTED; st = On
  :: st == Test -> effect = ACCEPTED; st = Test
  :: st == Mri -> effect = ACCEPTED; st = Mri
  :: st == Fault -> effect = ACCEPTED; st = Fault
  :: st == EndOfService -> effect = ACCEPTED; st = EndOfService
  :: st == Shipping -> effect = ACCEPTED; st = Shipping
  fi;
  settle();
}
inline fire_BrownOut() {
  begin(E_BrownOut);
  if
  :: st == Off -> effect = ACCEPTED; st = Off
  :: st == Ramp || st == On || st == Test -> effect = ACCEPTED; running = 0; st = Off
  :: st == Mri -> effect = ACCEPTED; st = Mri
  :: st == Fault -> effect = ACCEPTED; st = Fault
  :: st == EndOfService -> effect = ACCEPTED; st = EndOfService
  :: st == Shipping -> effect = ACCEPTED; st = Shipping
  fi;
  settle();
}
inline fire_BatteryGood() {
  begin(E_BatteryGood);
  if
  :: st == Off -> effect = ACCEPTED; st = Off
  :: st == Ramp -> effect = ACCEPTED; st = Ramp
  :: st == On -> effect = ACCEPTED; st = On
  :: st == Test -> effect = ACCEPTED; st = Test
  :: st == Mri -> effect = ACCEPTED; st = Mri
  :: st == Fault -> effect = ACCEPTED; st = Fault
  :: st == EndOfService -> effect = ACCEPTED; st = EndOfService
  :: st == Shipping -> effect = ACCEPTED; st = Shipping
  fi;
  settle();
}
inline fire_OverTemperature() {
  begin(E_OverTemperature);
  if
  :: st == Off -> effect = ACCEPTED; st = Off
  :: st == Ramp || st == On || st == Test -> effect = ACCEPTED; running = 0; st = Off
  :: st == Mri -> effect = ACCEPTED; st = Mri
  :: st == Fault -> effect = ACCEPTED; st = Fault
  :: st == EndOfService -> effect = ACCEPTED; st = EndOfService
  :: st == Shipping -> effect = ACCEPTED; st = Shipping
  fi;
  settle();
}
inline fire_TemperatureGood() {
  begin(E_TemperatureGood);
  if
  :: st == Off -> effect = ACCEPTED; st = Off
  :: st == Ramp -> effect = ACCEPTED; st = Ramp
  :: st == On -> effect = ACCEPTED; st = On
  :: st == Test -> effect = ACCEPTED; st = Test
  :: st == Mri -> effect = ACCEPTED; st = Mri
  :: st == Fault -> effect = ACCEPTED; st = Fault
  :: st == EndOfService -> effect = ACCEPTED; st = EndOfService
  :: st == Shipping -> effect = ACCEPTED; st = Shipping
  fi;
  settle();
}
inline fire_LeadOpen() {
  begin(E_LeadOpen);
  if
  :: st == Off -> effect = ACCEPTED; st = Off
  :: st == Ramp || st == On || st == Test -> effect = ACCEPTED; fault = 1; running = 0; st = Fault
  :: st == Mri -> effect = ACCEPTED; st = Mri
  :: st == Fault -> effect = ACCEPTED; st = Fault
  :: st == EndOfService -> effect = ACCEPTED; st = EndOfService
  :: st == Shipping -> effect = ACCEPTED; st = Shipping
  fi;
  settle();
}
inline fire_LeadShort() {
  begin(E_LeadShort);
  if
  :: st == Off -> effect = ACCEPTED; st = Off
  :: st == Ramp || st == On || st == Test -> effect = ACCEPTED; running = 0; st = Off
  :: st == Mri -> effect = ACCEPTED; st = Mri
  :: st == Fault -> effect = ACCEPTED; st = Fault
  :: st == EndOfService -> effect = ACCEPTED; st = EndOfService
  :: st == Shipping -> effect = ACCEPTED; st = Shipping
  fi;
  settle();
}
inline fire_ImpedanceJump() {
  begin(E_ImpedanceJump);
  if
  :: st == Off -> effect = ACCEPTED; st = Off
  :: st == Ramp -> effect = ACCEPTED; st = Ramp
  :: st == On -> effect = ACCEPTED; st = On
  :: st == Test -> effect = ACCEPTED; st = Test
  :: st == Mri -> effect = ACCEPTED; st = Mri
  :: st == Fault -> effect = ACCEPTED; st = Fault
  :: st == EndOfService -> effect = ACCEPTED; st = EndOfService
  :: st == Shipping -> effect = ACCEPTED; st = Shipping
  fi;
  settle();
}
inline fire_OutOfCompliance() {
  begin(E_OutOfCompliance);
  if
  :: st == Off || st == Mri || st == Fault || st == EndOfService || st == Shipping -> effect = IGNORED
  :: st == Ramp -> effect = ACCEPTED; st = Ramp
  :: st == On -> effect = ACCEPTED; st = On
  :: st == Test -> effect = ACCEPTED; st = Test
  fi;
  settle();
}
inline fire_ChargeImbalance() {
  begin(E_ChargeImbalance);
  if
  :: st == Off || st == Mri || st == Fault || st == EndOfService || st == Shipping -> effect = IGNORED
  :: st == Ramp || st == On || st == Test -> effect = ACCEPTED; fault = 1; running = 0; st = Fault
  fi;
  settle();
}
inline fire_DeadlinesMissed() {
  begin(E_DeadlinesMissed);
  if
  :: st == Off || st == Mri || st == Fault || st == EndOfService || st == Shipping -> effect = IGNORED
  :: st == Ramp || st == On || st == Test -> effect = ACCEPTED; running = 0; st = Off
  fi;
  settle();
}
inline fire_MonitorRefuses() {
  begin(E_MonitorRefuses);
  if
  :: st == Off || st == Ramp || st == On || st == Test || st == Mri || st == Fault || st == Shipping -> effect = ACCEPTED; fault = 1; running = 0; st = Fault
  :: st == EndOfService -> effect = ACCEPTED; fault = 1; running = 0; st = EndOfService
  fi;
  settle();
}
inline fire_Overflow() {
  begin(E_Overflow);
  if
  :: st == Off || st == Ramp || st == On || st == Test || st == Mri || st == Fault || st == Shipping -> effect = ACCEPTED; fault = 1; running = 0; st = Fault
  :: st == EndOfService -> effect = ACCEPTED; fault = 1; running = 0; st = EndOfService
  fi;
  settle();
}
inline fire_ProgramCorrupt() {
  begin(E_ProgramCorrupt);
  if
  :: st == Off || st == Ramp || st == On || st == Test || st == Mri || st == Fault || st == Shipping -> effect = ACCEPTED; fault = 1; running = 0; st = Fault
  :: st == EndOfService -> effect = ACCEPTED; fault = 1; running = 0; st = EndOfService
  fi;
  settle();
}
inline fire_MemoryFailed() {
  begin(E_MemoryFailed);
  if
  :: st == Off || st == Ramp || st == On || st == Test || st == Mri || st == Fault || st == Shipping -> effect = ACCEPTED; fault = 1; running = 0; st = Fault
  :: st == EndOfService -> effect = ACCEPTED; fault = 1; running = 0; st = EndOfService
  fi;
  settle();
}
inline fire_ReplacementDue() {
  begin(E_ReplacementDue);
  if
  :: st == Off -> effect = ACCEPTED; st = Off
  :: st == Ramp -> effect = ACCEPTED; st = Ramp
  :: st == On -> effect = ACCEPTED; st = On
  :: st == Test -> effect = ACCEPTED; st = Test
  :: st == Mri -> effect = ACCEPTED; st = Mri
  :: st == Fault -> effect = ACCEPTED; st = Fault
  :: st == EndOfService -> effect = ACCEPTED; st = EndOfService
  :: st == Shipping -> effect = ACCEPTED; st = Shipping
  fi;
  settle();
}
inline fire_EndOfService() {
  begin(E_EndOfService);
  if
  :: st == Off || st == Ramp || st == On || st == Test || st == Mri || st == Fault || st == EndOfService || st == Shipping -> effect = ACCEPTED; eos = 1; running = 0; st = EndOfService
  fi;
  settle();
}
inline fire_ClockInvalid() {
  begin(E_ClockInvalid);
  if
  :: st == Off -> effect = ACCEPTED; st = Off
  :: st == Ramp -> effect = ACCEPTED; st = Ramp
  :: st == On -> effect = ACCEPTED; st = On
  :: st == Test -> effect = ACCEPTED; st = Test
  :: st == Mri -> effect = ACCEPTED; st = Mri
  :: st == Fault -> effect = ACCEPTED; st = Fault
  :: st == EndOfService -> effect = ACCEPTED; st = EndOfService
  :: st == Shipping -> effect = ACCEPTED; st = Shipping
  fi;
  settle();
}
