// Cost of bremsstrahlung of new particles: bremsstrahlung-benchmark [final states per sampler]
//
// CPU time of one core: the table of total cross sections (16 masses × 32 energies), single cross sections, the
// building of a sampler, and final states per second for every spin and lepton.
import Core
import func Glibc.clock
import Matter
import Numerics
import Signal

let count = CommandLine.arguments.count > 1 ? Int(CommandLine.arguments[1]) ?? 500_000 : 500_000

func seconds() -> Double { Double(clock()) / 1e6 }
func rounded(_ value: Double, _ digits: Double = 100) -> Double { (value * digits).rounded() / digits }

let lead = try ElementTable.element(symbol: "Pb")

for (name, mass) in [("electrons", Constants.electronMass_GeV), ("muons", Constants.muonMass_GeV)] {
  let start = seconds()
  var sum = 0.0
  for row in 0..<16 {
    let boson = exp(log(1e-3) + Double(row) / 15 * log(3000))
    let process = try LeptonBremsstrahlung(bosonMass_GeV: boson, leptonMass_GeV: mass, element: lead)
    for column in 0..<32 {
      sum += process.totalCrossSection_pb(
        leptonEnergy_GeV: exp(log(8) + Double(column) / 31 * log(25)))
    }
  }
  print("table of totals, \(name): 16 × 32 in \(rounded(seconds() - start)) s  (sum \(sum) pb)")
}

for (name, lepton, energy) in [
  ("e-", Constants.electronMass_GeV, 100.0), ("mu-", Constants.muonMass_GeV, 160),
] {
  for boson in BosonKind.allCases {
    for mass in [0.001, 0.0167, 0.1, 1.0] {
      let process = try LeptonBremsstrahlung(
        boson: boson, bosonMass_GeV: mass, leptonMass_GeV: lepton, element: lead)
      let start = seconds()
      let sampler = try BremsstrahlungSampler(process, totalEnergy_GeV: energy)
      let built = seconds()
      var checksum = 0.0
      withUnsafeTemporaryAllocation(of: Double.self, capacity: 12) { buffer in
        let out = buffer.baseAddress!
        for event in 0..<count {
          var rng = RandomStream(seed: 1, event: UInt64(event), purpose: .signal)
          sampler.sample(into: out, &rng)
          checksum += out[0]
        }
      }
      let rate = Double(count) / (seconds() - built)
      print(
        "\(name) \(energy) GeV, \(boson) \(mass) GeV: tables \(rounded((built - start) * 1e3, 10)) ms, "
          + "\(rounded(rate * 1e-6)) million final states per second, efficiency "
          + "\(rounded(sampler.efficiency)), mean x \(rounded(checksum / Double(count) / energy, 1e4))")
    }
  }
}
