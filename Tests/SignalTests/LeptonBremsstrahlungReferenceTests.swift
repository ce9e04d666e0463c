import Core
import Matter
import Numerics
import Testing

@testable import Signal

let lead = Element(atomicNumber: 82, symbol: "Pb", atomicMass: 207)
let carbon = Element(atomicNumber: 6, symbol: "C", atomicMass: 12.011)
let hydrogen = Element(atomicNumber: 1, symbol: "H", atomicMass: 1.008)

@Suite struct Scratch {
  @Test func quick() throws {
    let clock = ContinuousClock()
    for (mass, ref) in [(0.001, 213747.0), (0.01, 8381.786), (0.1, 103.8377), (1.0, 0.1876471), (0.000001, 4748259.0), (0.0001, 1272364.0)] {
      let p = try LeptonBremsstrahlung(bosonMass_GeV: mass, leptonMass_GeV: 0.510999e-3, element: lead, fineStructure: 1 / 137.0)
      let clock = ContinuousClock()
      var s = 0.0, mean = 0.0, frac = 0.0
      let time = clock.measure { s = p.totalCrossSection_pb(leptonEnergy_GeV: 100) }
      mean = p.integrateOverFraction(leptonEnergy_GeV: 100) { $0 } / s
      frac = p.totalCrossSection_pb(leptonEnergy_GeV: 100, minimumBosonEnergy_GeV: 50) / s
      print(mass, s * 1e-8, s * 1e-8 / ref * 3.894e8 / 3.893793721e8 - 1, mean, frac, time)
    }
    for minE in [0.0, 50.0] {
    for mass in [0.001, 0.01, 0.1, 1.0, 3.0] {
      var table: BremsstrahlungTable!
      let elements = [hydrogen, carbon, lead]
      let time = try clock.measure { table = try BremsstrahlungTable(bosonMass_GeV: mass, leptonMass_GeV: Constants.electronMass_GeV, elements: elements, lowestEnergy_GeV: 40, highestEnergy_GeV: 100, minimumBosonEnergy_GeV: minE) }
      print("m", mass, "min", minE, time)
      for (i, e) in elements.enumerated() {
        let p = try LeptonBremsstrahlung(bosonMass_GeV: mass, leptonMass_GeV: Constants.electronMass_GeV, element: e)
        var worst = 0.0, worstD = 0.0, at = (0.0,0.0)
        for energy in [40.5, 50.02, 50.5, 53, 61.7, 77.7, 99.9] {
          let exact = p.totalCrossSection_pb(leptonEnergy_GeV: energy, minimumBosonEnergy_GeV: minE)
          let t = table.crossSection_pb(leptonEnergy_GeV: energy, elementIndex: i)
          if exact > 0 { if abs(t / exact - 1) > worst { worst = abs(t / exact - 1) } } else if t != 0 { print("nonzero", energy, t) }
          for x in [0.1, 0.3, 0.51, 0.7, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999, 0.9995, 0.9998, 0.9999, 0.99995, 0.99998] {
            let d = p.differentialCrossSection_pb(leptonEnergy_GeV: energy, x: x)
            let td = table.differentialCrossSection_pb(leptonEnergy_GeV: energy, elementIndex: i, x: x)
            if td > 0, d > 0, abs(td / d - 1) > worstD { worstD = abs(td / d - 1); at = (energy, x) }
            if td == 0, d > 0, x * energy > minE * 1.001 { print("zero", energy, x, d) }
          }
        }
        print("   ", e.symbol, worst, worstD, at)
      }
    }
    }
    var rng = RandomStream(seed: 1, event: 1)
    for (mass, ml, E, x) in [(0.0167, 0.000511, 100.0, 0.9), (0.001, 0.000511, 100.0, 0.5), (1.0, 0.000511, 100.0, 0.999), (0.1, 0.1057, 160.0, 0.5), (1, 0.000511, 100, 0.9999)] {
      for e in [lead, hydrogen] {
      let sampler = try BremsstrahlungFinalStateSampler(bosonMass_GeV: mass, leptonMass_GeV: ml, element: e)
      var largest = 0.0
      let n = 2000
      var above = 0
      let time = clock.measure {
        for _ in 0..<n {
          let d = Vector3(0.3, -0.2, 0.9).normalized
          var l = 0.0
          _ = sampler.sample(energy: E, x: x, direction: d, largestRatio: &l, &rng)
          if l > 1.25 { above += 1 }
          largest = max(l, largest)
        }
      }
      print(mass, ml, x, e.symbol, "ratio", largest, above, time / Double(n))
      }
    }
  }
}
