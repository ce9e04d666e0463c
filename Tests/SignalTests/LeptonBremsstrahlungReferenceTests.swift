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
      var theta = [Double](), psi = [Double]()
      var worst = 0.0
      let n = 2000
      let time = clock.measure {
        for _ in 0..<n {
          let d = Vector3(0.3, -0.2, 0.9).normalized
          let f = sampler.sample(energy: E, x: x, direction: d, largestRatio: &largest, &rng)
          let k = (f.bosonEnergy_GeV * f.bosonEnergy_GeV - mass * mass).squareRoot() * f.bosonDirection
          let l = (f.leptonKineticEnergy_GeV * (f.leptonKineticEnergy_GeV + 2 * ml)).squareRoot() * f.leptonDirection
          let mN = e.atomicMass * Constants.atomicMassUnit_GeV
          let nu = (f.nucleusKineticEnergy_GeV * (f.nucleusKineticEnergy_GeV + 2 * mN)).squareRoot() * f.nucleusDirection
          let p = (E * E - ml * ml).squareRoot() * d
          worst = max(worst, (p - k - l - nu).length, (E - f.bosonEnergy_GeV - f.leptonKineticEnergy_GeV - ml - f.nucleusKineticEnergy_GeV).magnitude)
          theta.append(d.cross(f.bosonDirection).length)
          psi.append(d.cross(f.leptonDirection).length)
        }
      }
      theta.sort(); psi.sort()
      print(mass, ml, x, e.symbol, "ratio", largest, "conservation", worst, "medians", theta[n / 2], psi[n / 2], time / Double(n))
      }
    }
  }
}
