TITLE Node of Ranvier of the double-cable fibre, written from the equations in docs/science/cable.md (McIntyre, Richardson, Grill 2002)

NEURON {
    SUFFIX epinode
    NONSPECIFIC_CURRENT i
    RANGE gnabar, gnapbar, gkbar, gl, ena, ek, el
}

UNITS {
    (mA) = (milliamp)
    (mV) = (millivolt)
    (S) = (siemens)
}

PARAMETER {
    gnabar = 3.0 (S/cm2)
    gnapbar = 0.01 (S/cm2)
    gkbar = 0.08 (S/cm2)
    gl = 0.007 (S/cm2)
    ena = 50 (mV)
    ek = -90 (mV)
    el = -90 (mV)
    celsius (degC)
}

ASSIGNED {
    v (mV)
    i (mA/cm2)
    minf
    hinf
    pinf
    sinf
    mtau (ms)
    htau (ms)
    ptau (ms)
    stau (ms)
}

STATE { m h p s }

INITIAL {
    rates(v)
    m = minf
    h = hinf
    p = pinf
    s = sinf
}

BREAKPOINT {
    SOLVE gates METHOD cnexp
    i = gnabar*m*m*m*h*(v - ena) + gnapbar*p*p*p*(v - ena) + gkbar*s*(v - ek) + gl*(v - el)
}

DERIVATIVE gates {
    rates(v)
    m' = (minf - m)/mtau
    h' = (hinf - h)/htau
    p' = (pinf - p)/ptau
    s' = (sinf - s)/stau
}

: x/(1 - exp(-x/y)), with its limit y at zero
FUNCTION rise(x, y) {
    if (fabs(x/y) < 1e-6) {
        rise = y*(1 + x/y/2)
    } else {
        rise = x/(1 - exp(-x/y))
    }
}

PROCEDURE rates(v (mV)) {
    LOCAL a, b, q
    q = 2.2^((celsius - 20)/10)
    a = q*1.86*rise(v + 21.4, 10.3)
    b = q*0.086*rise(-(v + 25.7), 9.16)
    mtau = 1/(a + b)
    minf = a/(a + b)
    a = q*0.01*rise(v + 27, 10.2)
    b = q*0.00025*rise(-(v + 34), 10)
    ptau = 1/(a + b)
    pinf = a/(a + b)
    q = 2.9^((celsius - 20)/10)
    a = q*0.062*rise(-(v + 114), 11)
    b = q*2.3/(1 + exp(-(v + 31.8)/13.4))
    htau = 1/(a + b)
    hinf = a/(a + b)
    q = 3.0^((celsius - 36)/10)
    a = q*0.3/(1 + exp(-(v + 53)/5))
    b = q*0.03/(1 + exp(-(v + 90)))
    stau = 1/(a + b)
    sinf = a/(a + b)
}
