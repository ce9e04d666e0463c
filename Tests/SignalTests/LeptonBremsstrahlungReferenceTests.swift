import Core
import Matter
import Testing

@testable import Signal

let lead = Element(atomicNumber: 82, symbol: "Pb", atomicMass: 207)

@Suite struct Scratch {
  @Test func quick() throws {
    for (mass, ref) in [(0.001, 213747.0), (0.01, 8381.786), (0.1, 103.8377), (1.0, 0.1876471), (0.000001, 4748259.0), (0.0001, 1272364.0)] {
      let p = try LeptonBremsstrahlung(bosonMass_GeV: mass, leptonMass_GeV: 0.510999e-3, element: lead, fineStructure: 1 / 137.0)
      let clock = ContinuousClock()
      var s = 0.0, mean = 0.0, frac = 0.0
      let time = clock.measure { s = p.totalCrossSection_pb(leptonEnergy_GeV: 100) }
      mean = p.integrateOverFraction(leptonEnergy_GeV: 100) { $0 } / s
      frac = p.totalCrossSection_pb(leptonEnergy_GeV: 100, minimumBosonEnergy_GeV: 50) / s
      print(mass, s * 1e-8, s * 1e-8 / ref * 3.894e8 / 3.893793721e8 - 1, mean, frac, time)
    }
  }
}
