import Core
import Foundation
import Matter

@testable import Signal

/// The nuclei of the reference calculations, with the rounded mass numbers those used.
let lead = Element(atomicNumber: 82, symbol: "Pb", atomicMass: 207)
let tungsten = Element(atomicNumber: 74, symbol: "W", atomicMass: 184)
let carbon = Element(atomicNumber: 6, symbol: "C", atomicMass: 12)
let hydrogen = Element(atomicNumber: 1, symbol: "H", atomicMass: 1.008)

/// From our pb at ε = 1 to the references' at ε = 1e-4 with (ħc)² = 3.894e8 GeV² pb.
let referenceScale = 1e-8 * 3.894e8 / Constants.hbarcSquared_GeV2pb
let referenceFineStructure = 1.0 / 137

/// A file under ../shared/reference, or nil with a message when the data are not there.
func referenceData(_ path: String) -> Any? {
  let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  let url = root.appendingPathComponent("../shared/reference/" + path)
  guard let data = try? Data(contentsOf: url) else {
    print("skipped: reference data \(path) is not available")
    return nil
  }
  return try? JSONSerialization.jsonObject(with: data)
}

/// P(χ² > value) for n degrees of freedom, Wilson–Hilferty (1e-3 absolute for n ≥ 5).
func chiSquareProbability(_ value: Double, degrees n: Int) -> Double {
  let k = Double(n)
  let z = (Foundation.pow(value / k, 1.0 / 3) - (1 - 2 / (9 * k))) / (2 / (9 * k)).squareRoot()
  return 0.5 * erfc(z / 2.0.squareRoot())
}

func kind(_ letter: String) -> BosonKind {
  switch letter {
  case "V": return .vector
  case "A": return .axialVector
  case "S": return .scalar
  default: return .pseudoscalar
  }
}

/// Heavy sampling is for release builds; a debug build (20 times slower) draws fewer.
func draws(_ count: Int) -> Int {
  #if DEBUG
    return count / 50
  #else
    return count
  #endif
}

/// Every n-th case in a debug build, all of them in a release build.
func thinned<T>(_ cases: [T], every n: Int) -> [T] {
  #if DEBUG
    return stride(from: 0, to: cases.count, by: n).map { cases[$0] }
  #else
    return cases
  #endif
}
